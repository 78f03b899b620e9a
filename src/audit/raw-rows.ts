import { type Expression, sql } from 'kysely';
import type { Store, Trx } from '../store/open-store.ts';
import type { JournalTable } from '../store/schema.ts';

/**
 * A value as the database holds it, type and bytes: `text:6E6F64`, `integer:3132`, `null:`. A reader that makes
 * characters of bytes would forgive some that have been changed.
 */
export type Raw = `${'text' | 'integer' | 'null' | 'blob' | 'real'}:${string}`;
export type RawRow = Readonly<Record<keyof JournalTable, Raw>>;
export interface RawPage {
  readonly rows: readonly RawRow[];
  /** All rows of `journal_head`; one, where nobody has been at it. */
  readonly heads: readonly { readonly id: Raw; readonly seq: Raw; readonly hash: Raw }[];
}

const PAGE = 500;
const COLUMNS = [
  'seq',
  'at',
  'kind',
  'actor',
  'requester',
  'approval',
  'node',
  'name',
  'entry',
  'previous',
  'hash',
] as const satisfies readonly (keyof JournalTable)[];

/** All rows, the newest first, a page at a time; the first page and the head are of one moment. */
export async function* rawPages(store: Store): AsyncGenerator<RawPage> {
  let below: bigint | undefined;
  do {
    const page: RawPage = await store.snapshot((trx) => readPage(store, trx, below));
    yield page;
    const last = page.rows.length < PAGE ? undefined : page.rows.at(-1);
    below = last && BigInt(textOf(last.seq) ?? '');
  } while (below !== undefined);
}

async function readPage(store: Store, trx: Trx, below: bigint | undefined): Promise<RawPage> {
  const { ref } = trx.dynamic;
  const raw = (column: string) => rawValue(store.kind, sql`${sql.ref(column)}`).as(column);
  let rows = trx
    .selectFrom('journal')
    .select(COLUMNS.map(raw))
    .orderBy(ref('journal.seq'), 'desc')
    .limit(PAGE);
  // A number of SQLite may be greater than those of JavaScript.
  if (below !== undefined) rows = rows.where(sql<boolean>`seq < ${below}`);
  const heads = trx.selectFrom('journal_head').select(['id', 'seq', 'hash'].map(raw)).limit(10);
  return {
    rows: (await rows.execute()) as unknown as readonly RawRow[],
    heads: (await heads.execute()) as unknown as RawPage['heads'],
  };
}

function rawValue(kind: Store['kind'], value: Expression<unknown>) {
  if (kind === 'sqlite') return sql<Raw>`typeof(${value}) || ':' || hex(${value})`;
  return sql<Raw>`coalesce(
    case when pg_typeof(${value}) = 'text'::regtype then 'text' else 'integer' end
    || ':' || upper(encode(convert_to(${value}::text, 'UTF8'), 'hex')), 'null:')`;
}

export function rawOf(value: string | number | null): Raw {
  if (value === null) return 'null:';
  const hex = Buffer.from(String(value), 'utf8').toString('hex').toUpperCase();
  return typeof value === 'number' ? `integer:${hex}` : `text:${hex}`;
}

export function bytesOf(raw: Raw): Buffer {
  return Buffer.from(raw.slice(raw.indexOf(':') + 1), 'hex');
}

/** Undefined for what is no well-formed text or number. */
export function textOf(raw: Raw): string | undefined {
  const text = bytesOf(raw).toString('utf8');
  return rawOf(text).slice(5) === raw.slice(raw.indexOf(':') + 1) && !/^(?:null|blob|real)/.test(raw)
    ? text
    : undefined;
}
