export type Page<T> =
  | { readonly kind: 'page'; readonly items: readonly T[]; readonly more: boolean }
  | { readonly kind: 'no-such-marker' };

/** The part of `items` after the one with id `marker`, at most `limit` long. */
export function page<T>(
  items: readonly T[],
  idOf: (item: T) => string,
  marker: string | null,
  limit: number | undefined,
): Page<T> {
  let start = 0;
  if (marker !== null) {
    const at = items.findIndex((item) => idOf(item) === marker);
    if (at < 0) return { kind: 'no-such-marker' };
    start = at + 1;
  }
  const end = limit === undefined ? items.length : start + limit;
  return { kind: 'page', items: items.slice(start, end), more: end < items.length };
}
