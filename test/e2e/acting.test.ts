import type { Browser, Locator } from 'playwright-core';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { type LocalBot, startLocalBot } from '../support/bot.ts';
import { openBrowser } from '../support/browser.ts';
import { type Newcomer, newcomer } from './newcomer.ts';

/** A remedy from the button to the journal, as two people at two screens see it. */
let browser: Browser;
let bot: LocalBot;
let people: Newcomer[] = [];
/** How far the clock of bot, Slack and cloud has been turned. */
let turned = 0;

beforeAll(async () => {
  [browser, bot] = await Promise.all([
    openBrowser(),
    startLocalBot({ clock: () => new Date(Date.now() + turned) }),
  ]);
});
afterAll(async () => {
  await browser?.close();
  await bot?.[Symbol.asyncDispose]();
});
afterEach(async () => {
  const wrong = people.flatMap((one) => one.wrong);
  await Promise.all(people.map(({ page }) => page.context().close()));
  people = [];
  expect(wrong).toEqual([]);
});

async function arrive(as: string): Promise<Newcomer> {
  const one = await newcomer(browser, bot.slack.url, { as, height: 1000 });
  people.push(one);
  return one;
}

const nodeNamed = (name: string) => {
  const node = bot.cloud.state.nodes.find((one) => one.name === name);
  if (!node) throw new Error(`no node ${name}`);
  return node;
};
const writes = (name: string) => bot.cloud.effects.filter(({ path }) => path.includes(nodeNamed(name).uuid));
const picture = (one: Newcomer, name: string) =>
  process.env['SCREENSHOTS']
    ? one.page.screenshot({ path: `${process.env['SCREENSHOTS']}/${name}.png` })
    : undefined;

/** Fills in the modal that a remedy opens, and sends it. */
async function askFor(one: Newcomer, subject: string, label: RegExp, typed?: string): Promise<void> {
  const report = await one.ask(`/ironic why ${subject}`);
  await report.getByRole('button', { name: label }).click();
  const modal = one.page.getByTestId('modal');
  await modal.filter({ hasText: 'I will call' }).waitFor();
  const fields = modal.locator('input, textarea');
  await fields.first().fill('switch port fixed, INC-4412');
  if (typed !== undefined) await fields.last().fill(typed);
  await picture(one, `modal-${subject}`);
  await modal.getByTestId('modal-submit').click();
  await modal.waitFor({ state: 'hidden' });
}

/** The message in the channel that shows how it stands. */
const standing = (one: Newcomer, text: RegExp): Locator => one.messages.filter({ hasText: text }).last();

async function agree(one: Newcomer, message: Locator): Promise<void> {
  await message.getByRole('button', { name: /^Approve/ }).click();
  await one.page.getByTestId('confirm-ok').click();
}

test('asked for by one, approved by another, carried out, verified, and copied to the audit channel', async () => {
  const [maya, jonas] = [await arrive('maya'), await arrive('jonas')];
  await askFor(maya, 'bm-b02', /^Abort/);
  const waiting = standing(jonas, /Abort the operation · bm-b02 · waiting for 1 approval/);
  await waiting.waitFor();
  expect(await waiting.innerText()).toMatch(
    /switch port fixed, INC-4412[\s\S]*PUT \/v1\/nodes\/\S+\/states\/provision/,
  );
  await picture(jonas, 'waiting');
  expect(writes('bm-b02')).toEqual([]);
  await agree(jonas, waiting);
  const done = standing(maya, /✅ Abort the operation · bm-b02 · done/);
  await done.waitFor();
  expect(await done.innerText()).toMatch(/approved by @?Jonas[\s\S]*clean failed[\s\S]*req-/i);
  expect(await done.getByRole('button', { name: /Diagnose again/ }).count()).toBe(1);
  expect(nodeNamed('bm-b02').provision_state).toBe('clean failed');
  expect(writes('bm-b02')).toHaveLength(1);
  await picture(maya, 'done');

  await maya.page.getByRole('navigation').getByText('ironic-audit').click();
  const line = maya.messages.filter({ hasText: /bm-b02/ }).filter({ hasText: /succeeded/ });
  await line.waitFor();
  expect(await line.innerText()).toMatch(
    /abort · bm-b02[\s\S]*INC-4412[\s\S]*clean wait → clean failed[\s\S]*req-/,
  );
  await maya.messages
    .filter({ hasText: /head\s*\d+:[0-9a-f]{64}/ })
    .last()
    .waitFor();
  await picture(maya, 'audit');
});

