import { randomBytes } from 'node:crypto';
import { setTimeout as wait } from 'node:timers/promises';
import { afterEach, describe, expect, it } from 'vitest';
import { ServiceError, type ServiceErrorCode } from '../../../src/core/errors.ts';
import type { Release } from '../../../src/lib/limits.ts';
import type { Session } from '../../../src/limits/session.ts';
import {
  createSharedLimits,
  type SharedLimits,
  type SharedLimitsOptions,
} from '../../../src/limits/shared-limits.ts';
import { createRandom } from '../../support/random.ts';
import { illWayTo, REDIS } from '../../support/redis.ts';

const opened: SharedLimits[] = [];
afterEach(async () => {
  for (const one of opened.splice(0)) await one.close();
});

async function limitsOver(options: Partial<SharedLimitsOptions>) {
  const told: unknown[] = [];
  const log = {
    info: (_fields: object, words: string) => told.push(words),
    warn: (fields: object, words: string) => told.push([words, fields]),
  };
  const sleep = (_ms: number, signal: AbortSignal) => wait(20, undefined, { signal }).catch(() => undefined);
  const limits = await createSharedLimits({ url: 'redis://:s3cret@127.0.0.1:1/0', log, sleep, ...options });
  opened.push(limits);
  return { limits, told };
}

const failure = (code: ServiceErrorCode) => new ServiceError(`Redis is ${code}`, { code, service: 'redis' });
const ALONE = 'limits are those of this process alone until Redis is there';
const SHARED = 'limits are shared through Redis';
const alone = (code: string) => [ALONE, { code, why: `Redis is ${code}` }];

/** A session in memory whose places are told. */
function fakeSession(takes: string[]) {
  const ended = Promise.withResolvers<ServiceError>();
  const session: Session = {
    async take(name, rule): Promise<Release> {
      takes.push(`${name} ${JSON.stringify(rule)}`);
      return () => takes.push('given back');
    },
    ended: ended.promise,
    close: () => ended.resolve(failure('aborted')),
  };
  return { session, lose: (code: ServiceErrorCode) => ended.resolve(failure(code)) };
}

describe('limits that are shared', () => {
  it('take a place of all processes for what runs, by a name and a rule', async () => {
    const takes: string[] = [];
    const { limits } = await limitsOver({ open: async () => fakeSession(takes).session });
    expect(limits.shared()).toBe(true);
    const limiter = limits.limiter('openstack demo ironic', { atOnce: 3 });
    await limiter.pass(async () => takes.push('ran'));
    expect(takes).toEqual(['openstack demo ironic {"atOnce":3}', 'ran', 'given back']);
  });

  it('ask nobody where nothing is held back', async () => {
    const takes: string[] = [];
    const { limits } = await limitsOver({ open: async () => fakeSession(takes).session });
    await limits.limiter('reactions', { perMinute: Number.POSITIVE_INFINITY }).pass(async () => undefined);
    expect(takes).toEqual([]);
  });

  it('are those of this process while Redis is away, from the start or later, and shared again without a restart', async () => {
    const takes: string[] = [];
    const away = { now: true };
    const sessions: ReturnType<typeof fakeSession>[] = [];
    const { limits, told } = await limitsOver({
      async open() {
        if (away.now) throw failure('unreachable');
        const one = fakeSession(takes);
        sessions.push(one);
        return one.session;
      },
    });
    const limiter = limits.limiter('posts', { everyMs: 0 });
    expect(limits.shared()).toBe(false);
    expect(await limiter.pass(async () => 'alone')).toBe('alone');
    await wait(100);
    away.now = false;
    await expect.poll(() => limits.shared()).toBe(true);
    expect(await limiter.pass(async () => 'together')).toBe('together');
    away.now = true;
    sessions[0]?.lose('timeout');
    await expect.poll(() => limits.shared()).toBe(false);
    expect(await limiter.pass(async () => 'alone')).toBe('alone');
    expect(takes).toEqual(['posts {"everyMs":0}', 'given back']);
    // Each once, however often it was tried.
    expect(told.slice(0, 3)).toEqual([alone('unreachable'), SHARED, alone('timeout')]);
    await expect.poll(() => told.length).toBe(4);
    expect(told[3]).toEqual(alone('unreachable'));
    await wait(100);
    expect(told).toHaveLength(4);
  });

  it('end by themselves, also while Redis is away', async () => {
    const { limits } = await limitsOver({
      open: () => Promise.reject(failure('unauthorized')),
      sleep: (_ms, signal) => wait(3_600_000, undefined, { signal }).catch(() => undefined),
    });
    await limits.close();
    expect(await limits.limiter('posts', { everyMs: 0 }).pass(async () => 'still')).toBe('still');
  });
});

describe.skipIf(REDIS.missing)(`limits over ${REDIS.name}`, () => {
  it('run everything once although the way to it is cut, swallows and comes back again and again', async () => {
    const random = createRandom(7);
    await using way = await illWayTo(REDIS.url);
    const { openSession } = await import('../../../src/limits/session.ts');
    const open = (options: { url: string }) => openSession({ ...options, patienceMs: 150, lookMs: 100 });
    const all = await Promise.all([0, 1].map(() => limitsOver({ url: way.url, open })));
    const name = `test ${randomBytes(8).toString('hex')}`;
    const limiters = all.map(({ limits }) => limits.limiter(name, { atOnce: 3 }));
    const ran = new Map<number, number>();
    const running = limiters.map(() => 0);
    let most = 0;
    const passes: Promise<string>[] = [];
    for (let job = 0; job < 400; job += 1) {
      const at = job % limiters.length;
      const work = async () => {
        ran.set(job, (ran.get(job) ?? 0) + 1);
        running[at] = (running[at] ?? 0) + 1;
        most = Math.max(most, ...running);
        await wait(random() * 10);
        running[at] = (running[at] ?? 0) - 1;
        if (job % 10 === 9) throw new Error(`job ${job}`);
      };
      const pass = limiters[at]?.pass(work, { longestMs: 100 }) ?? Promise.reject(new Error('no limiter'));
      passes.push(
        pass.then(
          () => 'ran',
          (error: Error) => error.message,
        ),
      );
      if (job % 40 === 10) await way.cut();
      if (job % 40 === 20) way.swallow();
      if (job % 40 >= 30) await way.mend();
      await wait(random() * 10);
    }
    const failed = (await Promise.all(passes)).filter((outcome) => outcome !== 'ran');
    expect(failed).toEqual(Array.from({ length: 40 }, (_, index) => `job ${index * 10 + 9}`));
    expect([...ran.values()]).toEqual(Array.from({ length: 400 }, () => 1));
    expect(most).toBeLessThanOrEqual(3);
    await way.mend();
    await expect
      .poll(() => all.map(({ limits }) => limits.shared()), { timeout: 30_000 })
      .toEqual([true, true]);
    const words = JSON.stringify(all.map(({ told }) => told));
    expect(words).toContain(SHARED);
    expect(words).toContain(ALONE);
    expect(words).not.toContain(new URL(REDIS.url).password);
  }, 120_000);
});
