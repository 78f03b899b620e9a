import { expect, test } from 'vitest';
import { readsAlong, restingPlace } from '../../../../../src/sandbox/slack/page/scroll.ts';

test.each([
  ['all fits', { view: 600, content: 400, newest: 300, above: 300 }, 0],
  ['the newest fits: the end is in view', { view: 600, content: 2000, newest: 1700, above: 1700 }, 1400],
  ['the newest just fits, its day does not', { view: 600, content: 2000, newest: 1400, above: 1370 }, 1400],
  [
    'the newest is longer than the view: its start wins',
    { view: 600, content: 2000, newest: 1399, above: 1399 },
    1383,
  ],
  [
    'the newest is longer and a day begins with it',
    { view: 600, content: 2000, newest: 900, above: 870 },
    854,
  ],
  ['the only one is longer than the view', { view: 600, content: 900, newest: 0, above: 0 }, 0],
])('%s', (_name, extent, top) => {
  expect(restingPlace(extent)).toBe(top);
});

test('whoever scrolled back is not taken away from what they read', () => {
  expect(readsAlong(1390, 600, 2000)).toBe(true);
  expect(readsAlong(1300, 600, 2000)).toBe(false);
});
