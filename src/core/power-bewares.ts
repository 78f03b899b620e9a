import type { Node } from '../openstack/ironic/schema.ts';
import { word } from './node-seen.ts';
import { isWait } from './provision-state.ts';

/** What is easily overlooked whichever way the power of a node is switched. */
export function powerBewares(node: Node): readonly string[] {
  return [
    ...(node.fault === 'power failure' ? ['Ironic cannot reach its BMC, so this will probably fail.'] : []),
    ...(node.provision_state.startsWith('service')
      ? ['Look at the console first: a machine whose firmware is being written may be lost by it.']
      : []),
    ...(isWait(node.provision_state)
      ? [`Ironic waits for its ramdisk (${node.provision_state}) and goes on waiting.`]
      : []),
    ...(node.protected
      ? [`The node is protected${node.protected_reason ? `: "${word(node.protected_reason)}"` : ''}.`]
      : []),
  ];
}

/** What taking the power from a machine means to whoever runs something on it. */
export function outageBewares(node: Node): readonly string[] {
  return node.instance_uuid
    ? [
        `Instance ${word(node.instance_uuid, 80)} runs on this node and goes down with it: has its owner agreed?`,
      ]
    : [];
}
