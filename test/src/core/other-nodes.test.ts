import { describe, expect, it } from 'vitest';
import { othersOf, someNames } from '../../../src/core/other-nodes.ts';
import { type Node, NodeSchema } from '../../../src/openstack/ironic/schema.ts';

const node = (uuid: string, name: string | null): Node =>
  NodeSchema.parse({ uuid, name, provision_state: 'active' });
const [a, b, c] = [node('u-a', 'node-a'), node('u-b', null), node('u-c', 'node-c')];

describe('other nodes', () => {
  it('are never the node itself', () => {
    expect(othersOf([a, b, c], b)).toEqual([a, c]);
  });

  it('are named at the end of a sentence, the rest counted', () => {
    expect(someNames([a])).toBe('node-a');
    expect(someNames([a, b, c], 3)).toBe('node-a, u-b, node-c');
    expect(someNames([a, b, c], 2)).toBe('node-a, u-b and 1 more');
    expect(someNames([])).toBe('');
  });
});
