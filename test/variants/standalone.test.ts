import { describe, expect, test } from 'vitest';
import { type SimulatedCloud, startSimulatedCloud } from '../../src/sandbox/cloud/server.ts';
import { askWith, reasonsOf, wordsOf } from './ask.ts';

/** Ironic on its own, as Metal3 and Bifrost run it: no Keystone, no Nova, no Placement. */
const named = (cloud: SimulatedCloud, name: string) =>
  cloud.scenarios.find((one) => one.name === name)?.expect.subject ?? name;

describe.each(['none', 'http_basic'] as const)('auth_type %s', (standalone) => {
  test('a free node is healthy for certain, and no word is lost about services that are not there', async () => {
    const cloud = await startSimulatedCloud({ standalone });
    await using ask = await askWith({ clouds: cloud.cloudsYaml() });
    const report = await ask.report(named(cloud, 'healthy-available'));
    await cloud.close();
    expect(report.verdict).toMatchObject({ cause: 'healthy', confidence: 'confirmed' });
    expect(report.unknown).toEqual([]);
    expect(report.notes).toEqual([]);
    expect(JSON.stringify(report.findings)).not.toMatch(/Nova|Placement|Keystone|Neutron/);
  });

  test('troubles have the names that they have anywhere', async () => {
    const cloud = await startSimulatedCloud({ standalone });
    await using ask = await askWith({ env: { ...cloud.env, OS_CLOUD_NAME: 'demo' } });
    for (const name of [
      'bmc-dead',
      'clean-timed-out',
      'deploying-on-dead-conductor',
      'operator-maintenance',
    ]) {
      const scenario = cloud.scenarios.find((one) => one.name === name);
      const report = await ask.report(scenario?.expect.subject ?? '');
      expect(scenario?.expect.causes, name).toContain(report.verdict.cause);
    }
    expect(await ask.unresolved('bm-a0l')).toMatchObject({ kind: 'none', unreadable: [] });
    await cloud.close();
  });
});

test('a wrong password is said to be one, once, and nothing is called healthy', async () => {
  const cloud = await startSimulatedCloud({ standalone: 'http_basic' });
  await using ask = await askWith({ env: { ...cloud.env, OS_PASSWORD: 'not-the-password' } });
  const report = await ask.report(named(cloud, 'healthy-available'));
  await cloud.close();
  expect(report.verdict).toMatchObject({
    cause: 'insufficient-evidence',
    summary:
      'Cannot tell: Ironic does not accept the credentials (HTTP 401): Incorrect username or password.',
  });
  expect(reasonsOf(report)).toHaveLength(1);
  expect(wordsOf(report)).not.toContain('not-the-password');
});
