import type { Person } from '../core/person.ts';
import type { Fresh, Remediation } from '../core/remediation-unit.ts';
import type { ActingConfig } from './config.ts';
import type { Repository } from './repository.ts';
import type { SendCall } from './writer.ts';

/** The part of a logger that is used here. Fields first, then a fixed sentence. */
export interface Log {
  info(fields: object, words: string): void;
  warn(fields: object, words: string): void;
  error(fields: object, words: string): void;
}

/** What asking and carrying out both need. */
export interface Parts {
  readonly repository: Repository;
  readonly config: ActingConfig;
  /** By id. */
  readonly remediations: ReadonlyMap<string, Remediation>;
  /** A look at a cloud that is made now. @throws ServiceError for a cloud that is not configured */
  readonly fresh: (cloud: string, signal?: AbortSignal) => Fresh;
  /** What changes that cloud; undefined where we only read. */
  readonly writer: (cloud: string) => SendCall | undefined;
  /** Who somebody is now, by their id, as Slack vouches for them; absent where nobody can be asked. */
  readonly people?: ((user: string) => Promise<Person>) | undefined;
  readonly now: () => Date;
  /** 128 random bits in base64url. */
  readonly newId: () => string;
  readonly log: Log;
}

/** What a log may say of an error. */
export function errorFields(error: unknown): Readonly<Record<string, unknown>> {
  if (!(error instanceof Error)) return { error: String(error) };
  const { code, service, status } = error as Error & { code?: unknown; service?: unknown; status?: unknown };
  return { error: error.name, message: error.message, code, service, status, stack: error.stack };
}
