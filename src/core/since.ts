const UNITS: Readonly<Record<string, number>> = { m: 60, min: 60, h: 3_600, d: 86_400, w: 604_800 };
const DAY_MS = 86_400_000;

/**
 * A point in the past as people type it, `2h`, `30 min`, `3d`, `today`, `yesterday`, `2026-11-22` or a whole ISO 8601
 * time, as ISO 8601 in UTC with milliseconds; days begin at midnight UTC. Undefined for what is none.
 */
export function readSince(words: string, now: Date): string | undefined {
  const typed = words.trim().toLowerCase();
  const midnight = Math.floor(now.getTime() / DAY_MS) * DAY_MS;
  if (typed === 'today') return new Date(midnight).toISOString();
  if (typed === 'yesterday') return new Date(midnight - DAY_MS).toISOString();
  const [, count = '', unit = ''] = /^(\d{1,4})\s*(m|min|h|d|w)$/.exec(typed) ?? [];
  const seconds = UNITS[unit];
  if (seconds !== undefined) return new Date(now.getTime() - Number(count) * seconds * 1000).toISOString();
  if (!/^\d{4}-\d\d-\d\d(?:[t ]\d\d:\d\d(?::\d\d(?:\.\d+)?)?(?:z|[+-]\d\d:?\d\d)?)?$/.test(typed))
    return undefined;
  const zoned = /(?:z|[+-]\d\d:?\d\d)$/.test(typed.slice(10)) || typed.length === 10 ? typed : `${typed}z`;
  const at = Date.parse(zoned.replace(' ', 't').toUpperCase());
  return Number.isNaN(at) ? undefined : new Date(at).toISOString();
}
