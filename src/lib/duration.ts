const UNITS = [
  ['d', 86_400],
  ['h', 3_600],
  ['min', 60],
  ['s', 1],
] as const;

/** `5 s`, `12 min`, `3 h 12 min`, `9 d 4 h`: two units at most, the way people say it. Negative counts as zero. */
export function formatDuration(seconds: number): string {
  let rest = Math.max(0, Math.floor(seconds));
  const parts: string[] = [];
  for (const [unit, size] of UNITS) {
    const count = Math.floor(rest / size);
    rest -= count * size;
    if (count > 0) parts.push(`${count} ${unit}`);
    else if (parts.length === 1) break;
    if (parts.length === 2) break;
  }
  // Seconds say nothing about something that has lasted for minutes.
  if (parts.length === 2 && parts[1]?.endsWith(' s')) parts.pop();
  return parts.join(' ') || '0 s';
}

/** Seconds from an ISO 8601 time to `now`; undefined when the time is absent or unreadable. */
export function secondsSince(iso: string | null | undefined, now: Date): number | undefined {
  if (!iso) return undefined;
  const at = parseUtc(iso);
  return at === undefined ? undefined : (now.getTime() - at) / 1000;
}

/** OpenStack writes UTC, sometimes without saying so ("2026-11-22T17:20:58.000000"). Milliseconds since the epoch. */
export function parseUtc(iso: string): number | undefined {
  const zoned = /(?:Z|[+-]\d{2}:?\d{2})$/i.test(iso) ? iso : `${iso}Z`;
  const at = Date.parse(zoned);
  return Number.isNaN(at) ? undefined : at;
}
