import type { Log } from '../log.ts';
import type { Outbox } from '../outbox.ts';
import type { Rendered } from '../render/limits.ts';

/** Where an answer belongs: somebody asked there. */
export interface Place {
  /**
   * Shows at once that work has begun: `what` it is about, and what is being done, `diagnosing`. It never fails: the
   * answer matters, this does not.
   */
  working(what: string, doing: string): Promise<void>;
  /** `asker`: help, usage and refusals need no audience where Slack can show them to one person. */
  deliver(rendered: Rendered, audience: Audience): Promise<void>;
}

export type Audience = 'asker' | 'channel';

export interface Means {
  readonly outbox: Outbox;
  readonly log: Log;
}
