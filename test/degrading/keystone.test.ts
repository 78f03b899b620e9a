import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { type IllBot, startIllBot } from '../support/ill.ts';
import { isHealthy, nothingLost, worksAgain } from '../support/works-again.ts';

let bot: IllBot;
beforeAll(async () => {
  bot = await startIllBot();
  // It has a token already, as a bot that has run for a while has.
  await bot.why(bot.available);
});
afterEach(() => bot.cloud.faults.heal());
afterAll(() => bot?.[Symbol.asyncDispose]());

/** Nobody is told that a node is well, and the words say why not. */
async function cannotTell(node: string, why: RegExp): Promise<void> {
  const { words } = await bot.why(node);
  expect(isHealthy(words)).toBe(false);
  expect(words).toMatch(/Cannot tell/);
  expect(words).toMatch(why);
}

/** Keystone as it answers who has a wrong password (openstack/keystone keystone/exception.py, Unauthorized). */
const REFUSED = {
  error: { code: 401, title: 'Unauthorized', message: 'The request you have made requires authentication.' },
};

describe('keystone-down', () => {
  test('nobody is told that a node is well, and whoever clicks hears why nothing happens', async () => {
    const { answer } = await bot.why(bot.stuck());
    bot.cloud.faults.expireTokens();
    bot.cloud.faults.down('keystone');
    await cannotTell(bot.available, /Keystone cannot be reached/);
    const alert = await bot.alert(bot.stuck());
    await bot.annotation(
      alert,
      /stuck-\d+ · could not find out what is wrong\*?: Keystone cannot be reached/,
    );
    const since = bot.toldSoFar('maya');
    await bot.want(answer);
    await bot.told('maya', /Keystone cannot be reached/, since);
    bot.cloud.faults.heal();
    await worksAgain(bot);
    await bot.annotation(alert, /Cleaning failed/);
  });

  test('what was agreed to is kept, nothing is called, and it is carried out when Keystone is back', async () => {
    const node = bot.waiting();
    const approval = await bot.request(node);
    bot.cloud.faults.expireTokens();
    bot.cloud.faults.down('keystone');
    await bot.agree(approval);
    await bot.shown(node, /approved, waits: .*Keystone/);
    expect(bot.effects(node)).toBe(0);
    bot.cloud.faults.heal();
    await bot.shown(node, /✅/);
    expect(bot.effects(node)).toBe(1);
    await nothingLost(bot);
  });

  test('what has begun and lets nobody in is tried again, and called once when Keystone is back', async () => {
    await using fresh = await startIllBot();
    const node = fresh.waiting();
    // Whoever reads has its token from now on; who writes needs its first one.
    const approval = await fresh.request(node);
    fresh.cloud.faults.down('keystone');
    await fresh.agree(approval);
    await fresh.shown(node, /running: Keystone cannot be reached.* Trying again until/);
    expect(fresh.effects(node)).toBe(0);
    fresh.cloud.faults.heal();
    await fresh.shown(node, /✅/);
    expect(fresh.effects(node)).toBe(1);
    await nothingLost(fresh);
  });
});

describe('keystone-refuses', () => {
  test('the refusal is told in words, nothing is called, and all goes on when it lets us in again', async () => {
    const node = bot.waiting();
    const approval = await bot.request(node);
    bot.cloud.faults.expireTokens();
    bot.cloud.faults.status('keystone', 401, REFUSED);
    await cannotTell(bot.active, /Keystone (?:refuses|does not accept|rejected)/);
    await bot.agree(approval);
    await bot.shown(node, /approved, waits: .*Keystone/);
    expect(bot.effects(node)).toBe(0);
    bot.cloud.faults.heal();
    await bot.shown(node, /✅/);
    await worksAgain(bot);
    expect(bot.effects(node)).toBe(1);
  });
});

describe('token-expired', () => {
  test('nobody notices: one more login, and the question is answered', async () => {
    bot.cloud.faults.expireTokens();
    bot.cloud.requests.clear();
    expect(isHealthy((await bot.why(bot.available)).words)).toBe(true);
    expect(bot.cloud.requests.filter(({ path }) => path.endsWith('/auth/tokens'))).toHaveLength(1);
  });

  test('in the middle of a remedy: the call is made once, and it is verified', async () => {
    const [first, second] = [bot.waiting(), bot.waiting()];
    for (const node of [first, second]) {
      const approval = await bot.request(node);
      // The second time the credential that writes has a token, which is refused.
      bot.cloud.faults.expireTokens();
      await bot.agree(approval);
      await bot.slack.until(() => bot.effects(node) || undefined, 60_000);
      bot.cloud.faults.expireTokens();
      await bot.shown(node, /✅/);
      expect(bot.effects(node)).toBe(1);
    }
    await nothingLost(bot);
  });

  test('in the middle of a remedy, with Keystone away: it is done once, and told when it can be looked at', async () => {
    const node = bot.waiting();
    const approval = await bot.request(node);
    await bot.agree(approval);
    await bot.slack.until(() => bot.effects(node) || undefined, 60_000);
    bot.cloud.faults.expireTokens();
    bot.cloud.faults.down('keystone');
    await bot.why(bot.available);
    bot.cloud.faults.heal();
    await bot.shown(node, /✅/);
    expect(bot.effects(node)).toBe(1);
    await worksAgain(bot);
  });

  test('a call that Keystone lets nobody make waits for it, and is made once', async () => {
    const node = bot.waiting();
    const approval = await bot.request(node);
    // Whoever reads has its token still; who writes needs a new one.
    bot.cloud.faults.tokenLifetime = 1;
    await bot.agree(approval);
    await bot.shown(node, /✅/);
    expect(bot.effects(node)).toBe(1);
    await nothingLost(bot);
  });
});

describe('catalogue-incomplete', () => {
  test.each(['placement', 'nova', 'ironic', 'neutron'] as const)('%s is missing from it', async (service) => {
    bot.cloud.faults.removeFromCatalog(service);
    bot.cloud.faults.expireTokens();
    const title = { placement: 'Placement', nova: 'Nova', ironic: 'Ironic', neutron: 'Neutron' }[service];
    const node = service === 'placement' ? bot.available : bot.active;
    const { words } = await bot.why(node);
    expect(isHealthy(words)).toBe(false);
    expect(words).toMatch(new RegExp(`${title}.*(?:catalogue|catalog)`));
    bot.cloud.faults.heal();
    bot.cloud.faults.expireTokens();
    await worksAgain(bot);
  });
});

describe('cloud-away-at-the-start', () => {
  test('the bot starts, tells that it cannot tell, and takes up what was said when the cloud is there', async () => {
    await using fresh = await startIllBot({
      before: ({ faults }) => {
        for (const service of ['keystone', 'ironic', 'nova'] as const) faults.refuse(service);
      },
    });
    const { words } = await fresh.why(fresh.available);
    expect(isHealthy(words)).toBe(false);
    expect(words).toMatch(/Keystone cannot be reached/);
    const alert = await fresh.alert(fresh.stuck());
    fresh.cloud.faults.heal();
    await fresh.annotation(alert, /Cleaning failed/, 240_000);
    await worksAgain(fresh);
  });
});
