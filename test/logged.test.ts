import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { composeDiagnosis, type Engine } from '../src/compose.ts';
import { type Defaults, loadConfig } from '../src/config.ts';
import type { Report } from '../src/core/report.ts';
import { defaultsOf } from '../src/local.ts';
import { createLog } from '../src/log.ts';
import { secretMark } from '../src/sandbox/cloud/secrets.ts';
import { type SimulatedCloud, startSimulatedCloud } from '../src/sandbox/cloud/server.ts';

/** What only the services' logs can tell, read from the Loki that the local demo brings along. */
const clock = () => new Date('2026-11-22T18:00:00Z');
let cloud: SimulatedCloud;
let reading: Engine;
let blind: Engine;

beforeAll(async () => {
  cloud = await startSimulatedCloud({ clock, objectStore: true, loki: true });
  const engine = (defaults: Defaults) =>
    composeDiagnosis(loadConfig({ ...cloud.env, OS_CLOUD_NAME: 'demo' }, defaults), {
      log: createLog({ level: 'silent', destination: 2 }),
      clock,
      newReference: () => 'ref',
    });
  [reading, blind] = await Promise.all([engine(defaultsOf(cloud)), engine({})]);
});
afterAll(async () => {
  reading.close();
  blind.close();
  await cloud.close();
});

async function why(engine: Engine, words: string): Promise<{ report: Report; snapshot: unknown }> {
  const diagnosed = await engine.diagnosis.diagnose(words, 'demo');
  if (diagnosed.kind !== 'report') throw new Error(JSON.stringify(diagnosed));
  return { report: diagnosed.report, snapshot: JSON.parse(JSON.stringify(diagnosed.snapshot())) };
}
const placesOf = (report: Report) =>
  report.findings.flatMap(({ evidence }) => evidence.map(({ source }) => source));

test('a failed deploy that left no word with its node is told by its conductor', async () => {
  const { report, snapshot } = await why(reading, 'bm-h01');
  expect(report.verdict).toMatchObject({
    cause: 'conductor-disk-full',
    summary: expect.stringMatching(/cond-1.*no disk space/),
  });
  expect(placesOf(report)).toContain('logs[ironic-conductor@cond-1]');
  const again = await blind.diagnosis.replay(snapshot as Parameters<typeof blind.diagnosis.replay>[0]);
  expect(again.report.verdict).toEqual(report.verdict);

  const { report: without } = await why(blind, 'bm-h01');
  expect(without.verdict.cause).toBe('insufficient-evidence');
});

test('a lock is told with who held it, what for, how long, and what was refused', async () => {
  const { report } = await why(reading, 'bm-a11');
  expect(report.verdict).toMatchObject({
    cause: 'node-locked',
    summary:
      '"node update" was refused because conductor cond-2 held the node for "power state sync", for at least 33 s.',
  });
  const [finding] = report.findings;
  expect(finding?.evidence.map(({ observed }) => observed)).toEqual(
    expect.arrayContaining([
      expect.stringContaining('successfully reserved for power state sync'),
      expect.stringContaining('is locked by host cond-2'),
      '2 tasks were refused meanwhile',
    ]),
  );
});

test('a server that found no host is told with the filter that removed the last one', async () => {
  const { report } = await why(reading, 'legacy-01');
  expect(report.verdict.cause).toBe('nvh-properties-capabilities');
  const proof = report.findings
    .flatMap(({ evidence }) => evidence)
    .filter(({ source }) => source.startsWith('logs[nova-scheduler@ctl-1]'));
  expect(JSON.stringify(proof)).toContain('ComputeCapabilitiesFilter');
});

describe('noise', () => {
  test.each(['bm-a01', 'bm-a02', 'bm-a03', 'bm-a04', 'bm-e73'])('makes no trouble of %s', async (name) => {
    const { report } = await why(reading, name);
    expect(report.verdict.cause).toBe('healthy');
    expect(report.findings.filter(({ code }) => code.startsWith('log-'))).toEqual([]);
  });
});

test("logs cost no request to OpenStack but the one for the ids of an instance's requests", async () => {
  for (const name of ['bm-a16', 'web-04', 'bm-a11']) {
    const requests = async (engine: Engine) => {
      cloud.requests.clear();
      await why(engine, name);
      return cloud.requests.filter((one) => one.service !== 'swift').map(({ path }) => path);
    };
    const without = await requests(blind);
    const more = (await requests(reading)).filter((path) => !without.includes(path));
    expect(more, name).toEqual(
      name === 'web-04' ? [expect.stringMatching(/^\/v2\.1\/servers\/[^/]+\/os-instance-actions$/)] : [],
    );
  }
});

test.each(['bm-a15', 'bm-d06', 'bm-d07'])(
  'a signed address in a line about %s reaches nobody',
  async (name) => {
    const uuid = cloud.state.nodes.find((one) => one.name === name)?.uuid ?? '';
    const lines = cloud.state.log.filter(({ text }) => text.includes(uuid));
    expect(lines.some(({ text }) => text.includes(secretMark))).toBe(true);
    const { report, snapshot } = await why(reading, name);
    const told = JSON.stringify([report, snapshot]);
    expect(told).toMatch(/logs\[(?:ironic-conductor|nova-compute)@/);
    expect(told).not.toContain(secretMark);
  },
);
