import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { defaultsOf } from '../../src/local.ts';
import { scenarios } from '../../src/sandbox/cloud/scenarios.ts';
import { type SimulatedCloud, startSimulatedCloud } from '../../src/sandbox/cloud/server.ts';
import { type Asker, askWith, reasonsOf, wordsOf } from './ask.ts';

const HISTORY = 'node history needs Ironic API 1.78, this cloud has';
const INVENTORY = "the node's inventory needs Ironic API 1.81, this cloud has";
const CONDUCTORS = 'the list of conductors needs Ironic API 1.49, this cloud has';

/** What a release does not tell yet may make an answer modest or vague, but never turn it into another one. */
const BLIND: Readonly<Record<string, (minor: number) => boolean>> = {
  // Only the history remembers it.
  'ipmi-session-exhausted': (minor) => minor < 78,
  // Before 1.39 Ironic itself calls `inspect wait` "inspecting".
  'inspect-wait': (minor) => minor < 39,
  // Before 1.37 a node does not tell its traits.
  'trait-mismatch': (minor) => minor < 37,
  'boot-volume-lost': (minor) => minor < 32,
  // Before 1.42 there is no `fault`, and who set maintenance can only be guessed.
  'clean-failed-port-gone': (minor) => minor < 42,
  'group-without-conductor': (minor) => minor < 49,
  retired: (minor) => minor < 61,
  // Only a log tells why, and these clouds have none configured.
  'deploy-failed-wordless': () => true,
  // What its network cards hear of the switch is in the inventory.
  'deploy-wait-on-a-bond': (minor) => minor < 81,
};

describe.each([31, 41, 48, 72, 77])('an Ironic that knows nothing newer than 1.%i', (minor) => {
  let cloud: SimulatedCloud;
  let ask: Asker;
  beforeAll(async () => {
    cloud = await startSimulatedCloud({ ironicMaximum: `1.${minor}`, objectStore: true });
    const env = { ...cloud.env, OS_CLOUD_NAME: 'demo' };
    ask = await askWith({ env, defaults: defaultsOf(cloud) });
  });
  afterAll(async () => {
    await ask[Symbol.asyncDispose]();
    await cloud.close();
  });
  const named = (name: string) => scenarios.find((one) => one.name === name)?.expect.subject ?? name;

  test.each(
    scenarios.filter((one) => !BLIND[one.name]?.(minor)).map((one) => [one.name, one.expect] as const),
  )('%s', async (_, { subject, causes }) => {
    const report = await ask.report(subject);
    expect(causes, wordsOf(report)).toContain(report.verdict.cause);
    expect(wordsOf(report)).not.toMatch(/HTTP 406|Not Acceptable|Request not acceptable/);
    for (const reason of reasonsOf(report).filter((one) => one.includes('Ironic API'))) {
      const known = [CONDUCTORS, HISTORY, INVENTORY].map((words) => `${words} 1.${minor}`);
      expect(known).toContain(reason);
    }
  });

  test('what only a newer release remembers leaves health unconfirmed, with the reason', async () => {
    const report = await ask.report(named('ipmi-session-exhausted'));
    expect(report.verdict).toMatchObject({ cause: 'healthy', confidence: 'likely' });
    expect(reasonsOf(report)).toContain(`${HISTORY} 1.${minor}`);
  });

  test('without the list of conductors, or the history, nothing is healthy for certain', async () => {
    const report = await ask.report(named('healthy-available'));
    expect(report.verdict).toMatchObject({
      cause: 'healthy',
      confidence: minor < 78 ? 'likely' : 'confirmed',
    });
  });

  test('a lock whose conductor cannot be looked up is stuck, but not proven to be orphaned', async () => {
    const { verdict } = await ask.report(named('deploying-on-dead-conductor'));
    expect(verdict).toMatchObject({
      cause: 'stuck-ing-state',
      confidence: minor < 49 ? 'possible' : 'confirmed',
    });
  });

  test('a node is never asked for twice because of its version', async () => {
    const fresh = await askWith({ env: { ...cloud.env, OS_CLOUD_NAME: 'demo' } });
    cloud.requests.clear();
    await fresh.report(named('bmc-dead'));
    await fresh[Symbol.asyncDispose]();
    const asked = cloud.requests.map(
      ({ service, path, query }) => `${service} ${path} ${JSON.stringify(query)}`,
    );
    expect(asked.filter((one, index) => asked.indexOf(one) !== index)).toEqual([]);
  });
});

test('an Ironic that is newer than what we have read about is asked for what we know', async () => {
  const cloud = await startSimulatedCloud({ ironicMaximum: '1.140' });
  await using ask = await askWith({ env: { ...cloud.env, OS_CLOUD_NAME: 'demo' } });
  await ask.report('bm-a01');
  cloud.requests.clear();
  const report = await ask.report('bm-a01');
  const versions = new Set(
    cloud.requests.filter((one) => one.service === 'ironic').map((one) => one.version),
  );
  await cloud.close();
  expect(report.verdict).toMatchObject({ cause: 'healthy', confidence: 'confirmed' });
  expect([...versions]).toEqual(['1.115']);
});
