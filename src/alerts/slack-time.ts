/** Slack's times, seconds since 1970 with a fraction that tells messages of one second apart: `1795364901.000100`. */

const partsOf = (ts: string): readonly [seconds: number, fraction: string] => {
  const [seconds = '', fraction = ''] = ts.split('.');
  return [Number(seconds), fraction.padEnd(6, '0')];
};

/** Whether `a` came after `b`. */
export function isLater(a: string, b: string): boolean {
  const [seconds, fraction] = partsOf(a);
  const [before, part] = partsOf(b);
  return seconds === before ? fraction > part : seconds > before;
}

/** ISO 8601; undefined for what is no time. */
export function isoOf(ts: string): string | undefined {
  const at = new Date(Number(ts) * 1000);
  return Number.isNaN(at.getTime()) ? undefined : at.toISOString();
}

export function tsOf(at: Date): string {
  return (at.getTime() / 1000).toFixed(6);
}

/** A moment so many milliseconds after another, both ISO 8601. */
export const after = (iso: string, ms: number): string => new Date(Date.parse(iso) + ms).toISOString();
