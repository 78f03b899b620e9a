import { expect, it } from 'vitest';
import { insteadOf } from '../../../src/slack/instead.ts';
import type { Kept } from '../../../src/slack/kept.ts';

const kept = (rest: Partial<Kept> = {}): Kept => ({
  id: 'Ev1',
  since: '2026-11-30T03:10:00.000Z',
  takenOver: true,
  shared: () => true,
  leave: () => undefined,
  ...rest,
});
const why = { what: 'node-`17`' };
const thaw = { what: undefined, once: true };

it('what nobody keeps, and what nobody else has begun, is answered', () => {
  expect(insteadOf(undefined, thaw)).toBeUndefined();
  expect(insteadOf(kept({ takenOver: false }), thaw)).toBeUndefined();
  expect(insteadOf(kept(), why)).toBeUndefined();
});

it('what is too old, killed its process or may have been done is told about, by its name', () => {
  expect(insteadOf(kept({ instead: 'too-old' }), why)).toMatch(/^`node-'17'`: I was stopped .* ask again\.$/);
  expect(insteadOf(kept({ instead: 'given-up' }), why)).toContain('I gave it up');
  expect(insteadOf(kept(), thaw)).toMatch(/^I was stopped .* cannot tell whether it was done/);
  expect(insteadOf(kept({ instead: 'too-old' }), thaw)).toContain('a while ago');
});
