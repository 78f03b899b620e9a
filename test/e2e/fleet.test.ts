import type { Browser } from 'playwright-core';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { openBrowser, type Started, startProduct } from '../support/browser.ts';
import { type Newcomer, newcomer } from './newcomer.ts';

/** Every node at once, from the page of the product itself. */
let browser: Browser;
let product: Started;
let people: Newcomer[] = [];

beforeAll(async () => {
  [browser, product] = await Promise.all([openBrowser(), startProduct()]);
});
afterAll(async () => {
  await browser?.close();
  await product?.stop();
});
afterEach(async () => {
  const wrong = people.flatMap((one) => one.wrong);
  await Promise.all(people.map(({ page }) => page.context().close()));
  people = [];
  expect(wrong).toEqual([]);
});

async function arrive(look: Parameters<typeof newcomer>[2] = {}): Promise<Newcomer> {
  const one = await newcomer(browser, product.url, look);
  people.push(one);
  return one;
}

test('from every node at once to the nodes of one story, and to why of one of them', async () => {
  const { page, ask, threadMessages } = await arrive();
  const fleet = await ask('/ironic fleet');
  expect(await fleet.innerText()).toMatch(/demo · \d+ nodes · \d+ in trouble/);
  await fleet.getByTestId('reply-count').click();
  const picture = page.getByTestId('thread-log').locator('.file-image img');
  await picture.waitFor();
  expect(await picture.getAttribute('alt')).toMatch(
    /^(?:Bars|Lines)\. demo: \d+ of \d+ nodes in trouble.*: .*the ramdisk never called back/,
  );
  const drawn = await picture.evaluate(async (image) => {
    const shown = image as unknown as { decode(): Promise<void>; naturalWidth: number };
    await shown.decode();
    return shown.naturalWidth;
  });
  expect(drawn).toBe(1600);

  await fleet.getByRole('button', { name: 'Show nodes' }).first().click();
  const nodes = threadMessages.filter({ hasText: /demo · \d+ nodes: the ramdisk never called back/ });
  await nodes.waitFor();
  expect(await nodes.innerText()).toMatch(/bm-[a-z]\d+ [a-z -]+ for .*\((?:confirmed|likely|possible)\)/);
  const menu = nodes.locator('select');
  const [first = ''] = await menu.locator('option:not([disabled])').allInnerTexts();
  await menu.selectOption({ label: first });
  await threadMessages
    .filter({ hasText: new RegExp(`${first} · `) })
    .last()
    .waitFor();
  expect(await fleet.innerText()).toMatch(/demo · \d+ nodes · \d+ in trouble/);
});

test('a filter that fits nothing is told to the asker, and a filter narrows what is told', async () => {
  const { ask } = await arrive();
  expect(await (await ask('/ironic fleet leaf-c99')).innerText()).toMatch(
    /Only visible to you[\s\S]*None of \d+ nodes fits leaf-c99[\s\S]*Nearest: .*fleet leaf-c/,
  );
  const some = await (await ask('/ironic fleet clean failed')).innerText();
  expect(some).toMatch(/demo · \d+ of \d+ nodes · \d+ in trouble[\s\S]*only state clean failed/);
});
