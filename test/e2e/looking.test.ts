import type { Browser } from 'playwright-core';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { openBrowser, type Started, startProduct } from '../support/browser.ts';
import { type Newcomer, newcomer } from './newcomer.ts';

/** The commands that look closer, typed into the page of the product itself. */
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

test("history tells what went wrong before, with Ironic's own words in the thread", async () => {
  const { ask, threadMessages } = await arrive();
  const answer = await ask('/ironic history bm-a13');
  const words = await answer.innerText();
  expect(words).toMatch(/bm-a13 · clean failed for \d+ h/);
  expect(words).toMatch(/\d+ h ago, .* · cleaning: ATA secure erase was refused/);
  await answer.getByTestId('reply-count').click();
  await threadMessages.nth(1).locator('pre').first().waitFor();
});

test('logs bring what the ramdisk said, and an extract that opens and closes in the thread', async () => {
  const { page, ask } = await arrive();
  const answer = await ask('/ironic logs bm-f01');
  const words = await answer.innerText();
  expect(words).toMatch(/bm-f01 · the logs say: the ramdisk ran out of memory/);
  expect(words).toMatch(/\.tar\.gz .* ago.* · Swift container/);
  await answer.getByTestId('reply-count').click();
  const file = page.getByTestId('thread-log').getByTestId('file');
  await file.waitFor();
  const text = file.getByTestId('file-text');
  expect(await text.innerText()).not.toContain('Out of memory');
  const toggle = file.getByTestId('file-toggle');
  await toggle.click();
  await text.filter({ hasText: 'Out of memory: Killed process' }).waitFor();
  expect(await toggle.getAttribute('aria-expanded')).toBe('true');
  await toggle.click();
  await text.filter({ hasNotText: 'Out of memory' }).waitFor();
  expect(await file.innerText()).toMatch(/Logs about bm-f01[\s\S]*bm-f01-logs-\w+\.txt/);
});

test("logs tell a lock's time line and the telling lines of the services", async () => {
  const { ask } = await arrive();
  const words = await (await ask('/ironic logs bm-a11')).innerText();
  expect(words).toMatch(/From the services' logs: \d+ lines/);
  expect(words).toMatch(
    /The lock[\s\S]*node update was refused \(2 tasks were\): cond-2 held the lock for power state sync, at least \d+ s in all/,
  );
  const failed = await (await ask('/ironic logs bm-h01')).innerText();
  expect(failed).toMatch(/bm-h01 · the logs say: the conductor has no disk space left/);
  expect(failed).toMatch(/Errno 28/);
  expect(failed).toMatch(/deploying → deploy failed/);
});

test('the guide lists its topics to the asker and fills one in for everybody', async () => {
  const { ask } = await arrive();
  const list = await ask('/ironic guide');
  expect(await list.innerText()).toMatch(/Only visible to you[\s\S]*Boot and network[\s\S]*port-fast/);
  const filled = await ask('/ironic guide spanning tree bm-a05');
  const words = await filled.innerText();
  expect(words).toContain('baremetal port list --node bm-a05');
  expect(words).toMatch(/show spanning-tree interface Ethernet[\d/]+ detail/);
  expect(words).not.toContain('Only visible to you');
  expect(await (await ask('/ironic guide frobnicate')).innerText()).toMatch(
    /The guide has no topic frobnicate/,
  );
});

test('buttons of a report tell the rest in its thread, and the report stays', async () => {
  const { ask, threadMessages } = await arrive();
  const report = await ask('/ironic why bm-a13');
  expect(await report.innerText()).toMatch(/By hand: \/ironic guide [\w-]+ bm-a13/);
  await report.getByRole('button', { name: 'History' }).click();
  await report.getByTestId('reply-count').click();
  await threadMessages.filter({ hasText: /bm-a13 · clean failed for .*1 entry/ }).waitFor();
  expect(await report.innerText()).toMatch(/bm-a13 · .*Cleaning failed/i);
});

test('a name that is nearly right brings the same command for the right one', async () => {
  const { ask } = await arrive();
  const answer = await ask('/ironic history bm-a99');
  await answer.getByRole('button', { name: 'bm-a09', exact: true }).click();
  await answer
    .filter({ hasText: /entr(?:y|ies)|No history/ })
    .filter({ hasText: 'bm-a09 · ' })
    .waitFor();
});

test('a pasted error that names a node offers to ask the cloud', async () => {
  const { ask, threadMessages } = await arrive();
  const answer = await ask(
    '/ironic explain ```Node bm-a13 failed: Timeout reached while cleaning the node. Please check if the ramdisk responsible for the cleaning is running on the node.```',
  );
  expect(await answer.innerText()).toContain('/ironic why bm-a13 asks the cloud and knows more');
  await answer.getByRole('button', { name: 'Why bm-a13?' }).click();
  await answer.getByTestId('reply-count').click();
  await threadMessages.filter({ hasText: /bm-a13 · .*Cleaning failed/i }).waitFor();
});
