import { expect, test } from 'vitest';
import { changesBetween } from '../../../src/core/fleet-changes.ts';
import { groupKey } from '../../../src/core/fleet-look.ts';
import { type FleetPoint, pointOf } from '../../../src/core/fleet-point.ts';
import { groupOf, nodeOf, reportWith } from '../../support/fleet.ts';

const node = (uuid: string, cause: Parameters<typeof nodeOf>[0]) => nodeOf(cause, 0, { uuid });
const point = (at: string, nodes: FleetPoint['nodes']): FleetPoint => ({
  cloud: 'prod',
  at,
  total: 9,
  states: [],
  causes: [],
  nodes,
});

test('tells who came, who went and who is in trouble for another reason; a hold is no trouble', () => {
  const before = point('2026-11-22T17:00:00.000Z', [
    node('a', 'node-locked'),
    node('b', 'node-locked'),
    node('c', 'node-locked'),
    node('d', 'operator-maintenance'),
  ]);
  const now = point('2026-11-22T18:00:00.000Z', [
    node('a', 'node-locked'),
    node('b', 'agent-tls'),
    node('c', 'operator-maintenance'),
    node('d', 'agent-tls'),
    node('e', 'operator-maintenance'),
  ]);
  const { since, came, went, turned } = changesBetween(before, now);
  expect(since).toBe(before.at);
  expect(came.map(({ uuid }) => uuid)).toEqual(['d']);
  expect(went.map(({ uuid, cause }) => [uuid, cause])).toEqual([['c', 'node-locked']]);
  expect(turned.map(({ node: { uuid, cause }, was }) => [uuid, was, cause])).toEqual([
    ['b', 'node-locked', 'agent-tls'],
  ]);
});

test('a point keeps what is in trouble by cause, the most first, without those that a person holds', () => {
  const report = reportWith([
    groupOf('node-locked', 1),
    groupOf('ipmi-unreachable', 2),
    groupOf('operator-maintenance', 3),
  ]);
  const kept = pointOf({ ...report, at: '2026-11-22T18:00:00Z' });
  expect(kept).toMatchObject({
    cloud: 'prod',
    at: '2026-11-22T18:00:00.000Z',
    total: 40,
    causes: [
      ['ipmi-unreachable', 2],
      ['node-locked', 1],
    ],
  });
  expect(kept?.nodes).toHaveLength(6);
});

test('of a part of a fleet there is no point', () => {
  const report = reportWith([]);
  expect(pointOf({ ...report, partial: true })).toBeUndefined();
  expect(pointOf({ ...report, shown: 3, filter: { words: 'x', meant: 'x' } })).toBeUndefined();
});

test('a group is known again by its cause and by what its nodes share, whoever is in it', () => {
  const shared = { kind: 'switch', value: 'leaf-12' } as const;
  const key = groupKey(groupOf('node-locked', 3, shared));
  expect(key).toMatch(/^[0-9a-f]{8}$/);
  expect(groupKey(groupOf('node-locked', 30, shared))).toBe(key);
  const others = [
    groupOf('node-locked', 3),
    groupOf('agent-tls', 3, shared),
    groupOf('node-locked', 3, { kind: 'switch', value: 'leaf-21' }),
    groupOf('node-locked', 3, { kind: 'rack', value: 'leaf-12' }),
  ].map(groupKey);
  expect(new Set([key, ...others]).size).toBe(5);
});
