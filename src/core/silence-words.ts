import { UsageError } from './errors.ts';

/** What somebody typed after `silence`. */
export interface SilenceWords {
  /** A node or a cause, and `--cloud` where it was said. */
  readonly target: string;
  readonly until: Date;
  readonly reason: string | null;
}

const MINUTE_MS = 60_000;
const DAY_MS = 1_440 * MINUTE_MS;
export const MAX_SILENCE_DAYS = 14;
const MAX_REASON = 300;

const UNITS: Readonly<Record<string, number>> = {
  m: MINUTE_MS,
  h: 60 * MINUTE_MS,
  d: DAY_MS,
  w: 7 * DAY_MS,
};

/**
 * Reads `node-17 for 2h because the PDU is swapped --cloud lab`, `bmc-credentials until 08:00`. Times of day are UTC, the next
 * one that comes.
 * @throws UsageError for a time that is missing, none, or too far away
 */
export function readSilence(text: string, now: Date): SilenceWords {
  const [, before = text, why] = /^([\s\S]*?)\s+because\b\s*:?\s*([\s\S]*)$/i.exec(text) ?? [];
  // The cloud may stand at the very end, and is no part of the reason.
  const [, reason = why ?? '', cloud = ''] = /^([\s\S]*?)(\s+--cloud(?:=|\s+)\S+)\s*$/.exec(why ?? '') ?? [];
  const [, target, word, time = '', cloudBetween = ''] =
    /^([\s\S]*?)\s+(for|until)\s+(.*?)(\s+--cloud(?:=|\s+)\S+)?\s*$/i.exec(before) ?? [];
  if (!target?.trim()) {
    throw new UsageError(
      'For how long? E.g. `silence node-17 for 2h because the PDU is swapped`, or `until 08:00` (UTC).',
    );
  }
  const until = word?.toLowerCase() === 'for' ? after(time, now) : at(time, now);
  if (until === undefined) {
    throw new UsageError(
      `I do not understand the time \`${time.slice(0, 40)}\`: say \`for 30m\`, \`for 2h\`, \`for 3d\`, or \`until 08:00\` (UTC).`,
    );
  }
  if (until.getTime() <= now.getTime()) throw new UsageError('That time is over already.');
  if (until.getTime() - now.getTime() > MAX_SILENCE_DAYS * DAY_MS) {
    throw new UsageError(
      `That is longer than ${MAX_SILENCE_DAYS} days. What is never wanted is better taken out of the alerting rules.`,
    );
  }
  return {
    target: `${target.trim()}${cloudBetween}${cloud}`,
    until,
    reason: reason.replace(/\s+/g, ' ').trim().slice(0, MAX_REASON) || null,
  };
}

function after(words: string, now: Date): Date | undefined {
  const [, count = '', unit = ''] =
    /^(\d{1,5})\s*(m|h|d|w)(?:in(?:ute)?s?|(?:ou)?rs?|ays?|eeks?)?\.?$/i.exec(words.trim()) ?? [];
  const ms = UNITS[unit.toLowerCase()];
  return ms === undefined ? undefined : new Date(now.getTime() + Number(count) * ms);
}

function at(words: string, now: Date): Date | undefined {
  const typed = words
    .trim()
    .toUpperCase()
    .replace(/\s*(?:UTC|Z)$/, '');
  const [, day, hours, minutes] = /^(?:(\d{4}-\d\d-\d\d)[T ]+)?(\d{1,2}):(\d\d)$/.exec(typed) ?? [];
  if (hours === undefined || minutes === undefined) return undefined;
  const date = day ?? now.toISOString().slice(0, 10);
  const ms = Date.parse(`${date}T${hours.padStart(2, '0')}:${minutes}:00Z`);
  if (Number.isNaN(ms)) return undefined;
  return new Date(day === undefined && ms <= now.getTime() ? ms + DAY_MS : ms);
}
