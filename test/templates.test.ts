import { afterAll, beforeAll, expect, test } from 'vitest';
import { composeDiagnosis, type Engine } from '../src/compose.ts';
import { loadConfig } from '../src/config.ts';
import { createLog } from '../src/log.ts';
import { TEMPLATES } from './src/core/signatures/templates/index.ts';
import { snapshotOf } from './support/template-snapshot.ts';

/**
 * Each of the 165 catalogued wordings, put where it is met, through the whole diagnosis: what
 * `npm run -s why -- --snapshot FILE --json` answers.
 */

/** Wordings that by themselves do not carry the cause that the catalogue gives them, each with the reason. */
const NOT_BY_ITSELF: Readonly<Record<number, string>> = {
  2: 'says that filters left too few hosts; which, and whether it was a race, only the cloud tells',
};

let engine: Engine;
beforeAll(async () => {
  engine = await composeDiagnosis(loadConfig({}), {
    log: createLog({ level: 'silent', destination: 2 }),
    clock: () => new Date(),
    newReference: () => 'ref',
  });
});
afterAll(() => engine.close());

test('at least 160 of the 165 are told rightly, and the rest are known', async () => {
  const wrong = new Map<number, string>();
  for (const [number, text, ...causes] of TEMPLATES) {
    const { report } = await engine.diagnosis.replay(snapshotOf(number, text));
    const { cause } = report.verdict;
    if (!(causes as readonly string[]).includes(cause)) wrong.set(number, `${cause} for ${text}`);
  }
  expect(Object.fromEntries([...wrong].filter(([number]) => !(number in NOT_BY_ITSELF)))).toEqual({});
  expect(Object.keys(NOT_BY_ITSELF).filter((number) => !wrong.has(Number(number)))).toEqual([]);
  expect(Object.keys(NOT_BY_ITSELF).length).toBeLessThanOrEqual(5);
  expect(new Set(TEMPLATES.map(([number]) => number)).size).toBe(165);
});
