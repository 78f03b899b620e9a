import { setTimeout as nap } from 'node:timers/promises';
import { createPager, markerIn, type Query } from '../paths.ts';
import type { Early } from '../service.ts';

export interface Asking extends Early {
  /** Aborted as soon as nobody wants the page any more. */
  readonly signal: AbortSignal;
}

export interface Walk<B, T> {
  /** What the first page is asked for with. */
  readonly first: Query;
  readonly get: (query: Query, asking: Asking) => Promise<B>;
  readonly pick: (body: B) => readonly T[];
  readonly signal?: AbortSignal | undefined;
  /** All pages will be wanted, so that the next may be asked for before anybody wants it. */
  readonly whole?: boolean | undefined;
}

/**
 * The end of a page that is not the last: where `next` is the last key of the answer (openstack/ironic
 * ironic/api/controllers/v1/collection.py, list_convert_with_links), a `}` that nothing but space follows closes the answer
 * itself. An answer that ends otherwise has to be parsed first.
 */
const NEXT = /,\s*"next":\s*"([^"\\]+)"\s*\}\s*$/;
const LONGEST_LINK = 2_000;
/** So long a page waits at most for the request for the following one to be on its way. */
const PATIENCE_MS = 20;

/**
 * A list of Ironic, page by page. Where all are wanted, the request for the next page leaves before this one is parsed, so
 * that Ironic and we work at the same time; never more than one page beyond what was asked for, and aborted where it was
 * asked for in vain.
 * @throws ServiceError where a page cannot be read, or leads nowhere new
 */
export async function* walk<B extends { readonly next?: string | null | undefined }, T>(
  options: Walk<B, T>,
): AsyncGenerator<readonly T[], void, undefined> {
  const { first, get, pick, whole = false } = options;
  const pager = createPager('ironic', first);
  const leaving = new AbortController();
  const signal = options.signal ? AbortSignal.any([options.signal, leaving.signal]) : leaving.signal;
  let wanted = 0;
  let ahead: { readonly link: string; readonly page: Promise<B> } | undefined;

  function begin(query: Query, at: number): { readonly page: Promise<B>; readonly left: Promise<void> } {
    const { promise: left, resolve } = Promise.withResolvers<void>();
    const page = get(query, {
      signal,
      onReach: () => resolve(),
      async onText(text) {
        const link = whole && wanted === at ? NEXT.exec(text.slice(-LONGEST_LINK))?.[1] : undefined;
        const marker = markerIn(link);
        if (!link || !marker) return;
        const next = begin({ ...first, marker }, at + 1);
        ahead = { link, page: next.page };
        await Promise.race([next.left, nap(PATIENCE_MS, undefined, { ref: false })]);
      },
    });
    // Its failure is heard by whoever wants the page, and perhaps nobody does.
    page.then(
      () => resolve(),
      () => resolve(),
    );
    return { page, left };
  }

  try {
    for (let page = begin(first, 0).page; ; ) {
      const body = await page;
      const early = ahead;
      ahead = undefined;
      const items = pick(body);
      yield items;
      const next = pager.next(body.next, items.length);
      if (next === undefined) return;
      wanted += 1;
      page = early && early.link === body.next ? early.page : begin(next, wanted).page;
    }
  } finally {
    leaving.abort();
  }
}
