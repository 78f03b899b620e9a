import { bond } from '../bond.ts';
import { macFrom } from '../ids.ts';
import type { Scenario } from '../scenario.ts';
import type { Site } from '../site.ts';
import type { NodeRecord } from '../state.ts';
import { day, minute } from '../times.ts';
import { deploySteps } from '../troubles.ts';

const heard = [[1, '04a4bf01c0ffee']];

/** Two bonded ports that inspection heard no switch on, and one outside the bond that did. */
function inspected(site: Site, node: NodeRecord): void {
  const nic = (name: string, mac_address: string, lldp: (number | string)[][]) => ({
    name,
    mac_address,
    has_carrier: true,
    ipv4_address: null,
    lldp,
  });
  site.state.nodeInventories.push({
    node_uuid: node.uuid,
    inventory: {
      interfaces: [
        nic('ens1f0', site.port(node).address, []),
        nic('ens1f1', macFrom('bm-c10-second'), []),
        nic('eno1', macFrom('bm-c10-management'), heard),
      ],
      disks: [],
    },
    plugin_data: {},
  });
}

export default {
  name: 'deploy-wait-on-a-bond',
  expect: {
    subject: 'bm-c10',
    causes: ['lacp-ipxe'],
    section: 'lacp-ipxe',
    title: 'A deployment that has waited for more than an hour',
  },
  build(site) {
    const node = site.node({
      name: 'bm-c10',
      resource_class: 'bm.bonded-c',
      leaf: 'leaf-c3',
      provision_state: 'wait call-back',
      target_provision_state: 'active',
      power_state: 'power on',
      since: 66 * minute,
    });
    node.deploy_step = deploySteps[0] ?? {};
    node.driver_internal_info = {
      ...node.driver_internal_info,
      deploy_steps: deploySteps,
      deploy_step_index: 0,
      is_whole_disk_image: true,
    };
    node.hidden.ramdisk = 'silent';
    bond(site.state, node, { standalone_ports_supported: false });
    inspected(site, node);
    site.server({
      name: 'bonded-c10',
      node,
      flavor: site.flavor('bm.bonded-c', 'CUSTOM_BM_BONDED_C'),
      status: 'BUILD',
      vm_state: 'building',
      task_state: 'spawning',
      launched_at: null,
      since: 67 * minute,
    });
    site.vif(node, 'provisioning', 'provisioning_vif_port_id', { status: 'DOWN' });
    site.node({ name: 'bm-c11', resource_class: 'bm.bonded-c', leaf: 'leaf-c3', since: 4 * day });
  },
} satisfies Scenario;
