import fc from 'fast-check';
import { expect, test } from 'vitest';
import { z } from 'zod';
import { asWire, mended } from '../../../src/diagnosis/snapshot-mend.ts';

const schema = z.object({
  name: z.string().nullish(),
  alive: z.boolean().nullish(),
  size: z.number().nullish(),
  bag: z.record(z.string(), z.unknown()).nullish(),
});

test.each([
  [{ alive: 'True' }, { alive: true }],
  [{ alive: 'false' }, { alive: false }],
  [{ size: '42' }, { size: 42 }],
  [{ size: '-1.5' }, { size: -1.5 }],
  [{ name: 7 }, { name: '7' }],
  [{ bag: '{"a": 1}' }, { bag: { a: 1 } }],
  ['{"size": "42"}', { size: 42 }],
])('%j is read as %j', (given, read) => {
  expect(mended(schema).parse(given)).toEqual(read);
});

test.each([{ alive: 'perhaps' }, { size: 'many' }, { bag: 'x' }, { bag: '{' }, { name: {} }, 'x', 5, []])(
  '%j stays refused, with the place',
  (given) => {
    const refused = mended(schema).safeParse(given);
    expect(refused.success).toBe(false);
    if (typeof given === 'object' && !Array.isArray(given))
      expect(refused.error?.issues[0]?.path).toEqual(Object.keys(given));
  },
);

test('each of a list is mended at its own place', () => {
  const list = mended(z.array(schema));
  expect(list.parse([{ size: 1 }, { size: '2', alive: 'False' }])).toEqual([
    { size: 1 },
    { size: 2, alive: false },
  ]);
});

test('columns headed for people get the names of the API, and None is nothing', () => {
  expect(asWire({ UUID: 'u', 'Provisioning State': 'active', 'Instance UUID': 'None' })).toEqual({
    uuid: 'u',
    provision_state: 'active',
    instance_uuid: null,
  });
  expect(asWire({ 'OS-EXT-STS:vm_state': 'active', id: 'None' })).toEqual({
    'OS-EXT-STS:vm_state': 'active',
    id: null,
  });
  expect(asWire('None')).toBe('None');
});

test('what is not equal to itself is refused as well', () => {
  expect(mended(schema).safeParse(Number.NaN).success).toBe(false);
});

test('wild values are read or refused, never thrown at', () => {
  fc.assert(
    fc.property(fc.anything(), (wild) => {
      asWire(wild);
      expect(typeof mended(schema).safeParse(wild).success).toBe('boolean');
    }),
    { numRuns: 500 },
  );
});
