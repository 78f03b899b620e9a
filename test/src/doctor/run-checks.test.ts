import { expect, test } from 'vitest';
import { ServiceError } from '../../../src/core/errors.ts';
import { type Check, ok } from '../../../src/doctor/check.ts';
import type { Context } from '../../../src/doctor/context.ts';
import { runChecks } from '../../../src/doctor/run-checks.ts';

const check = (
  id: string,
  place: number,
  run: () => Promise<never>,
  section: 'slack' | 'machine' = 'slack',
): Check => ({
  id,
  title: id,
  section,
  place,
  run,
});
const context = (signal = new AbortController().signal) => ({ signal, clouds: [] }) as unknown as Context;

test('a sick service is told in words, a bug as a check that broke, and the others stand', async () => {
  const sick = new ServiceError('Nova is unwell', {
    code: 'server-error',
    service: 'nova',
    requestId: 'req-1',
  });
  const results = await runChecks(
    [
      check('b', 2, () => Promise.reject(new TypeError('password=hunter22 is not a function'))),
      check('a', 1, () => Promise.reject(sick)),
      { id: 'c', title: 'c', section: 'machine', place: 9, run: async () => ok('fine') },
    ],
    context(),
  );
  expect(results.map(({ id, state, broke }) => [id, state, broke])).toEqual([
    ['c', 'ok', undefined],
    ['a', 'fail', undefined],
    ['b', 'fail', true],
  ]);
  expect(results[1]).toMatchObject({ told: 'Nova is unwell', fix: expect.stringContaining('req-1') });
  expect(results[2]?.told).toMatch(/^this check broke: TypeError/);
  expect(results[2]?.told).not.toContain('hunter22');
});

test('what is not finished when the time is over says so, and nobody waits for it', async () => {
  const over = new AbortController();
  const results = runChecks([check('slow', 1, () => new Promise(() => undefined))], context(over.signal));
  over.abort();
  expect(await results).toMatchObject([{ state: 'fail', told: 'not finished in time' }]);
});
