import { z } from 'zod';

type Json = unknown;
export const isObject = (value: Json): value is Record<string, Json> =>
  value !== null && typeof value === 'object' && !Array.isArray(value);

/** One pass per depth of trouble: a text that holds JSON may hold numbers as texts. */
const PASSES = 3;

/**
 * Reads what people and tools make of a body on its way into a file: numbers and booleans as texts, Python's `True`
 * and `None`, JSON inside a text. A value that fits nothing is left as it is, and the schema's own refusal stands.
 */
export function mended<S extends z.ZodType>(schema: S): z.ZodType<z.output<S>> {
  return z.unknown().transform((value, context) => {
    let current = value;
    for (let pass = 0; ; pass += 1) {
      const parsed = schema.safeParse(current);
      if (parsed.success) return parsed.data;
      const next = pass < PASSES ? mend(current, parsed.error.issues) : current;
      // NaN is not even equal to itself.
      if (pass === PASSES || Object.is(next, current)) {
        const [first] = parsed.error.issues;
        context.addIssue({
          code: 'custom',
          message: first?.message ?? 'unknown shape',
          path: [...(first?.path ?? [])],
        });
        return z.NEVER;
      }
      current = next;
    }
  });
}

/** The value itself when nothing in it could be mended. */
function mend(value: Json, issues: readonly z.core.$ZodIssue[]): Json {
  let result = value;
  for (const issue of issues) {
    if (issue.code !== 'invalid_type') continue;
    const path = issue.path.map(String);
    const found = path.reduce<Json>((at, key) => childOf(at, key), result);
    const fitting = fit(found, issue.expected);
    if (fitting !== undefined) result = replaced(result, path, fitting);
  }
  return result;
}

function childOf(value: Json, key: string): Json {
  if (Array.isArray(value)) return value[Number(key)];
  return isObject(value) ? value[key] : undefined;
}

function replaced(value: Json, [key, ...rest]: readonly string[], by: Json): Json {
  if (key === undefined) return by;
  if (Array.isArray(value)) return value.map((one, n) => (String(n) === key ? replaced(one, rest, by) : one));
  return isObject(value) ? { ...value, [key]: replaced(value[key], rest, by) } : value;
}

/** `value` as the expected type when it obviously means one, else undefined. */
function fit(value: Json, expected: string): Json {
  if (expected === 'string') {
    return typeof value === 'number' || typeof value === 'boolean' ? String(value) : undefined;
  }
  if (typeof value !== 'string') return undefined;
  const text = value.trim();
  if (expected === 'number' || expected === 'int')
    return /^-?\d{1,15}(?:\.\d{1,9})?$/.test(text) ? Number(text) : undefined;
  if (expected === 'boolean')
    return /^(?:true|false)$/i.test(text) ? text.toLowerCase() === 'true' : undefined;
  return /^[[{]/.test(text) ? parseJson(text) : undefined;
}

export function parseJson(text: string): Json {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** `openstack … list -f json` heads its columns for people. */
const COLUMNS: Readonly<Record<string, string>> = { provisioning_state: 'provision_state' };

/**
 * One resource as the client prints it: columns headed `Provisioning State` become the API's names, and its `None`
 * is nothing.
 */
export function asWire(value: Json): Json {
  if (!isObject(value)) return value;
  const entries = Object.entries(value);
  const headed = entries.length > 0 && entries.every(([key]) => /^[A-Z][A-Za-z0-9 ]{0,60}$/.test(key));
  return Object.fromEntries(
    entries.map(([key, one]) => {
      const plain = headed ? key.toLowerCase().replaceAll(' ', '_') : key;
      return [COLUMNS[plain] ?? plain, one === 'None' ? null : one];
    }),
  );
}
