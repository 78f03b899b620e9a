import type { Evidence } from '../../core/finding.ts';
import type { UnknownCheck } from '../../core/report.ts';
import { at } from './dates.ts';
import { code, type Mrkdwn, md, NOTHING, text } from './escape.ts';

/** Fields in which people and machines write freely; what stands there is quoted, never taken for our words. */
const FREE_TEXT = /(?:last_error|reason|fault|message|event|lines?|details?|description|extra)\]?$/;

/** `• what was read (where)`. In the thread also when. */
export function evidenceLine(
  piece: Evidence,
  options: { readonly max: number; readonly when: boolean },
): Mrkdwn {
  const observed = isQuote(piece) ? code(piece.observed, options.max) : text(piece.observed, options.max);
  const when = options.when && piece.at ? md`, read ${at(piece.at)}` : NOTHING;
  return md`• ${observed} (${code(piece.source, 160)}${when})`;
}

function isQuote(piece: Evidence): boolean {
  return (
    FREE_TEXT.test(piece.source) ||
    piece.observed.length > 160 ||
    /[\n<>{}[\]`*~|]|:\/\//.test(piece.observed)
  );
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
