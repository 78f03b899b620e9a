import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import type { Faults } from '../../src/sandbox/cloud/faults.ts';
import type { ServiceName } from '../../src/sandbox/cloud/reply.ts';
import { type IllBot, startIllBot, wordsOf } from '../support/ill.ts';
import { isHealthy } from '../support/works-again.ts';

const DEADLINE_S = 5;
/** Slack, a noisy machine, and what is done with what has been read by then. */
const SLACK_S = 10;

/** Milliseconds by which the clock of bot, Slack and cloud has been turned. */
let turned = 0;
let bot: IllBot;
beforeAll(async () => {
  bot = await startIllBot({ deadline: DEADLINE_S, clock: () => new Date(Date.now() + turned) });
  await bot.why(bot.available);
});
afterEach(() => bot.cloud.faults.heal());
afterAll(() => bot?.[Symbol.asyncDispose]());

type Illness = (faults: Faults, service: ServiceName) => void;

/** Of each service, a node about which nothing can be said without it. */
const NEEDED = [
  ['ironic', () => bot.available, /Ironic/],
  ['placement', () => bot.available, /Placement/],
  ['nova', () => bot.active, /Nova/],
  ['neutron', () => bot.active, /Neutron/],
  ['keystone', () => bot.available, /Keystone/],
] as const;

/** What it is for whoever asks, whichever service it befalls. */
function questions(fall: Illness): void {
  test.each(NEEDED)(
    '%s: answered in time, and what could not be checked is named',
    async (service, node, name) => {
      if (service === 'keystone') bot.cloud.faults.expireTokens();
      fall(bot.cloud.faults, service);
      const began = performance.now();
      const { answer, words } = await bot.why(node());
      expect(performance.now() - began).toBeLessThan((DEADLINE_S + SLACK_S) * 1000);
      expect(isHealthy(words)).toBe(false);
      expect(words).toMatch(/Cannot tell/);
      expect(words).toMatch(name);
      // The button below it is answered, too.
      const before = wordsOf(answer);
      bot.cloud.faults.heal();
      await bot.slack.click('maya', answer, 'look-again');
      await bot.slack.until(() => {
        const now = bot.slack.messages('baremetal-oncall').find(({ ts }) => ts === answer.ts);
        return now && wordsOf(now) !== before && isHealthy(wordsOf(now)) ? now : undefined;
      }, 60_000);
    },
  );
}

describe('service-unreachable', () => {
  questions((faults, service) => faults.refuse(service));
});

describe('service-errors', () => {
  test.each(['ironic', 'nova'] as const)('%s: no fleet is said to be well', async (service) => {
    // What was read a moment ago is told again.
    turned += 5 * 60_000;
    bot.cloud.faults.status(service, 500);
    const { answer } = await bot.ask('fleet');
    expect(wordsOf(answer)).toMatch(/HTTP 500/);
  });

  questions((faults, service) => faults.status(service, 500));
});

describe('service-busy', () => {
  questions((faults, service) => faults.retryAfter(service, 3600));

  test('what it asks for is granted where there is time', async () => {
    bot.cloud.faults.retryAfter('ironic', 1, 429);
    const asking = bot.why(bot.available);
    await bot.slack.until(() => bot.cloud.requests.length || undefined);
    bot.cloud.faults.heal();
    expect(isHealthy((await asking).words)).toBe(true);
  });
});

describe('service-hangs', () => {
  questions((faults, service) => faults.hang(service));
});

describe('service-talks-nonsense', () => {
  questions((faults, service) => faults.garbage(service));
  questions((faults, service) => faults.status(service, 200));
  questions((faults, service) => faults.status(service, 200, []));
  questions((faults, service) =>
    faults.status(service, 200, { nodes: 7, servers: {}, resource_providers: 'x', ports: null, token: true }),
  );
});

describe('service-breaks-off', () => {
  questions((faults, service) => faults.truncate(service));
});

describe('service-floods', () => {
  const flood: Illness = (faults, service) => faults.huge(service, 200_000_000);
  questions(flood);

  test('memory stays', async () => {
    await bot.why(bot.active);
    const before = process.memoryUsage();
    let most = 0;
    const watch = setInterval(() => {
      const now = process.memoryUsage();
      most = Math.max(most, now.heapUsed + now.external - before.heapUsed - before.external);
    }, 5);
    for (const service of ['ironic', 'nova', 'placement', 'neutron', 'glance'] as const)
      flood(bot.cloud.faults, service);
    await Promise.all([bot.why(bot.active), bot.why(bot.available), bot.why(bot.stuck())]);
    clearInterval(watch);
    expect(most).toBeLessThan(300e6);
  });
});
