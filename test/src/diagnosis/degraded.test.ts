import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { composeDiagnosis, type Engine } from '../../../src/compose.ts';
import { loadConfig } from '../../../src/config.ts';
import type { Report } from '../../../src/core/report.ts';
import { createLog } from '../../../src/log.ts';
import { type SimulatedCloud, startSimulatedCloud } from '../../../src/sandbox/cloud/server.ts';

const DEADLINE_MS = 1_500;
let cloud: SimulatedCloud;
let engine: Engine;

beforeAll(async () => {
  cloud = await startSimulatedCloud();
});
afterEach(() => {
  cloud.faults.heal();
  engine?.close();
});
afterAll(() => cloud.close());

async function freshEngine(): Promise<Engine> {
  const config = { ...loadConfig({ ...cloud.env, OS_CLOUD_NAME: 'demo' }), deadlineMs: DEADLINE_MS };
  engine = await composeDiagnosis(config, {
    log: createLog({ level: 'silent', destination: 2 }),
    clock: () => new Date(),
    newReference: () => 'ref',
  });
  return engine;
}

async function why(
  words: string,
  breakIt: () => void,
  when: 'before' | 'after the first answer',
): Promise<Report> {
  const { diagnosis } = await freshEngine();
  if (when === 'before') breakIt();
  else cloud.faults.delay(30);
  cloud.requests.clear();
  const running = diagnosis.diagnose(words, 'demo');
  if (when !== 'before') {
    // Two requests in: the login and the first read.
    while (cloud.requests.length < 2) await new Promise((resolve) => setImmediate(resolve));
    breakIt();
  }
  const diagnosed = await running;
  if (diagnosed.kind !== 'report') throw new Error('no report');
  return diagnosed.report;
}

const available = () => cloud.scenarios.find((one) => one.name === 'healthy-available')?.expect.subject ?? '';
const active = () => cloud.scenarios.find((one) => one.name === 'healthy-active')?.expect.subject ?? '';

test('the two nodes are healthy while everything answers', async () => {
  for (const node of [available(), active()]) {
    const report = await why(node, () => undefined, 'before');
    expect(report.verdict.cause).toBe('healthy');
  }
});

const BREAKS = {
  'goes down': (service) => cloud.faults.down(service),
  hangs: (service) => cloud.faults.hang(service),
  'answers 500': (service) => cloud.faults.status(service, 500),
  'answers garbage': (service) => cloud.faults.garbage(service),
  'breaks off in the middle of its answer': (service) => cloud.faults.truncate(service),
  'asks to come back in an hour': (service) => cloud.faults.retryAfter(service, 3600),
} satisfies Record<string, (service: 'placement' | 'nova' | 'keystone' | 'ironic') => void>;

for (const [what, breakIt] of Object.entries(BREAKS)) {
  test.each([
    ['placement', () => available(), /Placement/],
    ['nova', () => active(), /Nova/],
    ['ironic', () => available(), /Ironic/],
  ] as const)(
    `%s ${what}: nothing is called healthy and the report says what could not be checked`,
    async (service, node, name) => {
      const report = await why(node(), () => breakIt(service), 'before');
      expect(report.verdict.cause).toBe('insufficient-evidence');
      expect(report.unknown.length).toBeGreaterThan(0);
      expect(report.unknown.map((check) => check.reason).join('\n')).toMatch(
        new RegExp(`${name.source}|no answer within`),
      );
      expect(report.verdict.summary).toMatch(/^Cannot tell/);
    },
  );
}

test.each([
  ['placement', () => available()],
  ['nova', () => active()],
] as const)('%s stops in the middle: what was read stays, the rest is said', async (service, node) => {
  const report = await why(node(), () => cloud.faults.down(service), 'after the first answer');
  expect(report.verdict.cause).toBe('insufficient-evidence');
  expect(report.node?.name).toBe(node());
  expect(report.clear.length).toBeGreaterThan(0);
});

test('Keystone stops before the login: the report says so and nothing else', async () => {
  const report = await why(available(), () => cloud.faults.down('keystone'), 'before');
  expect(report.verdict.cause).toBe('insufficient-evidence');
  expect(report.verdict.summary).toContain('Keystone');
});

test('Keystone stops and the token is refused in mid-run', async () => {
  const breakIt = () => {
    cloud.faults.expireTokens();
    cloud.faults.down('keystone');
  };
  const report = await why(available(), breakIt, 'after the first answer');
  expect(report.verdict.cause).toBe('insufficient-evidence');
});

test('everything hangs: the report comes at the deadline', async () => {
  const report = await why(
    available(),
    () => {
      for (const service of ['keystone', 'ironic', 'nova', 'placement', 'neutron', 'glance'] as const)
        cloud.faults.hang(service);
    },
    'before',
  );
  expect(report.verdict.cause).toBe('insufficient-evidence');
  expect(report.cost.ms).toBeLessThan(DEADLINE_MS * 4);
});
