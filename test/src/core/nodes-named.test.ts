import { expect, it } from 'vitest';
import { nodesNamed } from '../../../src/core/nodes-named.ts';

const id = '1be26c0b-03f2-4d2e-ae87-c02d7f33c123';

it.each([
  [`Node ${id} is locked by host conductor-1, please retry`, [id]],
  [`Failed to prepare node '${id.toUpperCase()}' for cleaning`, [id]],
  ['node bm-a05: Timeout reached while cleaning. Node: "bm-a06"', ['bm-a05', 'bm-a06']],
  ['node rack1.row2.example.org failed.', ['rack1.row2.example.org']],
  ['the node is locked; node has no ports; node 3 of 40; node 2026-11-22', []],
  ['node a1 node a2 node a3 node a4', ['a1', 'a2', 'a3']],
  ['node bm-1 and NODE BM-1', ['bm-1']],
  ['/v1/nodes/x1 node/x2 nodes x3', []],
  ['', []],
])('in %j finds %j', (text, names) => {
  expect(nodesNamed(text)).toEqual(names);
});

it('is done with a long hostile text at once', () => {
  for (const piece of ['node ', 'node a.', 'node "', 'node 1-'])
    expect(nodesNamed(piece.repeat(20_000)).length).toBeLessThan(4);
});
