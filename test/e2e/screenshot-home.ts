import { fileURLToPath } from 'node:url';
import { openBrowser } from '../support/browser.ts';
import { startDigestingBot } from './digesting.ts';
import { newcomer } from './newcomer.ts';

/** Renews the README's picture of the Home tab: `npx node test/e2e/screenshot-home.ts [FILE]`. */
const file = process.argv[2] ?? fileURLToPath(new URL('../../docs/images/home.png', import.meta.url));

const [bot, browser] = await Promise.all([startDigestingBot(), openBrowser()]);
const { slack, cloud } = bot.local;
try {
  const look = { as: 'jonas', width: 1180, height: 1130 };
  const [maya, { page }] = [
    await newcomer(browser, slack.url, { as: 'maya' }),
    await newcomer(browser, slack.url, look),
  ];
  cloud.faults.status('nova', 503);
  const report = await maya.ask('/ironic why bm-b02');
  await report.getByRole('button', { name: /^Abort/ }).click();
  const modal = maya.page.getByTestId('modal');
  await modal.filter({ hasText: 'I will call' }).waitFor();
  await modal.locator('input, textarea').first().fill('switch port fixed, INC-4412');
  await modal.getByTestId('modal-submit').click();
  await modal.waitFor({ state: 'hidden' });
  bot.pass(12 * 60_000);
  await page.getByTestId('direct-app').click();
  await page.getByTestId('tab-home').click();
  await page.getByTestId('home').locator('img').waitFor();
  await page.mouse.move(0, 0);
  await page.screenshot({ path: file, animations: 'disabled', caret: 'hide' });
} finally {
  await browser.close();
  await bot.local[Symbol.asyncDispose]();
}
