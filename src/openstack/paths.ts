import { ServiceError } from '../core/errors.ts';
import { type Responder, titleOf } from './services.ts';

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
 * Walks a collection by its `next` links. Of a link, only `marker` is believed: its host may be one that we cannot
 * reach, and a token must not follow a link elsewhere. A link that leads nowhere new would never end, and to stop there
 * in silence would pass a part off as the whole, so it is a `bad-answer`.
 */
export interface Pager {
  /** After a page of so many items: the query of the following one, undefined when that page was the last. */
  next(link: string | null | undefined, items: number): Query | undefined;
}

/** Which item the page after this link begins behind. */
export function markerIn(link: string | null | undefined): string | undefined {
  return URL.parse(link ?? '', 'http://next.invalid')?.searchParams.get('marker') || undefined;
}

export function createPager(service: Responder, first: Query): Pager {
  const seen = new Set<string>();
  return {
    next(link, items) {
      if (!link) return undefined;
      const marker = markerIn(link);
      if (!marker || seen.has(marker) || items === 0) {
        const words = `${titleOf(service)} cut a list into pages that do not lead on`;
        throw new ServiceError(words, { code: 'bad-answer', service });
      }
      seen.add(marker);
      return { ...first, marker };
    },
  };
}
