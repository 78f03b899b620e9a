import type { Scenario } from '../scenario.ts';
import { day, hour } from '../times.ts';
import { blame } from '../troubles.ts';

/** Somebody undeployed the node behind Nova, and that failed: Nova still calls the server ACTIVE. */
export default {
  name: 'server-active-node-error',
  expect: {
    subject: 'bm-e43',
    causes: ['network-vif', 'insufficient-evidence'],
    title: 'A node in error whose server looks well',
  },
  build(site) {
    const node = site.node({
      name: 'bm-e43',
      resource_class: 'bm.contradiction',
      leaf: 'leaf-e4',
      provision_state: 'active',
      since: 5 * hour,
    });
    site.server({
      name: 'ledger-01',
      node,
      flavor: site.flavor('bm.contradiction', 'CUSTOM_BM_CONTRADICTION'),
      since: 90 * day,
    });
    node.provision_state = 'error';
    node.target_provision_state = 'available';
    blame(
      site,
      node,
      5 * hour,
      'unprovision',
      `Failed to tear down. Error: Unable to clear binding profile for neutron port ${site.port(node).uuid}. Error: Client Error for url: http://network.example:9696/v2.0/ports, Port could not be found.`,
    );
  },
} satisfies Scenario;
