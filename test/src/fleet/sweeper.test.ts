import { describe, expect, it } from 'vitest';
import { ServiceError } from '../../../src/core/errors.ts';
import type { FleetPoint } from '../../../src/core/fleet-point.ts';
import type { FleetReport } from '../../../src/core/fleet-report.ts';
import { createReach } from '../../../src/core/reach.ts';
import { createClaims } from '../../../src/fleet/claims.ts';
import { createGlances } from '../../../src/fleet/glances.ts';
import { createPoints } from '../../../src/fleet/points.ts';
import { createSweeper } from '../../../src/fleet/sweeper.ts';
import { openStore } from '../../../src/store/open-store.ts';
import { errandsOf } from '../../support/errands.ts';
import { groupOf, reportWith } from '../../support/fleet.ts';

const MINUTE = 60_000;

/** Two replicas with one database, a clock, and a fleet that is read. */
async function world() {
  const store = await openStore({ file: ':memory:' });
  let now = Date.parse('2026-11-22T18:00:05.000Z');
  const clock = () => new Date(now);
  const points = createPoints(store);
  const glances = createGlances(store);
  const reach = createReach();
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
      glances,
      reach,
      comparedWith: (at) => new Date(at.getTime() - 20 * MINUTE).toISOString(),
      claims: createClaims({ store, clock, owner }),
      clock,
      log: { info: () => undefined, warn: (_, words) => void warned.push(words) },
    });
  return {
    store,
    points,
    glances,
    reach,
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
  it('is an errand, and a look at a slot that is taken is none', async () => {
    const { replicas } = await world();
    expect(await errandsOf(replicas[0])).toEqual([
      { what: 'sweep', from: 'prod' },
      { what: 'sweep', from: 'lab' },
    ]);
    expect(await errandsOf(replicas[1])).toEqual([]);
  });

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

  it('leaves a glance that any replica can tell, compared with what was seen before', async () => {
    const { replicas, glances, reach, pass, become } = await world();
    await replicas[0]();
    expect(await glances.of('prod')).toMatchObject({
      at: '2026-11-22T18:00:05.000Z',
      glance: { cloud: 'prod', total: 40, troubled: 2, changes: null },
      failed: null,
      contacts: [],
    });
    pass(30 * MINUTE);
    become((cloud) => ({
      ...reportWith([groupOf('bmc-credentials', 3)]),
      cloud,
      at: '2026-11-22T18:30:05.000Z',
    }));
    const asking = { cloud: 'prod', service: 'Nova', at: '2026-11-22T18:30:06.000Z', why: 'no answer' };
    reach.heard(asking);
    reach.heard({ ...asking, cloud: 'lab' });
    await replicas[1]();
    expect(await glances.of('prod')).toMatchObject({
      glance: { changes: { since: '2026-11-22T18:00:05.000Z', came: 3, went: 2, turned: 0 } },
      contacts: [{ cloud: 'prod', service: 'Nova', since: asking.at }],
    });
  });

  it('of a sick cloud leaves what was seen before, and since when there is nothing newer', async () => {
    const { replicas, glances, pass, become } = await world();
    await replicas[0]();
    pass(30 * MINUTE);
    become(() => {
      throw new ServiceError('Ironic cannot be reached (ECONNREFUSED)', {
        code: 'unreachable',
        service: 'ironic',
      });
    });
    await replicas[0]();
    pass(30 * MINUTE);
    await replicas[1]();
    expect(await glances.of('prod')).toMatchObject({
      at: '2026-11-22T19:00:05.000Z',
      glance: { troubled: 2, at: '2026-11-22T18:00:05.000Z' },
      failed: { since: '2026-11-22T18:30:05.000Z', words: 'Ironic cannot be reached (ECONNREFUSED)' },
    });
    pass(30 * MINUTE);
    become((cloud) => ({ ...reportWith([]), cloud, partial: true }));
    await replicas[0]();
    expect(await glances.of('prod')).toMatchObject({
      glance: { partial: true, changes: null },
      failed: null,
    });
  });

  it('that broke by a mistake of ours gives away nothing of it', async () => {
    const { replicas, glances, become } = await world();
    become(() => {
      throw new Error('https://user:secret@prod/v3 is undefined');
    });
    await replicas[0]();
    expect(JSON.stringify(await glances.of('prod'))).not.toContain('secret');
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
