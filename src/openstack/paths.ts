/**
 * One path segment from a word of unknown origin. The URL parser would walk up on `.` and `..` (also when they are
 * percent-encoded) and drop an empty one, so these become words that nothing is named.
 */
export function segment(word: string): string {
  if (word === '') return '%20';
  if (word === '.' || word === '..') return word.replaceAll('.', '%252E');
  return encodeURIComponent(word.toWellFormed());
}

/** A list becomes a repeated key; undefined leaves the key out. */
export type Query = Readonly<Record<string, string | readonly string[] | undefined>>;

/** `?a=b&c=d`, or nothing. */
export function queryString(query: Query): string {
  const pairs = Object.entries(query).flatMap(([key, value]): [string, string][] =>
    value === undefined ? [] : [value].flat().map((one): [string, string] => [key, one]),
  );
  return pairs.length === 0 ? '' : `?${new URLSearchParams(pairs)}`;
}

/**
 * The query of the next page from a collection's `next` link. Of the link, only `marker` is believed: its host may be
 * one that we cannot reach, and a token must not follow a link elsewhere. Undefined on the last page, and when the
 * marker does not move, which would never end.
 */
export function nextPage(current: Query, next: string | null | undefined): Query | undefined {
  if (!next) return undefined;
  const marker = URL.parse(next, 'http://next.invalid')?.searchParams.get('marker');
  if (!marker || marker === current['marker']) return undefined;
  return { ...current, marker };
}
