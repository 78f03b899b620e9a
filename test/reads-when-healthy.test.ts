import { afterAll, beforeAll, expect, test } from 'vitest';
import { type SimulatedCloud, startSimulatedCloud } from '../src/sandbox/cloud/server.ts';
import { type Asker, askWith } from './variants/ask.ts';

/** Playbooks for rare troubles must not make every question dearer: what only a suspicion needs is read on suspicion. */
let cloud: SimulatedCloud;
let ask: Asker;
beforeAll(async () => {
  cloud = await startSimulatedCloud();
  ask = await askWith({ env: { ...cloud.env, OS_CLOUD_NAME: 'demo' } });
  // The token and the versions are had once.
  await ask.report('bm-a01');
});
afterAll(async () => {
  await ask[Symbol.asyncDispose]();
  await cloud.close();
});

test.each([
  ['healthy-available', 12],
  ['healthy-active', 10],
  ['protected-in-use', 10],
  ['deploying-normally', 8],
  ['operator-maintenance', 5],
] as const)('%s costs %i reads at most', async (name, most) => {
  const subject = cloud.scenarios.find((one) => one.name === name)?.expect.subject ?? name;
  cloud.requests.clear();
  await ask.report(subject);
  const asked = cloud.requests.map(
    ({ service, path, query }) => `${service} ${path} ${JSON.stringify(query)}`,
  );
  expect(asked.length, asked.join('\n')).toBeLessThanOrEqual(most);
  expect(asked.join('\n')).not.toMatch(/inventory|firmware|volume|portgroups|ironic \/v1\/ports \{/);
});

test('a server on a bond costs one read more, of its port groups', async () => {
  const paths = async (subject: string) => {
    cloud.requests.clear();
    await ask.report(subject);
    return cloud.requests.map(({ path }) => path);
  };
  // Alike but for the bond.
  const [plain, bonded] = [await paths('bm-c16'), await paths('bm-c17')];
  const groups = bonded.filter((path) => path.includes('portgroups'));
  expect(groups).toEqual(['/v1/portgroups/detail']);
  expect(bonded.length, bonded.join('\n')).toBeLessThanOrEqual(plain.length + 1);
});
