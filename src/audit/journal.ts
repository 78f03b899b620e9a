import type { AuditDraft, AuditEntry, AuditQuery } from '../core/audit-entry.ts';
import { ServiceError } from '../core/errors.ts';
import type { Db, Trx } from '../store/open-store.ts';
import type { JournalTable } from '../store/schema.ts';
import { takeTurn } from '../store/turn.ts';
import { canonicalJson, entryHash } from './canonical.ts';
import { cleanDraft } from './clean.ts';
import type { Head } from './fault.ts';

/**
 * Writes one entry as part of the caller's transaction: it is kept when that is, and not at all when that is not. Writers
 * of all replicas queue at the head's row until the transaction before has ended, so numbers have no gap.
 * @throws ServiceError of the service `database`; what was to be recorded must then not be done
 */
export async function append(trx: Trx, draft: AuditDraft): Promise<AuditEntry> {
  const row = nextRow(await takeTurn(trx), draft);
  await trx.insertInto('journal').values(row).execute();
  await trx.updateTable('journal_head').set({ seq: row.seq, hash: row.hash }).where('id', '=', 1).execute();
  return readEntry(row);
}

/** What stands after `head`. */
export function nextRow(head: Head, draft: AuditDraft): JournalTable {
  const entry = { ...cleanDraft(draft), seq: head.seq + 1, previous: head.hash };
  const text = canonicalJson(entry);
  return { ...columnsOf(entry), entry: text, previous: head.hash, hash: entryHash(head.hash, text) };
}

/** What of an entry has a column of its own, to be asked for. */
export function columnsOf(
  entry: Omit<AuditEntry, 'hash'>,
): Omit<JournalTable, 'entry' | 'previous' | 'hash'> {
  const { seq, at, kind, actor, requester, approval, node, name } = entry;
  return { seq, at, kind, actor, requester, approval, node, name };
}

/** The newest first; 50 of them where no limit is named. */
export async function query(db: Db, wanted: AuditQuery): Promise<readonly AuditEntry[]> {
  const { node, user, since, approval, limit = 50 } = wanted;
  let rows = db.selectFrom('journal').select(['seq', 'entry', 'hash']);
  if (node !== undefined)
    rows = rows.where((where) => where.or([where('node', '=', node), where('name', '=', node)]));
  if (user !== undefined)
    rows = rows.where((where) => where.or([where('actor', '=', user), where('requester', '=', user)]));
  if (since !== undefined) rows = rows.where('at', '>=', since);
  if (approval !== undefined) rows = rows.where('approval', '=', approval);
  const found = await rows.orderBy('seq', 'desc').limit(limit).execute();
  return found.map(readEntry);
}

/** @throws ServiceError `bad-answer` for a row that somebody has damaged */
export function readEntry({ seq, entry, hash }: Pick<JournalTable, 'seq' | 'entry' | 'hash'>): AuditEntry {
  try {
    // We wrote it; what somebody else makes of it is the verifier's business.
    return { ...(JSON.parse(entry) as Omit<AuditEntry, 'hash'>), hash };
  } catch {
    throw new ServiceError(
      `Entry ${seq} of the journal is damaged; \`npm run -s audit -- verify\` tells what else is.`,
      { code: 'bad-answer', service: 'database' },
    );
  }
}
