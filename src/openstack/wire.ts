import { z } from 'zod';
import type { ServiceErrorCode } from '../core/errors.ts';

/**
 * Building blocks of the schemas. OpenStack gives null for nearly everything, and an older release leaves out what
 * it does not know yet, so every field that is not an identity is `nullish`: null is "the service says nothing is
 * there", an absent key is "this release or this read does not tell".
 */
export const text = z.string().nullish();
export const flag = z.boolean().nullish();
export const count = z.number().nullish();
/**
 * A JSON object whose inside is no stable API, e.g. `driver_info`: nothing in it is looked at here, so that it need not
 * be copied key by key either, ten times for each node of a fleet.
 */
export const bag = z
  .custom<Record<string, unknown>>()
  .check(({ value, issues }) => {
    if (typeof value !== 'object' || value === null || Array.isArray(value))
      issues.push({ code: 'invalid_type', expected: 'record', input: value });
  })
  .nullish();
export const texts = z.array(z.string()).nullish();
/** Nova's ids of services and hypervisors: a number before 2.53, a UUID since. */
export const id = z.union([z.string(), z.number()]);

/** One attempt, as counted: what a diagnosis cost. No query, no header, no body. */
export interface RequestRecord {
  readonly cloud: string;
  /** `ironic`, `nova`, `placement`, `neutron`, `glance`, `swift` or `keystone`. */
  readonly service: string;
  readonly method: string;
  readonly path: string;
  /** Absent when no answer came. */
  readonly status: number | undefined;
  /** Why none came, or none that could be used: `aborted` says that nobody wanted it any more. */
  readonly failure?: ServiceErrorCode;
  readonly ms: number;
  /** What the service's own clock said, milliseconds since the epoch, to the second; undefined when it did not say. */
  readonly serviceTime: number | undefined;
  readonly requestId: string | undefined;
}

/** What every read takes. */
export interface ReadOptions {
  /** Ends the read as soon as the caller loses interest; the read then fails with `aborted`. */
  readonly signal?: AbortSignal | undefined;
  /**
   * Milliseconds from now for the read: waiting for its turn, login, retries and body. A list has it for each of its
   * pages. Default: the cloud's own.
   */
  readonly deadlineMs?: number | undefined;
  /**
   * Hears of every attempt made for this read, retries included. A login belongs to the read that caused it; reads that
   * merely wait for it do not count it.
   */
  readonly onRequest?: ((record: RequestRecord) => void) | undefined;
}
