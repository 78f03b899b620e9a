import fc from 'fast-check';
import { expect, test } from 'vitest';
import { z } from 'zod';
import { listInPlace } from '../../../src/openstack/in-place.ts';
import { NodeSchema, PortSchema } from '../../../src/openstack/ironic/schema.ts';
import { bag, count, flag, text, texts } from '../../../src/openstack/wire.ts';

const Own = z.object({
  uuid: z.string(),
  text,
  flag,
  count,
  bag,
  texts,
  step: z.object({ step: z.string() }).nullish(),
  short: z.string().max(3).nullish(),
  state: z
    .string()
    .nullish()
    .transform((state) => state ?? 'none'),
});

const value = fc.oneof(
  fc.constantFrom(null, undefined, '', 'abc', 'abcd', 0, 1.5, Number.NaN, true, [], ['a'], ['a', 1], {}),
  fc.record({ step: fc.constantFrom('erase', 3, null), more: fc.constant(1) }, { requiredKeys: [] }),
);

/** Whether what a schema keeps of a resource is all in it, as it is. */
function has(resource: unknown, kept: unknown): boolean {
  if (typeof kept !== 'object' || kept === null || Array.isArray(kept))
    return JSON.stringify(resource) === JSON.stringify(kept);
  const found = resource as Record<string, unknown>;
  return Object.entries(kept).every(([key, inner]) => has(found[key], inner));
}

test.each([
  ['our building blocks', Own],
  ['a node', NodeSchema],
  ['a port', PortSchema],
] as const)('%s is refused where its schema refuses it, and has the same values', (_what, schema) => {
  const keys = Object.keys(schema.shape);
  const resource = fc.dictionary(fc.constantFrom(...keys, 'unknown'), value, {
    maxKeys: 4,
    noNullPrototype: true,
  });
  const whole = resource.map((some) => ({
    uuid: 'u',
    address: '52:54:00:00:00:01',
    ...some,
  }));
  const pages = fc.array(fc.oneof(resource, { weight: 4, arbitrary: whole }), { maxLength: 2 });
  let [taken, refused] = [0, 0];
  fc.assert(
    fc.property(pages, (made) => {
      const wanted = z.array(schema as z.ZodObject).safeParse(structuredClone(made));
      const found = listInPlace(schema as z.ZodObject).safeParse(made);
      expect(found.success).toBe(wanted.success);
      if (wanted.success) {
        expect(has(made, wanted.data.length === made.length ? { ...wanted.data } : 'another length')).toBe(
          true,
        );
        expect(found.data).toBe(made);
        if (made.length > 0) taken += 1;
      } else {
        expect(found.error?.issues[0]?.path).toEqual(wanted.error.issues[0]?.path);
        refused += 1;
      }
    }),
    { numRuns: 500 },
  );
  expect(Math.min(taken, refused)).toBeGreaterThan(20);
});

test.each([null, undefined, 'text', 7, [], [{}]])('%j is no resource', (odd) => {
  const found = listInPlace(Own).safeParse([{ uuid: 'u' }, odd]);
  expect(found.error?.issues[0]?.path[0]).toBe(1);
});

test.each([null, undefined, 'text', 7, {}])('%j is no list', (odd) => {
  const found = z.object({ all: listInPlace(Own) }).safeParse({ all: odd });
  expect(found.error?.issues[0]?.path).toEqual(['all']);
});

test.each<[string, z.ZodType]>([
  ['knows no other fields', z.strictObject({ step: z.string() }).nullish()],
  ['knows what other fields are', z.object({ step: z.string() }).catchall(z.string()).nullish()],
  [
    'asks for more than its fields',
    z
      .object({ step: z.string() })
      .refine((one) => !('more' in one) && one.step !== 'erase')
      .nullish(),
  ],
])('an object in a resource that %s is asked of its schema', (_what, inner) => {
  const list = listInPlace(z.object({ inner }));
  expect(list.safeParse([{ inner: { step: 'burn' } }, { inner: null }, {}]).success).toBe(true);
  expect(list.safeParse([{ inner: { step: 'erase', more: 1 } }]).success).toBe(false);
});

test('what nobody will ask for is let go, and nothing is made of what is not there', () => {
  const links = [{ href: 'http://ironic/v1/nodes/a' }];
  const page = [{ uuid: 'a', links, more: 1 }, { uuid: 'b' }];
  listInPlace(Own, ['links']).parse(page);
  expect(page[0]).toEqual({ uuid: 'a', links: undefined, more: 1, state: 'none' });
  expect(page[1] && 'links' in page[1]).toBe(false);
});
