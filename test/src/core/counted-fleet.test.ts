import fc from 'fast-check';
import { expect, test } from 'vitest';
import { countBy, countedFleet } from '../../../src/core/counted-fleet.ts';
import { type NodeProperties, PROPERTY_KINDS } from '../../../src/core/fleet-properties.ts';

const value = fc.constantFrom('a', 'b', 'c');
const node = fc.record(
  {
    switch: fc.oneof(value, fc.uniqueArray(value, { minLength: 2 })),
    conductor: value,
    rack: fc.constant('r1'),
  },
  { requiredKeys: [] },
);

test('what is left when nodes go, and more go, is what a count of those that are left gives', () => {
  fc.assert(
    fc.property(fc.array(node), value, value, (nodes: readonly NodeProperties[], first, second) => {
      const isFirst = ({ conductor }: NodeProperties) => conductor === first;
      const isSecond = ({ switch: on }: NodeProperties) => on === second || (on?.includes(second) ?? false);
      const whole = countedFleet(nodes);
      const less = whole.without(isFirst);
      const least = less.without(isSecond);
      const left = nodes.filter((one) => !isFirst(one) && !isSecond(one));
      expect(least.size).toBe(left.length);
      for (const kind of PROPERTY_KINDS) {
        expect(new Map(least.counts(kind))).toEqual(new Map(countBy(kind, left)));
        // What was counted before is still so.
        expect(new Map(whole.counts(kind))).toEqual(new Map(countBy(kind, nodes)));
      }
    }),
  );
});

test('a node on two switches counts for both', () => {
  const { counts } = countedFleet([{ switch: ['a', 'b'] }, { switch: 'b' }, {}]);
  expect([...counts('switch')]).toEqual([
    ['a', { nodes: 1 }],
    ['b', { nodes: 2 }],
  ]);
});
