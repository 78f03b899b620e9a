import fc from 'fast-check';
import type { ReadEvent } from '../../src/core/read-alert.ts';
import type { AlertStatus } from '../../src/core/trigger.ts';
import { at, CHANNEL, deleted, nameOf, readingOf } from './alert-world.ts';

const KEYS = 8;

/** Firing mostly: what has to be told. */
const status = fc.constantFrom<AlertStatus>(
  'firing',
  'firing',
  'firing',
  'acknowledged',
  'resolved',
  'resolved',
);

/** A message as it is posted and edited: it never leaves out an alert that it had, and may tell of further ones. */
const message = fc.record({
  keys: fc.uniqueArray(fc.nat(KEYS - 1), { minLength: 1, maxLength: 3 }),
  /** A status for each key and revision; of the first nothing may be over. */
  revisions: fc.array(fc.array(status, { minLength: 4, maxLength: 4 }), { minLength: 1, maxLength: 3 }),
  /** A key that an edit adds. */
  more: fc.option(fc.nat(KEYS - 1), { freq: 3 }),
  deleted: fc.nat(9).map((one) => one === 0),
});

/** What happens; in which order its steps are taken is the seed's. */
export const alertScenario = fc.record({
  seed: fc.integer(),
  messages: fc.array(message, { minLength: 1, maxLength: 7 }),
  /** How many processes die. */
  crashes: fc.nat(4),
  /** How often the clock leaps. */
  leaps: fc.nat(4),
  /** Whether the cloud cannot be read at times. */
  sick: fc.nat(2).map((one) => one === 0),
  /** Whether Slack refuses and loses answers at times. */
  slack: fc.boolean(),
});
export type AlertScenario = typeof alertScenario extends fc.Arbitrary<infer T> ? T : never;

export interface Telling {
  readonly event: ReadEvent;
  /** By key what it says; nothing where the message was deleted. */
  readonly says: ReadonlyMap<string, AlertStatus>;
}

/**
 * Everything that happens in a channel, in the order in which it does, a second each. Messages are edited in turns, so
 * that what one says is overtaken by what another says.
 */
export function tellingsOf({ messages }: AlertScenario, run: string, from: number): readonly Telling[] {
  let second = from;
  const next = () => {
    second += 1;
    return at(second);
  };
  const tellings: Telling[] = [];
  const posted = new Map<number, string>();
  for (let round = 0; round < 4; round += 1) {
    for (const [index, { keys, revisions, more, deleted: ends }] of messages.entries()) {
      const statuses = revisions[round];
      const ts = posted.get(index) ?? next();
      posted.set(index, ts);
      if (statuses) {
        const told = round > 0 && more !== null && !keys.includes(more) ? [...keys, more] : keys;
        const items = told.map((key, place) => ({
          key: `${run} ${key}`,
          node: nameOf(key),
          status: statuses[place] ?? 'firing',
        }));
        const reading = readingOf(items);
        const event: ReadEvent =
          round === 0
            ? { kind: 'posted', channel: CHANNEL, ts, reading }
            : { kind: 'edited', channel: CHANNEL, ts, revised: next(), reading, changes: [] };
        tellings.push({ event, says: new Map(items.map((one) => [one.key, one.status])) });
      } else if (ends && round === revisions.length) {
        tellings.push({ event: deleted(ts), says: new Map() });
      }
    }
  }
  return tellings;
}
