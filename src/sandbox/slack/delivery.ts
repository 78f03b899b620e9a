import type { Json, Timers } from './types.ts';

/** How long Slack waits for an acknowledgement (docs.slack.dev, "Responding to user interaction"). */
export const ACK_MS = 3000;
/** When an unanswered event is sent again: at once, after a minute, after five (docs.slack.dev, "The Events API"). */
export const EVENT_RETRIES_MS = [0, 60_000, 300_000] as const;

export interface Envelope {
  readonly type: 'events_api' | 'slash_commands' | 'interactive';
  readonly payload: Json;
}

/** What became of a payload a person waits for. `payload` is what the app put into its acknowledgement. */
export type Ack =
  | { readonly ok: true; readonly payload: Json }
  | { readonly ok: false; readonly error: 'operation_timeout' | 'dispatch_failed' };

/** One way from Slack to the app: Socket Mode or a request URL. */
export interface Delivery {
  /** A slash command or a click: sent once, and the person waits at most `ACK_MS`. */
  ask(envelope: Envelope): Promise<Ack>;
  /** An event: sent until acknowledged, with Slack's retries. `twice` sends a marked repetition whatever the answer. */
  tell(envelope: Envelope, twice: boolean): void;
  close(): void;
}

export const systemTimers: Timers = {
  after(ms, task) {
    const timer = setTimeout(task, ms);
    timer.unref();
    return () => clearTimeout(timer);
  },
};
