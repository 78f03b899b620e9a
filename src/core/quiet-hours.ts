import type { QuietHours } from './alert-config.ts';

const MINUTE_MS = 60_000;
const A_DAY = 24 * 60;

/** Tells of a moment when the quiet hours end in which it lies; undefined where it lies in none. */
export type QuietUntil = (at: Date) => Date | undefined;

/**
 * Quiet hours by the clock on the wall of their time zone, as its rules are at that moment: a night in which clocks go
 * forward is an hour shorter. A time that the clock leaps over has come when it has leapt; of one that comes twice the
 * first counts.
 */
export function quietHours(hours: QuietHours | undefined): QuietUntil {
  if (!hours) return () => undefined;
  const clock = new Intl.DateTimeFormat('en-GB', {
    timeZone: hours.timezone,
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
  });
  const wall = (at: number) => minutesOf(clock.format(at));
  const [from, to] = [minutesOf(hours.from), minutesOf(hours.to)];
  const isQuiet = (at: number) => {
    const now = wall(at);
    return from < to ? from <= now && now < to : from <= now || now < to;
  };
  return (moment) => {
    if (!isQuiet(moment.getTime())) return undefined;
    const minute = Math.floor(moment.getTime() / MINUTE_MS) * MINUTE_MS;
    // Right unless clocks are changed in between; then it is an hour or so away.
    let end = minute + ((to - wall(minute) + A_DAY) % A_DAY) * MINUTE_MS;
    while (isQuiet(end)) end += MINUTE_MS;
    while (!isQuiet(end - MINUTE_MS)) end -= MINUTE_MS;
    return new Date(end);
  };
}

function minutesOf(time: string): number {
  const [hour = 0, minute = 0] = time.split(':').map(Number);
  return hour * 60 + minute;
}
