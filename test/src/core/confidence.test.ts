import { expect, test } from 'vitest';
import { confidenceOf, explainConfidence } from '../../../src/core/confidence.ts';
import type { Bearing, Evidence } from '../../../src/core/finding.ts';

const of = (...bearings: Bearing[]): Evidence[] =>
  bearings.map((bearing) => ({ bearing, source: 'node.last_error', observed: 'x' }));
const hole = [{ fact: 'logs', reason: 'no log source is configured' }];

test.each<[string, Bearing[], boolean, string]>([
  ['a proof with nothing against', ['proves'], false, 'confirmed'],
  ['a proof stays one although something else could not be read', ['proves'], true, 'confirmed'],
  ['a proof with something against', ['proves', 'speaks-against'], false, 'likely'],
  ['two supports', ['supports', 'supports'], true, 'likely'],
  ['two supports and one against', ['supports', 'supports', 'speaks-against'], false, 'possible'],
  ['one support with everything read', ['supports'], false, 'likely'],
  ['one support with a hole in the picture', ['supports'], true, 'possible'],
  ['nothing but objections', ['speaks-against'], false, 'possible'],
])('%s', (_, bearings, missing, expected) => {
  expect(confidenceOf(of(...bearings), missing ? hole : [])).toBe(expected);
});

test('the word can be explained', () => {
  expect(explainConfidence(of('supports', 'supports'), hole)).toBe(
    'likely: 2 supporting, none against, 1 not readable',
  );
});
