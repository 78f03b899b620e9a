import { fileURLToPath } from 'node:url';
import { openBrowser, startProduct } from '../support/browser.ts';
import { newcomer } from './newcomer.ts';

/** Renews the picture of docs/alerts.md: `npx node test/e2e/screenshot-alerts.ts [FILE]`. */
const file = process.argv[2] ?? fileURLToPath(new URL('../../docs/images/alerts.png', import.meta.url));

const [product, browser] = await Promise.all([startProduct(), openBrowser()]);
try {
  const { page, messages, threadMessages } = await newcomer(browser, product.url, {
    height: 820,
    width: 1360,
  });
  await page.getByTestId('channel-baremetal-alerts').click();
  await page.getByTestId('welcome-dismiss').click();
  await page.getByTestId('tool-one').click();
  await messages.first().getByTestId('reply-count').click();
  const answer = threadMessages.nth(1);
  await answer.filter({ hasText: 'Why we think so' }).waitFor();
  await messages.first().getByText('🔎').waitFor();
  await answer.evaluate((card) => card.scrollIntoView({ block: 'start' }));
  await page.mouse.move(0, 0);
  await page.screenshot({ path: file, animations: 'disabled', caret: 'hide' });
} finally {
  await browser.close();
  await product.stop();
}
