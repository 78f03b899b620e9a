import { afterAll, beforeAll, expect, test } from 'vitest';
import { composeDiagnosis, type Engine } from '../src/compose.ts';
import { loadConfig } from '../src/config.ts';
import type { Report } from '../src/core/report.ts';
import { reportToJson } from '../src/core/report-json.ts';
import { defaultsOf } from '../src/local.ts';
import { createLog } from '../src/log.ts';
import { scenarios } from '../src/sandbox/cloud/scenarios.ts';
import { type SimulatedCloud, startSimulatedCloud } from '../src/sandbox/cloud/server.ts';
import { text } from '../src/slack/render/escape.ts';
import { renderReport } from '../src/slack/render/report.ts';
import { drawReport } from '../src/terminal-report.ts';

/** What a newcomer meets on the page: every named trouble of the simulated cloud gets its right name. */
let cloud: SimulatedCloud;
let engine: Engine;
const bugs: unknown[] = [];

beforeAll(async () => {
  cloud = await startSimulatedCloud({ objectStore: true, loki: true });
  const log = createLog({
    level: 'error',
    destination: { write: (line) => void bugs.push(JSON.parse(line)) },
  });
  engine = await composeDiagnosis(loadConfig({ ...cloud.env, OS_CLOUD_NAME: 'demo' }, defaultsOf(cloud)), {
    log,
    clock: () => new Date(),
    newReference: () => 'ref',
  });
});
afterAll(async () => {
  engine.close();
  await cloud.close();
});

async function why(words: string): Promise<{ report: Report; snapshot: Record<string, unknown> }> {
  const diagnosed = await engine.diagnosis.diagnose(words, 'demo');
  if (diagnosed.kind !== 'report') throw new Error(`${words}: ${JSON.stringify(diagnosed.resolution)}`);
  return { report: diagnosed.report, snapshot: diagnosed.snapshot() };
}

test.each(scenarios.map((one) => [one.name, one] as const))('%s', async (_, { expect: expected }) => {
  const { report, snapshot } = await why(expected.subject);
  expect(expected.causes, JSON.stringify(reportToJson(report), null, 1)).toContain(report.verdict.cause);
  expect(bugs).toEqual([]);

  // What was seen can be replayed without the cloud, to the same answer.
  const { report: again } = await engine.diagnosis.replay(JSON.parse(JSON.stringify(snapshot)));
  expect(again.verdict).toEqual(report.verdict);

  if (expected.section !== undefined) {
    const main = report.findings.find((one) => one.cause === report.verdict.cause);
    expect(main?.guide, JSON.stringify(report.findings.map((one) => [one.code, one.guide]))).toBe(
      expected.section,
    );
  }
  // What was found is what is read, on the phone and in the terminal.
  const drawn = renderReport(report);
  expect(drawn.message.text).toContain(text(report.verdict.summary, 600).slice(0, 40));
  expect(drawReport(report)).toContain(report.verdict.summary.slice(0, 40));

  for (const finding of report.findings) {
    // Forwarded as it is, and read on a lock screen.
    expect(finding.summary.length, finding.summary).toBeLessThanOrEqual(220);
    for (const piece of finding.evidence) expect(piece.at, `${finding.code}: ${piece.source}`).toBeDefined();
  }
});

test('every cause that a scenario expects is one that the bot can name', async () => {
  const { isCause } = await import('../src/core/cause.ts');
  expect(scenarios.flatMap((one) => one.expect.causes).filter((cause) => !isCause(cause))).toEqual([]);
});
