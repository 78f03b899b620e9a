import { uuidFrom } from '../ids.ts';
import type { Scenario } from '../scenario.ts';
import { minute } from '../times.ts';
import { cleaningInternals } from '../troubles.ts';

/** The ramdisk has no network: its Neutron port was deleted while it booted. */
export default {
  name: 'clean-wait-port-gone',
  expect: {
    subject: 'bm-c14',
    causes: ['network-vif'],
    section: 'wait-communication',
    title: 'A cleaning that should have been over before lunch',
  },
  build(site) {
    const node = site.node({
      name: 'bm-c14',
      resource_class: 'bm.portless-c',
      leaf: 'leaf-c10',
      provision_state: 'clean wait',
      target_provision_state: 'available',
      power_state: 'power on',
      since: 85 * minute,
    });
    node.driver_internal_info = { ...node.driver_internal_info, ...cleaningInternals };
    node.hidden.ramdisk = 'silent';
    site.port(node).internal_info = { cleaning_vif_port_id: uuidFrom('vif-deleted-under-bm-c14') };
  },
} satisfies Scenario;
