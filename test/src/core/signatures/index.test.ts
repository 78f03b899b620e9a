import { expect, test } from 'vitest';
import { isCause } from '../../../../src/core/cause.ts';
import { innermost } from '../../../../src/core/error-signature.ts';
import { SIGNATURES } from '../../../../src/core/signatures/index.ts';
import { TEMPLATES } from './templates/index.ts';

test('ids are unique and speakable', () => {
  const ids = SIGNATURES.map(({ id }) => id);
  expect(ids.filter((id, index) => ids.indexOf(id) !== index)).toEqual([]);
  expect(ids.filter((id) => !/^[a-z0-9]+(?:-[a-z0-9]+)*$/.test(id))).toEqual([]);
});

test.each(SIGNATURES.map((one) => [one.id, one] as const))('%s is well formed', (_, signature) => {
  const { pattern, within, unless, says, next, cause, also = [] } = signature;
  for (const regex of [pattern, within, unless]) {
    expect(regex?.flags ?? '').not.toMatch(/[gy]/); // A stateful pattern would remember the last text.
    expect(regex?.test('') ?? false).toBe(false);
  }
  expect(isCause(cause)).toBe(true);
  expect(also).not.toContain(cause);
  expect(new Set(also).size).toBe(also.length);
  expect(says).toMatch(/^[^.]{10,}[^.]$/); // A clause that goes into a sentence.
  expect(says).not.toMatch(/!|might|possibly|\berror occurred\b/i);
  if (next !== undefined) expect(next).toMatch(/^[A-Z0-9].{5,}[.]$/);
  if (cause === 'insufficient-evidence') expect(signature.bearing).toBe('supports');
});

test('only wrappers and vague wordings say that they cannot tell', () => {
  const certain = SIGNATURES.filter(
    (one) => one.cause === 'insufficient-evidence' && one.depth === 'inner' && !one.yields,
  );
  expect(certain.map(({ id }) => id)).toEqual(['nova-no-allocation-candidates']);
});

test('no repeated group repeats inside, so that matching stays linear', () => {
  const nested = /\((?:\?[:=!<][^)]*|[^?)][^)]*)[+*}]\)(?:[+*]|\{\d+,\d*\})/;
  for (const { id, pattern, within, unless } of SIGNATURES)
    for (const regex of [pattern, within, unless]) {
      expect(nested.test(regex?.source ?? ''), id).toBe(false);
      expect(/\.[+*](?!\?? ?$)/.test(regex?.source ?? ''), `${id}: unbounded`).toBe(false);
    }
});

test('a signature is met by some catalogued or known wording of its own', () => {
  const met = new Set(TEMPLATES.map(([, text]) => innermost(text)?.signature.id));
  expect(met.size).toBeGreaterThan(100);
});
