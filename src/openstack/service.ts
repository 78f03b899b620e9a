import type { z } from 'zod';
import { ServiceError } from '../core/errors.ts';
import { errorOf, type HttpAnswer, requestIdOf } from './answers.ts';
import { type Clock, type Deadline, startDeadline } from './deadline.ts';
import type { HttpRequest } from './http.ts';
import {
  createNegotiator,
  learnRange,
  type Negotiator,
  tooOld,
  type VersionDialect,
} from './microversion.ts';
import { type Query, queryString } from './paths.ts';
import { type ServiceName, titleOf } from './services.ts';
import type { Session } from './session.ts';
import type { ReadOptions } from './wire.ts';

/** For whoever goes on as soon as a request is on its way, or before its long answer is parsed. */
export type Early = Pick<HttpRequest, 'onReach' | 'onText'>;

export interface GetOptions<A extends string> extends ReadOptions, Early {
  /** A function is asked again when the service's range becomes known in between. */
  readonly query?: Query | (() => Query) | undefined;
  /** The read makes sense only with this ability. */
  readonly needs?: A | undefined;
}

export interface Answer<T> {
  readonly body: T;
  /** Lower-case names. */
  readonly headers: Readonly<Record<string, string>>;
  readonly requestId: string | undefined;
}

/** One service of one cloud: authenticated, versioned, bounded in time, and no answer leaves it unparsed. */
export interface ServiceClient<A extends string = never> {
  /** Whether this cloud's release has it; undefined until the service has answered once. */
  can(ability: A): boolean | undefined;
  /** Throws `version-too-old` when the release is known not to have it. */
  requires(ability: A): void;
  /** The newest version that this cloud and we know, asked for where no answer has told it yet. */
  version(options?: ReadOptions): Promise<string>;
  get<S extends z.ZodType>(path: string, schema: S, options?: GetOptions<A>): Promise<Answer<z.infer<S>>>;
  /** As `get`; null when the service says 404. */
  find<S extends z.ZodType>(
    path: string,
    schema: S,
    options?: GetOptions<A>,
  ): Promise<Answer<z.infer<S>> | null>;
}

export interface ServiceSetup<A extends string> {
  readonly service: ServiceName;
  readonly session: Session;
  readonly clock: Clock;
  readonly timeoutMs: number;
  /** Absent for services without microversions. */
  readonly dialect?: VersionDialect | undefined;
  readonly abilities?: Readonly<Record<A, string>> | undefined;
  /** How refusals name an ability, where its own word would not do. */
  readonly words?: Readonly<Partial<Record<A, string>>> | undefined;
}

export function createServiceClient<A extends string = never>(setup: ServiceSetup<A>): ServiceClient<A> {
  const { service, session, clock } = setup;
  const versions: Negotiator | undefined = setup.dialect && createNegotiator(setup.dialect);

  const can = (ability: A) => {
    const needed = setup.abilities?.[ability];
    return needed === undefined ? undefined : versions?.reaches(needed);
  };
  const requires = (ability: A) => {
    if (can(ability) !== false) return;
    const words = setup.words?.[ability] ?? ability.replaceAll('-', ' ');
    throw tooOld(service, words, setup.abilities?.[ability] ?? '?', versions?.range());
  };

  async function once(path: string, deadline: Deadline, early: Early = {}): Promise<HttpAnswer> {
    const { onReach, onText } = early;
    const sent = versions?.headers() ?? {};
    const request = { method: 'GET', path, headers: sent, onReach, onText } as const;
    const answer = await session.send(service, request, deadline);
    versions?.learn(answer, sent);
    return answer;
  }

  async function ask(path: string, options: GetOptions<A>, deadline: Deadline): Promise<HttpAnswer> {
    const { query, needs } = options;
    const target = () => path + queryString(typeof query === 'function' ? query() : (query ?? {}));
    if (needs !== undefined) requires(needs);
    const known = versions?.range() !== undefined;
    const first = target();
    let answer = await once(first, deadline, options);
    const learnt = versions?.refused(answer) || (!known && answer.status >= 400 && target() !== first);
    if (learnt) {
      if (needs !== undefined) requires(needs);
      answer = await once(target(), deadline, options);
    }
    if (needs !== undefined && (answer.status === 404 || answer.status === 406)) {
      // openstack/ironic: a path that the version does not have yet is a bare 404 without any version header.
      if (setup.dialect && versions?.range() === undefined) await once(setup.dialect.discovery, deadline);
      requires(needs);
    }
    return answer;
  }

  async function read<S extends z.ZodType>(
    path: string,
    schema: S,
    options: GetOptions<A>,
    absent: 'null' | 'error',
  ) {
    using deadline = startDeadline(setup.timeoutMs, clock, options);
    const answer = await ask(path, options, deadline);
    if (answer.status === 404 && absent === 'null') return null;
    if (answer.status < 200 || answer.status > 299) throw errorOf(service, answer);
    return parsed(service, schema, answer);
  }

  return {
    can,
    requires,
    async version(options = {}) {
      using deadline = startDeadline(setup.timeoutMs, clock, options);
      if (versions) await learnRange(versions, (request) => session.send(service, request, deadline));
      return versions?.agreed() ?? '';
    },
    async get(path, schema, options = {}) {
      const answer = await read(path, schema, options, 'error');
      if (answer === null) throw new Error('unreachable: a missing resource is an error here');
      return answer;
    },
    find: (path, schema, options = {}) => read(path, schema, options, 'null'),
  };
}

/** Only the place of the first misfit is told: the value beside it may be a secret. */
function parsed<S extends z.ZodType>(
  service: ServiceName,
  schema: S,
  answer: HttpAnswer,
): Answer<z.infer<S>> {
  const requestId = requestIdOf(answer.headers);
  const result = schema.safeParse(answer.body);
  if (result.success) return { body: result.data, headers: answer.headers, requestId };
  const notJson = typeof answer.body === 'string' ? textWords(answer.body) : undefined;
  if (notJson !== undefined) {
    const init = { code: 'bad-answer', service, status: answer.status, requestId } as const;
    throw new ServiceError(`${titleOf(service)} answered ${notJson}`, init);
  }
  const place = result.error.issues[0]?.path.map(String).join('.') || 'the top';
  const words = `${titleOf(service)} answered in a form that we do not know, at ${place}`;
  throw new ServiceError(words, { code: 'bad-answer', service, status: answer.status, requestId });
}

function textWords(body: string): string {
  if (body.trim() === '') return 'with nothing';
  return /^\s*</.test(body)
    ? 'with a web page: its address is not that of the API, or a proxy stands in front'
    : 'with something that is not JSON';
}
