import { ServiceError, type ServiceErrorCode } from '../core/errors.ts';
import { type FactName, FactUnread, type UnreadKind } from '../core/facts.ts';

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
    throw new FactUnread(fact, KIND[error.code] ?? 'failed', error.message);
  }
}
