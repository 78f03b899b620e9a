import type { Message } from '../../src/sandbox/slack/types.ts';
import { CHANNEL } from './bot.ts';
import { type IllBot, PATIENCE_MS } from './ill.ts';

/** What tests about Slack ask again and again of a bot that something is wrong with. */
export function slackOf(bot: () => IllBot) {
  const below = (root: Message) =>
    bot()
      .slack.messages(root.channel)
      .filter(({ thread_ts, ts, text }) => thread_ts === root.ts && ts !== root.ts && !/…$/.test(text));
  return {
    /** Resolves when so many connections stand. */
    standing: (count: number) =>
      bot().slack.until(() => (bot().slack.connections === count ? true : undefined), PATIENCE_MS),
    /** What the bot says below a message, its words about being at work left out. */
    below,
    /** Asks as a mention, and waits for what is said below it. */
    async mention(words: string): Promise<{ readonly root: Message; readonly answer: Message }> {
      const root = bot().slack.postMessage('maya', CHANNEL, `@ironic ${words}`);
      return { root, answer: await bot().slack.until(() => below(root)[0], PATIENCE_MS) };
    },
    /** Of the remedy below a report. */
    buttonOf: (report: Message) =>
      /"(act(?:-ask)?:0)"/.exec(JSON.stringify(report.blocks))?.[1] ?? 'no button',
  };
}
