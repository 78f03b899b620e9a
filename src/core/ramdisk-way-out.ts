import type { Node } from '../openstack/ironic/schema.ts';
import { stepsAfterRepair } from './after-repair.ts';
import type { WayOut } from './failure-finding.ts';
import { maintenanceHolder } from './maintenance.ts';
import { typedName } from './node-words.ts';
import { propose, type RemediationId } from './remediation.ts';

/** One verb that leaves each failed state, once the reason is gone (openstack/ironic ironic/common/state_machine.py). */
const VERBS: Readonly<Record<string, readonly [RemediationId, string, string]>> = {
  'clean failed': ['manage', 'manage', 'When the reason is gone, take it out of clean failed.'],
  'inspect failed': ['inspect', 'inspect', 'When the reason is gone, inspect again.'],
  'rescue failed': ['unrescue', 'unrescue', "Boot the tenant's system again; its disk was not touched."],
};

/** How a failed state is left after the ramdisk has told why; the finding of that state tells the further ways. */
export function afterRamdisk(node: Node): WayOut {
  const held = maintenanceHolder(node) === 'person';
  const name = typedName(node);
  if (node.provision_state === 'deploy failed') return { proposals: [], steps: stepsAfterRepair(node) };
  if (node.provision_state === 'service failed') {
    const text =
      "Look at the BMC's job queue first: while firmware is being written, neither power-cycle nor abort.";
    return { proposals: [], steps: [{ text }] };
  }
  const [id, verb, text] = VERBS[node.provision_state] ?? [];
  if (!id || !verb || !text) return { proposals: [], steps: [] };
  return {
    proposals: held ? [] : [propose(id, { node: node.uuid })],
    steps: [{ text, command: `baremetal node ${verb} ${name}` }],
  };
}
