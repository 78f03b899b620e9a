import { z } from 'zod';
import { bag, count, flag, text, texts } from './wire.ts';

type Check = (value: unknown) => boolean;

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

/** Values that a schema gives back as they are: texts where it wants no more, nothing, and an object with nothing in it. */
function shortcut(schema: z.ZodType): Check {
  if (schema instanceof z.ZodString && !schema._zod.def.checks?.length)
    return (value) => typeof value === 'string';
  const takesNull = schema.safeParse(null).data === null;
  const empty = schema.safeParse({}).data;
  const takesEmpty = typeof empty === 'object' && empty !== null && Object.keys(empty).length === 0;
  return (value) =>
    value === null
      ? takesNull
      : takesEmpty && typeof value === 'object' && !Array.isArray(value) && Object.keys(value).length === 0;
}

/**
 * The same refusals and the same values as `schema` gives, without a copy: for pages of thousands of resources, of which
 * nearly all are looked at once. What the schema does not name stays in the object; whoever keeps one picks what it needs.
 */
export function inPlace<S extends z.ZodObject>(schema: S): z.ZodType<z.output<S>> {
  const fields = Object.entries(schema.shape as Readonly<Record<string, z.ZodType>>);
  const plain = fields.flatMap(([key, one]) => {
    const check = PLAIN.get(one);
    return check ? [[key, check] as const] : [];
  });
  const other = fields
    .filter(([, one]) => !PLAIN.has(one))
    .map(([key, one]) => [key, one, shortcut(one)] as const);

  return z.custom<z.output<S>>().check(({ value, issues }) => {
    const resource = value as Record<string, unknown>;
    const fits =
      typeof resource === 'object' &&
      resource !== null &&
      !Array.isArray(resource) &&
      plain.every(([key, check]) => check(resource[key])) &&
      other.every(([key, one, isFine]) => {
        const inner = resource[key];
        if (isFine(inner)) return true;
        const parsed = one.safeParse(inner);
        if (parsed.success && parsed.data !== inner) resource[key] = parsed.data;
        return parsed.success;
      });
    if (fits) return;
    // Told in the schema's own words.
    const refused = schema.safeParse(value);
    issues.push(
      ...(refused.error?.issues ?? [{ code: 'custom', message: 'unknown form', path: [] }]).map(
        ({ path, message }) => ({ code: 'custom' as const, path: [...path], message, input: value }),
      ),
    );
  });
}
