import { Readable } from 'node:stream';
import { ServiceError } from '../../core/errors.ts';
import { errorOf, requestIdOf } from '../answers.ts';
import { type Clock, startDeadline } from '../deadline.ts';
import { segment } from '../paths.ts';
import type { ServiceClient } from '../service.ts';
import type { Session } from '../session.ts';
import type { ReadOptions } from '../wire.ts';
import { ListingSchema, type SwiftObject } from './schema.ts';

/** Typed reads of Swift, or of what answers in its place, such as Ceph's gateway. */
export interface SwiftClient {
  readonly service: 'swift';
  /** By name, those that begin with `prefix`; at most 5 000. `not-found` when the account has no such container. */
  objects(container: string, prefix: string, options?: ReadOptions): Promise<readonly SwiftObject[]>;
  /**
   * An object's bytes as they are stored. The deadline covers the time to the first of them; from then on the
   * stream ends with the caller's signal, and the caller destroys what it does not read to the end.
   */
  download(container: string, object: string, options?: ReadOptions): Promise<Readable>;
}

export interface SwiftSetup {
  readonly http: ServiceClient;
  readonly session: Session;
  readonly clock: Clock;
  readonly timeoutMs: number;
}

const PAGE = 1_000;
const MOST_PAGES = 5;

export function createSwiftClient({ http, session, clock, timeoutMs }: SwiftSetup): SwiftClient {
  return {
    service: 'swift',

    async objects(container, prefix, options = {}) {
      const found: SwiftObject[] = [];
      for (let page = 0; page < MOST_PAGES; page += 1) {
        const marker = found.at(-1)?.name;
        const query = { prefix, format: 'json', limit: String(PAGE), marker };
        const path = `/${segment(container)}`;
        const answer = await http.get(path, ListingSchema, { ...options, query }).catch((error: unknown) => {
          throw isMissing(error) ? noContainer(container, error) : error;
        });
        // A gateway that ignores `prefix` must not pass another's objects off as these.
        const named = answer.body.filter((one) => one?.name.startsWith(prefix)).filter((one) => one !== null);
        found.push(...named);
        if (answer.body.length < PAGE || found.at(-1)?.name === marker) break;
      }
      return found;
    },

    async download(container, object, options = {}) {
      using deadline = startDeadline(timeoutMs, clock, options);
      const path = `/${segment(container)}/${segment(object)}`;
      const request = { method: 'GET', path, headers: {}, stream: true } as const;
      const answer = await session.send('swift', request, deadline);
      if (answer.status < 200 || answer.status > 299) throw errorOf('swift', answer);
      if (answer.body instanceof Readable) return answer.body;
      const init = { code: 'bad-answer', service: 'swift', requestId: requestIdOf(answer.headers) } as const;
      throw new ServiceError('Swift answered without a body', init);
    },
  };
}

const isMissing = (error: unknown): error is ServiceError =>
  error instanceof ServiceError && error.code === 'not-found';

/** Swift keeps one account per project; Ironic writes with its own user, whose project is seldom the reader's. */
function noContainer(container: string, { status, requestId }: ServiceError): ServiceError {
  const words = `Swift has no container ${container} in the account of this credential's project; Ironic writes into that of its own ([swift] in ironic.conf)`;
  return new ServiceError(words, { code: 'not-found', service: 'swift', status, requestId });
}
