import type { BlockAction, ButtonAction, OverflowAction } from '@slack/bolt';
import { clicked, clickOf } from '../acts/clicked.ts';
import { askAtOnce, openModal } from '../acts/request.ts';
import { acknowledge } from './acknowledge.ts';
import type { Front } from './context.ts';

export interface ActArgs {
  readonly ack: () => Promise<void>;
  readonly body: BlockAction<ButtonAction | OverflowAction>;
  readonly action: ButtonAction | OverflowAction;
}

export const carriedBy = (action: ButtonAction | OverflowAction): string | undefined =>
  action.type === 'overflow' ? action.selected_option?.value : action.value;

/** A remedy that was confirmed in Slack's own dialog. */
export function onAct(front: Front) {
  return async ({ ack, body, action }: ActArgs) => {
    await acknowledge(front, ack);
    const click = clickOf(body, carriedBy(action));
    await front.track(clicked(front, click, 'act', (acting, who) => askAtOnce(front, click, acting, who)));
  };
}

/** A remedy that asks for more, or one from the menu: its modal opens. */
export function onActAsk(front: Front) {
  return async ({ ack, body, action }: ActArgs) => {
    await acknowledge(front, ack);
    const click = clickOf(body, carriedBy(action));
    await front.track(
      clicked(front, click, 'act-ask', (acting, who) => openModal(front, click, acting, who)),
    );
  };
}
