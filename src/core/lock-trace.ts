import { inOrder, type LockEvent, lockEvents } from './lock-lines.ts';
import { type LogRecord, writtenAt } from './log-records.ts';

/** A time for which one task had a node to itself. */
export interface LockHold {
  readonly node: string;
  /** Whose log tells of it: the conductor; empty when the log does not say whose it is. */
  readonly host: string;
  /** What it was taken for, e.g. `provision action manage`, `power state sync`. */
  readonly purpose: string;
  readonly request?: string;
  /** Keystone's id of the user who asked; absent for the conductor's own periodic work. */
  readonly user?: string;
  /** Milliseconds since the epoch; absent where the lines carry no time. */
  readonly from?: number;
  /** As the conductor counted them; absent while its release is not among the lines. */
  readonly heldSeconds?: number;
  /** Another task had the node at this time, so that it was given back by then though no line says so. */
  readonly until?: number;
  /** `enroll -> verifying`: what the node went through meanwhile. */
  readonly states: readonly string[];
  /** The last thing that the holder's own request wrote at WARNING or ERROR meanwhile. */
  readonly trouble?: LogRecord;
  readonly records: readonly LogRecord[];
}

/** A task that wanted the node and did not get it. */
export interface LockConflict {
  readonly node: string;
  /** Conductor that holds the node: as the refusal names it, else the one whose log shows the holder. */
  readonly host: string;
  /** What the refused task wanted, e.g. `node update`; absent when its attempt is not among the lines. */
  readonly wanted?: string;
  /** What the holder took the lock for; absent when that is not among the lines. */
  readonly purpose?: string;
  /** How long the holder kept it; absent when its release is not among the lines. */
  readonly heldSeconds?: number;
  /** At least so long, by the last line that was read, where the release is not among them. */
  readonly heldAtLeastSeconds?: number;
  /** The lines show that the holder gave it back. */
  readonly over: boolean;
  /** Tasks that this holder stood in the way of, this one included. */
  readonly times: number;
  readonly hold?: LockHold;
  /** The entries themselves, in the order in which they were written. */
  readonly records: readonly LogRecord[];
}

export interface LockTrace {
  /** Every time that somebody had a node to himself, in order. */
  readonly holds: readonly LockHold[];
  /** The last conflict of each node. */
  readonly conflicts: readonly LockConflict[];
}

/** Ironic tries `[conductor]node_locked_retry_attempts` × `…_interval`, 3 × 1 s by default, before it refuses. */
const RETRIES_MS = 5_000;

type Open = { -readonly [K in keyof LockHold]: LockHold[K] } & { states: string[]; records: LogRecord[] };
type Attempt = Extract<LockEvent, { kind: 'attempt' }>;

interface Blocked {
  readonly node: string;
  readonly attempt?: Attempt;
  /** The line that says no; absent where nothing was written of it. */
  readonly refusal?: LogRecord;
  /** Conductor that the refusal names. */
  readonly host?: string;
  readonly at?: number;
  hold: Open | undefined;
}

/** Who wanted which node, who had it, what for and how long: the guide's own tracing procedure. */
export function traceLocks(records: readonly LogRecord[]): LockTrace {
  const holds: Open[] = [];
  const open = new Map<string, Open>();
  const attempts: Attempt[] = [];
  const blocked: Blocked[] = [];

  const take = (fits: (attempt: Attempt) => boolean): Attempt | undefined => {
    const at = attempts.findLastIndex(fits);
    return at < 0 ? undefined : attempts.splice(at, 1)[0];
  };
  const block = (node: string, attempt: Attempt | undefined, event: LockEvent, host?: string): void => {
    const at = attempt?.at ?? event.at;
    const hold = (at === undefined ? undefined : holdAt(holds, node, at)) ?? open.get(node);
    blocked.push({
      node,
      hold,
      refusal: event.record,
      ...(attempt ? { attempt } : {}),
      ...(host === undefined ? {} : { host }),
      ...(at === undefined ? {} : { at }),
    });
  };

  for (const event of lockEvents(records)) {
    switch (event.kind) {
      case 'attempt':
        attempts.push(event);
        break;
      case 'reserved': {
        take((one) => one.node === event.node && sameTask(one, event));
        const hold = begun(event, event.at);
        const before = open.get(event.node);
        if (before && event.at !== undefined) before.until = event.at;
        holds.push(hold);
        open.set(event.node, hold);
        break;
      }
      case 'released': {
        const held = open.get(event.node);
        if (held && !sameTask(held, event)) break;
        const hold = held ?? begun(event, event.at && event.at - event.seconds * 1000);
        if (held) held.records.push(event.record);
        else holds.push(hold);
        hold.heldSeconds = event.seconds;
        open.delete(event.node);
        // Its beginning is further back than the lines reach, so whoever was refused meanwhile was refused for it.
        for (const one of blocked) if (!held && !one.hold && during(hold, one.node, one.at)) one.hold = hold;
        break;
      }
      case 'refused': {
        const attempt = take((one) => one.node === event.node && sameRequest(one, event));
        block(event.node, attempt, event, event.host);
        break;
      }
      case 'conflict': {
        const attempt = take((one) => one.request !== undefined && one.request === event.request);
        if (attempt) block(attempt.node, attempt, event);
        break;
      }
      case 'moved':
        open.get(event.node)?.states.push(`${event.from} -> ${event.to}`);
        break;
      case 'trouble': {
        const own = [...open.values()].find((one) => event.request && one.request === event.request);
        if (own) own.trouble = event.record;
      }
    }
  }

  const last = records.reduce((latest, record) => Math.max(latest, writtenAt(record) ?? 0), 0);
  // An attempt that never got its lock while somebody else had it was refused, though no line says so.
  for (const attempt of attempts) {
    const { node, at } = attempt;
    const hold = at === undefined ? undefined : holdAt(holds, node, at);
    if (hold && at !== undefined && last - at > RETRIES_MS) blocked.push({ node, attempt, at, hold });
  }
  return { holds, conflicts: conflictsOf(blocked, last) };
}

