import type { Browser } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { openBrowser, type Started, startProduct } from '../support/browser.ts';
import { type Newcomer, newcomer } from './newcomer.ts';

/** What the bot makes of alerts, in the product itself: a monitoring posts, and somebody reads along. */
let browser: Browser;
let product: Started;
let people: Newcomer[] = [];

beforeAll(async () => {
  browser = await openBrowser();
});
afterAll(() => browser?.close());
beforeEach(async () => {
  product = await startProduct();
});
afterEach(async () => {
  const wrong = people.flatMap((one) => one.wrong);
  await Promise.all(people.map(({ page }) => page.context().close()));
  people = [];
  await product.stop();
  expect(wrong).toEqual([]);
});

/** Somebody who looks at the channel of alerts. */
async function onCall() {
  const one = await newcomer(browser, product.url, { height: 900 });
  people.push(one);
  const { page, messages, threadMessages } = one;
  await page.getByTestId('channel-baremetal-alerts').click();
  await page.getByTestId('welcome-dismiss').click();
  return {
    ...one,
    /** Presses a button of the monitoring; resolves with the message that it posts. */
    async monitoring(id: 'one' | 'many' | 'over') {
      const appears = messages.nth(await messages.count());
      await page.getByTestId(`tool-${id}`).click();
      const ts = await appears.getAttribute('data-ts');
      return page.getByTestId('log').locator(`[data-testid="message"][data-ts="${ts}"]`);
    },
    reply: threadMessages.nth(1),
  };
}

test('an alert is answered in its thread, with buttons, and the answer says when it is over', async () => {
  const { page, monitoring, reply } = await onCall();
  const alert = await monitoring('one');
  await alert.getByText('🔎').waitFor();
  await alert.getByTestId('reply-count').click();
  const words = await reply.innerText();
  expect(words).toMatch(/IronicNode\w+Failed.*critical.*since/s);
  expect(words).toMatch(/Why we think so/);
  await reply.getByRole('button', { name: 'Look again' }).waitFor();
  await monitoring('over');
  await reply.filter({ hasText: /bm-\w+ · resolved .* after \d+/s }).waitFor();
  await alert.getByText('✅').waitFor();
  expect(await page.getByTestId('thread-log').getByTestId('message').count()).toBe(2);
});

test('many at once are one message that groups them, and single threads point to it', async () => {
  const { page, messages, monitoring, reply, threadMessages } = await onCall();
  const alert = await monitoring('many');
  const storm = messages.filter({ hasText: 'this message stays current' });
  await storm.filter({ hasText: /\d+ of \d+ nodes: / }).waitFor();
  expect(await storm.count()).toBe(1);
  await alert.getByTestId('reply-count').click();
  const link = reply.getByRole('link', { name: 'The whole story ↗' });
  await link.waitFor();
  expect(await link.getAttribute('href')).toMatch(/\/archives\/C0ALERTS01\/p\d+$/);
  await page.getByTestId('thread-close').click();
  await storm.getByRole('combobox').first().selectOption({ index: 1 });
  await storm.getByTestId('reply-count').click();
  await threadMessages.nth(1).filter({ hasText: 'Why we think so' }).waitFor();
  await monitoring('over');
  await messages.filter({ hasText: /over: \d+ nodes, / }).waitFor();
});

test('who is silenced is not told of, and that is told', async () => {
  const { page, ask, monitoring, reply } = await onCall();
  const alert = await monitoring('one');
  await alert.getByTestId('reply-count').click();
  const [name = ''] = /bm-\w+/.exec(await reply.innerText()) ?? [];
  await page.getByTestId('thread-close').click();
  const told = await ask(`/ironic silence ${name} for 2h because the PDU is swapped`);
  expect(await told.innerText()).toMatch(/is silenced until .* by .*“the PDU is swapped”/);
  await alert.getByTestId('reply-count').click();
  await reply.filter({ hasText: `${name}: silenced until` }).waitFor();
  await page.getByTestId('thread-close').click();
  expect(await (await ask('/ironic silence')).innerText()).toContain('1 silence holds');
  await ask(`/ironic unsilence ${name}`);
  await alert.getByTestId('reply-count').click();
  await reply.filter({ hasText: 'Why we think so' }).waitFor();
});
