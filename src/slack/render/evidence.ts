import type { Evidence } from '../../core/finding.ts';
import type { UnknownCheck } from '../../core/report.ts';
import { parseUtc } from '../../lib/duration.ts';
import { at } from './dates.ts';
import { code, type Mrkdwn, md, NOTHING, text } from './escape.ts';

/** Where people and machines write freely; what stands there is quoted, never taken for our words. */
const FREE_TEXT =
  /(?:^|\.)(?:last_error|reason|maintenance_reason|message|details|description|lines?)$|^(?:history|logs|ramdisk_logs|instance_actions)\b|^instance\.fault/;

const SPACE = md` `;

/** A tarball's name is longer than what is in it; both ends of a place tell it apart, and the thread's commands have it whole. */
const PLACE = 64;

/** A bare value rather than words about one. */
const SHORT = 24;

/** Reads of one diagnosis are seconds apart; the time of each is worth saying only when it is older. */
const SAME_MS = 60_000;

/** `• what was read (where)`, and when, unless that is when the whole report was made. */
export function evidenceLine(piece: Evidence, max: number, reportAt: string): Mrkdwn {
  const observed = isQuote(piece) ? code(piece.observed, max) : withTimes(piece.observed, max);
  const when = isOlder(piece.at, reportAt) ? md`, read ${at(piece.at)}` : NOTHING;
  const source = code(piece.source, PLACE);
  // "none" says something only behind the name of what is none.
  if (!isQuote(piece) && piece.observed.length <= SHORT) return md`• ${source}: ${observed}${when}`;
  return md`• ${observed} (${source}${when})`;
}

const ISO_TIME = /(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?(?:Z|[+-]\d\d:?\d\d)?)/;

/** Our own words about what was read, with times in the reader's own zone. */
function withTimes(observed: string, max: number): Mrkdwn {
  if (observed.length > max) return text(observed, max);
  return observed
    .split(ISO_TIME)
    .map((part, index) => {
      if (index % 2 === 1) return at(part);
      // `text` trims, and the space before a time is part of the sentence.
      const [, before = '', middle = '', after = ''] = /^(\s*)(.*?)(\s*)$/s.exec(part) ?? [];
      return md`${before ? SPACE : NOTHING}${text(middle, max)}${after ? SPACE : NOTHING}`;
    })
    .reduce((line, part) => md`${line}${part}`, NOTHING);
}

function isQuote({ source, observed }: Evidence): boolean {
  return FREE_TEXT.test(source) || /[\n<>{}*~|\\]|:\/\//.test(observed);
}

function isOlder(read: string | undefined, reportAt: string): boolean {
  const [then, now] = [read ? parseUtc(read) : undefined, parseUtc(reportAt)];
  return then !== undefined && now !== undefined && Math.abs(now - then) > SAME_MS;
}

/** One line for each reason, since one sick service silences many checks. `rest`: where what has no room stands. */
export function unknownLines(
  unknown: readonly UnknownCheck[],
  max: number,
  rest = md`in the thread`,
): readonly Mrkdwn[] {
  const byReason = Map.groupBy(unknown, (check) => check.reason);
  const lines = [...byReason].map(([reason, checks]) => {
    const first = text(checks[0]?.asks ?? '', 160);
    const more = checks.length > 1 ? md` and ${checks.length - 1} more` : NOTHING;
    return md`• ${text(reason, 300)}: _${first}_${more}`;
  });
  if (lines.length <= max) return lines;
  return [...lines.slice(0, max), md`• ${lines.length - max} more reasons, ${rest}`];
}
