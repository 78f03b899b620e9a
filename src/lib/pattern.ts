import { RE2JS } from 're2js';

/** A pattern that people wrote. Looking for it takes time in proportion to the text, whatever pattern and text are. */
export interface Pattern {
  readonly source: string;
  /** Names of its groups: `(?<node>…)`. */
  readonly groups: readonly string[];
  /** What the named groups hold at the first place where it fits, those that took part; undefined where it fits nowhere. */
  find(text: string): Readonly<Record<string, string>> | undefined;
}

/** Longer ones are programs, and nobody can read them at night. */
const MAX_SOURCE = 500;
/** Steps of RE2's machine: time is steps times characters, so this bounds what one character may cost. */
const MAX_STEPS = 2000;

/**
 * RE2 instead of the engine's own expressions, which try every way through a text before they give up: there are no
 * look-arounds and no back-references, and in return no text can make it slow. Case does not matter.
 * @throws Error in words that continue "the pattern "
 */
export function compilePattern(source: string): Pattern {
  if (source.length > MAX_SOURCE) throw new Error(`has more than ${MAX_SOURCE} characters`);
  const compiled = compile(source);
  if (compiled.programSize() > MAX_STEPS) throw new Error('repeats too much; use smaller counts in {}');
  // What fits nothing fits everywhere.
  if (compiled.matcher('').find()) throw new Error('fits an empty text, so it would fit every one');
  const groups = Object.keys(compiled.namedGroups());
  return {
    source,
    groups,
    find(text) {
      const matcher = compiled.matcher(text);
      if (!matcher.find()) return undefined;
      const held = groups.map((name) => [name, matcher.group(name)] as const);
      return Object.fromEntries(held.filter((one): one is [string, string] => typeof one[1] === 'string'));
    },
  };
}

function compile(source: string): RE2JS {
  try {
    return RE2JS.compile(source, RE2JS.CASE_INSENSITIVE);
  } catch (error) {
    const [, why = 'cannot be read'] = /^error parsing regexp: (.*)$/s.exec((error as Error).message) ?? [];
    throw new Error(`is no RE2 expression: ${why}`);
  }
}
