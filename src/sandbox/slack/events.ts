import type { Delivery } from './delivery.ts';
import type { FaultState } from './faults.ts';
import { APP_ID, BOT_USER, TEAM } from './seed.ts';
import type { Channel, Json, Message } from './types.ts';
import { type Change, onWire, type Workspace } from './workspace.ts';

/** Bot events as an app manifest lists them. */
export const DEFAULT_BOT_EVENTS = [
  'app_home_opened',
  'app_mention',
  'message.channels',
  'message.im',
  'reaction_added',
] as const;

const VERIFICATION_TOKEN = 'local-sandbox-verification-token';

/** Turns what happens in the workspace into Events API payloads for what the app may see and has subscribed to. */
export function connectEvents(
  workspace: Workspace,
  delivery: Delivery,
  faults: FaultState,
  subscribed: readonly string[],
): { homeOpened(user: string, tab: 'home' | 'messages'): void } {
  const wants = (event: string) => subscribed.includes(event);

  function tell(event: Json): void {
    const twice = faults.redeliverNext;
    faults.redeliverNext = false;
    const payload = {
      token: VERIFICATION_TOKEN,
      team_id: TEAM.id,
      context_team_id: TEAM.id,
      context_enterprise_id: null,
      api_app_id: APP_ID,
      event,
      type: 'event_callback',
      event_id: workspace.ids.next('Ev'),
      event_time: workspace.ids.seconds(),
      authorizations: [
        {
          enterprise_id: null,
          team_id: TEAM.id,
          user_id: BOT_USER,
          is_bot: true,
          is_enterprise_install: false,
        },
      ],
      is_ext_shared_channel: false,
    };
    delivery.tell({ type: 'events_api', payload }, twice);
  }

  const where = (channel: Channel): Json => ({
    channel: channel.id,
    channel_type: channel.is_im ? 'im' : 'channel',
  });

  function posted(message: Message, channel: Channel): void {
    const team = workspace.users.get(message.user ?? '')?.team_id ?? TEAM.id;
    // Messages in shared channels say where their author is at home (docs.slack.dev, "Slack Connect").
    const home = team === TEAM.id ? {} : { user_team: team, source_team: team };
    const event = { ...onWire(message), ...where(channel), team, ...home, event_ts: message.ts };
    if (wants(channel.is_im ? 'message.im' : 'message.channels')) tell(event);
    const mentioned = message.text.includes(`<@${BOT_USER}>`) || message.text.includes(`<@${BOT_USER}|`);
    if (mentioned && !channel.is_im && message.user !== BOT_USER && wants('app_mention')) {
      tell({ ...event, type: 'app_mention' });
    }
  }

  function changed(change: Extract<Change, { kind: 'changed' | 'deleted' }>, channel: Channel): void {
    if (!wants(channel.is_im ? 'message.im' : 'message.channels')) return;
    const event_ts = workspace.ids.ts();
    const head = { type: 'message', ...where(channel), hidden: true, event_ts, ts: event_ts };
    if (change.kind === 'deleted') {
      const { ts } = change.message;
      tell({ ...head, subtype: 'message_deleted', deleted_ts: ts, previous_message: onWire(change.message) });
    } else {
      const { message, previous } = change;
      tell({
        ...head,
        subtype: 'message_changed',
        message: onWire(message),
        previous_message: onWire(previous),
      });
    }
  }

  workspace.onChange((change) => {
    if (!('message' in change) || change.message.ephemeral_to !== undefined) return;
    const channel = workspace.channels.get(change.message.channel);
    if (!channel?.members.has(BOT_USER)) return;
    if (change.kind === 'posted') posted(change.message, channel);
    else if (change.kind === 'deleted' || (change.kind === 'changed' && change.edited))
      changed(change, channel);
    else if (change.kind === 'reacted') {
      const type = change.added ? 'reaction_added' : 'reaction_removed';
      if (!wants(type)) return;
      const { user, name, message } = change;
      const item = { type: 'message', channel: channel.id, ts: message.ts };
      tell({ type, user, reaction: name, item, item_user: message.user, event_ts: workspace.ids.ts() });
    }
  });

  return {
    homeOpened(user, tab) {
      if (!wants('app_home_opened')) return;
      const view = workspace.homes.get(user);
      tell({
        type: 'app_home_opened',
        user,
        channel: workspace.im(user).id,
        tab,
        event_ts: workspace.ids.ts(),
        ...(view && tab === 'home' ? { view } : {}),
      });
    },
  };
}
