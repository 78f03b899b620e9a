import type { HomeView } from '@slack/types';
import { describe, expect, it } from 'vitest';
import { ServiceError } from '../../../src/core/errors.ts';
import { createHomes } from '../../../src/slack/homes.ts';
import { fakeActing } from './support/acting.ts';
import { memoryLog } from './support/bot.ts';

function setUp({ broken = false } = {}) {
  let at = Date.parse('2026-11-22T03:14:00Z');
  const published: string[] = [];
  const rounds: (() => void)[] = [];
  const log = memoryLog();
  const publish = async (user: string, _: HomeView) => {
    if (broken) throw new ServiceError('Slack asks to slow down', { code: 'rate-limited', service: 'slack' });
    published.push(user);
  };
  const homes = createHomes({
    outbox: { views: { publish, open: async () => '', update: async () => undefined } },
    people: { of: async ({ user }) => ({ id: user, kind: 'member', groups: [] }) },
    acting: () => fakeActing().acting,
    alerts: () => undefined,
    fleets: undefined,
    reach: undefined,
    identity: () => undefined,
    log,
    clock: () => new Date(at),
    sleep: () => new Promise<void>((done) => rounds.push(done)),
    slash: '/ironic',
  });
  const turn = () => new Promise((done) => setImmediate(done));
  return {
    homes,
    published,
    log,
    turn,
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

  it('that cannot be drawn are no reason to fail', async () => {
    const { homes, log } = setUp({ broken: true });
    await homes.opened({ user: 'U1' });
    expect(log.lines).toMatchObject([{ level: 'warn', fields: { user: 'U1', code: 'rate-limited' } }]);
  });
});
