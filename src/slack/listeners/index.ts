import type { App } from '@slack/bolt';
import { ACT } from '../render/act.ts';
import { MODAL } from '../render/act-modal.ts';
import { APPROVAL } from '../render/approval.ts';
import { HOME_REFRESH } from '../render/home.ts';
import { ACTIONS } from '../render/question.ts';
import { onAct, onActAsk } from './act.ts';
import { onActSubmit } from './act-submit.ts';
import { onAppMention } from './app-mention.ts';
import { onAskBeside } from './ask-beside.ts';
import { onChooseSubject } from './choose-subject.ts';
import type { Front } from './context.ts';
import { onHomeOpened, onHomeRefresh } from './home.ts';
import { onLookAgain } from './look-again.ts';
import { onMessageIm } from './message-im.ts';
import { onSlashCommand } from './slash-command.ts';
import { onStrangeClick } from './strange-click.ts';
import { onDecline, onDeclineSubmit, onVote } from './vote.ts';

/** Everything that Slack can tell us. A test compares it with manifest.yml. */
export function register(app: Pick<App, 'command' | 'event' | 'action' | 'view'>, front: Front): void {
  app.command(front.desk.slash, onSlashCommand(front));
  app.event('app_mention', onAppMention(front));
  app.event('message', onMessageIm(front));
  app.event('app_home_opened', onHomeOpened(front));
  const clicks: readonly (readonly [id: string, listener: unknown])[] = [
    [ACTIONS.lookAgain, onLookAgain(front)],
    [`${ACTIONS.chooseSubject}:\\d+`, onChooseSubject(front)],
    [ACTIONS.chooseFromMenu, onChooseSubject(front)],
    [`${ACTIONS.askBeside}:\\d+`, onAskBeside(front)],
    [ACTIONS.askFromMenu, onAskBeside(front)],
    [`${ACT.now}:\\d+`, onAct(front)],
    [`${ACT.ask}:\\d+`, onActAsk(front)],
    [ACT.more, onActAsk(front)],
    [APPROVAL.approve, onVote(front, 'approve')],
    [APPROVAL.withdraw, onVote(front, 'withdraw')],
    [APPROVAL.decline, onDecline(front)],
    [HOME_REFRESH, onHomeRefresh(front)],
  ];
  const asks = { type: 'block_actions' } as const;
  for (const [id, listener] of clicks) {
    app.action({ ...asks, action_id: new RegExp(`^${id}$`) }, listener as never);
  }
  const known = clicks.map(([id]) => id).join('|');
  app.action({ ...asks, action_id: new RegExp(`^(?!(?:${known})$)`) }, onStrangeClick(front) as never);
  const sent = { type: 'view_submission' } as const;
  app.view({ ...sent, callback_id: MODAL.act }, onActSubmit(front) as never);
  app.view({ ...sent, callback_id: MODAL.decline }, onDeclineSubmit(front) as never);
}
