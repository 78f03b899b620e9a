import { expect, test } from 'vitest';
import type { LocalSlack } from '../../src/sandbox/slack/server.ts';
import { ENGINEER, startLocalBot } from '../support/bot.ts';

/** The Home tab of a running bot, on one clock that tests turn. */
const MORNING = Date.parse('2026-11-23T08:00:10.000Z');
const SLOW_MS = 60_000;
const SERVICES = ['keystone', 'ironic', 'nova', 'placement', 'neutron', 'glance'] as const;

/** All that it says, once that fits. */
function saying(slack: LocalSlack, words: RegExp, user = ENGINEER): Promise<string> {
  return slack.until(() => {
    const said = JSON.stringify(slack.home(user)?.blocks ?? []);
    return words.test(said) ? said : undefined;
  }, SLOW_MS);
}

test('a tab that was opened before the first sweep has the fleet after it, and opening it waits for no cloud', async () => {
  await using local = await startLocalBot({
    clock: () => new Date(MORNING),
    simulation: { objectStore: false },
  });
  const { slack, cloud } = local;
  slack.openHome(ENGINEER);
  await saying(slack, /demo · \d+ nodes · \d+ in trouble/);
  for (const service of SERVICES) cloud.faults.hang(service);
  slack.openHome('jonas');
  await saying(slack, /demo · \d+ nodes · \d+ in trouble/, 'jonas');
  cloud.faults.heal();
});

test('what does not answer is named, beside what was seen before, until it answers', async () => {
  let now = MORNING;
  await using local = await startLocalBot({
    clock: () => new Date(now),
    simulation: { objectStore: false },
  });
  const { slack, cloud, ask } = local;
  slack.openHome(ENGINEER);
  await saying(slack, /demo · \d+ nodes/);
  cloud.faults.status('nova', 503);
  now += 60_000;
  await ask('why bm-a13');
  now += 4 * 60_000;
  slack.openHome(ENGINEER);
  const sick = await saying(slack, /Nova of cloud demo: HTTP 503 since 4 min/);
  expect(sick).toContain('swept 5 min ago');
  expect(sick).not.toMatch(/https?:\/\/(?!example)[^"]*nova|xoxb|token/i);
  cloud.faults.heal();
  now += 60_000;
  await ask('why bm-a13');
  slack.openHome(ENGINEER);
  await slack.until(
    () => (JSON.stringify(slack.home(ENGINEER)).includes('cannot reach') ? undefined : true),
    SLOW_MS,
  );
});
