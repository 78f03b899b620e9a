import type { Command } from '../core/command.ts';

/** What somebody's words come to: a command with its text, or an answer to words that are none. */
export type Parsed =
  | { readonly kind: 'command'; readonly command: Command; readonly text: string }
  | { readonly kind: 'nonsense'; readonly answer: string };

/** Beyond this nothing is read; a pasted log is longer, and its end says why. */
const MAX_TEXT = 40_000;

/**
 * Finds the command in what was typed after `/ironic` or after a mention. A single word that is no command is a
 * subject: `/ironic node-17` asks why.
 */
export function parse(typed: string, commands: readonly Command[], slash: string): Parsed {
  const said = withoutSlash(unmarked(typed), slash);
  const [first, rest] = firstWord(said);
  const word = bare(first).toLowerCase();
  const called = (id: string) => commands.find((command) => command.id === id);

  const command = called(word === '' || word === '?' ? 'help' : word);
  if (command?.namesPeople) {
    const [, whole] = firstWord(withoutSlash(unmarked(typed, true), slash));
    return { kind: 'command', command, text: whole };
  }
  if (command) return { kind: 'command', command, text: rest };
  const why = called('why');
  const near = nearest(word, commands);
  const onlyOptions = rest === '' || rest.startsWith('-');
  if (why && onlyOptions && !near) return { kind: 'command', command: why, text: said };
  return { kind: 'nonsense', answer: suggestion(first, rest, near, onlyOptions, slash) };
}

function firstWord(said: string): readonly [first: string, rest: string] {
  const [, first = '', rest = ''] = /^(\S*)\s*([\s\S]*)$/.exec(said) ?? [];
  return [first, rest];
}

/** In a message or a mention people type the slash command all the same. */
function withoutSlash(said: string, slash: string): string {
  const rest = said.startsWith(slash) ? said.slice(slash.length) : said;
  return /^(?:\s|$)/.test(rest) ? rest.trim() : said;
}

function suggestion(
  first: string,
  rest: string,
  near: Command | undefined,
  onlyOptions: boolean,
  slash: string,
): string {
  const shown = bare(first).slice(0, 40);
  if (near) {
    const tail = rest ? ` ${rest.replace(/\s+/g, ' ').slice(0, 80)}` : '';
    const asName = onlyOptions ? ` If that is a name: ${quoted(`${slash} why ${shown}`)}.` : '';
    return `I know no command ${quoted(shown)}. Did you mean ${quoted(`${slash} ${near.id}${tail}`)}?${asName}`;
  }
  return [
    `I did not understand that: ${quoted(shown)} is no command.`,
    `To ask what is wrong with something: ${quoted(`${slash} why <node>`)}. To have a pasted error explained: ${quoted(`${slash} explain <text>`)}. Everything else: ${quoted(`${slash} help`)}.`,
  ].join('\n');
}

function quoted(words: string): string {
  return `\`${words.replaceAll('`', "'")}\``;
}

/**
 * Undoes what Slack and phones do to typed words: links made of names, entities, curly quotes, dashes in place of
 * `--`, spaces and marks that nobody sees. `people`: a person stays `<@U…>`, however Slack labels them.
 */
export function unmarked(typed: string, people = false): string {
  const labelled = people ? ends(typed).replace(/<@([UW][A-Z0-9]+)\|[^<>]*>/g, '<@$1>') : ends(typed);
  return labelled
    .toWellFormed()
    .replace(/[\p{Cf}\u2800\u0000]/gu, '')
    .replace(/[\p{Zs}\t]+/gu, ' ')
    .replace(/<(?:https?:\/\/|mailto:|tel:)[^<>|]*\|([^<>]*)>/g, '$1')
    .replace(/<(?:mailto:|tel:)([^<>|]*)>/g, '$1')
    .replace(/<(https?:\/\/[^<>|]*)>/g, '$1')
    .replace(/<[#@!][^<>|]*\|([^<>]*)>/g, '$1')
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&amp;', '&')
    .replace(/[\u2018\u2019\u201a\u201b]/g, "'")
    .replace(/[\u201c\u201d\u201e\u201f\u00ab\u00bb]/g, '"')
    .replace(/(^|\s)[\u2012-\u2015](?=[a-z])/gi, '$1--')
    .trim();
}

/**
 * Without the formatting and punctuation that people put around a word. What looks behind keeps the search for the end
 * from starting at every mark of a long run.
 */
function bare(word: string): string {
  const end = /(?<![\s"'`*_~)\]}?!.,;:])[\s"'`*_~)\]}?!.,;:]+$/;
  return word.replace(/^[\s"'`*_~([{/]+/, '').replace(end, '') || word.slice(0, 1);
}

/** Both ends: a wrapper stands in front, the inner cause last. */
function ends(typed: string): string {
  if (typed.length <= MAX_TEXT) return typed;
  return `${typed.slice(0, MAX_TEXT / 2)} … ${typed.slice(-MAX_TEXT / 2)}`;
}

/** The command that was probably meant: one slip of the finger away, two in a long word. */
function nearest(word: string, commands: readonly Command[]): Command | undefined {
  if (word.length < 3 || word.length > 20) return undefined;
  const ranked = commands
    .map((command) => ({ command, slips: distance(word, command.id) }))
    .filter(({ command, slips }) => slips <= (command.id.length > 5 ? 2 : 1))
    .toSorted((a, b) => a.slips - b.slips);
  return ranked[0]?.command;
}

/** Edits between two words: insert, delete, replace, or swap two neighbours. */
function distance(a: string, b: string): number {
  const rows: number[][] = [Array.from({ length: b.length + 1 }, (_, index) => index)];
  for (let i = 1; i <= a.length; i += 1) {
    const row = [i];
    const cell = (r: number, c: number) => rows[r]?.[c] ?? Number.POSITIVE_INFINITY;
    for (let j = 1; j <= b.length; j += 1) {
      const replaced = cell(i - 1, j - 1) + (a[i - 1] === b[j - 1] ? 0 : 1);
      const swapped =
        i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1] ? cell(i - 2, j - 2) + 1 : replaced;
      row.push(Math.min(replaced, swapped, cell(i - 1, j) + 1, (row[j - 1] ?? 0) + 1));
    }
    rows.push(row);
  }
  return rows[a.length]?.[b.length] ?? Number.POSITIVE_INFINITY;
}
