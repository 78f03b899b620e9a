import { describe, expect, test } from 'vitest';
import { defaultsOf } from '../../src/local.ts';
import { startSimulatedCloud } from '../../src/sandbox/cloud/server.ts';
import { askWith } from './ask.ts';

const HOUR = 3_600_000;

/** The cloud's times are the cloud's: a bot whose own clock is wrong must not see waits that are long or not begun. */
describe.each([-26, -2, 2, 26])('a cloud whose clock is %i h away from ours', (hours) => {
  test('is judged as by its own clock, with a note', async () => {
    const clock = () => new Date(Date.now() + hours * HOUR);
    const cloud = await startSimulatedCloud({ clock, objectStore: true, loki: true });
    const env = { ...cloud.env, OS_CLOUD_NAME: 'demo' };
    await using ask = await askWith({ env, defaults: defaultsOf(cloud) });
    for (const { name, expect: wanted } of cloud.scenarios) {
      const report = await ask.report(wanted.subject);
      expect(wanted.causes, name).toContain(report.verdict.cause);
      expect(report.notes.join('\n')).toMatch(
        hours > 0 ? /of this machine is .* behind Ironic's/ : /of this machine is .* ahead of Ironic's/,
      );
    }
    await cloud.close();
  });

  test('costs one login, also when its tokens live for an hour', async () => {
    const clock = () => new Date(Date.now() + hours * HOUR);
    const cloud = await startSimulatedCloud({ clock });
    cloud.faults.tokenLifetime = HOUR;
    await using ask = await askWith({ env: { ...cloud.env, OS_CLOUD_NAME: 'demo' } });
    await ask.report('bm-a01');
    await ask.report('bm-a02');
    const logins = cloud.requests.filter((one) => one.path === '/v3/auth/tokens').length;
    await cloud.close();
    expect(logins).toBe(1);
  });
});

test('a clock that is right is no matter for a note', async () => {
  const cloud = await startSimulatedCloud();
  await using ask = await askWith({ env: { ...cloud.env, OS_CLOUD_NAME: 'demo' } });
  expect((await ask.report('bm-a01')).notes).toEqual([]);
  await cloud.close();
});
