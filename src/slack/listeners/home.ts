import type { BlockAction, EnvelopedEvent } from '@slack/bolt';
import type { AppHomeOpenedEvent } from '@slack/types';
import { claimOf } from '../acts/clicked.ts';
import { acknowledge } from './acknowledge.ts';
import type { Front } from './context.ts';

/** Somebody looks at our Home tab: it is drawn for them. */
export function onHomeOpened(front: Front) {
  return async ({ event, body }: { event: AppHomeOpenedEvent; body: EnvelopedEvent }) => {
    if (event.tab !== 'home' || (await front.events.seen(body.event_id))) return;
    await front.track(front.homes.opened({ user: event.user, team: body.team_id }));
  };
}

/** "Refresh" there. */
export function onHomeRefresh(front: Front) {
  return async ({ ack, body }: { ack: () => Promise<void>; body: BlockAction }) => {
    await acknowledge(front, ack);
    await front.track(front.homes.opened(claimOf(body)));
  };
}
