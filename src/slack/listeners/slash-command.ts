import type { AllMiddlewareArgs, SlackCommandMiddlewareArgs } from '@slack/bolt';
import { answerWords } from '../answer.ts';
import { slashCommand } from '../places/slash-command.ts';
import { acknowledge } from './acknowledge.ts';
import type { Front } from './context.ts';

/** `/ironic why node-17`. */
export function onSlashCommand(front: Front) {
  return async ({
    ack,
    command,
  }: Pick<SlackCommandMiddlewareArgs & AllMiddlewareArgs, 'ack' | 'command'>) => {
    await acknowledge(front, ack);
    if (await front.heard.seen(`command ${command.trigger_id}`)) return;
    const { channel_id: channel, user_id: user, response_url: responseUrl, text } = command;
    const place = slashCommand({ outbox: front.outbox, log: front.desk.log }, { channel, responseUrl });
    const claim = { user, team: command.team_id, enterprise: command.enterprise_id };
    await front.track(answerWords(front.desk, text ?? '', { user, channel, claim }, place));
  };
}
