import type { Node } from '../openstack/ironic/schema.ts';
import { nodeLabel } from './node-words.ts';

/** The others among `nodes`, never the node itself. */
export function othersOf(nodes: readonly Node[], node: Node): readonly Node[] {
  return nodes.filter((other) => other.uuid !== node.uuid);
}

/** Up to `most` names, for the end of a sentence: "node-3, node-9 and 12 more". */
export function someNames(nodes: readonly Pick<Node, 'name' | 'uuid'>[], most = 5): string {
  const more = nodes.length > most ? ` and ${nodes.length - most} more` : '';
  return `${nodes.slice(0, most).map(nodeLabel).join(', ')}${more}`;
}
