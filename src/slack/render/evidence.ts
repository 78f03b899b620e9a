import type { Evidence } from '../../core/finding.ts';
import type { UnknownCheck } from '../../core/report.ts';
import { parseUtc } from '../../lib/duration.ts';
import { at } from './dates.ts';
import { code, type Mrkdwn, md, NOTHING, text } from './escape.ts';

/** Where people and machines write freely; what stands there is quoted, never taken for our words. */
const FREE_TEXT =
  /(?:^|\.)(?:last_error|reason|maintenance_reason|message|details|description|lines?)$|^(?:history|logs|instance_actions)\b|^instance\.fault/;

/** Reads of one diagnosis are seconds apart; the time of each is worth saying only when it is older. */
const SAME_MS = 60_000;

/** `• what was read (where)`, and when, unless that is when the whole report was made. */
export function evidenceLine(piece: Evidence, max: number, reportAt: string): Mrkdwn {
  const observed = isQuote(piece) ? code(piece.observed, max) : text(piece.observed, max);
  const when = isOlder(piece.at, reportAt) ? md`, read ${at(piece.at)}` : NOTHING;
  return md`• ${observed} (${code(piece.source, 160)}${when})`;
}

function isQuote({ source, observed }: Evidence): boolean {
  return FREE_TEXT.test(source) || /[\n<>{}*~|\\]|:\/\//.test(observed);
}

function isOlder(read: string | undefined, reportAt: string): boolean {
  const [then, now] = [read ? parseUtc(read) : undefined, parseUtc(reportAt)];
  return then !== undefined && now !== undefined && Math.abs(now - then) > SAME_MS;
}

/** One line for each reason, since one sick service silences many checks. */
export function unknownLines(unknown: readonly UnknownCheck[], max: number): readonly Mrkdwn[] {
  const byReason = Map.groupBy(unknown, (check) => check.reason);
  const lines = [...byReason].map(([reason, checks]) => {
    const first = text(checks[0]?.asks ?? '', 160);
    const more = checks.length > 1 ? md` and ${checks.length - 1} more` : NOTHING;
    return md`• ${text(reason, 300)}: _${first}_${more}`;
  });
  if (lines.length <= max) return lines;
  return [...lines.slice(0, max), md`• ${lines.length - max} more reasons, in the thread`];
}
