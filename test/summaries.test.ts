import { expect, test } from 'vitest';
import { loadPlaybooks } from '../src/compose.ts';
import { AT_REST } from './support/decoys-at-rest.ts';
import { IN_MOTION } from './support/decoys-in-motion.ts';
import { IN_USE } from './support/decoys-in-use.ts';
import { examine } from './support/facts.ts';
import { SITUATIONS } from './support/hostile-situations.ts';

/** A summary is forwarded as it is and read on a lock screen; a step is read by somebody tired. */
const EVERYTHING = [
  ...Object.entries(SITUATIONS).map(([name, situation]) => [name, situation('gold-17')] as const),
  ...[...AT_REST, ...IN_USE, ...IN_MOTION].map(([name, , facts]) => [name, facts] as const),
];

test.each(EVERYTHING)('%s is told in one sentence, without quoting an error', async (_, facts) => {
  const { findings } = await examine(await loadPlaybooks([]), facts);
  for (const { summary, steps = [] } of findings) {
    expect(Array.from(summary).length, summary).toBeLessThanOrEqual(160);
    expect(summary).toMatch(/^[A-Za-z0-9"][^`\n]*\.$/);
    expect(summary, 'a second sentence').not.toMatch(/[.?!] [A-Z]/);
    for (const { text } of steps) {
      expect(text).not.toContain('`');
      expect(Array.from(text).length, text).toBeLessThanOrEqual(260);
    }
  }
});

test('every check asks a short question', async () => {
  const asked = (await loadPlaybooks([])).flatMap(({ checks }) => checks.map(({ asks }) => asks));
  for (const asks of asked) expect(asks).toMatch(/^[A-Z][^`.]{10,95}\?$/);
});
