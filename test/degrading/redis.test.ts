import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type IllBot, PATIENCE_MS, startIllBot } from '../support/ill.ts';
import { type IllWay, illWayTo, REDIS } from '../support/redis.ts';
import { saysHealthy, worksAgain } from '../support/works-again.ts';

const SHARED = 'limits are shared through Redis';
const ALONE = 'limits are those of this process alone until Redis is there';

let way: IllWay;
let bot: IllBot;
beforeAll(async () => {
  if (REDIS.missing) return;
  way = await illWayTo(REDIS.url);
  // Away at the start, too.
  await way.cut();
  bot = await startIllBot({ env: { REDIS_URL: way.url } });
});
afterAll(async () => {
  await bot?.[Symbol.asyncDispose]();
  await way?.[Symbol.asyncDispose]();
});

const told = (words: string) => bot.lines.filter(({ msg }) => msg === words).length;
const tells = (words: string, times: number) =>
  expect.poll(() => told(words), { timeout: PATIENCE_MS }).toBe(times);

describe.skipIf(REDIS.missing)('redis-away', () => {
  test('at the start: people are answered, and limits are shared as soon as it is there', async () => {
    await saysHealthy(bot, bot.available);
    expect([told(ALONE), told(SHARED)]).toEqual([1, 0]);
    await way.mend();
    await tells(SHARED, 1);
    await worksAgain(bot);
  });

  test('later, cut or silent: it is told once, nobody waits, and it comes back by itself', async () => {
    for (const [round, spoil] of [() => way.cut(), () => way.swallow()].entries()) {
      await spoil();
      await saysHealthy(bot, bot.active);
      await tells(ALONE, 2 + round);
      // As often as it is tried.
      await saysHealthy(bot, bot.available);
      expect(told(ALONE)).toBe(2 + round);
      await way.mend();
      await tells(SHARED, 2 + round);
    }
    await worksAgain(bot);
  });

  test('its password is in no line of the log', () => {
    const { password } = new URL(REDIS.url);
    expect(password.length).toBeGreaterThan(8);
    expect(JSON.stringify(bot.lines)).not.toContain(password);
  });
});
