import { createRateLimiter, TIER } from '../rate-limit.ts';
import type { Json } from '../types.ts';
import { createArgs } from './args.ts';
import { chat } from './chat.ts';
import { conversations } from './conversations.ts';
import { files } from './files.ts';
import type { ApiContext, Method, Methods } from './method.ts';
import { others } from './others.ts';
import { people } from './people.ts';
import { reactions } from './reactions.ts';
import { SlackRefusal } from './refusal.ts';
import { ALL_SCOPES, missingScope } from './scopes.ts';
import { views } from './views.ts';

const METHODS = new Map<string, Method>(
  [others, chat, views, conversations, people, reactions, files].flatMap((group: Methods) =>
    Object.entries(group),
  ),
);

/** Names of the Web API methods this Slack answers. */
export const METHOD_NAMES: readonly string[] = [...METHODS.keys()];

/** chat.postMessage takes about one message a second in a channel and forgives short bursts (docs.slack.dev). */
const POSTS_PER_MINUTE = 60;
const POST_BURST = 10;

/** One call as a test reads it afterwards. Tokens are not kept. */
export interface ApiCall {
  readonly method: string;
  readonly args: Json;
  /** Milliseconds since the epoch, by the given clock. */
  readonly at: number;
  /** 0 where no answer was given. */
  readonly status: number;
  readonly answer: Json;
}

export interface ApiAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Json;
  /** What is sent in place of the body. */
  readonly page?: string;
  /** Nothing is sent at all. */
  readonly hang?: boolean;
}

export interface Tokens {
  readonly bot: string;
  readonly app: string;
}

/** The Web API without HTTP: a method name, its arguments and a token give an answer. */
export function createApi(
  context: ApiContext,
  tokens: Tokens,
  clock: () => Date,
  /** The bot token's scopes; all there are when absent. */
  granted?: readonly string[],
) {
  const limiter = createRateLimiter(clock);
  const log: ApiCall[] = [];

  function limited(name: string, method: Method, args: Json): number | undefined {
    if (!context.faults.naturalLimits || method.tier === 'none') return undefined;
    if (method.tier === 'per-channel') {
      return limiter.take(`${name} ${String(args['channel'])}`, POSTS_PER_MINUTE, POST_BURST);
    }
    return limiter.take(name, TIER[method.tier], TIER[method.tier]);
  }

  function answer(name: string, args: Json, token: string | undefined): ApiAnswer {
    const method = METHODS.get(name);
    const trouble = context.faults.meet(name);
    const fail = (error: string, extra: Json = {}): ApiAnswer => ({
      status: 200,
      headers: {},
      body: { ok: false, error, ...extra },
    });
    if (method === undefined) return fail('unknown_method', { req_method: name });
    if (trouble && 'error' in trouble) return fail(trouble.error);
    if (trouble && 'page' in trouble) return { status: 200, headers: {}, body: {}, page: trouble.page };
    if (trouble && 'hang' in trouble) return { status: 0, headers: {}, body: {}, hang: true };
    if (trouble && trouble.status !== 429) return { status: trouble.status, headers: {}, body: {} };
    const wait = trouble?.retryAfter ?? limited(name, method, args);
    if (wait !== undefined) {
      return {
        status: 429,
        headers: { 'retry-after': String(wait) },
        body: { ok: false, error: 'ratelimited' },
      };
    }
    if (token === undefined || token === '') return fail('not_authed');
    if (token !== tokens.bot && token !== tokens.app) return fail('invalid_auth');
    if ((method.token === 'app') !== (token === tokens.app)) return fail('not_allowed_token_type');
    const needed = missingScope(name, granted);
    if (needed !== undefined) return fail('missing_scope', { needed, provided: granted?.join(',') ?? '' });
    try {
      // Every answer to a token tells its scopes (docs.slack.dev, "Using OAuth scopes").
      const scopes = token === tokens.app ? ['connections:write'] : (granted ?? ALL_SCOPES);
      return {
        status: 200,
        headers: { 'x-oauth-scopes': scopes.join(',') },
        body: { ok: true, ...method.run(createArgs(args), context) },
      };
    } catch (error) {
      if (error instanceof SlackRefusal) return fail(error.message, error.extra);
      throw error;
    }
  }

  return {
    log,
    call(name: string, given: Json, bearer: string | undefined): ApiAnswer {
      const { token, ...args } = given;
      const result = answer(name, args, bearer ?? (typeof token === 'string' ? token : undefined));
      log.push({ method: name, args, at: clock().getTime(), status: result.status, answer: result.body });
      return result;
    },
  };
}

export type Api = ReturnType<typeof createApi>;
