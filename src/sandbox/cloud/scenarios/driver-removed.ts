import type { Scenario } from '../scenario.ts';
import { day } from '../times.ts';

/** The upgrade took its driver away. */
export default {
  name: 'driver-removed',
  expect: {
    subject: 'bm-e92',
    causes: ['interface-not-enabled'],
    section: 'interface-not-enabled',
    title: 'An old machine that answers nothing since the upgrade',
  },
  build(site) {
    const node = site.node({
      name: 'bm-e92',
      resource_class: 'bm.orphan',
      leaf: 'leaf-e9',
      provision_state: 'manageable',
      since: 400 * day,
    });
    node.driver = 'ilo';
    node.power_interface = 'ilo';
    node.management_interface = 'ilo';
    node.boot_interface = 'ilo-ipxe';
    node.vendor_interface = 'ilo';
    node.driver_info = {
      ilo_address: '10.30.5.192',
      ilo_username: 'ironic',
      ...Object.fromEntries(Object.entries(node.driver_info).filter(([key]) => key.startsWith('deploy_'))),
    };
  },
} satisfies Scenario;
