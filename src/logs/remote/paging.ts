import { ServiceError } from '../../core/errors.ts';
import type { Entry } from './entries.ts';

/** One answer of a store. */
export type Page =
  | {
      readonly kind: 'page';
      /** Those that count. */
      readonly entries: readonly Entry[];
      /** As many came as were asked for, so there may be more. */
      readonly full: boolean;
      /** Of all that came, in the store's own unit; undefined when nothing came. */
      readonly newest: bigint | undefined;
      readonly oldest: bigint | undefined;
      /** In words, why this page is not all there is. */
      readonly notes: readonly string[];
    }
  /** The store wants to be asked for fewer at once; how many, if it says so. */
  | { readonly kind: 'fewer'; readonly limit: number; readonly error: ServiceError };

export interface Reading {
  /** In any order, those with one time in the order in which they were written as far as the store knows. */
  readonly entries: readonly Entry[];
  /** In words, when this is not all there is. */
  readonly cut: string | undefined;
}

export interface Paging {
  /** As people call the store. */
  readonly title: string;
  /** Words, in groups that make one question each. */
  readonly groups: readonly (readonly string[])[];
  /** The first moment that is not asked for any more, in the store's own unit. */
  readonly before: bigint;
  /** Entries to ask for at once, to begin with. */
  readonly limit: number;
  readonly ask: (words: readonly string[], before: bigint, limit: number) => Promise<Page>;
  readonly most?: { readonly entries: number; readonly bytes: number; readonly pages: number };
}

const MOST = { entries: 20_000, bytes: 16 * 1024 * 1024, pages: 60 };

/**
 * Everything, newest first, page by page. The oldest moment of a full page may be incomplete, so the next page begins
 * with it again: no cursor, no tie-breaker, and nothing is lost or doubled between shards and replicas. What was read
 * is kept when a later page fails.
 * @throws ServiceError when nothing was found and not everything was looked through
 */
export async function readBackwards(paging: Paging): Promise<Reading> {
  const { title, groups, before: end, limit: start, ask, most = MOST } = paging;
  const kept: Entry[] = [];
  const notes = new Set<string>();
  const done = (entries: readonly Entry[], failure?: ServiceError): Reading => {
    if (failure) notes.add(`some lines are missing: ${failure.message}`);
    const cut = notes.size === 0 ? undefined : [...notes].join('; ');
    if (entries.length > 0 || cut === undefined) return { entries: unique(entries, groups), cut };
    throw (
      failure ??
      new ServiceError(`${title} gave no line, and ${cut}`, { code: 'bad-answer', service: 'logs' })
    );
  };
  let limit = start;
  let pages = 0;
  let bytes = 0;
  for (const words of groups) {
    let before = end;
    let edge: readonly Entry[] = [];
    for (;;) {
      if (kept.length >= most.entries || bytes >= most.bytes || pages >= most.pages) {
        notes.add('there are too many lines; only the newest were read');
        break;
      }
      let page: Page;
      try {
        page = await ask(words, before, limit);
      } catch (error) {
        if (!(error instanceof ServiceError)) throw error;
        return done([...kept, ...edge], error);
      }
      if (page.kind === 'fewer') {
        const fewer = Math.min(page.limit, limit - 1);
        if (fewer < 1) return done([...kept, ...edge], page.error);
        limit = fewer;
        continue;
      }
      pages += 1;
      for (const note of page.notes) notes.add(note);
      const { newest, oldest } = page;
      const fresh = page.entries.filter((entry) => entry.at < before);
      const again = page.full && newest !== oldest ? oldest : undefined;
      const whole = fresh.filter((entry) => entry.at !== again);
      edge = fresh.filter((entry) => entry.at === again);
      kept.push(...whole);
      bytes += whole.reduce((sum, entry) => sum + sizeOf(entry), 0);
      if (!page.full || oldest === undefined) break;
      if (again === undefined)
        notes.add(`more than ${limit} lines have the same time; not all of them were read`);
      before = again === undefined ? oldest : oldest + 1n;
    }
    kept.push(...edge);
  }
  return done(kept);
}

function sizeOf({ lines }: Entry): number {
  return lines.reduce((sum, line) => sum + line.length + 1, 100);
}

/** An entry that names words of two groups was found twice. */
function unique(entries: readonly Entry[], groups: readonly unknown[]): readonly Entry[] {
  if (groups.length < 2) return entries;
  const seen = new Map(
    entries.map((entry) => [
      JSON.stringify([String(entry.at), entry.source, entry.host, entry.lines]),
      entry,
    ]),
  );
  return [...seen.values()];
}

/** Words that are no empty ones, each once, in groups of a size that stores and the proxies before them accept. */
export function groupsOf(
  words: readonly string[],
  mostWords: number,
  mostLength: number,
): readonly (readonly string[])[] {
  const groups: string[][] = [];
  let length = 0;
  for (const word of new Set(words.filter((one) => one.trim() !== ''))) {
    const last = groups.at(-1);
    if (last && last.length < mostWords && length + word.length <= mostLength) {
      last.push(word);
      length += word.length;
    } else {
      groups.push([word]);
      length = word.length;
    }
  }
  return groups;
}
