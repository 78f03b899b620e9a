import { expect, it } from 'vitest';
import { createAgenda } from '../../../../src/sandbox/cloud/agenda.ts';

it('runs what is due in order of time, with what that plans in turn, and tells each its own moment', () => {
  const agenda = createAgenda();
  const seen: unknown[] = [];
  agenda.at(20, (ms) => seen.push(['b', ms]));
  agenda.at(10, (ms) => {
    seen.push(['a', ms]);
    agenda.at(ms + 5, (later) => seen.push(['a2', later]));
  });
  agenda.at(99, () => seen.push('not yet'));
  agenda.settle(50);
  expect(seen).toEqual([
    ['a', 10],
    ['a2', 15],
    ['b', 20],
  ]);
});
