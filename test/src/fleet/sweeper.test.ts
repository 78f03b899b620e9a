import { describe, expect, it } from 'vitest';
import type { FleetPoint } from '../../../src/core/fleet-point.ts';
import type { FleetReport } from '../../../src/core/fleet-report.ts';
import { createClaims } from '../../../src/fleet/claims.ts';
import { createPoints } from '../../../src/fleet/points.ts';
import { createSweeper } from '../../../src/fleet/sweeper.ts';
import { openStore } from '../../../src/store/open-store.ts';
import { groupOf, reportWith } from '../../support/fleet.ts';

const MINUTE = 60_000;

/** Two replicas with one database, a clock, and a fleet that is read. */
async function world() {
  const store = await openStore({ file: ':memory:' });
  let now = Date.parse('2026-11-22T18:00:05.000Z');
  const clock = () => new Date(now);
  const points = createPoints(store);
  const read: string[] = [];
  const warned: string[] = [];
  let fleet = (cloud: string): FleetReport => ({
    ...reportWith([groupOf('ipmi-unreachable', 2)]),
    cloud,
    at: clock().toISOString(),
  });
  const replica = (owner: string) =>
    createSweeper({
      config: { sweep: 30, keep: 2 },
      clouds: ['prod', 'lab'],
      readings: {
        of: async (cloud) => {
          read.push(cloud);
          const report = fleet(cloud);
          return { report: () => report, among: () => report };
        },
      },
      points,
      claims: createClaims({ store, clock, owner }),
      clock,
      log: { info: () => undefined, warn: (_, words) => void warned.push(words) },
    });
  return {
    store,
    points,
    replicas: [replica('p1'), replica('p2')] as const,
    read: () => read.splice(0),
    warned,
    pass: (ms: number) => {
      now += ms;
    },
    become: (other: typeof fleet) => {
      fleet = other;
    },
  };
}

const kept = (points: readonly FleetPoint[]) => points.map(({ at, causes }) => [at.slice(11, 16), causes]);

describe('a sweep', () => {
  it('reads each cloud once in a slot, whichever replica comes first, and keeps what it saw', async () => {
    const { replicas, read, points, pass } = await world();
    await Promise.all(replicas.map((sweep) => sweep()));
    expect(read().toSorted()).toEqual(['lab', 'prod']);
    pass(20 * MINUTE);
    await Promise.all(replicas.map((sweep) => sweep()));
    expect(read()).toEqual([]);
    pass(10 * MINUTE);
    await Promise.all(replicas.map((sweep) => sweep()));
    expect(read().toSorted()).toEqual(['lab', 'prod']);
    expect(kept(await points.since('prod', ''))).toEqual([
      ['18:00', [['ipmi-unreachable', 2]]],
      ['18:30', [['ipmi-unreachable', 2]]],
    ]);
  });

  it('of a sick cloud is not tried again in its slot, and keeps no other cloud waiting', async () => {
    const { replicas, read, points, warned, become } = await world();
    become((cloud) => {
      if (cloud === 'prod') throw new Error('Ironic is away');
      return { ...reportWith([]), cloud };
    });
    await replicas[0]();
    await replicas[1]();
    expect(read()).toEqual(['prod', 'lab']);
    expect(warned).toEqual(['a fleet was not swept']);
    expect(await points.since('prod', '')).toEqual([]);
    expect(await points.since('lab', '')).toHaveLength(1);
  });

  it('that saw a part of a fleet keeps nothing, since what it did not see would look mended', async () => {
    const { replicas, points, become } = await world();
    become((cloud) => ({ ...reportWith([]), cloud, partial: true }));
    await replicas[0]();
    expect(await points.since('prod', '')).toEqual([]);
  });

  it('removes what is older than it is to be kept', async () => {
    const { replicas, points, pass } = await world();
    await replicas[0]();
    pass(3 * 24 * 60 * MINUTE);
    await replicas[0]();
    expect(await points.since('prod', '')).toHaveLength(1);
  });

  it('never throws: a database that is away is logged', async () => {
    const { replicas, store, warned } = await world();
    await store.close();
    await replicas[0]();
    expect(warned).toEqual(['a sweep could not be recorded', 'a sweep could not be recorded']);
  });
});
