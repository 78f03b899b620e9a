import { once } from 'node:events';
import { connect } from 'node:net';
import type { Browser } from 'playwright-core';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { scenarios } from '../../src/sandbox/cloud/scenarios.ts';
import { openBrowser, type Started, startProduct } from '../support/browser.ts';
import { type Newcomer, newcomer } from './newcomer.ts';

/** The first minutes of somebody who has cloned the project, typed `npm start` and configured nothing. */
let product: Started;
let browser: Browser;
const people: Newcomer[] = [];

beforeAll(async () => {
  [product, browser] = await Promise.all([startProduct(), openBrowser()]);
});
afterAll(async () => {
  await browser?.close();
  await product?.stop();
});
afterEach(async () => {
  const left = people.splice(0);
  await Promise.all(left.map(({ page }) => page.context().close()));
  expect(left.flatMap(({ wrong }) => wrong)).toEqual([]);
});

async function arrive(as?: string): Promise<Newcomer> {
  const one = await newcomer(browser, product.url, as === undefined ? {} : { as });
  people.push(one);
  return one;
}

test('greets with every trouble of the simulated cloud and ways to look closer, and a click on one asks about it', async () => {
  const { page, answerTo } = await arrive();
  const tries = page.getByTestId('welcome-try');
  const offered = await tries.evaluateAll((all) => all.map((one) => one.getAttribute('data-text')));
  const subjects = scenarios.map(({ expect: { subject } }) => `/ironic why ${subject}`);
  const looks = ['logs bm-f01', 'logs bm-a11', 'history bm-a13', 'guide port-fast bm-b02'];
  const others = [...looks, 'fleet', 'help'].map((words) => `/ironic ${words}`);
  expect(offered.toSorted()).toEqual([...subjects, ...others].toSorted());
  expect(await page.getByTestId('welcome').innerText()).toContain('Nothing here leaves this machine');

  const answer = await answerTo(() => tries.filter({ hasText: 'bm-a16' }).click());
  expect(await answer.innerText()).toMatch(/bm-a16 · .*disk space/);
});

test.each([
  ['bm-a01', /Nothing is wrong/],
  ['bm-a15', /checksum/],
  ['bm-a18', /INC-4411/],
  ['bm-b02', /clean wait .* never called back/],
  ['bm-c01', /locked by conductor cond-4, which is not alive/],
  ['train-01', /None of the 3 nodes with class CUSTOM_BAREMETAL_GPU is free/],
])('%s is answered with a verdict that is right', async (subject, verdict) => {
  expect(scenarios.map((one) => one.expect.subject)).toContain(subject);
  const { ask } = await arrive();
  const words = await (await ask(`/ironic why ${subject}`)).innerText();
  expect(words).toContain(subject);
  expect(words).toMatch(verdict);
  expect(words).toContain('Why we think so');
  expect(words).toMatch(/Also checked: \d+ clear, \d+ could not be checked/);
});

test('a verdict stands with its evidence, what speaks against it, and what to do', async () => {
  const { ask } = await arrive();
  const words = await (await ask('/ironic why bm-a05')).innerText();
  const parts = ['bm-a05 · ', 'Why we think so', 'node.fault', 'Against', 'What now'];
  const places = parts.map((part) => words.indexOf(part));
  expect(places).not.toContain(-1);
  expect(places).toEqual(places.toSorted((a, b) => a - b));
  // The demo brings its own logs along, so nothing is left out for want of them.
  expect(words).toContain('0 could not be checked');
  expect(words).not.toContain('no log source is configured');
});

test('what could not be checked is told with the reason', async () => {
  const { ask } = await arrive();
  const words = await (await ask('/ironic why billing-03')).innerText();
  const parts = ['Against', 'Could not check', 'no node belongs to it', 'What now'];
  const places = parts.map((part) => words.indexOf(part));
  expect(places).not.toContain(-1);
  expect(places).toEqual(places.toSorted((a, b) => a - b));
});

test('a locked node is told with who holds it, what for and how long', async () => {
  const { ask } = await arrive();
  const words = await (await ask('/ironic why bm-a11')).innerText();
  expect(words).toMatch(
    /bm-a11 · "node update" was refused because conductor cond-2 held the node for "power state sync", for at least \d+ s/,
  );
});

test('"Look again" redraws the report in its place', async () => {
  const { ask, messages } = await arrive();
  const answer = await ask('/ironic why bm-b05');
  const reference = async () => /ref (\w+)/.exec(await answer.innerText())?.[1] ?? '';
  const before = await reference();
  expect(before).not.toBe('');
  const count = await messages.count();

  await answer.getByRole('button', { name: 'Look again' }).click();
  await answer.filter({ hasText: /ref \w+/, hasNotText: before }).waitFor();
  expect(await answer.innerText()).toMatch(/bm-b05 · Stuck in wait call-back/);
  expect(await messages.count()).toBe(count);
});

