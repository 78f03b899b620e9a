import { z } from 'zod';
import { bag, count, flag, text, texts } from './wire.ts';

type Check = (value: unknown) => boolean;
type Resource = Record<string, unknown>;

const nothing: Check = (value) => value === undefined || value === null;

/** Our building blocks, which make up nearly all of a resource, as plain questions. */
const PLAIN = new Map<unknown, Check>([
  [text, (value) => typeof value === 'string' || nothing(value)],
  [flag, (value) => typeof value === 'boolean' || nothing(value)],
  [count, (value) => Number.isFinite(value) || nothing(value)],
  [bag, (value) => nothing(value) || (typeof value === 'object' && !Array.isArray(value))],
  [
    texts,
    (value) => nothing(value) || (Array.isArray(value) && value.every((one) => typeof one === 'string')),
  ],
]);

/** An object that may be absent and asks for nothing but its fields. */
function objectIn(schema: z.ZodType): z.ZodObject | undefined {
  const inner = schema instanceof z.ZodOptional ? schema.unwrap() : undefined;
  const object = inner instanceof z.ZodNullable ? inner.unwrap() : undefined;
  if (!(object instanceof z.ZodObject)) return undefined;
  const { checks, catchall } = object._zod.def;
  return checks?.length || (catchall && !(catchall instanceof z.ZodUnknown)) ? undefined : object;
}

/** What a value of our own making can be asked without the schema. */
function plainly(schema: z.ZodType): Check | undefined {
  const object = objectIn(schema);
  if (!object) return PLAIN.get(schema);
  const takes = createTaker(object);
  return (value) => nothing(value) || takes(value);
}

/** Whether a resource is what the schema says; values that the schema makes others of are put into it. */
function createTaker(schema: z.ZodObject): (resource: unknown) => resource is Resource {
  const plain = new Map<string, Check>();
  const other: { readonly key: string; readonly one: z.ZodType; readonly isText: boolean }[] = [];
  for (const [key, one] of Object.entries(schema.shape as Readonly<Record<string, z.ZodType>>)) {
    const check = plainly(one);
    if (check) plain.set(key, check);
    else other.push({ key, one, isText: one instanceof z.ZodString && !one._zod.def.checks?.length });
  }

  return (resource): resource is Resource => {
    if (typeof resource !== 'object' || resource === null || Array.isArray(resource)) return false;
    const values = resource as Resource;
    // All of these may be absent, and what is there is walked through much faster than asked for by name.
    for (const key in values) if (plain.get(key)?.(values[key]) === false) return false;
    for (const { key, one, isText } of other) {
      const value = values[key];
      if (isText && typeof value === 'string') continue;
      const parsed = one.safeParse(value);
      if (!parsed.success) return false;
      if (parsed.data !== value) values[key] = parsed.data;
    }
    return true;
  };
}

/**
 * The same refusals and the same values as a list of `schema` gives, without a copy: for pages of thousands of resources, of
 * which nearly all are looked at once. Only the first misfit is told. What the schema does not name stays in the
 * resource, but for the values of `without`, so that whoever keeps one does not keep them.
 */
export function listInPlace<S extends z.ZodObject>(
  schema: S,
  without: readonly string[] = [],
): z.ZodType<z.output<S>[]> {
  const takes = createTaker(schema);
  return z.custom<z.output<S>[]>().check(({ value, issues }) => {
    if (!Array.isArray(value)) {
      issues.push({ code: 'invalid_type', expected: 'array', input: value });
      return;
    }
    for (const [at, resource] of (value as readonly unknown[]).entries()) {
      if (takes(resource)) {
        for (const key of without) if (resource[key] !== undefined) resource[key] = undefined;
        continue;
      }
      // Told in the schema's own words.
      const [why] = schema.safeParse(resource).error?.issues ?? [];
      const { path = [], message = 'unknown form' } = why ?? {};
      issues.push({ code: 'custom', path: [at, ...path], message, input: value });
      return;
    }
  });
}
