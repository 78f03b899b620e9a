import type { Desk } from '../answer.ts';
import type { EventLog } from '../event-log.ts';
import type { Outbox } from '../outbox.ts';

/** What the listeners work with. */
export interface Front {
  readonly desk: Desk;
  readonly outbox: Outbox;
  readonly events: EventLog;
  /** Keeps the work in mind until it is done, so that stopping can wait for it. */
  track(work: Promise<void>): Promise<void>;
}
