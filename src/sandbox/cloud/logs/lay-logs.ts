import type { Site } from '../site.ts';
import { hour } from '../times.ts';
import { logNoise } from './noise.ts';
import { logNova } from './nova-lines.ts';

/** What follows for the logs from all that stands in the cloud, beside what its scenarios wrote themselves. */
export function layLogs(site: Site): void {
  logNova(site);
  for (const port of site.state.neutronPorts) {
    if (port.vif_type !== 'binding_failed') continue;
    // Worded by openstack/neutron neutron/plugins/ml2/managers.py.
    site.log({
      ago: 2 * hour,
      service: 'neutron-server',
      host: 'ctl-1',
      level: 'ERROR',
      logger: 'neutron.plugins.ml2.managers',
      text: `Failed to bind port ${port.id} on host ${port.host_id} for vnic_type baremetal using segments [{'id': '${port.network_id}', 'network_type': 'vlan', 'physical_network': 'physnet1', 'segmentation_id': 102, 'network_id': '${port.network_id}'}]`,
    });
  }
  logNoise(site);
}
