import { numberFrom } from '../ids.ts';
import type { Site } from '../site.ts';
import { minute, second } from '../times.ts';
import { conductorFor } from './conductor-for.ts';

/**
 * What conductors write about nodes that are well: looks at the power state, heartbeats, and now and then a BMC that
 * answers only the second time. None of it is a trouble.
 */
export function logNoise(site: Site): void {
  const alive = new Set(site.state.conductors.filter((one) => one.alive).map((one) => one.hostname));
  for (const node of site.state.nodes) {
    const host = conductorFor(node);
    if (!alive.has(host)) continue;
    const log = (ago: number, level: 'DEBUG' | 'WARNING', logger: string, text: string) =>
      site.log({ ago, service: 'ironic-conductor', host, level, logger, asker: 'itself', text });
    const offset = numberFrom(node.uuid, 60) * second;
    if (!node.maintenance && node.reservation === null) {
      for (const ago of [3 * minute, 5 * minute]) {
        const locks = 'ironic.conductor.task_manager';
        const purpose = 'power state sync';
        log(
          ago + offset,
          'DEBUG',
          locks,
          `Attempting to get shared lock on node ${node.uuid} (for ${purpose})`,
        );
        log(
          ago + offset - 60,
          'DEBUG',
          locks,
          `Successfully released shared lock for ${purpose} on node ${node.uuid} (lock was held 0.06 sec)`,
        );
      }
    }
    if (node.hidden.heartbeats) {
      const text = `Heartbeat from node ${node.uuid} in state ${node.provision_state} (target state ${node.target_provision_state ?? 'None'})`;
      log(90 * second + offset, 'DEBUG', 'ironic.drivers.modules.agent_base', text);
    }
    const isWell =
      node.reservation === null &&
      node.fault === null &&
      node.last_error === null &&
      node.hidden.bmcError === null;
    if (isWell && node.driver === 'ipmi' && numberFrom(node.name, 4) === 0) {
      log(
        17 * minute + offset,
        'WARNING',
        'ironic.drivers.modules.ipmitool',
        `IPMI Error encountered, retrying "ipmitool -I lanplus -H ${node.driver_info['ipmi_address']} -L ADMINISTRATOR -U ironic -v -R 1 -N 1 -f /tmp/tmp7c0aq2wd power status" for node ${node.uuid}. Error: Unexpected error while running command.\nCommand: ipmitool -I lanplus -H ${node.driver_info['ipmi_address']} -L ADMINISTRATOR -U ironic -v -R 1 -N 1 -f /tmp/tmp7c0aq2wd power status\nExit code: 1\nStdout: ''\nStderr: 'Error: Unable to establish IPMI v2 / RMCP+ session\\n'`,
      );
    }
  }
}
