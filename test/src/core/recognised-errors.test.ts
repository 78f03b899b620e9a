import { expect, it } from 'vitest';
import { adviceOn } from '../../../src/core/advice.ts';
import { namesAnyRecognised, RECOGNISED } from '../../../src/core/recognised-errors.ts';
import { SIGNATURES } from '../../../src/core/signatures/index.ts';

it('follows the tables of wordings and the advice on each cause', () => {
  expect(RECOGNISED.templates).toBe(SIGNATURES.length);
  for (const { cause, guide } of SIGNATURES) {
    expect(RECOGNISED.causes).toContain(cause);
    expect(RECOGNISED.remedies).toEqual(expect.arrayContaining([...adviceOn(cause).remediations]));
    const section = guide ?? adviceOn(cause).guide;
    if (section) expect(RECOGNISED.sections).toContain(section);
  }
  expect(new Set(RECOGNISED.causes).size).toBe(RECOGNISED.causes.length);
});

it('has a word for what nobody recognises', () => {
  expect(RECOGNISED.causes).toContain('insufficient-evidence');
});

it('tells who may name any of them from who names some', () => {
  expect(namesAnyRecognised([...RECOGNISED.causes, 'operator-maintenance'])).toBe(true);
  expect(namesAnyRecognised(RECOGNISED.causes.slice(1))).toBe(false);
});