test('the thread has every step with the command to type', async () => {
  const { page, ask, threadMessages } = await arrive();
  const answer = await ask('/ironic why bm-a05');
  await answer.getByTestId('reply-count').click();
  const details = threadMessages.nth(1);
  await details.waitFor();
  const words = await details.innerText();
  expect(words).toContain('Steps');
  expect(await details.locator('pre').allInnerTexts()).toContainEqual(
    expect.stringContaining('baremetal node show bm-a05'),
  );
  await page.getByTestId('thread-close').click();
  await page.getByTestId('thread-pane').waitFor({ state: 'hidden' });
});

test('help is for the asker alone, and a diagnosis is for everybody', async () => {
  const maya = await arrive('maya');
  const jonas = await arrive('jonas');
  const help = await maya.ask('/ironic help');
  const words = await help.innerText();
  for (const part of ['Only visible to you', '/ironic why <node', '/ironic explain <error text']) {
    expect(words).toContain(part);
  }
  const report = await maya.ask('/ironic why bm-a13');
  const seen = jonas.messages.last();
  await seen.filter({ hasText: 'bm-a13 · Cleaning failed' }).waitFor();
  expect(await seen.getAttribute('data-ts')).toBe(await report.getAttribute('data-ts'));
  const hidden = `[data-ts="${await help.getAttribute('data-ts')}"]`;
  expect(await jonas.page.locator(hidden).count()).toBe(0);
});

test('a name that is nearly right brings suggestions, and pressing one answers in place', async () => {
  const { ask, messages } = await arrive();
  const answer = await ask('/ironic why bm-a99');
  const count = await messages.count();
  expect(await answer.innerText()).toMatch(/Did you mean bm-a09/);
  await answer.getByRole('button', { name: 'bm-a09', exact: true }).click();
  await answer.filter({ hasText: /bm-a09 · .*certificate/ }).waitFor();
  expect(await messages.count()).toBe(count);
});

test('a command that is nearly right is named as it would be typed, and nonsense is told what can be', async () => {
  const { ask } = await arrive();
  expect(await (await ask('/ironic wyh bm-a05')).innerText()).toContain('Did you mean /ironic why bm-a05?');
  expect(await (await ask('/ironic colourless green ideas')).innerText()).toMatch(
    /I did not understand that[\s\S]*\/ironic why <node>[\s\S]*\/ironic help/,
  );
});

test('a mention in the channel is answered in its thread', async () => {
  const { say, messages, threadMessages } = await arrive();
  const mention = await say('@ironic why bm-a18');
  await mention.getByTestId('reply-count').click();
  await threadMessages.filter({ hasText: /bm-a18 · .*INC-4411/ }).waitFor();
  expect(await messages.last().getAttribute('data-ts')).toBe(await mention.getAttribute('data-ts'));
});

test.each([
  ['<script>alert(1)</script> <!channel> *bold* end', '<script>alert(1)</script> <!channel> *bold* end'],
  ['<img src=x onerror=alert(2)> <@U0MAYA0001> _it_ end', '<img src=x onerror=alert(2)>'],
  ['`` ``` [a](javascript:alert(3)) <javascript:alert(4)|x>', 'javascript:alert(4)'],
])('the hostile text %s is shown as text', async (text, shown) => {
  const { ask } = await arrive();
  const answer = await ask(`/ironic why ${text}`);
  const content = answer.getByTestId('message-text');
  expect(await content.innerText()).toContain(shown);
  expect(await content.locator('script, img, a, .mention, strong, b, em, i').count()).toBe(0);
});

test('a machine without Chromium is told what to install', async () => {
  await expect(openBrowser('/nowhere/chromium')).rejects.toThrow('apt-get install chromium');
});

test('SIGTERM ends it cleanly, with a page open', async () => {
  const other = await startProduct();
  const { page } = await newcomer(browser, other.url);
  expect(await other.stop()).toBe(0);
  // npm's own two lines aside, the address is all it ever printed.
  expect(other.lines.filter((line) => line !== '' && !line.startsWith('> '))).toEqual([
    expect.stringContaining(other.url),
  ]);
  const socket = connect({ host: '127.0.0.1', port: Number(new URL(other.url).port) });
  const [refusal] = (await once(socket, 'error')) as [NodeJS.ErrnoException];
  expect(refusal.code).toBe('ECONNREFUSED');
  await page.context().close();
});
