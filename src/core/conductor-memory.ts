import { formatDuration, parseUtc } from '../lib/duration.ts';
import type { Image } from '../openstack/glance/schema.ts';
import type { Node } from '../openstack/ironic/schema.ts';
import { recognise } from './error-signature.ts';
import { SAME_MOMENT_MS } from './failed-operation.ts';
import type { Evidence } from './finding.ts';
import { sizeWords } from './image-kind.ts';
import { othersOf, someNames } from './other-nodes.ts';

/** Others whose operation ended at the same moment because the same conductor came back and failed all in hand. */
export function failedTogether(node: Node, host: string, nodes: readonly Node[]): readonly Node[] {
  const at = parseUtc(node.provision_updated_at ?? '');
  if (at === undefined) return [];
  return othersOf(nodes, node).filter((other) => {
    const then = parseUtc(other.provision_updated_at ?? '');
    const sign = recognise(other.last_error ?? '').find((one) => one.signature.id === 'cannot-be-resumed');
    return (
      then !== undefined &&
      Math.abs(then - at) <= SAME_MOMENT_MS &&
      sign?.captures['host']?.toLowerCase() === host.toLowerCase()
    );
  });
}

/** Others that were refused for the same lack, and what that conductor still has in hand. */
export function sharedShortage(
  node: Node,
  host: string | undefined,
  nodes: readonly Node[],
): readonly Evidence[] {
  const others = othersOf(nodes, node);
  const refused = others.filter((other) =>
    recognise(other.last_error ?? '').some((one) => one.signature.id === 'insufficient-memory'),
  );
  const building = others.filter(
    (other) => other.provision_state === 'deploying' && (!host || other.reservation === host),
  );
  return [
    ...(refused.length > 0
      ? [
          piece(
            'nodes[last_error]',
            `${refused.length} more refused in the same words: ${someNames(refused)}`,
          ),
        ]
      : []),
    ...(building.length > 0
      ? [
          piece(
            'nodes[provision_state=deploying]',
            `${building.length} deploying now${host ? ` on ${host}` : ''}: ${someNames(building)}`,
          ),
        ]
      : []),
  ];
}

const piece = (source: string, observed: string): Evidence => ({ bearing: 'supports', source, observed });

/**
 * An image that is not raw is unpacked by the conductor as long as `[DEFAULT]force_raw_images` is on
 * (openstack/ironic ironic/conf/default.py), and that is what takes memory.
 */
export function unpacking(image: Image | null | undefined): Evidence | undefined {
  if (!image?.disk_format || image.disk_format === 'raw') return undefined;
  const sizes =
    image.size && image.virtual_size
      ? `: ${sizeWords(image.size)} stored, ${sizeWords(image.virtual_size)} unpacked`
      : '';
  return piece('image.disk_format', `${image.disk_format}${sizes}; a conductor converts it to raw`);
}

/** "3 min", the span between the first and the last of these changes of state. */
export function spanOf(nodes: readonly Node[]): string {
  const times = nodes.flatMap((node) => parseUtc(node.provision_updated_at ?? '') ?? []);
  return formatDuration(times.length > 0 ? (Math.max(...times) - Math.min(...times)) / 1000 : 0);
}
