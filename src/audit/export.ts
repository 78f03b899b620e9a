import { callLine } from '../core/api-call.ts';
import { type AuditEntry, type AuditQuery, EMPTY_DRAFT } from '../core/audit-entry.ts';
import type { Store } from '../store/open-store.ts';
import { canonicalJson } from './canonical.ts';
import { readEntry } from './journal.ts';

export type ExportFormat = 'jsonl' | 'csv';
export type ExportQuery = Pick<AuditQuery, 'node' | 'since'>;

const PAGE = 500;

/**
 * The journal, the oldest first, in pieces of whole lines. `jsonl`: one entry a line, all that a verifier needs. `csv`
 * (RFC 4180): for spreadsheets, of which none shall take a cell for a formula.
 * @throws ServiceError of the service `database`; `bad-answer` for an entry that somebody has damaged
 */
export async function* exportJournal(
  store: Store,
  format: ExportFormat,
  wanted: ExportQuery,
): AsyncGenerator<string> {
  const line = format === 'csv' ? csvLine : jsonLine;
  if (format === 'csv') yield csvRow(Object.keys(COLUMNS));
  for (let after: number | undefined = 0; after !== undefined; ) {
    const rows = await readPage(store, wanted, after);
    if (rows.length > 0) yield rows.map((row) => line(readEntry(row))).join('');
    after = rows.length < PAGE ? undefined : rows.at(-1)?.seq;
  }
}

async function readPage({ db }: Store, { node, since }: ExportQuery, after: number) {
  let rows = db.selectFrom('journal').select(['seq', 'entry', 'hash']).where('seq', '>', after);
  if (node !== undefined)
    rows = rows.where((where) => where.or([where('node', '=', node), where('name', '=', node)]));
  if (since !== undefined) rows = rows.where('at', '>=', since);
  return await rows.orderBy('seq').limit(PAGE).execute();
}

function jsonLine(entry: AuditEntry): string {
  return `${canonicalJson(entry)}\n`;
}

const json = (value: unknown) => (value === null ? null : canonicalJson(value));

/** What an auditor sorts and filters by has a column; what has parts is JSON, or one part a line. */
const COLUMNS: Readonly<Record<string, (entry: AuditEntry) => string | number | null>> = {
  seq: (entry) => entry.seq,
  at: (entry) => entry.at,
  kind: (entry) => entry.kind,
  actor: (entry) => entry.actor,
  requester: (entry) => entry.requester,
  approvers: ({ votes }) => votes.map(({ by }) => by).join('\n'),
  cloud: (entry) => entry.cloud,
  remediation: (entry) => entry.remediation,
  node: (entry) => entry.node,
  name: (entry) => entry.name,
  target: (entry) => entry.target,
  code: (entry) => entry.code,
  words: (entry) => entry.words,
  reason: (entry) => entry.reason,
  ticket: (entry) => entry.ticket,
  finding: ({ ground }) => ground && `${ground.playbook} ${ground.code}: ${ground.summary}`,
  before: ({ before }) => json(before),
  calls: ({ calls }) => calls.map((call) => `${call.service} ${callLine(call)}`).join('\n'),
  results: ({ results }) =>
    results.map(({ status, outcome, words }) => `${status ?? '-'} ${outcome} ${words}`.trim()).join('\n'),
  request_ids: ({ results }) => results.map(({ request_id }) => request_id ?? '-').join('\n'),
  after: ({ after }) => json(after),
  took_ms: (entry) => entry.took_ms,
  approval: (entry) => entry.approval,
  previous: (entry) => entry.previous,
  hash: (entry) => entry.hash,
};

function csvLine(entry: AuditEntry): string {
  // An entry of an older release may lack what has come since.
  const whole = { ...EMPTY_DRAFT, ...entry };
  return csvRow(Object.values(COLUMNS).map((cell) => cell(whole)));
}

function csvRow(cells: readonly (string | number | null)[]): string {
  return `${cells.map(csvCell).join(',')}\r\n`;
}

/** Spreadsheets run what begins so (owasp.org/www-community/attacks/CSV_Injection); an apostrophe makes it a text. */
const FORMULA = /^[=+\-@\t\r\n＝＋－＠]/;
/** A terminal would obey these, and no reader shows them. */
const CONTROL = /[\0-\x08\x0b-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069]/g;

function csvCell(value: string | number | null): string {
  if (value === null) return '';
  if (typeof value === 'number') return String(value);
  const plain = value.replaceAll('\r\n', '\n').replace(CONTROL, '\ufffd');
  const text = FORMULA.test(value) || FORMULA.test(plain) ? `'${plain}` : plain;
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