test('a safe remedy takes one click and a confirmation that names the call', async () => {
  const maya = await arrive('maya');
  const report = await maya.ask('/ironic why bm-a13');
  await report.getByRole('button', { name: /^Manage/ }).click();
  const confirm = maya.page.getByTestId('confirm');
  await confirm.waitFor();
  expect(await confirm.innerText()).toMatch(/Now: [\s\S]*clean failed[\s\S]*PUT \/v1\/nodes/);
  await picture(maya, 'confirm');
  await maya.page.getByTestId('confirm-deny').click();
  expect(writes('bm-a13')).toEqual([]);
  await report.getByRole('button', { name: /^Manage/ }).click();
  await maya.page.getByTestId('confirm-ok').click();
  await report.getByTestId('reply-count').click();
  await maya.threadMessages.filter({ hasText: /✅ Manage · bm-a13 · done/ }).waitFor();
  expect(nodeNamed('bm-a13').provision_state).toBe('manageable');
});

test('nobody approves their own request, and the refusal is for them alone', async () => {
  const [jonas, maya] = [await arrive('jonas'), await arrive('maya')];
  await askFor(jonas, 'bm-b03', /^Abort/);
  const waiting = standing(jonas, /Abort the operation · bm-b03 · waiting/);
  await agree(jonas, waiting);
  const refusal = jonas.page
    .getByTestId('message')
    .filter({ hasText: 'somebody else must approve it' })
    .last();
  await refusal.waitFor();
  expect(await refusal.innerText()).toContain('Only visible to you');
  await picture(jonas, 'self-approval');
  expect(await maya.page.getByText('somebody else must approve it').count()).toBe(0);
  expect(writes('bm-b03')).toEqual([]);
  expect(nodeNamed('bm-b03').provision_state).toBe('clean wait');
});

test('declined with a reason, nothing is called', async () => {
  const [maya, ines] = [await arrive('maya'), await arrive('ines')];
  await askFor(maya, 'bm-b04', /^Abort/);
  const waiting = standing(ines, /Abort the operation · bm-b04 · waiting/);
  await waiting.getByRole('button', { name: /^Decline/ }).click();
  const modal = ines.page.getByTestId('modal');
  await modal.locator('textarea, input').first().fill('the vendor is on it');
  await modal.getByTestId('modal-submit').click();
  const declined = standing(maya, /Abort the operation · bm-b04 · declined/);
  await declined.waitFor();
  expect(await declined.innerText()).toMatch(/declined by @?Ines[\s\S]*the vendor is on it/i);
  await picture(maya, 'declined');
  expect(writes('bm-b04')).toEqual([]);
});

test('a node that moved on between the diagnosis and the click is left alone, and the difference is shown', async () => {
  const [maya, jonas] = [await arrive('maya'), await arrive('jonas')];
  await askFor(maya, 'bm-c41', /^Abort/);
  const waiting = standing(jonas, /bm-c41 · waiting/);
  await waiting.waitFor();
  const node = nodeNamed('bm-c41');
  const effects = writes('bm-c41').length;
  node.provision_state = 'available';
  node.provision_updated_at = new Date(Date.now() + turned).toISOString();
  await agree(jonas, waiting);
  const refused = standing(maya, /bm-c41 · not run/);
  await refused.waitFor();
  expect(await refused.innerText()).toMatch(/provision_state clean wait → available/);
  await picture(maya, 'moved');
  expect(writes('bm-c41')).toHaveLength(effects);
});

test('what nobody approves runs out by itself, and says so', async () => {
  const [maya, jonas] = [await arrive('maya'), await arrive('jonas')];
  await askFor(maya, 'bm-e71', /^Abort/);
  const waiting = standing(maya, /bm-e71 · waiting/);
  await waiting.waitFor();
  turned += 31 * 60_000;
  await standing(jonas, /bm-e71 · expired, nothing was done/).waitFor();
  await picture(jonas, 'expired');
  expect(writes('bm-e71')).toEqual([]);
});
