import type { LogRecord } from './log-records.ts';

/**
 * Who wanted a node and did not get it, who had it, what for and how long: the tracing procedure of the guide's
 * "Why does API return Node is locked by host". Wordings of openstack/ironic ironic/conductor/task_manager.py.
 */
export interface LockConflict {
  readonly node: string;
  /** Conductor that the refusal names. */
  readonly host: string;
  /** What the refused task wanted, e.g. `node update`; absent when its attempt is not among the lines. */
  readonly wanted?: string;
  /** What the holder took the lock for, e.g. `provision action manage`; absent when that is not among the lines. */
  readonly purpose?: string;
  /** How long the holder kept it; absent when its release is not among the lines. */
  readonly heldSeconds?: number;
  /** The entries themselves, in the order in which they were written. */
  readonly records: readonly LogRecord[];
}

const ATTEMPT = /Attempting to get exclusive lock on node (\S+) \(for ([^)]{1,200})\)/;
const RESERVED = /Node (\S+) successfully reserved for (.{1,200}?) \(took [\d.]+ seconds?\)/;
const RELEASED =
  /Successfully released exclusive lock for (.{1,200}?) on node (\S+) \(lock was held ([\d.]+) sec/;
const REFUSED = /Node (\S+) is locked by host ([^\s,]+)/;

interface Held {
  readonly purpose: string;
  readonly record: LogRecord;
}

/** The last conflict of each node that the lines tell of. */
export function lockConflicts(records: readonly LogRecord[]): readonly LockConflict[] {
  const attempts = new Map<string, Held>();
  const holders = new Map<string, Held>();
  const conflicts = new Map<string, LockConflict>();
  for (const record of records) {
    const attempt = ATTEMPT.exec(record.text);
    if (attempt?.[1]) attempts.set(attempt[1], { purpose: attempt[2] ?? '', record });
    const reserved = RESERVED.exec(record.text);
    if (reserved?.[1]) holders.set(reserved[1], { purpose: reserved[2] ?? '', record });
    const released = RELEASED.exec(record.text);
    if (released?.[2]) {
      const node = released[2];
      holders.delete(node);
      const open = conflicts.get(node);
      // Only the release of the task that stood in the way tells how long it stood there.
      if (open && open.heldSeconds === undefined && (open.purpose ?? released[1]) === released[1]) {
        conflicts.set(node, {
          ...open,
          purpose: released[1] ?? '',
          heldSeconds: Number(released[3]),
          records: [...open.records, record],
        });
      }
    }
    const refused = REFUSED.exec(record.text);
    if (refused?.[1] && refused[2]) {
      const node = refused[1];
      const [attempted, holder] = [attempts.get(node), holders.get(node)];
      conflicts.set(node, {
        node,
        host: refused[2],
        ...(attempted && attempted.purpose !== holder?.purpose ? { wanted: attempted.purpose } : {}),
        ...(holder ? { purpose: holder.purpose } : {}),
        records: [...(holder ? [holder.record] : []), ...(attempted ? [attempted.record] : []), record],
      });
    }
  }
  return [...conflicts.values()];
}
