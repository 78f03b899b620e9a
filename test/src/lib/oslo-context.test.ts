import { expect, it } from 'vitest';
import { osloContext } from '../../../src/lib/oslo-context.ts';

const A = 'req-0a9f1caa-29ca-4945-9313-dd138acc0598';
const B = 'req-2760448a-0ad6-4c01-815d-15e98c5f7126';
const HEAD = '2026-11-22 21:10:31.420 8707';

it.each([
  ['the older format', `[${A} 664697 1df73c - default default]`, A, [A], '664697'],
  ['without a global id', `[None ${A} 664697 1df73c - - default default]`, A, [A], '664697'],
  ['with a global id', `[${A} ${B} 12b07b c4a2c6 - - default default]`, B, [A, B], '12b07b'],
  ['of nobody', `[None ${A} - - - - - -]`, A, [A], undefined],
  ['alone', `[${A}]`, A, [A], undefined],
])('whose request an entry is: %s', (_, context, request, ids, user) => {
  const found = osloContext(`${HEAD} INFO a.b ${context} x`);
  expect(found).toEqual({ request, ids, ...(user === undefined ? {} : { user }) });
});

it('an id in the text is no request of the entry', () => {
  expect(osloContext(`${HEAD} INFO a.b [-] asked by ${A}`)).toBeUndefined();
  expect(osloContext(`${HEAD} INFO a.b [-] ${'x'.repeat(600)} [${A}]`)).toBeUndefined();
});
