import { fileURLToPath } from 'node:url';
import { openBrowser, startProduct } from '../support/browser.ts';
import { newcomer } from './newcomer.ts';

/** Renews the README's picture: `npx node test/e2e/screenshot.ts [FILE]`. */
const file = process.argv[2] ?? fileURLToPath(new URL('../../docs/images/why.png', import.meta.url));
const SUBJECT = 'bm-b08';

const [product, browser] = await Promise.all([startProduct(), openBrowser()]);
try {
  const { page, say, ask, threadMessages } = await newcomer(browser, product.url, { height: 820 });
  await page.getByTestId('welcome-dismiss').click();
  await say(`${SUBJECT} does not come out of cleaning. Anybody on it?`);
  const answer = await ask(`/ironic why ${SUBJECT}`);
  await answer.getByTestId('reply-count').click();
  // The report stands on the left; on the right is what only the thread has.
  await threadMessages.nth(1).evaluate((details) => details.scrollIntoView({ block: 'start' }));
  await answer.evaluate((report) => report.scrollIntoView({ block: 'end' }));
  await page.mouse.move(0, 0);
  await page.screenshot({ path: file, animations: 'disabled', caret: 'hide' });
} finally {
  await browser.close();
  await product.stop();
}
