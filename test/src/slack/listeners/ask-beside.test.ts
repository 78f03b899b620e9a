import { describe, expect, it } from 'vitest';
import { glanceOf } from '../../../../src/core/fleet-glance.ts';
import type { FleetsAtRest } from '../../../../src/core/last-sweep.ts';
import type { Message, View } from '../../../../src/sandbox/slack/types.ts';
import { groupOf, READ_AT, reportWith } from '../../../support/fleet.ts';
import { type Bot, reporting, startBot } from '../support/bot.ts';

const fleets: FleetsAtRest = {
  sweep: 30,
  clouds: ['prod'],
  unusable: [],
  sweeps: async () => {
    const glance = glanceOf(reportWith([groupOf('bmc-credentials', 1)]));
    return [{ cloud: 'prod', at: READ_AT, glance, failed: null, contacts: [] }];
  },
  pictures: async () => [],
};

async function homeOf({ slack }: Bot, user: string): Promise<View> {
  slack.openHome(user);
  return slack.until(() => slack.home(user));
}
const direct = ({ slack }: Bot): readonly Message[] =>
  [...slack.channels.values()].filter(({ is_im }) => is_im).flatMap(({ id }) => slack.messages(id));

const isReply = ({ ts, thread_ts = ts }: Message) => thread_ts !== ts;

describe('a click in a Home tab', () => {
  it('is answered in direct messages, with what belongs below the answer in its thread', async () => {
    await using bot = await startBot(reporting(), { fleets });
    const home = await homeOf(bot, 'maya');
    const blockId = home.blocks
      .filter((block) => JSON.stringify(block).includes('Why node-bmc-credentials-0?'))
      .map(({ block_id }) => String(block_id))[0];
    await bot.slack.click('maya', home, 'ask-beside:0', blockId === undefined ? {} : { blockId });
    const reply = await bot.slack.until(() => direct(bot).find((one) => isReply(one)));
    const roots = direct(bot).filter((one) => !isReply(one));
    expect(roots.map(({ text }) => text)).toEqual([expect.stringContaining('never called back')]);
    expect(reply.thread_ts).toBe(roots[0]?.ts);
    expect(bot.asked).toEqual([{ words: 'bmc-credentials-0', cloud: 'prod' }]);
  });

  it('that asks what nobody knows is told there, too', async () => {
    await using bot = await startBot(reporting(), { fleets });
    const home = await homeOf(bot, 'maya');
    await bot.slack.forge({
      type: 'interactive',
      payload: {
        type: 'block_actions',
        user: { id: 'U0MAYA0001', team_id: bot.slack.teamId },
        team: { id: bot.slack.teamId },
        trigger_id: '1.2.abc',
        container: { type: 'view', view_id: home.id },
        view: home,
        actions: [{ type: 'button', action_id: 'ask-beside:0', block_id: 'b', value: 'nonsense' }],
      },
    });
    await bot.slack.until(() => direct(bot).find(({ text }) => text.includes('another release of mine')));
  });
});
