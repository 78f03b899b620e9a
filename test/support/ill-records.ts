import { expect } from 'vitest';
import type { IllBot } from './ill.ts';
import { isHealthy, worksAgain } from './works-again.ts';

/** Of a deed that could not be recorded, or of a button that could not be looked up. */
const UNKEPT =
  /My own records did not answer, and nothing is done without them|I could not answer: The database/;

/** What it is for everybody while nothing can be kept, and when it can again. */
export async function nothingKept(bot: IllBot, fall: () => void, heal: () => void): Promise<void> {
  const [agreed, clicked, alerted] = [bot.waiting(), bot.stuck(), bot.stuck()];
  const approval = await bot.request(agreed);
  const { answer } = await bot.why(clicked);
  const entries = (await bot.journal()).length;
  fall();
  // A diagnosis does not need the records.
  expect(isHealthy((await bot.why(bot.available)).words)).toBe(true);
  expect((await bot.why(clicked)).words).toMatch(/Cleaning failed/);
  // Whoever clicks is answered, and nothing is done.
  for (const [who, click] of [
    ['jonas', () => bot.agree(approval)],
    ['maya', () => bot.want(answer)],
  ] as const) {
    const since = bot.toldSoFar(who);
    await click();
    await bot.told(who, UNKEPT, since);
  }
  const alert = await bot.alert(alerted);
  expect(bot.effects(agreed) + bot.effects(clicked)).toBe(0);
  heal();
  expect((await bot.journal()).length).toBe(entries);
  await bot.annotation(alert, /Cleaning failed/, 240_000);
  await bot.agree(approval);
  await bot.want(answer);
  for (const node of [agreed, clicked]) {
    await bot.shown(node, /✅/);
    expect(bot.effects(node)).toBe(1);
  }
  await worksAgain(bot);
}
