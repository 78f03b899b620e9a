import type { Acting } from '../../core/acting.ts';
import type { Submitted } from '../acts/submitted.ts';
import type { Desk } from '../answer.ts';
import type { EventLog } from '../event-log.ts';
import type { Homes } from '../homes.ts';
import type { Outbox } from '../outbox.ts';
import type { People } from '../people.ts';

/** What the listeners work with. */
export interface Front {
  readonly desk: Desk;
  readonly outbox: Outbox;
  readonly events: EventLog;
  /** The same of what only asks: known to this process alone, so that no question waits for records that are slow. */
  readonly heard: EventLog;
  readonly people: People;
  /** Undefined where nobody has configured it. */
  readonly acting: () => Acting | undefined;
  readonly homes: Homes;
  /** Modals that were sent lately, by the trigger of each. */
  readonly submissions: Map<string, Promise<Submitted>>;
  /** How long a submitted modal waits for its outcome before it says so, in ms; Slack gives three seconds. */
  readonly submitMs: number;
  /** How long a click waits for its outcome before it is told that it takes longer, in ms. */
  readonly slowMs: number;
  /** Keeps the work in mind until it is done, so that stopping can wait for it. */
  track(work: Promise<void>): Promise<void>;
}
