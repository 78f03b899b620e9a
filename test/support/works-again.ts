import { setTimeout as wait } from 'node:timers/promises';
import { expect } from 'vitest';
import { verifyJournal } from '../../src/audit/verify.ts';
import { type IllBot, PATIENCE_MS } from './ill.ts';

/** All of it works: what is well is said to be, a click and an agreement are carried out, an alert is answered. */
export async function worksAgain(bot: IllBot): Promise<void> {
  for (const node of [bot.available, bot.active]) await saysHealthy(bot, node);
  const [stuck, waits, alerted] = [bot.stuck(), bot.waiting(), bot.stuck()];
  const alert = await bot.alert(alerted);
  await bot.request(stuck);
  await bot.agree(await bot.request(waits));
  await bot.shown(stuck, /✅/);
  await bot.shown(waits, /✅/);
  await bot.annotation(alert, /clean/i);
  await nothingLost(bot);
}

/** Asked until it says so: what was refused a moment ago may be remembered for some seconds. */
export async function saysHealthy(bot: IllBot, node: string): Promise<void> {
  const end = performance.now() + PATIENCE_MS;
  for (;;) {
    const { words } = await bot.why(node);
    if (isHealthy(words)) return;
    if (performance.now() > end) throw new Error(`not well again: ${words}`);
    await wait(1_000);
  }
}

export const isHealthy = (words: string): boolean => /Nothing is wrong/.test(words);

/**
 * What holds at any time, whatever is ill: the journal is whole, nothing was done twice, and nothing without "started"
 * before it.
 */
export async function nothingLost(bot: IllBot): Promise<void> {
  const [verified, entries, approvals] = await Promise.all([
    bot.look((store) => verifyJournal(store)),
    bot.journal(),
    bot.approvals(),
  ]);
  expect(verified).toMatchObject({ intact: true });
  const uuids = bot.cloud.effects.map(({ path }) => path.split('/')[3] ?? '');
  expect(uuids.filter((uuid, at) => uuids.indexOf(uuid) !== at)).toEqual([]);
  for (const effect of bot.cloud.effects) {
    const started = entries.find(
      ({ kind, node }) => kind === 'started' && node === effect.path.split('/')[3],
    );
    expect(started, `started before ${effect.path}`).toBeDefined();
    expect((started?.at ?? '') <= effect.at).toBe(true);
  }
  for (const approval of approvals) {
    const kinds = entries.filter((one) => one.approval === approval.id).map(({ kind }) => kind);
    expect(kinds[0]).toBe('requested');
    expect(
      kinds.some((kind) => ['finished', 'not-run', 'declined', 'withdrawn', 'expired'].includes(kind)),
    ).toBe(true);
  }
  expect(bot.lines.filter(({ msg }) => msg === 'the failure could not be told either')).toEqual([]);
}
