import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import type { Faults, WriteTrouble } from '../../src/sandbox/cloud/faults.ts';
import { type IllBot, startIllBot } from '../support/ill.ts';
import { nothingLost, worksAgain } from '../support/works-again.ts';

/** Milliseconds by which the clock of bot, Slack and cloud has been turned. */
let turned = 0;
let bot: IllBot;
beforeAll(async () => {
  bot = await startIllBot({ clock: () => new Date(Date.now() + turned) });
});
afterEach(() => bot.cloud.faults.heal());
afterAll(() => bot?.[Symbol.asyncDispose]());

/** What it is for whoever wants something done while Ironic has it. */
function deeds(fall: (faults: Faults) => void, why: RegExp): void {
  test('a click is answered, what was agreed to waits, and it is called once when Ironic is well', async () => {
    const [node, other] = [bot.waiting(), bot.stuck()];
    const approval = await bot.request(node);
    const { answer } = await bot.why(other);
    fall(bot.cloud.faults);
    await bot.agree(approval);
    const since = bot.toldSoFar('maya');
    await bot.want(answer);
    expect(await bot.told('maya', /Ironic/, since)).toMatch(why);
    await bot.shown(node, /approved, waits: .*Ironic/);
    expect(bot.effects(node) + bot.effects(other)).toBe(0);
    bot.cloud.faults.heal();
    await bot.shown(node, /✅/);
    expect(bot.effects(node)).toBe(1);
    await bot.want(answer);
    await bot.shown(other, /✅/);
    await worksAgain(bot);
  });
}

describe('service-unreachable', () => {
  deeds((faults) => faults.down('ironic'), /cannot be reached/);
});

describe('service-errors', () => {
  deeds((faults) => faults.status('ironic', 500), /HTTP 500/);
});

describe('service-busy', () => {
  deeds((faults) => faults.retryAfter('ironic', 3600), /HTTP 503/);
});

describe('service-hangs', () => {
  deeds((faults) => faults.hang('ironic'), /Ironic did not answer/);
});

describe('service-talks-nonsense', () => {
  deeds((faults) => faults.garbage('ironic'), /not.*understood|answered/);
});

describe('service-breaks-off', () => {
  deeds((faults) => faults.truncate('ironic'), /cannot be reached/);
});

describe('service-floods', () => {
  deeds((faults) => faults.huge('ironic', 200_000_000), /more than 32 MiB/);
});

/** Of each call about this node, what the record says became of it. */
async function outcomes(node: string): Promise<readonly string[]> {
  const approvals = (await bot.approvals()).filter(({ name }) => name === node);
  return approvals.flatMap(({ results }) => results.map(({ outcome }) => outcome));
}

/** How often it was called about this node, whatever came of that. */
function called(node: string): number {
  const uuid = bot.cloud.state.nodes.find(({ name }) => name === node)?.uuid ?? '-';
  return bot.cloud.requests.filter(({ method, path }) => method === 'PUT' && path.includes(uuid)).length;
}

describe('write-unanswered', () => {
  const html = { code: 200 };
  const ways: readonly WriteTrouble['answer'][] = ['lost', 'never', { code: 500 }, { code: 504 }, html];

  test.each(ways)(
    '%j, though it was done: it is not called again, and what came of it is seen',
    async (answer) => {
      const node = bot.waiting();
      const approval = await bot.request(node);
      bot.cloud.faults.writes('ironic', { done: true, answer });
      await bot.agree(approval);
      await bot.slack.until(() => bot.effects(node) || undefined, 60_000);
      bot.cloud.faults.heal();
      await bot.shown(node, /✅/);
      expect(await outcomes(node)).toEqual(['unsure']);
      expect(bot.effects(node)).toBe(1);
      await nothingLost(bot);
    },
  );

  test.each(ways)(
    '%j, and nothing was done: nobody repeats it, and the words say what is not known',
    async (answer) => {
      const node = bot.waiting();
      const approval = await bot.request(node);
      bot.cloud.faults.writes('ironic', { done: false, answer });
      await bot.agree(approval);
      await bot.slack.until(() => called(node) || undefined, 60_000);
      bot.cloud.faults.heal();
      await bot.shown(node, /verifying/);
      turned += 3 * 3_600_000;
      const end = await bot.shown(node, /❔/);
      expect(JSON.stringify(end.blocks)).toMatch(/Whether Ironic took it is not known.*Nothing was repeated/);
      expect(called(node)).toBe(1);
      await nothingLost(bot);
    },
  );

  test('afterwards all of it works', () => worksAgain(bot));
});
