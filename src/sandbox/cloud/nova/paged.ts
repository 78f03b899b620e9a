import { page } from '../paging.ts';
import { ok, type Reply } from '../reply.ts';
import { novaError } from './errors.ts';
import type { NovaCall } from './view.ts';

const maxLimit = 1000;

/** A page with Nova's `<name>_links`, which stand there only when something follows. */
export function paged<T>(
  call: NovaCall,
  path: string,
  name: string,
  items: readonly T[],
  idOf: (item: T) => string,
  view: (item: T) => unknown,
): Reply {
  const asked = call.query.get('limit');
  if (asked !== null && !/^\d*$/.test(asked)) {
    return novaError(
      400,
      'badRequest',
      `Invalid input for query parameters limit. Value: ${asked}. '${asked}' does not match '^[0-9]*$'`,
    );
  }
  const limit = Math.min(asked ? Number(asked) : maxLimit, maxLimit);
  const marker = call.query.get('marker');
  const result = page(items, idOf, marker, limit);
  if (result.kind === 'no-such-marker') return novaError(400, 'badRequest', `marker [${marker}] not found`);
  const last = result.items.at(-1);
  const full = last !== undefined && result.items.length === limit && (asked !== null || result.more);
  const kept = [...call.query]
    .filter(([key]) => key !== 'marker')
    .map(([key, value]) => `${key}=${encodeURIComponent(value)}`);
  const next = last === undefined ? '' : [...kept, `marker=${idOf(last)}`].join('&');
  return ok({
    [name]: result.items.map(view),
    ...(full ? { [`${name}_links`]: [{ rel: 'next', href: `${call.base}/v2.1/${path}?${next}` }] } : {}),
  });
}
