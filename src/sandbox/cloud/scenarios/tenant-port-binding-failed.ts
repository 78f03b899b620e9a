import type { Scenario } from '../scenario.ts';
import { day } from '../times.ts';
import { bindingFailed, switched } from '../troubles.ts';

/** A switch was replaced; Neutron could not bind the port of a running instance since. */
export default {
  name: 'tenant-port-binding-failed',
  expect: {
    subject: 'bm-c16',
    causes: ['network-vif'],
    section: 'reattach-networking',
    title: 'A server that runs and does not answer since the switch was replaced',
  },
  build(site) {
    const node = site.node({
      name: 'bm-c16',
      resource_class: 'bm.tenant-c',
      ...switched(site),
      leaf: 'leaf-c8',
      provision_state: 'active',
      power_state: 'power on',
      since: 18 * day,
    });
    const server = site.server({
      name: 'tenant-c16',
      node,
      flavor: site.flavor('bm.tenant-c', 'CUSTOM_BM_TENANT_C'),
      since: 18 * day,
    });
    bindingFailed(site, server);
  },
} satisfies Scenario;
