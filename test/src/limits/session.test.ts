import { randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { setTimeout as wait } from 'node:timers/promises';
import { afterEach, describe, expect, it, vi } from 'vitest';
import type { Release } from '../../../src/lib/limits.ts';
import { openSession, type Session } from '../../../src/limits/session.ts';
import { illWayTo, REDIS } from '../../support/redis.ts';

const sessions: Session[] = [];
async function session(url = REDIS.url, how: { patienceMs?: number; lookMs?: number } = {}) {
  const opened = await openSession({ url, patienceMs: 60_000, ...how });
  sessions.push(opened);
  return opened;
}
afterEach(() => {
  vi.unstubAllGlobals();
  for (const one of sessions.splice(0)) one.close();
});

const newName = () => `test ${randomBytes(8).toString('hex')}`;
/** Whether it is there without waiting for what nobody does. */
const isThere = (taking: Promise<Release>) => Promise.race([taking.then(() => true), wait(300, false)]);

describe.skipIf(REDIS.missing)(`places in ${REDIS.name}`, () => {
  it('are as many as the rule says, for all processes together', async () => {
    const [one, other] = [await session(), await session()];
    const name = newName();
    const want = (from: Session) => from.take(name, { atOnce: 2 }, {});
    const first = await want(one);
    await want(other);
    const third = want(other);
    expect(await isThere(third)).toBe(false);
    first();
    await third;
  });

  it('come one after another, whoever asks', async () => {
    const all = [await session(), await session()];
    const name = newName();
    const began = performance.now();
    const times = await Promise.all(
      [...all, ...all].map(async (one) => {
        (await one.take(name, { everyMs: 150 }, {}))();
        return performance.now() - began;
      }),
    );
    const sorted = times.toSorted((a, b) => a - b);
    for (const [index, at] of sorted.entries()) expect(at).toBeGreaterThan(index * 150 - 20);
  });

  it('are not more than a quarter of a minute at once', async () => {
    const [one, other] = [await session(), await session()];
    const name = newName();
    const want = (from: Session) => from.take(name, { perMinute: 12 }, {});
    for (const from of [one, other, one]) (await want(from))();
    expect(await isThere(want(other))).toBe(false);
  });

  it('come back from who died with them as soon as Redis hears that', async () => {
    const [one, other] = [await session(), await session()];
    const name = newName();
    const ages = { longestMs: 3_600_000 };
    await one.take(name, { atOnce: 2 }, ages);
    const [alive] = [await other.take(name, { atOnce: 2 }, ages)];
    // Like SIGKILL: nothing more is said.
    one.close();
    await other.take(name, { atOnce: 2 }, ages);
    const third = other.take(name, { atOnce: 2 }, ages);
    // Who is alive keeps theirs.
    expect(await Promise.race([third.then(() => 'taken'), wait(1_500, 'waits')])).toBe('waits');
    alive();
    await third;
  }, 60_000);

  it('come back from who cannot say anything any more when its wish is over', async () => {
    await using way = await illWayTo(REDIS.url);
    const [one, other] = [await session(way.url), await session()];
    const name = newName();
    const release = await one.take(name, { atOnce: 1 }, { longestMs: 0 });
    way.deafen();
    release();
    const taking = other.take(name, { atOnce: 1 }, {});
    expect(await isThere(taking)).toBe(false);
    await taking;
  }, 60_000);

  it('are counted anew where Redis has forgotten everything', async () => {
    const { Redis } = await import('ioredis');
    await using way = await illWayTo(REDIS.url);
    const one = await session(way.url);
    const name = newName();
    const rule = { atOnce: 1 };
    (await one.take(name, rule, {}))();
    const client = new Redis(REDIS.url);
    const keys = await client.keys(`b_ironic-oncall ${name}*`);
    expect(keys.length).toBeGreaterThan(0);
    await client.del(keys);
    client.disconnect();
    (await one.take(name, rule, {}))();
    const release = await one.take(name, rule, {});
    const next = one.take(name, rule, {});
    expect(await isThere(next)).toBe(false);
    release();
    await next;
    expect(await Promise.race([one.ended, wait(50, 'goes on')])).toBe('goes on');
  });

  it('leave nothing for ever behind', async () => {
    const { Redis } = await import('ioredis');
    const one = await session();
    const name = newName();
    (await one.take(name, { atOnce: 1 }, {}))();
    const client = new Redis(REDIS.url);
    const settings = await client.pttl(`b_ironic-oncall ${name} atOnce 1_settings`);
    client.disconnect();
    expect(settings).toBeGreaterThan(200_000);
    expect(settings).toBeLessThanOrEqual(300_000);
  });
});

describe.skipIf(REDIS.missing)(`a session with ${REDIS.name}`, () => {
  it('ends when the way is cut, and lets everybody go', async () => {
    await using way = await illWayTo(REDIS.url);
    const one = await session(way.url);
    const name = newName();
    await one.take(name, { atOnce: 1 }, {});
    const waits = one.take(name, { atOnce: 1 }, {});
    expect(await isThere(waits)).toBe(false);
    await way.cut();
    expect(await one.ended).toMatchObject({ code: 'unreachable', service: 'redis' });
    await waits;
    await one.take(name, { atOnce: 1 }, {});
  });

  it('ends when no answer comes, also where nobody asks', async () => {
    await using way = await illWayTo(REDIS.url);
    const [asks, looks] = await Promise.all([
      session(way.url, { patienceMs: 500 }),
      session(way.url, { patienceMs: 500, lookMs: 200 }),
    ]);
    way.swallow();
    const place = asks.take(newName(), { atOnce: 1 }, {});
    expect(await asks.ended).toMatchObject({ code: 'timeout' });
    expect(await looks.ended).toMatchObject({ code: 'timeout' });
    await place;
  });

  it('does not begin with a wrong password, and does not repeat it', async () => {
    const wrong = new URL(REDIS.url);
    wrong.password = 'guessed';
    const failure = await openSession({ url: wrong.href }).catch((error: unknown) => error);
    expect(failure).toMatchObject({ code: 'unauthorized', service: 'redis' });
    expect(JSON.stringify(failure)).not.toContain('guessed');
    wrong.password = '';
    await expect(openSession({ url: wrong.href })).rejects.toMatchObject({ code: 'unauthorized' });
  });

  it('does not begin for a user who may do too little', async () => {
    const { Redis } = await import('ioredis');
    const admin = new Redis(REDIS.url);
    await admin.acl('SETUSER', 'narrow', 'on', '>narrow', '~*', '&*', '+@all', '-evalsha', '-eval');
    const url = new URL(REDIS.url);
    url.username = 'narrow';
    url.password = 'narrow';
    await expect(openSession({ url: url.href })).rejects.toMatchObject({ code: 'forbidden' });
    await admin.acl('DELUSER', 'narrow');
    admin.disconnect();
  });

  it('is content with a user who may do what is told in docs/operating.md', async () => {
    const page = readFileSync(new URL('../../../docs/operating.md', import.meta.url), 'utf8');
    const [, rights = ''] = /Its user needs `([^`]+)`/.exec(page) ?? [];
    expect(rights).not.toBe('');
    const { Redis } = await import('ioredis');
    const admin = new Redis(REDIS.url);
    await admin.acl('SETUSER', 'told', 'on', '>told', ...rights.split(/\s+/));
    const url = new URL(REDIS.url);
    url.username = 'told';
    url.password = 'told';
    const one = await session(url.href);
    for (const rule of [{ atOnce: 1 }, { everyMs: 10 }, { perMinute: 12 }]) {
      const name = newName();
      for (const _ of [1, 2]) (await one.take(name, rule, {}))();
    }
    expect(await Promise.race([one.ended, wait(50, 'goes on')])).toBe('goes on');
    await admin.acl('DELUSER', 'told');
    admin.disconnect();
  });

  it('does not begin where nobody listens, or nobody answers', async () => {
    const way = await illWayTo(REDIS.url);
    way.swallow();
    await expect(openSession({ url: way.url, patienceMs: 300 })).rejects.toMatchObject({ code: 'timeout' });
    await way[Symbol.asyncDispose]();
    await expect(openSession({ url: way.url })).rejects.toMatchObject({ code: 'unreachable' });
  });

  it('does not begin where the clocks are apart, since one wrong clock holds up all', async () => {
    const { now } = Date;
    class Ahead extends Date {
      static override now = () => now() + 60_000;
    }
    vi.stubGlobal('Date', Ahead);
    await expect(openSession({ url: REDIS.url })).rejects.toMatchObject({
      code: 'refused',
      message: expect.stringContaining('60 s apart'),
    });
  });
});
