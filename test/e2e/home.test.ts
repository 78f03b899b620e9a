import type { Browser, Locator } from 'playwright-core';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { CHANNEL } from '../support/bot.ts';
import { openBrowser } from '../support/browser.ts';
import { type DigestingBot, startDigestingBot } from './digesting.ts';
import { type Newcomer, newcomer } from './newcomer.ts';

/** The Home tab of the bot, as somebody who has just been woken sees it. */
let browser: Browser;
let bot: DigestingBot;
let people: Newcomer[] = [];

beforeAll(async () => {
  [browser, bot] = await Promise.all([openBrowser(), startDigestingBot()]);
});
afterAll(async () => {
  await browser?.close();
  await bot?.local[Symbol.asyncDispose]();
});
afterEach(async () => {
  const wrong = people.flatMap((one) => one.wrong);
  await Promise.all(people.map(({ page }) => page.context().close()));
  people = [];
  expect(wrong).toEqual([]);
});

async function arrive(as: string): Promise<Newcomer> {
  const one = await newcomer(browser, bot.local.slack.url, { as, height: 1400 });
  people.push(one);
  return one;
}

async function openHome({ page }: Newcomer): Promise<Locator> {
  await page.getByTestId('direct-app').click();
  await page.getByTestId('tab-home').click();
  const home = page.getByTestId('home');
  await home.getByText('Bare metal on call').waitFor();
  return home;
}
const photograph = ({ page }: Newcomer, name: string) =>
  process.env['SCREENSHOTS']
    ? page.screenshot({ path: `${process.env['SCREENSHOTS']}/${name}.png` })
    : undefined;

test('the fleet is there from the last sweep with the picture of the digest, and a story of it leads on to messages', async () => {
  const maya = await arrive('maya');
  const home = await openHome(maya);
  await home.getByText(/demo · \d+ nodes · \d+ in trouble/).waitFor();
  const said = await home.innerText();
  expect(said).toMatch(/swept \d+ s ago/);
  expect(said).toMatch(/\d+ nodes: the ramdisk never called back/);
  expect(said).toMatch(/Waits for you\s+nothing/);
  expect(said).toMatch(/Alerts\s+no stories are open/);
  expect(said).not.toContain('cannot reach');
  const picture = home.locator('img');
  expect(await picture.getAttribute('alt')).toMatch(/^Bars\. demo: \d+ of \d+ nodes in trouble/);
  const width = await picture.evaluate(async (image) => {
    const shown = image as unknown as { decode(): Promise<void>; naturalWidth: number };
    await shown.decode();
    return shown.naturalWidth;
  });
  expect(width).toBe(1600);
  await photograph(maya, 'home');

  await home.getByRole('button', { name: 'Show nodes' }).first().click();
  await maya.page.getByTestId('tab-messages').click();
  await maya.messages.filter({ hasText: /demo · \d+ nodes: the ramdisk never called back/ }).waitFor();
});

test('a service that does not answer is named there until it does, and what waits can be approved', async () => {
  const [maya, jonas] = [await arrive('maya'), await arrive('jonas')];
  bot.local.cloud.faults.status('nova', 503);
  const report = await maya.ask('/ironic why bm-b02');
  await report.getByRole('button', { name: /^Abort/ }).click();
  const modal = maya.page.getByTestId('modal');
  await modal.filter({ hasText: 'I will call' }).waitFor();
  await modal.locator('input, textarea').first().fill('switch port fixed, INC-4412');
  await modal.getByTestId('modal-submit').click();
  await modal.waitFor({ state: 'hidden' });
  bot.pass(12 * 60_000);

  const home = await openHome(jonas);
  await home.getByText(/Nova of cloud demo: HTTP 503 since 1\d min/).waitFor();
  await home.getByText(/Abort the operation · bm-b02 · waiting for 1 approval/).waitFor();
  await photograph(jonas, 'home-trouble');
  expect(await (await openHome(maya)).innerText()).toMatch(/You asked for\s+⏳ Abort the operation · bm-b02/);

  bot.local.cloud.faults.heal();
  await home.getByRole('button', { name: /^Approve/ }).click();
  await jonas.page.getByTestId('confirm-ok').click();
  await home.getByText(/✅ Abort the operation · bm-b02/).waitFor();
  await maya.page.getByTestId(`channel-${CHANNEL}`).click();
  await maya.ask('/ironic why bm-b04');
  await home.getByRole('button', { name: 'Refresh' }).click();
  await home.getByText(/cannot reach/).waitFor({ state: 'detached' });
});