/** The last conflict of each node that the lines tell of. */
export function lockConflicts(records: readonly LogRecord[]): readonly LockConflict[] {
  return traceLocks(records).conflicts;
}

function begun(event: Extract<LockEvent, { kind: 'reserved' | 'released' }>, from: number | undefined): Open {
  const { node, purpose, record, request, user } = event;
  return {
    node,
    host: record.host,
    purpose,
    ...(request === undefined ? {} : { request }),
    ...(user === undefined ? {} : { user }),
    ...(from === undefined ? {} : { from }),
    states: [],
    records: [record],
  };
}

function conflictsOf(blocked: readonly Blocked[], last: number): readonly LockConflict[] {
  const byNode = new Map<string, LockConflict>();
  const times = countedBy(blocked);
  for (const one of blocked.toSorted((a, b) => (a.at ?? 0) - (b.at ?? 0))) {
    const { node, attempt, refusal, hold } = one;
    const wanted = attempt && attempt.purpose !== hold?.purpose ? attempt.purpose : undefined;
    const over = hold?.heldSeconds !== undefined || hold?.until !== undefined;
    const since = over ? undefined : hold?.from;
    const entries = [...(hold?.records ?? []), attempt?.record, refusal].filter(
      (entry) => entry !== undefined,
    );
    byNode.set(node, {
      node,
      host: one.host ?? hold?.host ?? '',
      ...(wanted === undefined ? {} : { wanted }),
      ...(hold ? { purpose: hold.purpose, hold } : {}),
      ...(hold?.heldSeconds === undefined ? {} : { heldSeconds: hold.heldSeconds }),
      ...(since === undefined || last <= since
        ? {}
        : { heldAtLeastSeconds: Math.floor((last - since) / 1000) }),
      over,
      times: times(one),
      records: inOrder([...new Set(entries)]),
    });
  }
  return [...byNode.values()];
}

/** How many were refused over the same node while the same task had it. */
function countedBy(blocked: readonly Blocked[]): (one: Blocked) => number {
  const counts = new Map<string, Map<Open | undefined, number>>();
  for (const { node, hold } of blocked) {
    const ofNode = counts.get(node) ?? new Map<Open | undefined, number>();
    counts.set(node, ofNode.set(hold, (ofNode.get(hold) ?? 0) + 1));
  }
  return ({ node, hold }) => counts.get(node)?.get(hold) ?? 1;
}

type Task = { readonly request?: string; readonly purpose?: string };

/** One task's lines: by its request where both name one, else by what they say it is for. */
function sameTask(one: Task, other: Task): boolean {
  return sameRequest(one, other) && one.purpose === other.purpose;
}

function sameRequest(one: Task, other: Task): boolean {
  return one.request === undefined || other.request === undefined || one.request === other.request;
}

function holdAt(holds: readonly Open[], node: string, at: number): Open | undefined {
  return holds.findLast((hold) => hold.from !== undefined && during(hold, node, at));
}

function during(hold: Open, node: string, at: number | undefined): boolean {
  if (hold.node !== node) return false;
  const { from, heldSeconds, until } = hold;
  if (at === undefined || from === undefined) return true;
  const end = heldSeconds === undefined ? until : from + heldSeconds * 1000;
  return from <= at && (end === undefined || at < end);
}
