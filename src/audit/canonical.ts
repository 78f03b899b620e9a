import { createHash } from 'node:crypto';

/**
 * JSON of which there is only one: no spaces, keys by UTF-16 code units, strings and numbers as ECMAScript writes them
 * (RFC 8785). What JSON does not have is left out of objects and is null in lists.
 */
export function canonicalJson(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map((item) => canonicalJson(item ?? null)).join(',')}]`;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value) ?? 'null';
  const members = Object.entries(value)
    .filter(([, inner]) => inner !== undefined)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([key, inner]) => `${JSON.stringify(key)}:${canonicalJson(inner)}`);
  return `{${members.join(',')}}`;
}

/** `hash` of what stands before the first entry. */
export const GENESIS = '0'.repeat(64);

/** The hash of an entry whose canonical JSON, without `hash`, this is. */
export function entryHash(previous: string, entry: string | Uint8Array): string {
  return createHash('sha256').update(`${previous}\n`, 'utf8').update(entry).digest('hex');
}
