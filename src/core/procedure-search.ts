import { distance, nearest } from '../lib/nearest.ts';
import { guideOf } from './guide.ts';
import type { Procedure } from './procedure.ts';

/** `several` are in order, the likeliest first; `nearest` are ids that a mistyped word could have meant. */
export type FoundProcedure =
  | { readonly kind: 'found'; readonly procedure: Procedure }
  | { readonly kind: 'several'; readonly procedures: readonly Procedure[] }
  | { readonly kind: 'none'; readonly nearest: readonly string[] };

/** Words that every question has and that tell nothing about its topic. */
const FILLERS = new Set(
  `a about after all am an and are as at be by can cannot can't come do does doesn't doing don't fails find fix for from
  get gets getting give go guide handle has have help how i in into ironic is isn't it its just keep let like look make
  me mean means my need not of on or our out please procedure read see set should show so some tell that the there this
  to up use want was way we what when where which who why will with won't work would you node nodes baremetal`.split(
    /\s+/,
  ),
);

/** More than these at once is no choice any more. */
const MOST = 5;

/** Where a word of the question stands says how much it tells. */
const WEIGHTS = { named: 4, titled: 2, mentioned: 1 } as const;

interface Entry {
  readonly procedure: Procedure;
  readonly phrases: Readonly<Record<'id' | 'words' | 'titles' | 'sections', readonly string[]>>;
  readonly weights: ReadonlyMap<string, number>;
}

/**
 * Exact phrases first; then the procedure in which most of the words stand, rare words and words of its own name
 * counting more, one slip of the finger forgiven, two in a long word; else what looks like it.
 */
export function findAmong(procedures: readonly Procedure[], words: string): FoundProcedure {
  const asked = plain(words);
  const entries = procedures.map(entryOf);
  // Its own words go before those of the guide, which name whole fields: "cleaning" is a page.
  for (const kind of ['id', 'words', 'titles', 'sections'] as const) {
    const exact = entries.filter(({ phrases }) => phrases[kind].includes(asked));
    if (exact.length > 0) return among(exact);
  }
  const scored = score(entries, tokensOf(asked));
  return scored.length > 0
    ? among(scored)
    : { kind: 'none', nearest: asked ? looksLike(entries, asked) : [] };
}

function among(entries: readonly Entry[]): FoundProcedure {
  const [first, ...others] = entries;
  if (!first) return { kind: 'none', nearest: [] };
  if (others.length === 0) return { kind: 'found', procedure: first.procedure };
  return { kind: 'several', procedures: entries.slice(0, MOST).map(({ procedure }) => procedure) };
}

function entryOf(procedure: Procedure): Entry {
  const { id, words, title, sections, when } = procedure;
  const titles = sections.map((section) => guideOf(section).title);
  const weights = new Map<string, number>();
  const weigh = (phrases: readonly string[], weight: number) => {
    for (const token of phrases.flatMap((one) => plain(one).split(' ')))
      if (!FILLERS.has(token)) weights.set(token, Math.max(weight, weights.get(token) ?? 0));
  };
  weigh([id, ...words], WEIGHTS.named);
  weigh([title, ...titles, ...sections], WEIGHTS.titled);
  weigh([when], WEIGHTS.mentioned);
  const phrases = {
    id: [plain(id)],
    words: [title, ...words].map(plain),
    titles: titles.map(plain),
    sections: sections.map(plain),
  };
  return { procedure, phrases, weights };
}

/** Entries that are about as good as the best one, best first; none where no word is known. */
function score(entries: readonly Entry[], tokens: readonly string[]): readonly Entry[] {
  const known = new Set(entries.flatMap(({ weights }) => [...weights.keys()]));
  const points = new Map<Entry, number>();
  const named = new Set<Entry>();
  for (const token of tokens) {
    const meant = spelled(token, known);
    const having = entries.filter(({ weights }) => meant.some((one) => weights.has(one)));
    for (const entry of having) {
      const weight = Math.max(...meant.map((one) => entry.weights.get(one) ?? 0));
      if (weight === WEIGHTS.named) named.add(entry);
      points.set(entry, (points.get(entry) ?? 0) + weight / having.length ** 0.5);
    }
  }
  const ranked = [...points].sort(([, a], [, b]) => b - a);
  const best = ranked[0]?.[1] ?? 0;
  // A word in passing decides nothing: then whoever has it is offered.
  const share = ranked[0] && named.has(ranked[0][0]) ? 0.75 : 0.25;
  return ranked.filter(([, own]) => own > best * share).map(([entry]) => entry);
}

/** The word itself, else its other forms, else what is a slip away; words of three letters are not guessed at. */
function spelled(token: string, known: ReadonlySet<string>): readonly string[] {
  if (known.has(token)) return [token];
  const all = [...known];
  const stem = token.replace(/(?:ing|ed|es|s)$/, '');
  const forms = stem.length < 4 ? [] : all.filter((one) => one.replace(/(?:ing|ed|es|e|s)$/, '') === stem);
  if (forms.length > 0) return forms;
  if (token.length < 4) return [];
  const near = all.filter((one) => one.length > 3 && distance(token, one, 1) === 1);
  // In a long word two slips still leave only one that is meant.
  return near.length > 0 || token.length < 10
    ? near
    : all.filter((one) => one.length > 8 && distance(token, one, 2) === 2);
}

function looksLike(entries: readonly Entry[], asked: string): readonly string[] {
  const ids = new Map(
    entries.flatMap(({ procedure, phrases }) =>
      [...phrases.id, ...phrases.words].map((phrase) => [phrase, procedure.id]),
    ),
  );
  const near = nearest(asked, ids.keys()).flatMap((phrase) => ids.get(phrase) ?? []);
  return [...new Set(near)];
}

function tokensOf(asked: string): readonly string[] {
  return [...new Set(asked.split(' '))].filter((token) => token && !FILLERS.has(token));
}

/** Lower case, single spaces; dashes and punctuation are spaces, so that `port-fast` and "port fast" are one. */
function plain(words: string): string {
  return words
    .toLowerCase()
    .replace(/[’']/g, '')
    .replace(/[^a-z0-9+.]+/g, ' ')
    .replace(/\.(?= |$)/g, '')
    .trim();
}
