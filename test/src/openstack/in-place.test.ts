import fc from 'fast-check';
import { expect, test } from 'vitest';
import { z } from 'zod';
import { inPlace } from '../../../src/openstack/in-place.ts';
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
});

const value = fc.oneof(
  fc.constantFrom(null, undefined, '', 'abc', 'abcd', 0, 1.5, Number.NaN, true, [], ['a'], ['a', 1], {}),
  fc.record({ step: fc.constantFrom('erase', 3, null), more: fc.constant(1) }, { requiredKeys: [] }),
);

/** What a schema would have kept of it. */
const picked = (resource: Record<string, unknown>, schema: z.ZodObject) =>
  Object.fromEntries(Object.entries(resource).filter(([key]) => key in schema.shape));

test.each([
  ['our building blocks', Own],
  ['a node', NodeSchema],
  ['a port', PortSchema],
] as const)('%s is refused where its schema refuses it, and has the same values', (_what, schema) => {
  const keys = Object.keys(schema.shape);
  const resource = fc.dictionary(fc.constantFrom(...keys, 'unknown'), value, {
    maxKeys: 6,
    noNullPrototype: true,
  });
  const whole = resource.map((some) => ({ uuid: 'u', address: '52:54:00:00:00:01', ...some }));
  let [taken, refused] = [0, 0];
  fc.assert(
    fc.property(fc.oneof(resource, whole), (made) => {
      const wanted = schema.safeParse(structuredClone(made));
      const found = inPlace(schema as z.ZodObject).safeParse(made);
      expect(found.success).toBe(wanted.success);
      if (wanted.success) {
        expect(picked(made, schema)).toEqual(wanted.data);
        expect(found.data).toBe(made);
        taken += 1;
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
  expect(inPlace(Own).safeParse(odd).success).toBe(false);
});
