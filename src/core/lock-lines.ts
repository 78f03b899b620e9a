import { osloContext } from '../lib/oslo-context.ts';
import { type LogRecord, writtenAt } from './log-records.ts';

/** What every line about a lock tells beside its own words. */
interface Written {
  readonly record: LogRecord;
  /** Milliseconds since the epoch. */
  readonly at?: number;
  /** Of the task that wrote it. */
  readonly request?: string;
  /** Keystone's id of whoever asked; absent for a conductor's own periodic work. */
  readonly user?: string;
}

/** A change of provision state. */
export interface Moved {
  readonly node: string;
  readonly from: string;
  readonly to: string;
  /** Where the node is headed; absent where the line says none. */
  readonly target?: string;
}

/** One line of the story of a node's exclusive lock. */
export type LockEvent = Written &
  (
    | { readonly kind: 'attempt'; readonly node: string; readonly purpose: string }
    | { readonly kind: 'reserved'; readonly node: string; readonly purpose: string }
    | { readonly kind: 'released'; readonly node: string; readonly purpose: string; readonly seconds: number }
    | { readonly kind: 'refused'; readonly node: string; readonly host: string }
    | { readonly kind: 'conflict' }
    | ({ readonly kind: 'moved' } & Moved)
    | { readonly kind: 'trouble' }
  );

/** Wordings of openstack/ironic ironic/conductor/task_manager.py; all but the change of state are written at DEBUG. */
const ATTEMPT = /Attempting to get exclusive lock on node (\S+) \(for ([^)]{1,200})\)/;
const RESERVED = /Node (\S+) successfully reserved for (.{1,200}?) \(took [\d.]+ seconds?\)/;
const RELEASED =
  /Successfully released exclusive lock for (.{1,200}?) on node (\S+) \(lock was held ([\d.]+) sec/;
const REFUSED = /Node (\S+) is locked by host ([^\s,]+)/;
const MOVED =
  /Node (?<node>\S{1,255}) moved to provision state "(?<to>[^"]{1,40})" from state "(?<from>[^"]{1,40})"(?:; target provision state is "(?<target>[^"]{1,40})")?/;
/** oslo.messaging does not log a refusal that is expected; then only the API's own access log shows it. */
const CONFLICT = /HTTP\/[\d.]+"? status: 409\b/;

/** A word of each of them: most lines have none. */
const TELLS = /exclusive lock|reserved for|locked by host|moved to provision|status: 409/;
/** More than a day of one node; tracing costs by their square. */
const MOST_EVENTS = 4000;

const isGrave = ({ level }: LogRecord): boolean => level === 'error' || level === 'warning';

/** The change of provision state that a line tells of. */
export function movedIn(text: string): Moved | undefined {
  const { node = '', to, from = '', target } = MOVED.exec(text)?.groups ?? {};
  if (to === undefined) return undefined;
  return { node, to, from, ...(target === undefined || target === 'None' ? {} : { target }) };
}

/** The lines that tell of locks, the newest of them, in the order in which they were written. */
export function lockEvents(records: readonly LogRecord[]): readonly LockEvent[] {
  const telling = records.filter((record) => isGrave(record) || TELLS.test(record.text));
  return inOrder(telling)
    .slice(-MOST_EVENTS)
    .flatMap((record) => {
      const event = eventOf(record.text, isGrave(record));
      return event ? [{ ...event, ...writtenBy(record) } as LockEvent] : [];
    });
}

type Bare<T> = T extends unknown ? Omit<T, keyof Written> : never;

function eventOf(text: string, grave: boolean): Bare<LockEvent> | undefined {
  const attempt = ATTEMPT.exec(text);
  if (attempt) return { kind: 'attempt', node: attempt[1] ?? '', purpose: attempt[2] ?? '' };
  const reserved = RESERVED.exec(text);
  if (reserved) return { kind: 'reserved', node: reserved[1] ?? '', purpose: reserved[2] ?? '' };
  const released = RELEASED.exec(text);
  if (released) {
    const [, purpose = '', node = '', seconds] = released;
    return { kind: 'released', node, purpose, seconds: Number(seconds) };
  }
  const refused = REFUSED.exec(text);
  if (refused) return { kind: 'refused', node: refused[1] ?? '', host: refused[2] ?? '' };
  const moved = movedIn(text);
  if (moved) return { kind: 'moved', ...moved };
  if (CONFLICT.test(text)) return { kind: 'conflict' };
  return grave ? { kind: 'trouble' } : undefined;
}

function writtenBy(record: LogRecord): Written {
  const { request, user } = osloContext(record.text) ?? {};
  const at = writtenAt(record);
  return {
    record,
    ...(at === undefined ? {} : { at }),
    ...(request === undefined ? {} : { request }),
    ...(user === undefined ? {} : { user }),
  };
}

/** By time where lines have one; the others stay behind the line before them. */
export function inOrder(records: readonly LogRecord[]): readonly LogRecord[] {
  let before = 0;
  return records
    .map((record) => {
      before = writtenAt(record) ?? before;
      return { record, at: before };
    })
    .toSorted((a, b) => a.at - b.at)
    .map(({ record }) => record);
}
