import { page } from '../paging.ts';
import { ok, type Reply } from '../reply.ts';
import type { IronicCall } from './context.ts';
import { refuse } from './errors.ts';

/** Ironic's `[api]max_limit`: a list without a limit ends here too. */
const maxLimit = 1000;

export interface ListSpec<T> {
  /** Name of the list in the body and of the path, e.g. `nodes` and `nodes/detail`. */
  readonly name: string;
  readonly path: string;
  readonly items: readonly T[];
  readonly idOf: (item: T) => string;
  readonly view: (item: T) => unknown;
  /** Named in the 404 of an unknown marker, e.g. `Node`. */
  readonly singular: string;
  /** Fields that the `next` link repeats; absent for detailed lists. */
  readonly fields?: readonly string[] | undefined;
  /** Filters that the `next` link repeats. Ironic forgets most of them. */
  readonly keep?: readonly string[];
}

function limitOf(call: IronicCall): number {
  const text = call.query.get('limit');
  if (text === null) return maxLimit;
  if (!/^-?\d+$/.test(text)) refuse(400, `Expected an integer for limit: ${text}`);
  const limit = Number(text);
  if (limit <= 0) refuse(400, 'Limit must be positive');
  return Math.min(limit, maxLimit);
}

/**
 * One page. There is a `next` link whenever the page is full, so a list whose end falls together with a page's end is
 * followed by an empty page, as in Ironic (ironic/api/controllers/v1/collection.py).
 */
export function list<T>(call: IronicCall, spec: ListSpec<T>): Reply {
  const limit = limitOf(call);
  const marker = call.query.get('marker');
  const result = page(spec.items, spec.idOf, marker, limit);
  if (result.kind === 'no-such-marker') return refuse(404, `${spec.singular} ${marker} could not be found.`);
  const last = result.items.at(-1);
  const more = last !== undefined && result.items.length === limit;
  const parameters = [
    `sort_key=${call.query.get('sort_key') ?? 'id'}`,
    `sort_dir=${call.query.get('sort_dir') ?? 'asc'}`,
    ...(spec.keep ?? [])
      .filter((name) => call.query.has(name))
      .map((name) => `${name}=${call.query.get(name)}`),
    ...(spec.fields ? [`fields=${spec.fields.join(',')}`] : []),
    `limit=${limit}`,
    `marker=${last === undefined ? '' : spec.idOf(last)}`,
  ];
  return ok({
    [spec.name]: result.items.map(spec.view),
    ...(more ? { next: `${call.base}/v1/${spec.path}?${parameters.join('&')}` } : {}),
  });
}

/** `fields=a,b` as a list, or null. */
export function fieldsOf(call: IronicCall): string[] | null {
  const text = call.query.get('fields');
  return text === null ? null : text.split(',').filter((field) => field !== '');
}

/** A boolean query parameter in Ironic's spelling; undefined when absent. */
export function flag(call: IronicCall, name: string): boolean | undefined {
  const text = call.query.get(name);
  if (text === null) return undefined;
  if (/^(true|t|1|yes|y|on)$/i.test(text)) return true;
  if (/^(false|f|0|no|n|off)$/i.test(text)) return false;
  return refuse(400, `Invalid ${name} value: ${text}`);
}
