import type { z } from 'zod';

type Path = readonly PropertyKey[];
export interface Fault {
  readonly text: string;
  readonly path: Path;
}

/** A JSON pointer (RFC 6901) below the place the schema was applied to. */
export function pointer(path: Path): string {
  return path.map((key) => `/${String(key).replaceAll('~', '~0').replaceAll('/', '~1')}`).join('');
}

function valueAt(input: unknown, path: Path): unknown {
  let value = input;
  for (const key of path) {
    if (typeof value !== 'object' || value === null) return undefined;
    value = Reflect.get(value, key);
  }
  return value;
}

/** A schema issue in the words of Slack's own block validator. */
export function wording(issue: z.core.$ZodIssue, input: unknown): Fault[] {
  const { path } = issue;
  const value = valueAt(input, path);
  if (value === undefined && path.length > 0 && issue.code !== 'custom') {
    return [{ text: `missing required field: ${String(path.at(-1))}`, path: path.slice(0, -1) }];
  }
  switch (issue.code) {
    case 'unrecognized_keys':
      return issue.keys.map((key) => ({ text: `invalid additional property: ${key}`, path }));
    case 'invalid_union':
      return [{ text: `unsupported type: ${String(value)}`, path }];
    case 'invalid_type':
      return [
        { text: `must provide ${/^[aeio]/.test(issue.expected) ? 'an' : 'a'} ${issue.expected}`, path },
      ];
    case 'invalid_value':
      return [{ text: `must be one of: ${issue.values.map(String).join(', ')}`, path }];
    case 'too_small':
      return [{ text: `must be more than ${Number(issue.minimum) - (issue.inclusive ? 1 : 0)}`, path }];
    case 'too_big':
      return [{ text: `must be less than ${Number(issue.maximum) + (issue.inclusive ? 1 : 0)}`, path }];
    default:
      return [{ text: issue.message, path }];
  }
}
