import type { LocalSlack } from '../../src/sandbox/slack/server.ts';
import type { Message, View } from '../../src/sandbox/slack/types.ts';
import { WORKING } from '../../test/support/bot.ts';

/** Everything that a person reads of it. */
export function wordsOf(shown: Message | View): string {
  const found: string[] = [];
  const walk = (value: unknown, key: string): void => {
    if (typeof value === 'string') {
      if (key === 'text') found.push(value);
    } else if (Array.isArray(value)) for (const one of value) walk(one, key);
    else if (typeof value === 'object' && value !== null)
      for (const [name, inner] of Object.entries(value)) walk(inner, name);
  };
  walk('text' in shown ? { text: shown.text } : {}, '');
  walk('title' in shown ? shown.title : {}, '');
  walk(shown.blocks ?? [], '');
  return found.join('\n');
}

/** What the bot has said there, without what only holds the place of an answer. */
export const saidIn = (slack: LocalSlack, channel: string): readonly Message[] =>
  slack.messages(channel).filter((one) => one.user === slack.botUserId && !WORKING.test(one.text));

export const isBelow = (one: Message, root: string): boolean => one.thread_ts === root && one.ts !== root;

/** Asks twice a second, which a few hundred can do at once. @returns undefined where nothing came */
export async function come<T>(probe: () => T | undefined, ms: number): Promise<T | undefined> {
  const end = performance.now() + ms;
  for (;;) {
    const found = probe();
    if (found !== undefined || performance.now() > end) return found;
    await new Promise((resolve) => setTimeout(resolve, 500));
  }
}
