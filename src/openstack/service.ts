import type { z } from 'zod';
import type { Query } from './paths.ts';
import type { ReadOptions } from './wire.ts';

export interface GetOptions<A extends string> extends ReadOptions {
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
  get<S extends z.ZodType>(path: string, schema: S, options?: GetOptions<A>): Promise<Answer<z.infer<S>>>;
  /** As `get`; null when the service says 404. */
  find<S extends z.ZodType>(
    path: string,
    schema: S,
    options?: GetOptions<A>,
  ): Promise<Answer<z.infer<S>> | null>;
}
