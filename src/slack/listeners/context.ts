import type { Context } from '@slack/bolt';
import type { Acting } from '../../core/acting.ts';
import type { Submitted } from '../acts/submitted.ts';
import type { Desk } from '../answer.ts';
import type { EventLog } from '../event-log.ts';
import type { Homes } from '../homes.ts';
import { keptIn } from '../kept.ts';
import type { Outbox } from '../outbox.ts';
import type { People } from '../people.ts';
import type { Means } from '../places/place.ts';
import { saidOnce } from '../said-once.ts';

/** What the listeners work with. */
export interface Front {
  readonly desk: Desk;
  readonly outbox: Outbox;
  readonly events: EventLog;
  /** The same of questions: known to this process alone. What others know is in the records, or nowhere. */
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

/** How one question is answered, by what is on record of it. */
export function answering(
  { desk, outbox }: Front,
  context: Context | undefined,
): { desk: Desk; means: Means } {
  const kept = keptIn(context);
  const { log } = desk;
  if (!kept) return { desk, means: { outbox, log } };
  return { desk: { ...desk, kept }, means: { outbox: saidOnce(outbox, kept, log), log } };
}

/** Whether it was heard before. What is taken over from another process is meant to come again. */
export async function isRepeated(front: Front, context: Context | undefined, id: string): Promise<boolean> {
  return keptIn(context)?.takenOver ? false : await front.heard.seen(id);
}
