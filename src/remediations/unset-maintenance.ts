import { followNode, judgeNode } from '../core/node-judgement.ts';
import { word } from '../core/node-seen.ts';
import { nodeParams, nodeTarget } from '../core/remediation-params.ts';
import { defineRemediation } from '../core/remediation-unit.ts';
import type { Node } from '../openstack/ironic/schema.ts';

/**
 * Lifts a maintenance that Ironic itself has set, and the fault with it (openstack/ironic ironic/conductor/manager.py
 * update_node). A person's own is never lifted here.
 */
export default defineRemediation({
  id: 'unset-maintenance',
  params: nodeParams,
  target: nodeTarget,
  // The API waits for the conductor to have written it.
  patience: 30,
  judge: ({ node: uuid }, fresh) =>
    judgeNode(uuid, fresh, (node) => {
      if (!node.maintenance)
        return { code: 'already-so', words: 'The node is in no maintenance. Look again.' };
      return {
        calls: [{ service: 'ironic', method: 'DELETE', path: `/v1/nodes/${uuid}/maintenance` }],
        becomes: 'out of maintenance, without a fault',
        undo: '`set maintenance`; the fault does not come back with it',
        beware: bewares(node),
      };
    }),
  verify: ({ node: uuid }, fresh) =>
    followNode(uuid, fresh, (node) =>
      node.maintenance
        ? {
            kind: 'going',
            words: `Still in maintenance: ${word(node.maintenance_reason) || 'no reason told'}.`,
          }
        : { kind: 'done', words: 'The node is out of maintenance.' },
    ),
});

/** The cause of each of openstack/ironic ironic/common/faults.py that may still be there. */
function bewares(node: Node): readonly string[] {
  const state = node.provision_state;
  switch (node.fault) {
    case 'power failure':
      return [
        'As long as its BMC does not answer, the next rounds of power sync set it again; once it answers, Ironic lifts it by itself within about 5 min.',
      ];
    case 'clean failure':
      return [
        state === 'clean failed'
          ? 'The cleaning failed and the disks may hold old data: it still has to be managed and cleaned.'
          : `The cleaning failed once; make sure that this is not why it is in ${state}.`,
      ];
    case 'rescue abort failure':
      return ['The rescue ramdisk may still be running with its network attached.'];
    case 'service failure':
      return ['Service steps failed on a node that is in use: look at its console first.'];
    default:
      return ['Ironic tells no fault here; make sure that its cause is gone.'];
  }
}
