import { type Document, isMap, isNode, isPair, type LineCounter } from 'yaml';
import { z } from 'zod';
import { ServiceError } from './core/errors.ts';
import { nearest } from './lib/nearest.ts';

type Issue = z.core.$ZodIssue;
type JsonSchema = z.core.JSONSchema.BaseSchema;

/** The first mistake in a file, in words: where it is, what is wrong, and the nearest right key. */
export function mistakeOf(
  error: z.ZodError,
  schema: z.ZodType,
  document: Document,
  lines: LineCounter,
): string {
  return wordsFor({ schema: jsonOf(schema), document, lines })(deepest(error.issues));
}

/** All of them in the order of the file, in the same words: for who mends it in one go. */
export function mistakesOf(
  error: z.ZodError,
  schema: z.ZodType,
  document: Document,
  lines: LineCounter,
): readonly string[] {
  const file = { schema: jsonOf(schema), document, lines };
  const issues = flatten(error.issues);
  const slips = issues.filter((issue) => issue.code === 'unrecognized_keys');
  const isSlip = (issue: Issue) =>
    slips.some(({ path, keys }) => {
      const key = issue.path.at(-1);
      const beside =
        path.length === issue.path.length - 1 && path.every((step, at) => step === issue.path[at]);
      return beside && keys.some((slip) => nearest(slip, [String(key)], 1).length > 0);
    });
  // A wrong key says more than the right one that is missing for it.
  const told = issues.filter((issue) => !isMissing(issue) || !isSlip(issue));
  const placed = told.map((issue) => ({ at: offsetOf(document, placeOf(issue)) ?? 0, issue }));
  return placed.toSorted((a, b) => a.at - b.at).map(({ issue }) => wordsFor(file)(issue));
}

interface File {
  readonly schema: JsonSchema;
  readonly document: Document;
  readonly lines: LineCounter;
}

const jsonOf = (schema: z.ZodType): JsonSchema =>
  z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' });

const placeOf = (issue: Issue): readonly PropertyKey[] =>
  issue.code === 'unrecognized_keys' ? [...issue.path, issue.keys[0] ?? ''] : issue.path;

function wordsFor({ schema, document, lines }: File): (issue: Issue) => string {
  const line = (at: readonly PropertyKey[]): string => {
    const offset = offsetOf(document, at);
    return offset === undefined ? '' : ` (line ${lines.linePos(offset).line})`;
  };
  return (issue) => {
    const path = issue.path.map(String);
    const keys = keysAt(schema, path);
    if (issue.code === 'unrecognized_keys') {
      const key = issue.keys[0] ?? '';
      const [near] = nearest(key, keys, 1);
      const place = path.length > 0 ? ` in ${path.join('.')}` : '';
      const meant = near ? `; did you mean ${near}?` : `; there is ${keys.join(', ')}`;
      return `has an unknown key ${key}${place}${line(placeOf(issue))}${meant}`;
    }
    const known = keys.length > 0 && issue.code === 'invalid_union' ? ` (it takes ${keys.join(', ')})` : '';
    return `has a wrong value at ${path.join('.') || 'its top'}${line(issue.path)}: ${wordsOf(issue)}${known}`;
  };
}

/** Each mistake by itself, and of a union the branch that was meant. */
function flatten(issues: readonly Issue[]): readonly Issue[] {
  return issues.flatMap((issue): readonly Issue[] => {
    if (issue.code === 'unrecognized_keys') return issue.keys.map((key) => ({ ...issue, keys: [key] }));
    const meant = issue.code === 'invalid_union' ? branchOf(issue) : undefined;
    if (!meant) return [issue];
    return flatten(meant.map((inner) => ({ ...inner, path: [...issue.path, ...inner.path] })));
  });
}

const isMissing = (issue: Issue): boolean =>
  issue.code === 'invalid_type' && issue.input === undefined && /received undefined/.test(issue.message);

/**
 * In a union each branch has its own complaints: the branch with the fewest is the one that was meant. A wrong key says
 * more than the right one that is missing for it.
 */
function deepest(issues: readonly Issue[]): Issue {
  const issue = issues.find(({ code }) => code === 'unrecognized_keys') ?? issues[0];
  if (!issue) throw new Error('a refusal without an issue');
  const meant = issue.code === 'invalid_union' ? branchOf(issue) : undefined;
  if (!meant) return issue;
  const inner = deepest(meant);
  return { ...inner, path: [...issue.path, ...inner.path] };
}

function branchOf({ errors }: Extract<Issue, { code: 'invalid_union' }>): readonly Issue[] | undefined {
  const [meant] = errors.toSorted((a, b) => a.length - b.length);
  return meant && meant.length > 0 ? meant : undefined;
}

function wordsOf(issue: Issue): string {
  if (issue.code === 'invalid_type') {
    if (isMissing(issue)) return 'it is missing';
    return `it has to be ${article(issue.expected)}`;
  }
  if (issue.code === 'too_small' && issue.origin === 'array') return 'it needs at least one entry';
  return issue.message.replace(/^Invalid input: /, '');
}

function article(type: string): string {
  const word = type === 'array' ? 'list' : type === 'object' ? 'mapping' : type === 'string' ? 'text' : type;
  return word === 'text' ? word : `a ${word}`;
}

/** Keys that may stand at a place, in every branch of a union. */
function keysAt(schema: JsonSchema, path: readonly string[]): readonly string[] {
  const branches = (one: JsonSchema): readonly JsonSchema[] =>
    [one, ...(one.anyOf ?? []), ...(one.oneOf ?? []), ...(one.allOf ?? [])] as JsonSchema[];
  let here = branches(schema);
  for (const step of path) {
    here = here.flatMap((one) => {
      const next = /^\d+$/.test(step) ? one.items : one.properties?.[step];
      return next && typeof next === 'object' && !Array.isArray(next) ? branches(next as JsonSchema) : [];
    });
  }
  return [...new Set(here.flatMap((one) => Object.keys(one.properties ?? {})))];
}

/** Where a key, or else what is around it, stands in the file. */
function offsetOf(document: Document, path: readonly PropertyKey[]): number | undefined {
  for (let length = path.length; length > 0; length--) {
    const parent = length === 1 ? document.contents : document.getIn(path.slice(0, length - 1), true);
    const key = path[length - 1];
    const pair = isMap(parent)
      ? parent.items.find((one) => isPair(one) && String(one.key) === String(key))
      : undefined;
    if (pair && isNode(pair.key) && pair.key.range) return pair.key.range[0];
    const value = document.getIn(path.slice(0, length), true);
    if (isNode(value) && value.range) return value.range[0];
  }
  return undefined;
}

/** Goes behind what is not known: the nearest that is. */
export function meant(word: string, known: readonly string[]): string {
  const [near] = nearest(word, known, 1);
  return near ? `; did you mean ${near}?` : '';
}

/** `place`: the file, variable or key that an operator has to mend. */
export function wrong(place: string, words: string): ServiceError {
  return new ServiceError(`${place} ${words}`, { code: 'config', service: place });
}
