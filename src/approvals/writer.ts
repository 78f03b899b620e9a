import type { ApiCall, CallResult } from '../core/api-call.ts';
import type { WriteOptions, Writer } from '../openstack/writer.ts';

/** A call's result for the record, and what the engine does next with it. */
export interface Sent {
  readonly result: CallResult;
  /** The conductor that holds the node: nothing was done, and it passes. */
  readonly locked_by: string | undefined;
  /**
   * Refused for a reason that passes by itself: locked, too much at once, no free worker, too many requests, or nobody
   * was there to be asked or to let us in. Sending it again is another call, which the engine may make as long as it has time.
   */
  readonly passes: boolean;
}

const PASSING: readonly (string | undefined)[] = [
  'node-locked',
  'action-limit',
  'no-free-worker',
  'rate-limited',
  'unreachable',
  'timeout',
  'server-error',
];

/** Sends one call and never throws for a sick service: what became of it is the result. */
export type SendCall = (call: ApiCall, options?: WriteOptions) => Promise<Sent>;

export function createSendCall(writer: Writer): SendCall {
  return async (call, options) => {
    const { outcome, code, status, request_id, global_request_id, at, words, locked_by } = await writer.send(
      call,
      options,
    );
    const result = { status, request_id, global_request_id, at, outcome, words } satisfies CallResult;
    return { result, locked_by, passes: PASSING.includes(code) };
  };
}
