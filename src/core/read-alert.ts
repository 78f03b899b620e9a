import { partsOf } from './message-parts.ts';
import { isByPerson, type SeenEvent, type SeenMessage, seenEvent } from './seen-message.ts';
import type { AlertReading, AlertStatus, Trigger } from './trigger.ts';

/** An alert that is not as it was before a message was edited. */
export interface AlertChange {
  readonly key: string;
  /** Absent where the alert is new in the message. */
  readonly was?: AlertStatus;
  /** Absent where the alert is gone from the message. */
  readonly is?: AlertStatus;
}

/** What happened to a message, read. `ts` names the message itself, however often it is edited. */
export type ReadEvent =
  | {
      readonly kind: 'posted';
      readonly channel: string;
      readonly ts: string;
      readonly revised?: string;
      readonly reading: AlertReading;
    }
  | {
      readonly kind: 'edited';
      readonly channel: string;
      readonly ts: string;
      /** When, as a `ts`: of several edits of a message the greatest is the newest. */
      readonly revised?: string;
      readonly reading: AlertReading;
      /** Absent where Slack did not say how it was: compare with what was stored. */
      readonly before?: AlertReading;
      /** Empty where nothing changed that matters, as when Slack adds a preview. */
      readonly changes: readonly AlertChange[];
    }
  | { readonly kind: 'deleted'; readonly channel: string; readonly ts: string };

/** Who reads what is posted, the last resort last. */
export interface AlertReader {
  /** An event of type `message`, or a message of a channel's history with its channel; undefined for what nobody said. */
  readEvent(event: unknown, channelOfHistory?: string): ReadEvent | undefined;
  read(message: SeenMessage): AlertReading;
}

/** @throws Error when the trigger of the last resort is missing: then some messages would be nobody's */
export function createAlertReader(triggers: readonly Trigger[]): AlertReader {
  const last = triggers.find((one) => one.id === 'any');
  if (!last) throw new Error('there is no trigger `any` for tools that nobody knows');
  const inOrder = [...triggers.filter((one) => one !== last), last];

  const read = (message: SeenMessage): AlertReading => {
    const parts = partsOf(message);
    // What a person writes is a person's, even where it is copied from a tool.
    for (const trigger of isByPerson(message) ? [last] : inOrder) {
      const reading = trigger.read(message, parts);
      if (reading) return reading;
    }
    throw new Error('the trigger `any` reads every message');
  };

  return {
    read,
    readEvent: (event, channelOfHistory) => {
      const seen = seenEvent(event, channelOfHistory);
      return seen && readSeen(seen, read);
    },
  };
}

function readSeen(seen: SeenEvent, read: (message: SeenMessage) => AlertReading): ReadEvent {
  if (seen.kind === 'deleted') return seen;
  const { channel, ts, revised, message } = seen;
  const reading = read(message);
  const told = { channel, ts, ...(revised === undefined ? {} : { revised }), reading };
  if (seen.kind === 'posted') return { kind: 'posted', ...told };
  const before = seen.before && read(seen.before);
  const changes = before ? changesBetween(before, reading) : [];
  return { kind: 'edited', ...told, ...(before ? { before } : {}), changes };
}

/**
 * What an edit changed, alert by alert. A message with one alert before and after is taken to be about the same one:
 * tools reword it when it is over.
 */
export function changesBetween(before: AlertReading, now: AlertReading): readonly AlertChange[] {
  const was = statusByKey(before);
  const is = statusByKey(now);
  const [[oldKey, old] = []] = was;
  const [[key, status] = []] = is;
  if (was.size === 1 && is.size === 1 && key !== undefined && status !== undefined && old !== undefined) {
    return old === status && oldKey === key ? [] : [{ key, was: old, is: status }];
  }
  const keys = [...new Set([...was.keys(), ...is.keys()])];
  return keys.flatMap((one): AlertChange[] => {
    const [then, later] = [was.get(one), is.get(one)];
    if (then === later) return [];
    return [{ key: one, ...(then ? { was: then } : {}), ...(later ? { is: later } : {}) }];
  });
}

/** The same alert twice in a message counts once, as firing while it fires anywhere. */
function statusByKey({ items }: AlertReading): ReadonlyMap<string, AlertStatus> {
  const found = new Map<string, AlertStatus>();
  for (const { key, status } of items) {
    if (found.get(key) !== 'firing') found.set(key, status);
  }
  return found;
}
