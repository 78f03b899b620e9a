import { expect, it } from 'vitest';
import { countedBy, countWords, limitedKind, waveIn } from '../../../src/core/action-limits.ts';
import type { Node } from '../../../src/openstack/ironic/schema.ts';
import { HEALTHY_NODE, minutesAgo } from '../../support/facts.ts';

const node = (provision_state: string, minutes: number, fields: Partial<Node> = {}): Node => ({
  ...(HEALTHY_NODE as unknown as Node),
  provision_state,
  provision_updated_at: minutesAgo(minutes),
  ...fields,
});

it("knows Ironic's names of what is limited", () => {
  expect(['provisioning', 'unprovisioning', 'cleaning', undefined].map(limitedKind)).toEqual([
    'deploys',
    'cleanings',
    'cleanings',
    undefined,
  ]);
});

it('counts what Ironic counts', () => {
  const nodes = [node('deleting', 1), node('clean wait', 1), node('clean hold', 1), node('deploying', 1)];
  expect(countedBy('cleanings', nodes)).toHaveLength(2);
  expect(countWords('cleanings', [])).toBe('none, together 0; the default limit is 50');
});

it('sees a wave in any ten minutes, and none in a steady flow', () => {
  const wave = [9, 10, 11, 12, 13].map((minutes) =>
    node('deploying', minutes, { lessee: 'p2', owner: 'p1' }),
  );
  expect(waveIn([...wave, node('deploying', 400)])?.observed).toMatch(
    /^5 of them entered their state within 4 min, from 2026-11-22T17:47.*5 of them belong to project p2$/,
  );
  expect(waveIn([10, 30, 50, 70, 90].map((minutes) => node('deploying', minutes)))).toBeUndefined();
});
