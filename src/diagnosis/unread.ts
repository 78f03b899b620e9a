import { ServiceError, type ServiceErrorCode } from '../core/errors.ts';
import { type FactName, FactUnread, type UnreadKind } from '../core/facts.ts';
import { cut } from '../lib/cut.ts';

const KIND: Partial<Record<ServiceErrorCode, UnreadKind>> = {
  forbidden: 'denied',
  'version-too-old': 'unsupported',
  'not-deployed': 'not-deployed',
};

/** Runs one read of a fact; a sick service becomes "this fact could not be read, because ...". Bugs pass through. */
export async function readingOf<T>(fact: FactName, read: () => Promise<T>): Promise<T> {
  try {
    return await read();
  } catch (error) {
    if (!(error instanceof ServiceError)) throw error;
    // A refusal in the service's own words is worth more than its number.
    const why = error.detail
      ? `${error.message}: ${cut(error.detail.replace(/\s+/g, ' ').trim(), 160)}`
      : error.message;
    throw new FactUnread(fact, KIND[error.code] ?? 'failed', why);
  }
}
