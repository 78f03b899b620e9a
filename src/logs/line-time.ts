import { parseUtc } from '../lib/duration.ts';

/** The time at the beginning of a line, in milliseconds since the epoch; undefined when it carries none. */
export type LineTime = (line: string) => number | undefined;

/** oslo.log, ISO with and without a zone, journald's short-iso; a bracket in front is allowed. */
const ISO =
  /^\[?(\d{4}-\d{2}-\d{2})[T ](\d{2}:\d{2}(?::\d{2})?)(?:[.,](\d{1,9}))?(Z|[+-]\d{2}:?\d{2}(?!\d))?/;
const SYSLOG = /^([A-Z][a-z]{2}) ([ \d]\d) (\d{2}):(\d{2}):(\d{2})/;
/** Web servers: behind the client's address, with and without a zone. */
const ACCESS =
  /^\S{1,255} \S{1,64} \S{1,64} \[(\d{2})\/([A-Z][a-z]{2})\/(\d{4})[: ](\d{2}:\d{2}:\d{2})(?: ([+-]\d{4}))?\]/;
const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];
const MINUTE = 60_000;
/** Another machine's clock may be a little ahead of ours; a year is not lost over it. */
const AHEAD = 60 * MINUTE;

/**
 * @param offsetMinutes what a line's own time is ahead of UTC where it names no zone
 * @param now decides about the year, which syslog does not write
 */
export function lineTimes({ offsetMinutes, now }: { offsetMinutes: number; now: Date }): LineTime {
  const latest = now.getTime() + AHEAD;

  function ofYearless(month: number, day: number, clock: number): number | undefined {
    const year = new Date(latest).getUTCFullYear();
    // Eight years hold a 29 February, also around 2100.
    for (let candidate = year + 1; candidate >= year - 8; candidate--) {
      const midnight = new Date(Date.UTC(candidate, month, day));
      if (midnight.getUTCMonth() !== month) continue;
      const at = midnight.getTime() + clock - offsetMinutes * MINUTE;
      if (at <= latest) return at;
    }
    return undefined;
  }

  function ofAccess(line: string): number | undefined {
    const [whole, day, name = '', year, clock, zone] = ACCESS.exec(line) ?? [];
    const month = MONTHS.indexOf(name) + 1;
    if (whole === undefined || month === 0) return undefined;
    const at = parseUtc(`${year}-${String(month).padStart(2, '0')}-${day}T${clock}${zone ?? ''}`);
    return at === undefined || zone !== undefined ? at : at - offsetMinutes * MINUTE;
  }

  return (line) => {
    const iso = ISO.exec(line);
    if (iso) {
      const [, day, clock, fraction = '0', zone] = iso;
      const at = parseUtc(
        `${day}T${clock}.${fraction.slice(0, 3)}${zone ?? ''}`.replace(/T(\d\d:\d\d)\./, 'T$1:00.'),
      );
      return at === undefined || zone !== undefined ? at : at - offsetMinutes * MINUTE;
    }
    const syslog = SYSLOG.exec(line);
    if (!syslog) return ofAccess(line);
    const month = MONTHS.indexOf(syslog[1] ?? '');
    const [day, hours, minutes, seconds] = syslog.slice(2).map(Number) as [number, number, number, number];
    if (month < 0 || day < 1 || day > 31 || hours > 23 || minutes > 59 || seconds > 60) return undefined;
    return ofYearless(month, day, ((hours * 60 + minutes) * 60 + seconds) * 1000);
  };
}

/** `+02:00` in minutes. */
export function offsetMinutes(utc_offset: string): number {
  const sign = utc_offset.startsWith('-') ? -1 : 1;
  const minutes = sign * (Number(utc_offset.slice(1, 3)) * 60 + Number(utc_offset.slice(4, 6)));
  return minutes === 0 ? 0 : minutes;
}
