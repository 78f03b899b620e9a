import { expect } from 'vitest';
import { ServiceError } from '../../src/core/errors.ts';
import type { LogQuery } from '../../src/logs/log-source.ts';

/** The hour that log sources are asked about. */
export const FROM = new Date('2026-11-22T18:00:00Z');
const TO = new Date('2026-11-22T19:00:00Z');

export const logQuery = (words: readonly string[], signal = new AbortController().signal): LogQuery => ({
  words,
  from: FROM,
  to: TO,
  signal,
});

/** The error of a log source, which gives away neither the marked secret nor an address. */
export async function logFailure(work: Promise<unknown>): Promise<ServiceError> {
  const error = await work.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  if (!(error instanceof ServiceError)) throw new Error('a ServiceError was expected', { cause: error });
  expect(error.service).toBe('logs');
  expect(`${error.message}${error.detail}`).not.toMatch(/s3cr3t|127\.0\.0\.1|https?:\/\//);
  return error;
}
