import type { Context, EnvelopedEvent } from '@slack/bolt';
import type { AppMentionEvent } from '@slack/types';
import { answerWords } from '../answer.ts';
import type { Claim } from '../people.ts';
import { conversation } from '../places/conversation.ts';
import { answering, type Front, isRepeated } from './context.ts';

/** `@bot why node-17`: answered in the thread of the mention, with the same words as the slash command. */
export function onAppMention(front: Front) {
  return async ({
    event,
    body,
    context,
  }: {
    event: AppMentionEvent;
    body: EnvelopedEvent;
    context?: Context;
  }) => {
    if (event.bot_id || !event.user || (await isRepeated(front, context, body.event_id))) return;
    const { channel, user } = event;
    const { desk, means } = answering(front, context);
    const place = conversation(means, { channel, thread: event.thread_ts ?? event.ts });
    const asker = { user, channel, claim: spokenClaim(user, event, body) };
    await front.track(answerWords(desk, addressed(event.text), asker, place));
  };
}

/**
 * Who said it, and where they are at home: a message in a shared channel names the author's own workspace in `user_team`
 * (docs.slack.dev, "Slack Connect: working with shared channels").
 */
export function spokenClaim(user: string, event: object, body: EnvelopedEvent): Claim {
  const { user_team, team } = event as { readonly user_team?: unknown; readonly team?: unknown };
  const home = [user_team, team].find((one) => typeof one === 'string');
  return { user, team: body.team_id, home };
}

/** What follows the first mention, or what stands before it when nothing follows. */
export function addressed(text: string): string {
  const [, before = '', after = ''] = /^([\s\S]*?)<@[^<>]+>([\s\S]*)$/.exec(text) ?? [undefined, text];
  const words = after.replace(/^[\s,:]+/, '');
  return words.trim() ? words : before;
}
