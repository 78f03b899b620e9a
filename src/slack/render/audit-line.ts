import type { AuditEntry, EntryKind } from '../../core/audit-entry.ts';
import { formatDuration } from '../../lib/duration.ts';
import { at } from './dates.ts';
import { quoted } from './deed.ts';
import { bold, code, join, type Mrkdwn, md, NOTHING, person, text } from './escape.ts';
import { fit, type Message, sections } from './limits.ts';
import { changeLine, seenLine } from './seen.ts';

/** What somebody did, as the journal's words for a deed read in a line. */
const DEEDS: Readonly<Record<EntryKind, Mrkdwn>> = {
  requested: md`asked`,
  approved: md`approved`,
  declined: md`declined`,
  withdrawn: md`withdrawn`,
  expired: md`expired`,
  'not-run': md`not run`,
  started: md`started`,
  sent: md`sent`,
  'taken-over': md`taken over`,
  finished: md`finished`,
  refused: md`refused`,
  frozen: md`frozen`,
  thawed: md`thawed`,
};

/** With these the whole story is told; what stands between them only says how far it is. */
const WHOLE: readonly EntryKind[] = ['requested', 'not-run', 'finished', 'refused', 'frozen', 'thawed'];

/**
 * `#1042` 03:14:31 · finished · abort · node-17 (6a2…) · asked by <@U1> approved <@U2> · "…" · before → after · req-8d1… ·
 * 14 s · succeeded · thread ↗. One line, so that a day of them can be read down.
 */
export function auditLine(entry: AuditEntry, thread: Mrkdwn = NOTHING): Mrkdwn {
  return join([md`${code(`#${entry.seq}`, 20)} ${at(entry.at)}`, ...parts(entry), thread], ' · ');
}

function parts(entry: AuditEntry): readonly Mrkdwn[] {
  const { kind, remediation, ticket, reason, took_ms } = entry;
  const whole = WHOLE.includes(kind);
  return [
    bold(DEEDS[kind]),
    remediation ? text(remediation, 60) : NOTHING,
    on(entry),
    whom(entry, whole),
    whole && reason ? quoted(reason, 200) : NOTHING,
    whole && ticket ? text(ticket, 100) : NOTHING,
    whole ? change(entry) : NOTHING,
    ...entry.results
      .slice(0, 3)
      .map(({ request_id, outcome }) => md`${request_id ? code(request_id, 60) : NOTHING} ${text(outcome)}`),
    took_ms === null ? NOTHING : text(formatDuration(took_ms / 1000)),
    said(entry),
  ];
}

/** The entry's words without what the line has told already, and its code where the words do not have it. */
function said({ words, code: why, kind, name }: AuditEntry): Mrkdwn {
  const deed = name ? words.indexOf(` · ${name}: `) : -1;
  const rest = deed >= 0 ? words.slice(deed + ` · ${name}: `.length) : words;
  const told = rest === kind || rest === DEEDS[kind] ? NOTHING : text(rest, 300);
  return join([why && !rest.includes(why) ? text(why, 60) : NOTHING, told], ' · ');
}

function on({ name, node, target }: AuditEntry): Mrkdwn {
  if (!node && !name) return target ? code(target, 100) : NOTHING;
  const short = node ? md` (${code(node.length > 12 ? `${node.slice(0, 8)}…` : node, 16)})` : NOTHING;
  return md`${text(name ?? 'node', 120)}${short}`;
}

/** Nobody is mentioned more often than it takes: each of them hears of it. */
function whom({ actor, requester, votes }: AuditEntry, whole: boolean): Mrkdwn {
  const by = actor ? md`by ${person(actor)}` : NOTHING;
  if (!whole) return by;
  const asker = requester && requester !== actor ? md`asked by ${person(requester)}` : NOTHING;
  const agreed = votes.slice(0, 4).map((vote) => person(vote.by));
  return join([by, asker, agreed.length > 0 ? md`approved ${join(agreed, ', ')}` : NOTHING], ' ');
}

/** What became of it; how it looked, where nothing has been done yet. */
function change({ before, after }: AuditEntry): Mrkdwn {
  if (before && after) return changeLine(before, after);
  const seen = after ?? before;
  return seen ? seenLine(seen) : NOTHING;
}

/** A journal entry as the audit channel gets it. */
export function renderAuditCopy(entry: AuditEntry, thread: Mrkdwn): Message {
  const line = auditLine(entry, thread);
  const lead = join(
    [md`#${entry.seq}`, DEEDS[entry.kind], text(entry.remediation ?? '', 60), text(entry.name ?? '', 120)],
    ' · ',
  );
  return fit(lead, sections([line])).message;
}

/**
 * The end of the chain, so that a journal whose tail was cut can be told from a whole one: what stands in the code is
 * what `audit verify --head` takes.
 */
export function renderAuditHead(head: {
  readonly seq: number;
  readonly hash: string;
  readonly at: string;
}): Message {
  const word = `${head.seq}:${head.hash}`;
  const line = md`${code('head', 10)} ${code(word, 120)} · ${at(head.at)}`;
  return fit(md`head #${head.seq}`, sections([line])).message;
}
