import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { tellingProperties } from '../../../src/core/concentration.ts';
import { countedFleet } from '../../../src/core/counted-fleet.ts';
import type { NodeProperties } from '../../../src/core/fleet-properties.ts';

const times = (count: number, of: NodeProperties) => Array.from({ length: count }, () => of);
const values = (group: readonly NodeProperties[], rest: readonly NodeProperties[]) =>
  tellingProperties(group, countedFleet([...group, ...rest])).map(({ kind, value }) => `${kind} ${value}`);

describe('what tells', () => {
  it('a switch on which all of them hang and nobody else', () => {
    const group = times(7, { switch: 'leaf-12', driver: 'ipmi' });
    const rest = times(300, { switch: 'leaf-1', driver: 'ipmi' });
    expect(tellingProperties(group, countedFleet([...group, ...rest]))).toEqual([
      { kind: 'switch', value: 'leaf-12', having: 7, members: 7, fit: 1 },
    ]);
  });

  it('a switch on which a few others are still well', () => {
    const group = times(8, { switch: 'leaf-12' });
    const rest = [...times(4, { switch: 'leaf-12' }), ...times(300, { switch: 'leaf-1' })];
    expect(tellingProperties(group, countedFleet([...group, ...rest]))).toMatchObject([
      { value: 'leaf-12', having: 8, members: 12 },
    ]);
  });

  it('two switches that broke at once are both named, the one with more first', () => {
    const group = [...times(9, { switch: 'leaf-12' }), ...times(5, { switch: 'leaf-20' })];
    expect(values(group, times(400, { switch: 'leaf-1' }))).toEqual(['switch leaf-12', 'switch leaf-20']);
  });

  it('one of several switches that each node hangs on', () => {
    const group = times(5, { switch: ['leaf-12', 'leaf-13'] });
    expect(values(group, times(200, { switch: ['leaf-1', 'leaf-13'] }))).toEqual(['switch leaf-12']);
  });

  it('of two that tell alike, what breaks stands before what is merely alike', () => {
    const group = times(6, { conductor: 'c2', rack: 'r9', driver: 'idrac' });
    expect(values(group, times(200, { conductor: 'c1', rack: 'r1', driver: 'ipmi' }))).toEqual([
      'conductor c2',
      'rack r9',
      'driver idrac',
    ]);
  });
});

describe('what does not', () => {
  it.each<[string, readonly NodeProperties[], readonly NodeProperties[]]>([
    ['two nodes', times(2, { switch: 'leaf-12' }), times(500, { switch: 'leaf-1' })],
    ['what everybody has', times(9, { driver: 'ipmi' }), times(90, { driver: 'ipmi' })],
    ['what nearly everybody has', times(9, { driver: 'ipmi' }), [...times(89, { driver: 'ipmi' }), {}]],
    [
      'a large switch with its fair share',
      times(6, { switch: 'a' }),
      [...times(94, { switch: 'a' }), ...times(100, { switch: 'b' })],
    ],
    ['a fleet without properties', times(9, {}), times(90, {})],
    ['no group', [], times(90, { switch: 'a' })],
    ['a whole fleet in trouble', times(40, { switch: 'a' }), []],
  ])('%s', (_, group, rest) => {
    expect(values(group, rest)).toEqual([]);
  });

  // A claim about chance is tested by chance: whoever draws nodes at random should hardly ever be told a reason.
  it('nodes that are drawn at random share something in fewer than 3 of 100 fleets', () => {
    let told = 0;
    const runs = 300;
    fc.assert(
      fc.property(fc.integer({ min: 3, max: 40 }), fc.infiniteStream(fc.nat(1_000_000)), (size, random) => {
        const draw = (below: number) => (random.next().value ?? 0) % below;
        const fleet = Array.from(
          { length: 400 },
          (): NodeProperties => ({
            switch: `leaf-${draw(30)}`,
            rack: `r${draw(25)}`,
            driver: draw(2) ? 'ipmi' : 'redfish',
          }),
        );
        const chosen = new Set<number>();
        while (chosen.size < size) chosen.add(draw(400));
        told +=
          tellingProperties(
            [...chosen].map((index) => fleet[index] ?? {}),
            countedFleet(fleet),
          ).length > 0
            ? 1
            : 0;
      }),
      { numRuns: runs, endOnFailure: true },
    );
    expect(told).toBeLessThan(runs * 0.03);
  });
});
