type Options = Intl.DateTimeFormatOptions;

const PARTS: Readonly<Record<string, Options>> = {
  date: { year: 'numeric', month: 'long', day: 'numeric' },
  date_long: { weekday: 'long', year: 'numeric', month: 'long', day: 'numeric' },
  date_short: { year: 'numeric', month: 'short', day: 'numeric' },
  time: { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' },
  time_secs: { hour: '2-digit', minute: '2-digit', second: '2-digit', hourCycle: 'h23' },
};

const DAY = 86_400_000;

/** A Slack date format (`{date_short} at {time}`) filled in for the reader's own zone. */
export function formatDate(seconds: number, format: string, now = Date.now()): string {
  const date = new Date(seconds * 1000);
  if (Number.isNaN(date.getTime())) return '';
  return format.replace(/\{([a-z_]+)\}/g, (whole, name: string) => {
    if (name === 'ago') return ago(date.getTime(), now);
    if (name === 'date_num') return date.toISOString().slice(0, 10);
    const pretty = name.endsWith('_pretty');
    const options = PARTS[pretty ? name.slice(0, -7) : name];
    if (options === undefined) return whole;
    return (
      (pretty ? prettyDay(date, now) : undefined) ?? new Intl.DateTimeFormat(undefined, options).format(date)
    );
  });
}

const dayNumber = (date: Date): number =>
  Math.floor((date.getTime() - date.getTimezoneOffset() * 60_000) / DAY);

/** `today`, `yesterday`, `tomorrow`, or nothing. */
export function prettyDay(date: Date, now = Date.now()): string | undefined {
  const distance = dayNumber(date) - dayNumber(new Date(now));
  return new Map([
    [0, 'today'],
    [-1, 'yesterday'],
    [1, 'tomorrow'],
  ]).get(distance);
}

function ago(at: number, now: number): string {
  const seconds = Math.round((at - now) / 1000);
  const relative = new Intl.RelativeTimeFormat(undefined, { numeric: 'auto' });
  const steps: readonly (readonly [Intl.RelativeTimeFormatUnit, number])[] = [
    ['day', 86_400],
    ['hour', 3600],
    ['minute', 60],
  ];
  const step = steps.find(([, size]) => Math.abs(seconds) >= size);
  return step ? relative.format(Math.round(seconds / step[1]), step[0]) : relative.format(seconds, 'second');
}

export const clockTime = (ts: string): string =>
  new Intl.DateTimeFormat(undefined, { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' }).format(
    new Date(Number(ts) * 1000),
  );

/** The whole moment, for whoever rests the pointer on a time. */
export const fullTime = (seconds: number): string =>
  new Intl.DateTimeFormat(undefined, {
    dateStyle: 'full',
    timeStyle: 'long',
    hourCycle: 'h23',
  }).format(new Date(seconds * 1000));

export function dayLabel(ts: string): string {
  const date = new Date(Number(ts) * 1000);
  const word = prettyDay(date);
  if (word) return word.replace(/^./, (first) => first.toUpperCase());
  return new Intl.DateTimeFormat(undefined, { weekday: 'long', month: 'long', day: 'numeric' }).format(date);
}
