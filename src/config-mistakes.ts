import { type Document, isMap, isNode, isPair, type LineCounter } from 'yaml';
import { z } from 'zod';
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
  const issue = deepest(error.issues);
  const path = issue.path.map(String);
  const keys = keysAt(z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' }), path);
  if (issue.code === 'unrecognized_keys') {
    const key = issue.keys[0] ?? '';
    const [near] = nearest(key, keys, 1);
    const place = path.length > 0 ? ` in ${path.join('.')}` : '';
    const meant = near ? `; did you mean ${near}?` : `; there is ${keys.join(', ')}`;
    return `has an unknown key ${key}${place}${line([...issue.path, key])}${meant}`;
  }
  const known = keys.length > 0 && issue.code === 'invalid_union' ? ` (it takes ${keys.join(', ')})` : '';
  return `has a wrong value at ${path.join('.') || 'its top'}${line(issue.path)}: ${wordsOf(issue)}${known}`;

  function line(at: readonly PropertyKey[]): string {
    const offset = offsetOf(document, at);
    return offset === undefined ? '' : ` (line ${lines.linePos(offset).line})`;
  }
}

/**
 * In a union each branch has its own complaints: the branch with the fewest is the one that was meant. A wrong key says
 * more than the right one that is missing for it.
 */
function deepest(issues: readonly Issue[]): Issue {
  const issue = issues.find(({ code }) => code === 'unrecognized_keys') ?? issues[0];
  if (!issue) throw new Error('a refusal without an issue');
  if (issue.code !== 'invalid_union' || issue.errors.length === 0) return issue;
  const [meant] = issue.errors.toSorted((a, b) => a.length - b.length);
  if (!meant || meant.length === 0) return issue;
  const inner = deepest(meant);
  return { ...inner, path: [...issue.path, ...inner.path] };
}

function wordsOf(issue: Issue): string {
  if (issue.code === 'invalid_type') {
    if (issue.input === undefined && /received undefined/.test(issue.message)) return 'it is missing';
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
