import type { Label } from './alert-labels.ts';
import type { MessageParts } from './message-parts.ts';
import type { SeenMessage } from './seen-message.ts';

/** `unclear`: the message does not say, as when a person writes, or a tool that nobody knows. */
export type AlertStatus = 'firing' | 'resolved' | 'acknowledged' | 'unclear';

/** One alert of a message; a grouped message has several. */
export interface AlertItem {
  /** The same for the same alert, firing or resolved, in this message or another; a digest, not for people. */
  readonly key: string;
  readonly status: AlertStatus;
  /** As the tool calls it: `IronicNodeCleanFailed`, "Ironic node clean failed". */
  readonly name?: string;
  /** In the tool's own words, lower case: `critical`, `disaster`, `warning`. */
  readonly severity?: string;
  /** Names and values that it shows, in order; a name may stand there twice. */
  readonly labels: readonly Label[];
  /** What else it says that may name things, markup undone. */
  readonly texts: readonly string[];
  /** Where its links and buttons lead. */
  readonly links: readonly string[];
  /** ISO 8601, where the tool tells a time with its zone. */
  readonly started?: string;
  readonly ended?: string;
}

/** What a message says, in our words. */
export interface AlertReading {
  /** The trigger's id. */
  readonly source: string;
  /** Of the message as a whole: firing while any of its alerts is. */
  readonly status: AlertStatus;
  readonly by: 'tool' | 'person';
  /** At least one. */
  readonly items: readonly AlertItem[];
  /** How many alerts the tool says there are, where that is more than `items` shows. */
  readonly told?: number;
  /** True where the message was longer than what is looked at. */
  readonly cut?: boolean;
}

/**
 * One kind of tool that posts into channels. The file's name is its `id`. It reads what the tool writes and judges
 * nothing: whether anything in it is ours is found out from the fleet.
 */
export interface Trigger {
  readonly id: string;
  /** What people call the tool. */
  readonly title: string;
  /** Undefined unless the message is surely of this tool; only `any` is shown what people write. `parts` is the same message taken apart. */
  read(message: SeenMessage, parts: MessageParts): AlertReading | undefined;
}

/** Checks the shape of a trigger where it is written. */
export function defineTrigger(trigger: Trigger): Trigger {
  return trigger;
}
