import { expect, test } from 'vitest';
import { GUIDE_SECTIONS, type GuideSection, isInGuide } from '../src/core/guide.ts';
import { procedureFor } from '../src/core/procedures/index.ts';
import { scenarios } from '../src/sandbox/cloud/scenarios.ts';

/**
 * Each section of the guide can be met in the simulated cloud: `test/scenarios.test.ts` holds the answer about the
 * scenario, as read live, replayed and drawn, to the section.
 */

/** Sub-sections that go on about the situation of another one: what is seen is the same, what is told is more. */
const GOES_ON: Partial<Record<GuideSection, GuideSection>> = {
  'io-failure': 'iowait',
  'some-nodes': 'nodes-disappeared',
};

const met = new Set(scenarios.map((one) => one.expect.section));

test.each(GUIDE_SECTIONS.filter(isInGuide))('%s has a situation to meet it in', (section) => {
  expect(met).toContain(GOES_ON[section] ?? section);
});

test('what goes on about another section is told by the procedure of both', () => {
  for (const [section, other] of Object.entries(GOES_ON)) {
    expect(procedureFor(section as GuideSection)?.id).toBe(procedureFor(other)?.id);
  }
});

test('a section that a scenario expects is one that the bot knows', () => {
  const known: readonly string[] = GUIDE_SECTIONS;
  expect([...met].filter((section) => section !== undefined && !known.includes(section))).toEqual([]);
});
