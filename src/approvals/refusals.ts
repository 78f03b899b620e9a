import type { AuditDraft } from '../core/audit-entry.ts';
import { errorFields } from '../lib/plain-log.ts';
import { draft } from './drafts.ts';
import type { Parts } from './parts.ts';

/** Of one person within a minute so many are recorded one by one; the rest is counted. */
const ONE_BY_ONE = 10;
const WINDOW_MS = 60_000;

interface Window {
  readonly since: number;
  count: number;
  /** The last that was only counted. */
  last: AuditDraft | undefined;
}

/**
 * Records who was not let and why. Whoever hammers on a button fills no disk: beyond a few within a minute their refusals
 * are counted, and one entry says how many there were.
 */
export interface Refusals {
  record(refused: AuditDraft): Promise<void>;
  /** Writes what was only counted, of minutes that are over; of all when nothing follows. */
  flush(all?: boolean): Promise<void>;
}

export function createRefusals({
  repository,
  now,
  log,
}: Pick<Parts, 'repository' | 'now' | 'log'>): Refusals {
  const windows = new Map<string, Window>();

  async function write(entry: AuditDraft): Promise<void> {
    try {
      await repository.turn((turn) => turn.record(entry));
    } catch (error) {
      // They are told all the same: a refusal without a record is better than a person without an answer.
      log.error(
        { ...errorFields(error), actor: entry.actor, code: entry.code },
        'a refusal was not recorded',
      );
    }
  }

  async function close(actor: string, { count, last }: Window): Promise<void> {
    windows.delete(actor);
    if (!last) return;
    const words = `${count - ONE_BY_ONE} more were refused within a minute, the last: ${last.words}`;
    await write(draft({ code: 'flood' }, { kind: 'refused', at: last.at, words, actor: last.actor }));
  }

  return {
    async record(refused) {
      const actor = refused.actor ?? '';
      const before = windows.get(actor);
      if (before && now().getTime() - before.since >= WINDOW_MS) await close(actor, before);
      const window = windows.get(actor) ?? { since: now().getTime(), count: 0, last: undefined };
      windows.set(actor, window);
      window.count += 1;
      if (window.count <= ONE_BY_ONE) await write(refused);
      else window.last = refused;
    },
    async flush(all = false) {
      for (const [actor, window] of [...windows]) {
        if (all || now().getTime() - window.since >= WINDOW_MS) await close(actor, window);
      }
    },
  };
}
