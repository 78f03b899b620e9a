import { type DigestConfig, WEEKDAYS } from './config.ts';

const MINUTE_MS = 60_000;
const DAY_MS = 24 * 60 * MINUTE_MS;

/** When the present slot of a sweep every so many minutes began, ISO 8601: the same for all replicas. */
export function sweepSlot(now: Date, minutes: number): string {
  const length = minutes * MINUTE_MS;
  return new Date(Math.floor(now.getTime() / length) * length).toISOString();
}

/** When the last digest was due that is due by now, ISO 8601. */
export function digestSlot(now: Date, { at, days, timezone }: Omit<DigestConfig, 'channel'>): string {
  const [hours = 0, minutes = 0] = at.split(':').map(Number);
  const format = formatOf(timezone);
  // A day more than a week, since today's may not be due yet.
  for (let back = 0; back <= 8; back += 1) {
    const local = wallClock(format, now.getTime() - back * DAY_MS);
    const wanted = Date.UTC(local.year, local.month - 1, local.day, hours, minutes);
    const weekday = WEEKDAYS[(new Date(wanted).getUTCDay() + 6) % 7];
    const due = instantOf(format, wanted);
    if (weekday !== undefined && days.includes(weekday) && due <= now.getTime())
      return new Date(due).toISOString();
  }
  throw new Error('A week has every day.');
}

/**
 * When a wall clock shows that time, given as if it were UTC's. A time that the clock leaps over comes as much later as
 * it leaps; of one that comes twice, the first is meant.
 */
function instantOf(format: Intl.DateTimeFormat, wall: number): number {
  const offset = (instant: number) => {
    const { year, month, day, hour, minute } = wallClock(format, instant);
    return Date.UTC(year, month - 1, day, hour, minute) - instant;
  };
  // By the offsets of the day before and the day after: one of them holds, unless the clock leaps over that time.
  const before = wall - offset(wall - DAY_MS);
  const after = wall - offset(wall + DAY_MS);
  const shows = (instant: number) => instant + offset(instant) === wall;
  const first = Math.min(before, after);
  if (shows(first)) return first;
  const second = Math.max(before, after);
  return shows(second) ? second : before;
}

function formatOf(timezone: string): Intl.DateTimeFormat {
  return new Intl.DateTimeFormat('en-US-u-ca-iso8601-nu-latn', {
    timeZone: timezone,
    hourCycle: 'h23',
    year: 'numeric',
    month: 'numeric',
    day: 'numeric',
    hour: 'numeric',
    minute: 'numeric',
  });
}

function wallClock(format: Intl.DateTimeFormat, instant: number) {
  const parts = Object.fromEntries(
    format.formatToParts(instant).map(({ type, value }) => [type, Number(value)]),
  );
  const { year = 0, month = 1, day = 1, hour = 0, minute = 0 } = parts;
  return { year, month, day, hour, minute };
}
