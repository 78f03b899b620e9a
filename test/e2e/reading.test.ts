import type { WebClient } from '@slack/web-api';
import type { Browser, Locator } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { type LocalSlack, startLocalSlack } from '../../src/sandbox/slack/server.ts';
import { client } from '../src/sandbox/slack/app.ts';
import { openBrowser } from '../support/browser.ts';
import { type Newcomer, newcomer } from './newcomer.ts';

/** Where the eye rests when messages come: the page alone, with a bot that says what the test wants. */
const CHANNEL = 'C0ONCALL01';
const lines = (count: number) => Array.from({ length: count }, (_, at) => `line ${at + 1}`).join('\n');
const tries = Array.from({ length: 12 }, (_, at) => ({ text: `/ping ${at + 1}`, about: 'Answers' }));

let browser: Browser;
let slack: LocalSlack;
let bot: WebClient;
let people: Newcomer[];

beforeAll(async () => {
  browser = await openBrowser();
});
afterAll(() => browser?.close());
beforeEach(async () => {
  slack = await startLocalSlack({ welcome: { title: 'Hello', lines: [], tries } });
  bot = client(slack);
  people = [];
});
afterEach(async () => {
  await Promise.all(people.map(({ page }) => page.context().close()));
  await slack.close();
  expect(people.flatMap(({ wrong }) => wrong)).toEqual([]);
});

async function arrive(look: Parameters<typeof newcomer>[2] = {}): Promise<Newcomer> {
  const one = await newcomer(browser, slack.url, look);
  people.push(one);
  return one;
}

/** Pixels from the top of the list of messages to the top of the message; negative when its start is cut. */
const depth = (message: Locator): Promise<number> =>
  message.evaluate(
    (one) => one.getBoundingClientRect().top - (one.closest('.log')?.getBoundingClientRect().top ?? 0),
  );

async function post(text: string, thread_ts?: string): Promise<string> {
  const posted = await bot.chat.postMessage({ channel: CHANNEL, text, ...(thread_ts ? { thread_ts } : {}) });
  return posted.ts ?? '';
}

test.each([
  ['a desktop', {}],
  ['a phone', { width: 390, height: 844 }],
])('an answer longer than the view is read from its start on %s', async (_name, look) => {
  const { page, messages } = await arrive(look);
  const ts = await post('diagnosing…');
  await messages.last().filter({ hasText: 'diagnosing…' }).waitFor();
  await bot.chat.update({ channel: CHANNEL, ts, text: lines(80) });
  await messages.last().filter({ hasText: 'line 80' }).waitFor();
  const top = await depth(messages.last());
  expect(top).toBeGreaterThanOrEqual(0);
  expect(top).toBeLessThan(100);
  expect(await page.getByTestId('new-messages').count()).toBe(0);
});

test('who reads something older stays there and is told of what is new', async () => {
  const { page, messages } = await arrive();
  await post(lines(80));
  const long = messages.first();
  await long.filter({ hasText: 'line 80' }).waitFor();
  const before = await depth(long);
  await post('something short');
  const jump = page.getByTestId('new-messages');
  await jump.waitFor();
  expect(await depth(long)).toBe(before);
  await jump.click();
  await jump.waitFor({ state: 'detached' });
  expect(await depth(messages.last())).toBeGreaterThan(0);
  expect(await depth(long)).toBeLessThan(0);
});

test('a thread opens at its start, with the long first message folded and its details in view', async () => {
  const { page, messages, threadMessages } = await arrive();
  const root = await post(lines(60));
  await post(`details\n${lines(60)}`, root);
  await messages.last().getByTestId('reply-count').click();
  const details = threadMessages.nth(1);
  await details.waitFor();
  expect(await depth(threadMessages.first())).toBeGreaterThanOrEqual(0);
  expect(await depth(details)).toBeLessThan(300);
  const all = page.getByTestId('show-all');
  await all.click();
  expect(await all.count()).toBe(0);
  expect(await depth(details)).toBeGreaterThan(600);
});

test('an edited message says so beside its time, or after its last words where it has none', async () => {
  const { messages } = await arrive();
  const section = (text: string) => [{ type: 'section', text: { type: 'mrkdwn', text } }];
  for (const text of ['first', 'second']) {
    const { ts = '' } = await bot.chat.postMessage({ channel: CHANNEL, text, blocks: section(text) });
    await bot.chat.update({ channel: CHANNEL, ts, text: `${text} now`, blocks: section(`${text} now`) });
  }
  await messages.nth(1).filter({ hasText: 'second now (edited)' }).waitFor();
  expect(await messages.nth(0).locator('.by .edited').count()).toBe(1);
  expect(await messages.nth(0).locator('.content .edited').count()).toBe(0);
  expect(
    await messages
      .nth(1)
      .locator('.edited')
      .evaluate((one) => one.parentElement?.className),
  ).toBe('line');
});

test.each([
  ['a desktop', {}, 8],
  ['a phone', { width: 390, height: 844 }, 4],
])('%s shows a few things to try, and the rest on demand', async (_name, look, few) => {
  const { page } = await arrive(look);
  const tries = page.getByTestId('welcome-try');
  const more = page.getByTestId('welcome-more');
  expect(await tries.nth(few - 1).isVisible()).toBe(true);
  expect(await tries.nth(few).isVisible()).toBe(false);
  expect(await more.innerText()).toBe(`More situations (${12 - few})`);
  await more.click();
  expect(await tries.last().isVisible()).toBe(true);
  await more.click();
  expect(await tries.nth(few).isVisible()).toBe(false);
});

test('the tab counts what waits in other channels', async () => {
  const { page } = await arrive();
  await expect.poll(() => page.title()).toMatch(/^#baremetal-oncall/);
  await page.getByTestId('channel-general').click();
  await post('something new');
  await expect.poll(() => page.title()).toMatch(/^\(1\) #general/);
  await page.getByTestId('channel-baremetal-oncall').click();
  await expect.poll(() => page.title()).toMatch(/^#baremetal-oncall/);
});
