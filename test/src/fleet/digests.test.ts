import { describe, expect, it } from 'vitest';
import type { MessageAt } from '../../../src/core/approval.ts';
import type { Digest, DigestBoard } from '../../../src/core/fleet-digest.ts';
import { createClaims } from '../../../src/fleet/claims.ts';
import { createDigests } from '../../../src/fleet/digests.ts';
import { createGlances } from '../../../src/fleet/glances.ts';
import { openStore } from '../../../src/store/open-store.ts';
import { reportWith } from '../../support/fleet.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

/** Two replicas, one database, and a channel. */
async function world(clouds: readonly string[] = ['prod']) {
  const store = await openStore({ file: ':memory:' });
  let now = Date.parse('2026-11-23T07:59:50.000Z');
  const clock = () => new Date(now);
  const posted: string[] = [];
  const pictures: string[] = [];
  const compared: string[] = [];
  const warned: string[] = [];
  let illustrate: DigestBoard['illustrate'] = async ({ look }, _, { begins }) => {
    if (!(await begins({ file: 'F1', alt: 'Bars.' }))) return false;
    pictures.push(look.report.cloud);
    return true;
  };
  let slack: (digest: Digest) => Promise<MessageAt> = async ({ channel, slot, look }) => {
    posted.push(`${look.report.cloud} ${slot}`);
    return { channel, ts: '1.2' };
  };
  const replica = (owner: string) =>
    createDigests({
      config: { channel: 'C1', at: '08:00', timezone: 'UTC', days: ['mon', 'tue', 'wed', 'thu', 'fri'] },
      clouds,
      looks: {
        since: async (cloud, moment) => {
          compared.push(moment);
          return { report: { ...reportWith([]), cloud } };
        },
      },
      claims: createClaims({ store, clock, owner }),
      board: {
        post: (digest) => slack(digest),
        illustrate: (...of) => illustrate(...of),
      },
      clock,
      log: { info: () => undefined, warn: (_, words) => void warned.push(words) },
    });
  return {
    replicas: [replica('p1'), replica('p2')] as const,
    posted: () => posted.splice(0),
    pictures,
    compared,
    warned,
    pass: (ms: number) => {
      now += ms;
    },
    become: (other: typeof slack) => {
      slack = other;
    },
    paint: (other: typeof illustrate) => {
      illustrate = other;
    },
    shown: () => createGlances(store).pictures(['prod', 'lab']),
  };
}
const MONDAY = '2026-11-23T08:00:00.000Z';

describe('a digest', () => {
  it('comes once when it is due, from one replica, with what is new since the one before', async () => {
    const { replicas, posted, compared, pictures, pass } = await world(['prod', 'lab']);
    const all = () => Promise.all(replicas.map((digest) => digest()));
    await all();
    // Friday's is three days late by now.
    expect(posted()).toEqual([]);
    pass(10_000);
    await all();
    pass(HOUR);
    await all();
    expect(posted().toSorted()).toEqual([`lab ${MONDAY}`, `prod ${MONDAY}`]);
    expect(compared).toEqual(['2026-11-20T08:00:00.000Z', '2026-11-20T08:00:00.000Z']);
    expect(pictures.toSorted()).toEqual(['lab', 'prod']);
    pass(23 * HOUR);
    await all();
    expect(posted()).toHaveLength(2);
  });

  it.each([
    ['is posted late after a night of less than two hours', 2 * HOUR, [`prod ${MONDAY}`]],
    ['is left out, without a word, after a longer one', 2 * HOUR + 1, []],
  ])('%s', async (_, late, expected) => {
    const { replicas, posted, pass } = await world();
    pass(10_000 + late);
    await replicas[0]();
    expect(posted()).toEqual(expected);
  });

  it('that Slack refused is tried again by whoever comes first when the claim has run out', async () => {
    const { replicas, posted, warned, pass, become } = await world();
    pass(10_000);
    const healthy = async ({ channel, slot, look }: Digest) => {
      await Promise.resolve();
      again.push(`${look.report.cloud} ${slot}`);
      return { channel, ts: '1.3' };
    };
    const again: string[] = [];
    become(() => Promise.reject(new Error('ratelimited')));
    await replicas[0]();
    await replicas[1]();
    expect(warned).toEqual(['a digest was not posted']);
    become(healthy);
    pass(10 * MINUTE);
    await Promise.all(replicas.map((digest) => digest()));
    expect(again).toEqual([`prod ${MONDAY}`]);
    expect(posted()).toEqual([]);
  });

  it('whose process ends between its message and its picture gets the picture from another, once', async () => {
    const { replicas, posted, pictures, pass, paint, shown } = await world();
    pass(10_000);
    const seen: unknown[] = [];
    const healthy: DigestBoard['illustrate'] = async (digest, at, { before, begins }) => {
      seen.push([at.ts, before]);
      if (before === null && !(await begins({ file: 'F2', alt: 'Bars.' }))) return false;
      pictures.push(digest.look.report.cloud);
      return true;
    };
    paint(() => Promise.reject(new Error('the process ended')));
    await replicas[0]();
    expect(posted()).toHaveLength(1);
    paint(healthy);
    await replicas[1]();
    expect(seen).toEqual([]);
    pass(9 * MINUTE);
    await Promise.all(replicas.map((digest) => digest()));
    expect(posted()).toEqual([]);
    expect(seen).toEqual([['1.2', null]]);
    expect(pictures).toEqual(['prod']);
    expect(await shown()).toEqual([{ cloud: 'prod', slot: MONDAY, file: 'F2', alt: 'Bars.' }]);
    pass(HOUR);
    await Promise.all(replicas.map((digest) => digest()));
    expect(pictures).toEqual(['prod']);
  });

  it('whose process ends while its picture is on the way says which one it was', async () => {
    const { replicas, pass, paint, shown } = await world();
    pass(10_000);
    paint(async (_, __, { begins }) => {
      await begins({ file: 'F3', alt: 'Bars.' });
      throw new Error('the process ended');
    });
    await replicas[0]();
    expect(await shown()).toEqual([]);
    pass(9 * MINUTE);
    const seen: unknown[] = [];
    paint(async (_, __, { before }) => {
      seen.push(before);
      return true;
    });
    await replicas[1]();
    expect(seen).toEqual([{ file: 'F3', alt: 'Bars.' }]);
    expect(await shown()).toMatchObject([{ file: 'F3' }]);
  });

  it('that took so long that another has it puts no second picture below it', async () => {
    const { replicas, pictures, pass, paint, shown } = await world();
    pass(10_000);
    let goOn = () => {};
    const slow = new Promise<void>((done) => {
      goOn = done;
    });
    const answers: boolean[] = [];
    paint(async (_, __, { begins }) => {
      paint(async (digest, ___, sharing) => {
        answers.push(await sharing.begins({ file: 'F5', alt: 'Bars.' }));
        pictures.push(digest.look.report.cloud);
        return true;
      });
      await slow;
      answers.push(await begins({ file: 'F4', alt: 'Bars.' }));
      return false;
    });
    const first = replicas[0]();
    await new Promise((done) => setImmediate(done));
    pass(9 * MINUTE);
    await replicas[1]();
    goOn();
    await first;
    expect(answers).toEqual([true, false]);
    expect(pictures).toEqual(['prod']);
    expect(await shown()).toMatchObject([{ file: 'F5' }]);
  });
});
