import {
  WebAPIHTTPError,
  WebAPIPlatformError,
  WebAPIRateLimitedError,
  WebAPIRequestError,
} from '@slack/web-api';
import { describe, expect, it } from 'vitest';
import { createCaller } from '../../../src/slack/calls.ts';

const timeout = () => new WebAPIRequestError(new DOMException('late', 'TimeoutError') as unknown as Error);
const refused = () =>
  new WebAPIRequestError(
    new TypeError('fetch failed', { cause: Object.assign(new Error(), { code: 'ECONNREFUSED' }) }),
  );

function caller(...outcomes: (Error | string)[]) {
  let now = 0;
  const slept: number[] = [];
  let calls = 0;
  const call = createCaller({
    clock: () => new Date(now),
    sleep: async (ms) => {
      slept.push(ms);
      now += ms;
    },
  });
  const setBack = (ms: number) => {
    now -= ms;
  };
  const run = async () => {
    const outcome = outcomes[calls] ?? 'done';
    calls += 1;
    if (typeof outcome !== 'string') throw outcome;
    return outcome;
  };
  return { call, run, slept, setBack, calls: () => calls };
}

const post = { method: 'chat.postMessage', key: 'post C1', repeatable: false };
const update = { method: 'chat.update', key: 'update', repeatable: true };

describe('a call to Slack', () => {
  it('waits as long as Slack asks and tries again', async () => {
    const { call, run, slept } = caller(new WebAPIRateLimitedError(7));
    expect(await call(post, run)).toBe('done');
    expect(slept).toEqual([7_000]);
  });

  it('holds back later calls with the same limit, and no others', async () => {
    const { call, run, slept, calls } = caller(new WebAPIRateLimitedError(45));
    await expect(call(post, run)).rejects.toMatchObject({ code: 'rate-limited' });
    await call(update, run);
    expect(slept).toEqual([]);
    await expect(call(post, run)).rejects.toMatchObject({ code: 'rate-limited' });
    expect(calls()).toBe(2);
    await call({ ...post, patienceMs: 60_000 }, run);
    expect(slept).toEqual([45_000]);
    expect(calls()).toBe(3);
  });

  it('holds nothing back for longer because the clock is set back', async () => {
    const { call, run, slept, setBack } = caller(new WebAPIRateLimitedError(45));
    await expect(call(post, run)).rejects.toMatchObject({ code: 'rate-limited' });
    setBack(3_600_000);
    await call({ ...post, patienceMs: 60_000 }, run);
    expect(slept).toEqual([45_000]);
  });

  it('lets those who were held back go one after the other', async () => {
    const { call, run, slept } = caller(new WebAPIRateLimitedError(45));
    await expect(call(update, run)).rejects.toMatchObject({ code: 'rate-limited' });
    await Promise.all([1, 2, 3].map(() => call({ ...update, patienceMs: 60_000 }, run)));
    expect(slept).toEqual([45_000, 1_000, 1_000]);
  });

  it('waits for Slack again and again until its patience is at its end', async () => {
    const { call, run, slept } = caller(...Array.from({ length: 9 }, () => new WebAPIRateLimitedError(8)));
    await expect(call(post, run)).rejects.toMatchObject({ code: 'rate-limited' });
    expect(slept).toEqual([8_000, 8_000, 8_000]);
  });

  it.each(['internal_error', 'service_unavailable', '<html>Bad Gateway</html>'])(
    'does not take %j for a refusal of what was asked',
    async (error) => {
      const { call, run, calls } = caller(new WebAPIPlatformError({ ok: false, error }));
      expect(await call(update, run)).toBe('done');
      expect(calls()).toBe(2);
    },
  );

  it('does not post twice when nobody knows whether the first arrived', async () => {
    const { call, run, calls } = caller(timeout());
    await expect(call(post, run)).rejects.toMatchObject({ code: 'timeout', service: 'slack' });
    expect(calls()).toBe(1);
  });

  it('posts again what was never sent', async () => {
    const { call, run, calls } = caller(refused());
    expect(await call(post, run)).toBe('done');
    expect(calls()).toBe(2);
  });

  it('redraws again after a time-out or a server error, three times in all', async () => {
    const { call, run, calls } = caller(timeout(), new WebAPIHTTPError(503, 'x', {}), timeout());
    await expect(call(update, run)).rejects.toMatchObject({ code: 'timeout' });
    expect(calls()).toBe(3);
  });

  it('drops what is cosmetic rather than wait', async () => {
    const { call, run, slept } = caller(new WebAPIRateLimitedError(1));
    await expect(call({ ...update, cosmetic: true }, run)).rejects.toMatchObject({ code: 'rate-limited' });
    expect(slept).toEqual([]);
  });

  it('takes a refusal for an answer', async () => {
    const { call, run, calls } = caller(new WebAPIPlatformError({ ok: false, error: 'not_in_channel' }));
    await expect(call(update, run)).rejects.toMatchObject({ code: 'refused', detail: 'not_in_channel' });
    expect(calls()).toBe(1);
  });
});
