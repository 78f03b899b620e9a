import type { AllMiddlewareArgs, SlackCommandMiddlewareArgs } from '@slack/bolt';
import { answerWords } from '../answer.ts';
import { slashCommand } from '../places/slash-command.ts';
import { acknowledge } from './acknowledge.ts';
import { answering, type Front, isRepeated } from './context.ts';

/** `/ironic why node-17`. */
export function onSlashCommand(front: Front) {
  return async ({
    ack,
    command,
    context,
  }: Pick<SlackCommandMiddlewareArgs, 'ack' | 'command'> & Partial<Pick<AllMiddlewareArgs, 'context'>>) => {
    await acknowledge(front, ack);
    if (await isRepeated(front, context, `command ${command.trigger_id}`)) return;
    const { channel_id: channel, user_id: user, response_url: responseUrl, text } = command;
    const { desk, means } = answering(front, context);
    const place = slashCommand(means, { channel, responseUrl });
    const claim = { user, team: command.team_id, enterprise: command.enterprise_id };
    await front.track(answerWords(desk, text ?? '', { user, channel, claim }, place));
  };
}
