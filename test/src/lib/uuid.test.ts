import { expect, it } from 'vitest';
import { isUuid, withoutIds } from '../../../src/lib/uuid.ts';

const ID = '6a2c4f1e-0d5b-4c83-9a70-3f1f6b8f2d11';

it('knows a UUID in either case, and only a whole one', () => {
  expect([ID, ID.toUpperCase()].every(isUuid)).toBe(true);
  expect([`${ID}0`, `req-${ID}`, ID.slice(1), ''].some(isUuid)).toBe(false);
});

it('takes ids and numbers out of a line, so that it can be held against another', () => {
  expect(withoutIds(`req-${ID}: node ${ID} waited 30 s`)).toBe('#: node # waited # s');
  expect(withoutIds('nothing to take out')).toBe('nothing to take out');
});
