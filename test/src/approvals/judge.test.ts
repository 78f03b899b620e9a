import { expect, test } from 'vitest';
import { within } from '../../../src/approvals/judge.ts';
import { ServiceError } from '../../../src/core/errors.ts';

const slow = () => new ServiceError('Ironic did not answer in time', { code: 'timeout', service: 'ironic' });
/** Ends as a read does that hears the signal. */
const heeding = (signal: AbortSignal) =>
  new Promise<never>((_, reject) => {
    signal.addEventListener('abort', () => void Promise.resolve().then(() => reject(slow())));
  });

test('whoever does not answer in time is named where they end with it', async () => {
  await expect(within(1, undefined, heeding)).rejects.toThrow('Ironic did not answer in time');
});

test('whoever ignores the end is not waited for', async () => {
  const never = () => new Promise<never>(() => undefined);
  await expect(within(1, undefined, never)).rejects.toMatchObject({ code: 'timeout', service: 'cloud' });
  await expect(within(60_000, AbortSignal.abort(), never)).rejects.toMatchObject({ code: 'aborted' });
});
