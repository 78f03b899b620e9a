import { ofList } from '../lib/of-list.ts';
import type { Image } from '../openstack/glance/schema.ts';
import type { Node } from '../openstack/ironic/schema.ts';
import type { Evidence } from './finding.ts';
import { imageLabel, sizeWords } from './image-kind.ts';
import { ING_LIMITS } from './ing-limits.ts';
import { secondsInState } from './node-words.ts';
import { othersOf } from './other-nodes.ts';
import { isIng } from './provision-state.ts';

const GIB = 2 ** 30;
/** From here on unpacking takes minutes on a good disk and much longer on a busy one. */
const HEAVY_BYTES = 20 * GIB;
const HEAVY_RATIO = 3;

/** An image that is small to store and large to write: what "file size is not disk size" is about. */
export function heavyImage(image: Image | null | undefined): Evidence | undefined {
  const { disk_format: format, size, virtual_size: unpacked } = image ?? {};
  if (!image || !format || format === 'raw' || format === 'gpt' || !size || !unpacked) return undefined;
  if (unpacked < HEAVY_BYTES || unpacked < HEAVY_RATIO * size) return undefined;
  return {
    bearing: 'supports',
    source: 'image.virtual_size',
    observed: `${imageLabel(image)}: ${format}, ${sizeWords(size)} stored, ${sizeWords(unpacked)} unpacked`,
  };
}

/** Nodes by the conductor that holds them. */
export const heldBy = ofList((nodes: readonly Node[]) =>
  Map.groupBy(
    nodes.filter(({ reservation }) => reservation),
    ({ reservation }) => reservation ?? '',
  ),
);

/** Other nodes on which the same conductor is at work. */
export function sharingConductor(node: Node, nodes: readonly Node[]): readonly Node[] {
  const host = node.reservation;
  if (!host) return [];
  return othersOf(heldBy(nodes).get(host) ?? [], node).filter((other) => isIng(other.provision_state));
}

/** In an -ing state for longer than its work honestly takes. */
export function isLate(node: Node, now: Date): boolean {
  const state = node.provision_state;
  const seconds = secondsInState(node, now);
  return isIng(state) && seconds !== undefined && seconds > ING_LIMITS[state].seconds;
}
