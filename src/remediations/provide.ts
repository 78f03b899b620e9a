import { firstOf, illegal, instancePresent, isRetired } from '../core/guards.ts';
import { provisionCall } from '../core/ironic-calls.ts';
import { followNode, judgeNode } from '../core/node-judgement.ts';
import { provisionProgress } from '../core/provision-progress.ts';
import { nodeParams, nodeTarget } from '../core/remediation-params.ts';
import { defineRemediation } from '../core/remediation-unit.ts';
import type { Node } from '../openstack/ironic/schema.ts';

/** Cleans a node, unless that is switched off, and gives it to Nova. */
export default defineRemediation({
  id: 'provide',
  params: nodeParams,
  target: nodeTarget,
  // A ramdisk boots, steps run; whole disks may take longer, and then it is unconfirmed and not failed.
  patience: 3600,
  judge: ({ node: uuid }, fresh) =>
    judgeNode(
      uuid,
      fresh,
      async (node) =>
        firstOf(
          illegal(node, 'provide', await fresh.ironicVersion()),
          isRetired(node),
          instancePresent(node),
        ) ?? {
          calls: [provisionCall(uuid, node.provision_state, 'provide')],
          becomes: node.automated_clean === false ? '`available`' : '`cleaning`, then `available`',
          undo: '`manage`; what cleaning erases stays erased',
          beware: bewares(node),
          watched: ['resource_class'],
          seen: { resource_class: node.resource_class ?? '' },
        },
    ),
  verify: ({ node: uuid }, fresh, before) =>
    followNode(uuid, fresh, (node) => provisionProgress(node, before, ['available'], fresh.now)),
});

function bewares(node: Node): readonly string[] {
  return [
    ...(node.automated_clean === false ? [] : ['Automated cleaning erases its disks.']),
    ...(node.maintenance
      ? [`It stays in maintenance (fault ${node.fault || 'not told'}), and Nova schedules nothing on it.`]
      : []),
    ...(node.resource_class ? [] : ['It has no resource class, so Nova cannot schedule on it.']),
    ...(node.fault === 'power failure'
      ? ['Ironic cannot reach its BMC, so cleaning will probably fail.']
      : []),
  ];
}
