import type { HomeView } from '@slack/types';
import { describe, expect, it } from 'vitest';
import { ServiceError } from '../../../src/core/errors.ts';
import { glanceOf } from '../../../src/core/fleet-glance.ts';
import type { FleetsAtRest } from '../../../src/core/last-sweep.ts';
import { createHomes } from '../../../src/slack/homes.ts';
import { READ_AT, reportWith } from '../../support/fleet.ts';
import { fakeActing } from './support/acting.ts';
import { memoryLog } from './support/bot.ts';

const fleets: FleetsAtRest = {
  sweep: 30,
  clouds: ['prod'],
  unusable: [],
  sweeps: async () => [
    { cloud: 'prod', at: READ_AT, glance: glanceOf(reportWith([])), failed: null, contacts: [] },
  ],
  pictures: async () => [{ cloud: 'prod', slot: READ_AT, file: 'F0PICTURE1', alt: 'Bars.' }],
};

function setUp({ broken = false } = {}) {
  let at = Date.parse('2026-11-22T03:14:00Z');
  const published: string[] = [];
  const rounds: (() => void)[] = [];
  const log = memoryLog();
  const views: HomeView[] = [];
  const pauses: number[] = [];
  let refusal: string | undefined;
  const publish = async (user: string, view: HomeView) => {
    views.push(view);
    if (refusal !== undefined && JSON.stringify(view).includes('slack_file'))
      throw new ServiceError(`Slack refused: ${refusal}`, {
        code: 'refused',
        service: 'slack',
        detail: refusal,
      });
    if (broken) throw new ServiceError('Slack asks to slow down', { code: 'rate-limited', service: 'slack' });
    published.push(user);
  };
  const homes = createHomes({
    outbox: { views: { publish, open: async () => '', update: async () => undefined } },
    people: { of: async ({ user }) => ({ id: user, kind: 'member', groups: [] }) },
    acting: () => fakeActing().acting,
    alerts: () => undefined,
    fleets,
    reach: undefined,
    identity: () => undefined,
    log,
    clock: () => new Date(at),
    sleep: (ms) => {
      pauses.push(ms);
      return new Promise<void>((done) => rounds.push(done));
    },
    slash: '/ironic',
  });
  const turn = () => new Promise((done) => setImmediate(done));
  return {
    homes,
    published,
    log,
    turn,
    pauses,
    /** Whether each tab that was handed in had a picture. */
    pictured: () => views.splice(0).map((view) => JSON.stringify(view).includes('F0PICTURE1')),
    refusePictures: (word: string | undefined) => {
      refusal = word;
    },
    later: (ms: number) => {
      at += ms;
    },
    /** The pause after a round is over. */
    async nextRound() {
      rounds.shift()?.();
      await turn();
    },
  };
}

describe('Home tabs', () => {
  it('are drawn when they are opened, and again when something changes, as often as there are pauses', async () => {
    const { homes, published, turn, nextRound } = setUp();
    await homes.opened({ user: 'U1' });
    expect(published).toEqual(['U1']);
    for (let i = 0; i < 50; i += 1) homes.changed();
    await turn();
    expect(published).toHaveLength(2);
    for (let i = 0; i < 50; i += 1) homes.changed();
    await turn();
    expect(published).toHaveLength(2);
    await nextRound();
    expect(published).toHaveLength(3);
    await nextRound();
    expect(published).toHaveLength(3);
  });

  it('are left alone half an hour after somebody looked', async () => {
    const { homes, published, later, turn } = setUp();
    await homes.opened({ user: 'U1' });
    later(31 * 60_000);
    homes.changed();
    await turn();
    expect(published).toEqual(['U1']);
  });

  it('are kept current for the twenty who looked last', async () => {
    const { homes, published, turn } = setUp();
    for (let i = 0; i < 25; i += 1) await homes.opened({ user: `U${i}` });
    published.length = 0;
    homes.changed();
    await turn();
    await turn();
    expect(published).toEqual(Array.from({ length: 20 }, (_, index) => `U${index + 5}`));
  });

  it('are drawn again no faster than Slack lets all of them pass', async () => {
    const { homes, pauses, turn } = setUp();
    await homes.opened({ user: 'U1' });
    homes.changed();
    await turn();
    for (let i = 2; i <= 20; i += 1) await homes.opened({ user: `U${i}` });
    expect(pauses).toEqual([5_000]);
    homes.changed();
    await turn();
    const busy = setUp();
    for (let i = 1; i <= 20; i += 1) await busy.homes.opened({ user: `U${i}` });
    busy.homes.changed();
    await busy.turn();
    expect(busy.pauses).toEqual([20_000]);
  });

  it('that Slack refuses for a picture are drawn without it, and with it again some time later', async () => {
    const { homes, published, pictured, refusePictures, later, log } = setUp();
    await homes.opened({ user: 'U1' });
    expect(pictured()).toEqual([true]);
    refusePictures('invalid_arguments');
    await homes.opened({ user: 'U1' });
    expect(pictured()).toEqual([true, false]);
    expect(log.lines).toMatchObject([
      {
        level: 'info',
        message: 'a Home tab is drawn without its pictures',
        fields: { message: 'Slack refused: invalid_arguments' },
      },
    ]);
    refusePictures(undefined);
    await homes.opened({ user: 'U2' });
    expect(pictured()).toEqual([false]);
    later(11 * 60_000);
    await homes.opened({ user: 'U2' });
    expect(pictured()).toEqual([true]);
    expect(published).toEqual(['U1', 'U1', 'U2', 'U2']);
  });

  it('that cannot be drawn are no reason to fail', async () => {
    const { homes, log } = setUp({ broken: true });
    await homes.opened({ user: 'U1' });
    expect(log.lines).toMatchObject([{ level: 'warn', fields: { user: 'U1', code: 'rate-limited' } }]);
  });
});
