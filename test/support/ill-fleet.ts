import type { Scenario } from '../../src/sandbox/cloud/scenario.ts';
import { hour } from '../../src/sandbox/cloud/times.ts';
import { blame, cleaningInternals } from '../../src/sandbox/cloud/troubles.ts';

/** More than a file's tests need together. */
const NODES = 60;

export const stuckName = (at: number) => `stuck-${String(at).padStart(2, '0')}`;
export const waitingName = (at: number) => `waits-${String(at).padStart(2, '0')}`;

/** As many of both as a file of tests may want. */
export const manyIll: Scenario = {
  name: 'many-ill',
  expect: { subject: stuckName(0), causes: ['clean-step-failed'], title: '' },
  build(site) {
    for (let at = 0; at < NODES; at += 1) {
      const stuck = site.node({
        name: stuckName(at),
        provision_state: 'clean failed',
        target_provision_state: 'available',
        power_state: 'power on',
        maintenance: true,
        fault: 'clean failure',
        since: 7 * hour,
      });
      stuck.driver_internal_info = { ...stuck.driver_internal_info, ...cleaningInternals };
      const text = `Clean step {'step': 'erase_devices', 'priority': 10, 'interface': 'deploy', 'argsinfo': None, 'abortable': True} failed on node ${stuck.uuid}. Error erasing block device: Failed to invoke secure erase, fallback to shred is not enabled: Block device /dev/sdb is frozen and cannot be erased`;
      blame(site, stuck, 7 * hour, 'cleaning', text);
      stuck.maintenance_reason = text;
      const waits = site.node({
        name: waitingName(at),
        provision_state: 'clean wait',
        target_provision_state: 'available',
        power_state: 'power on',
        since: 3 * hour,
      });
      waits.driver_internal_info = { ...waits.driver_internal_info, ...cleaningInternals };
      waits.hidden.ramdisk = 'silent';
    }
  },
};
