import { deployFromWait } from '../ironic/lifecycle.ts';
import type { Scenario } from '../scenario.ts';
import { bareTime, minute } from '../times.ts';
import { deploySteps } from '../troubles.ts';

/** A decoy: nothing is wrong with a wait that has not lasted long. It becomes active after some minutes. */
export default {
  name: 'deploying-normally',
  expect: { subject: 'bm-a04', causes: ['healthy'], title: 'A deployment that began three minutes ago' },
  build(site) {
    const node = site.node({
      name: 'bm-a04',
      provision_state: 'wait call-back',
      target_provision_state: 'active',
      power_state: 'power on',
      since: 3 * minute,
    });
    node.deploy_step = deploySteps[0] ?? {};
    node.driver_internal_info = {
      ...node.driver_internal_info,
      deploy_steps: deploySteps,
      deploy_step_index: 0,
      is_whole_disk_image: true,
    };
    const server = site.server({
      name: 'web-02',
      node,
      flavor: site.flavor('bm.general', 'CUSTOM_BAREMETAL_GENERAL'),
      status: 'BUILD',
      vm_state: 'building',
      task_state: 'spawning',
      launched_at: null,
      since: 4 * minute,
    });
    site.vif(node, 'provisioning', 'provisioning_vif_port_id');
    deployFromWait(site, node, site.ago(0), 4 * minute, (landed) => {
      server.status = 'ACTIVE';
      server.vm_state = 'active';
      server.task_state = null;
      server.launched_at = bareTime(landed);
      site.state.neutronPorts = site.state.neutronPorts.filter((port) => port.device_id !== node.uuid);
      site.port(node).internal_info = {};
      site.vif(node, 'tenant', 'tenant_vif_port_id', { device_id: server.id, device_owner: 'compute:nova' });
    });
  },
} satisfies Scenario;
