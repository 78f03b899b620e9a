import type { Stage } from '../core/acting.ts';
import type { EntryKind } from '../core/audit-entry.ts';
import { steady } from '../lib/steady.ts';
import type { Store } from '../store/open-store.ts';
import { type Cursor, createCursor } from './cursor.ts';
import { readEntry } from './journal.ts';

export interface CopyOptions {
  readonly store: Store;
  readonly stage: Pick<Stage, 'copy'>;
  /** Slack's id of the channel. */
  readonly channel: string;
  readonly clock: () => Date;
  /** Milliseconds between two posts of the head while entries keep coming. */
  readonly headEvery: number;
  /** Of this process, other than of any other. */
  readonly owner: string;
}

export interface ChannelCopy {
  /**
   * Posts what is new, in order, and resolves to how many messages that were. To be called again and again: it costs one
   * query where there is nothing to do.
   * @throws what Slack or the database said; what was not posted is posted by a later call, which waits a while first
   */
  pump(): Promise<number>;
}

/** `finished` tells the same with its outcome; the channel is for reading. The head covers what it does not show. */
const LEFT_OUT: readonly EntryKind[] = ['sent'];

/** Milliseconds without an entry after which the head is posted: what is cut off right after a deed must show, too. */
const QUIET_MS = 60_000;
const RETRY_MS = { first: 5_000, most: 300_000 };

/** Copies the journal into a channel, where who edits the database does not reach it. Of several replicas one does it. */
export function createChannelCopy(options: CopyOptions): ChannelCopy {
  const { store, stage, channel, clock, headEvery } = options;
  const cursor = createCursor(options);
  const elapsed = steady(clock);
  let running: Promise<number> | undefined;
  let failures = 0;
  let notBefore = 0;

  async function pump(): Promise<number> {
    if (elapsed() < notBefore) return 0;
    try {
      const posted = await copyWhatIsDue();
      failures = 0;
      return posted;
    } catch (error) {
      failures += 1;
      const wait = Math.min(RETRY_MS.first * 2 ** (failures - 1), RETRY_MS.most);
      notBefore = elapsed() + wait;
      throw error;
    }
  }

  async function copyWhatIsDue(): Promise<number> {
    const seen = await cursor.look();
    if (seen.seq === seen.last.seq && !headIsDue(seen)) return 0;
    const mine = await cursor.take();
    if (!mine) return 0;
    try {
      // Entries that Slack has are gone: cut off, head and all. The channel gets to see the head that is left.
      const wasCut = mine.seq > mine.last.seq;
      const posted = wasCut ? 0 : await copyEntries(mine);
      const now = wasCut ? mine : await cursor.look();
      if (!wasCut && !headIsDue(now)) return posted;
      await stage.copy(channel, { head: { ...now.last, at: clock().toISOString() } });
      await cursor.headPosted(now.last.seq);
      return posted + 1;
    } finally {
      await cursor.release();
    }
  }

  async function copyEntries({ seq }: Cursor): Promise<number> {
    let posted = 0;
    for (let after = seq; ; ) {
      const row = await store.db
        .selectFrom('journal')
        .select(['seq', 'kind', 'entry', 'hash'])
        .where('seq', '>', after)
        .orderBy('seq')
        .limit(1)
        .executeTakeFirst();
      if (!row) return posted;
      if (!LEFT_OUT.some((kind) => kind === row.kind)) {
        await stage.copy(channel, { entry: readEntry(row) });
        posted += 1;
      }
      // Somebody else has taken it for dead meanwhile, and goes on.
      if (!(await cursor.advance(row.seq))) return posted;
      after = row.seq;
    }
  }

  function headIsDue({ seq, last, headSeq, headAt, lastAt }: Cursor): boolean {
    if (seq !== last.seq || headSeq === last.seq) return false;
    const now = clock().getTime();
    return now - Date.parse(headAt) >= headEvery || now - Date.parse(lastAt) >= QUIET_MS;
  }

  return {
    pump() {
      running ??= pump().finally(() => {
        running = undefined;
      });
      return running;
    },
  };
}
