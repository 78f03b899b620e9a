import { beforeAll, expect, test } from 'vitest';
import { loadPlaybooks } from '../src/compose.ts';
import { type Cause, VERDICT_CAUSES } from '../src/core/cause.ts';
import type { Playbook } from '../src/core/playbook.ts';
import { rank } from '../src/core/rank.ts';
import { verdictOf } from '../src/core/verdict.ts';
import { AT_REST } from './support/decoys-at-rest.ts';
import { BESIDE_NOVA } from './support/decoys-beside-nova.ts';
import { IN_FLEETS } from './support/decoys-in-fleets.ts';
import { IN_MOTION } from './support/decoys-in-motion.ts';
import { IN_USE } from './support/decoys-in-use.ts';
import { ON_BONDS } from './support/decoys-on-bonds.ts';
import { ON_DISKS } from './support/decoys-on-disks.ts';
import { ON_NETWORKS } from './support/decoys-on-networks.ts';
import { examine } from './support/facts.ts';

/** What looks like a trouble and is none: a false alarm at night costs more trust than a miss. */
const DECOYS = [
  ...AT_REST,
  ...IN_USE,
  ...IN_MOTION,
  ...ON_NETWORKS,
  ...ON_BONDS,
  ...BESIDE_NOVA,
  ...ON_DISKS,
  ...IN_FLEETS,
];
let playbooks: readonly Playbook[];
beforeAll(async () => {
  playbooks = await loadPlaybooks([]);
});

test.each(DECOYS)('%s is %s', async (_, expected, facts) => {
  const { findings, unknown } = await examine(playbooks, facts);
  const ranked = rank(findings);
  const told = JSON.stringify(
    { findings: ranked.map(({ code, severity, summary }) => ({ code, severity, summary })), unknown },
    null,
    1,
  );
  expect(verdictOf(ranked, unknown).cause, told).toBe(expected);
  // Behind a person's hold there is no trouble either.
  const troubles = ranked.filter(({ severity, cause }) => severity !== 'info' && cause !== expected);
  expect(troubles, told).toEqual([]);
});

test('none of the rows expects a failure', () => {
  const verdicts: readonly Cause[] = VERDICT_CAUSES;
  expect(DECOYS.filter(([, expected]) => !verdicts.includes(expected))).toEqual([]);
  expect(DECOYS.length).toBeGreaterThanOrEqual(170);
});
