import type { Person } from '../core/person.ts';
import type { Fresh, Remediation } from '../core/remediation-unit.ts';
import type { Log } from '../lib/plain-log.ts';
import type { ActingConfig } from './config.ts';
import type { Repository } from './repository.ts';
import type { SendCall } from './writer.ts';

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
