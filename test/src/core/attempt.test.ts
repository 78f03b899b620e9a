import { expect, it } from 'vitest';
import { attempt } from '../../../src/core/attempt.ts';
import { FactUnread } from '../../../src/core/facts.ts';

it('is the value, or the reason why there is none; a bug passes through', async () => {
  const why = new FactUnread('logs', 'failed', 'it is ill');
  expect(await attempt(Promise.resolve(7))).toEqual({ kind: 'value', value: 7 });
  expect(await attempt(Promise.reject(why))).toEqual({ kind: 'unread', why });
  await expect(attempt(Promise.reject(new TypeError('bug')))).rejects.toThrow(TypeError);
});
