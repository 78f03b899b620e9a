import { formatDuration, parseUtc } from '../../lib/duration.ts';
import { dateToken, type Mrkdwn, NOTHING, text } from './escape.ts';

/** The clock time in the reader's own zone, with the date where it was another day; UTC where Slack cannot tell. */
export function at(iso: string | null | undefined): Mrkdwn {
  if (!iso) return NOTHING;
  const ms = parseUtc(iso);
  // Slack takes no time before 1970.
  if (ms === undefined || ms < 0) return text(iso, 40);
  const utc = new Date(ms).toISOString();
  return dateToken(
    ms / 1000,
    '{date_short_pretty} {time_secs}',
    `${utc.slice(0, 10)} ${utc.slice(11, 19)} UTC`,
  );
}

/** "3 h 12 min", from an ISO time until another; empty when either is unreadable. */
export function between(from: string | null | undefined, to: string): string {
  const start = from ? parseUtc(from) : undefined;
  const end = parseUtc(to);
  return start === undefined || end === undefined ? '' : formatDuration((end - start) / 1000);
}
