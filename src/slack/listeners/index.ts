import type { App } from '@slack/bolt';
import { ACTIONS } from '../render/question.ts';
import { onAppMention } from './app-mention.ts';
import { onAskBeside } from './ask-beside.ts';
import { onChooseSubject } from './choose-subject.ts';
import type { Front } from './context.ts';
import { onLookAgain } from './look-again.ts';
import { onMessageIm } from './message-im.ts';
import { onSlashCommand } from './slash-command.ts';
import { onStrangeClick } from './strange-click.ts';

/** Everything that Slack can tell us. A test compares it with manifest.yml. */
export function register(app: Pick<App, 'command' | 'event' | 'action'>, front: Front): void {
  app.command(front.desk.slash, onSlashCommand(front));
  app.event('app_mention', onAppMention(front));
  app.event('message', onMessageIm(front));
  const asks = { type: 'block_actions' } as const;
  app.action({ ...asks, action_id: ACTIONS.lookAgain }, onLookAgain(front) as never);
  app.action(
    { ...asks, action_id: new RegExp(`^${ACTIONS.chooseSubject}:\\d+$`) },
    onChooseSubject(front) as never,
  );
  app.action({ ...asks, action_id: ACTIONS.chooseFromMenu }, onChooseSubject(front) as never);
  app.action({ ...asks, action_id: new RegExp(`^${ACTIONS.askBeside}:\\d+$`) }, onAskBeside(front) as never);
  const known = `${ACTIONS.lookAgain}|${ACTIONS.askBeside}:\\d+|${ACTIONS.chooseSubject}:\\d+|${ACTIONS.chooseFromMenu}`;
  app.action({ ...asks, action_id: new RegExp(`^(?!(?:${known})$)`) }, onStrangeClick(front) as never);
}
