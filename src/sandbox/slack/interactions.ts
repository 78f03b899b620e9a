import type { Ack, Delivery } from './delivery.ts';
import { type Answers, elementsOf, elementValue, type Found, type Raw, stateOf } from './elements.ts';
import { respondTo, slackbotSays } from './responses.ts';
import { APP_ID, TEAM } from './seed.ts';
import { encodeTyped, escapeControls } from './text.ts';
import type { Permits } from './triggers.ts';
import type { Channel, Json, Message, SlashCommand, User, View } from './types.ts';
import type { Workspace } from './workspace.ts';
import { onWire } from './workspace.ts';

const TOKEN = 'local-sandbox-verification-token';

export interface Interactions {
  slash(user: User, channel: Channel, command: string, text: string): Promise<Ack>;
  /** `raw`: the option chosen or the text typed, where the element is not a plain button. */
  click(user: User, on: Message | View, found: Found, raw?: Raw, answers?: Answers): Promise<Ack>;
  /** A button of a legacy attachment. */
  legacyClick(user: User, message: Message, attachment: Json, action: Json, raw?: string): Promise<Ack>;
}

interface Options {
  readonly workspace: Workspace;
  readonly delivery: Delivery;
  readonly permits: Permits;
  readonly origin: () => string;
  readonly commands: readonly SlashCommand[];
}

/** Turns what people do into payloads for the app, and its acknowledgements into what people see. */
export function createInteractions({
  workspace,
  delivery,
  permits,
  origin,
  commands,
}: Options): Interactions {
  const who = (user: User): Json => ({
    id: user.id,
    username: user.name,
    name: user.name,
    team_id: user.team_id ?? TEAM.id,
  });
  const common = (user: User): Json => ({
    team: { id: TEAM.id, domain: TEAM.domain },
    user: who(user),
    api_app_id: APP_ID,
    token: TOKEN,
    trigger_id: permits.trigger(user.id),
    enterprise: null,
    is_enterprise_install: false,
  });
  const place = (channel: Channel): string => (channel.is_im ? 'directmessage' : channel.name);

  function fromMessage(user: User, message: Message): Json {
    const channel = workspace.channels.get(message.channel);
    const ephemeral = message.ephemeral_to !== undefined;
    const target = { channel: message.channel, user: user.id, ts: message.ts };
    return {
      container: {
        type: 'message',
        message_ts: message.ts,
        channel_id: message.channel,
        is_ephemeral: ephemeral,
        ...(message.thread_ts === undefined ? {} : { thread_ts: message.thread_ts }),
      },
      channel: { id: message.channel, name: channel ? place(channel) : '' },
      // Slack does not send the content of an ephemeral message back.
      ...(ephemeral ? {} : { message: onWire(message) }),
      response_url: `${origin()}${permits.responsePath(target)}`,
    };
  }

  return {
    async slash(user, channel, typed, text) {
      const command = commands.find(({ name }) => name === typed);
      // An app's commands are there for its own workspace (docs.slack.dev, "Slack Connect").
      if ((command === undefined && commands.length > 0) || user.team_id !== undefined) {
        slackbotSays(
          workspace,
          channel.id,
          user.id,
          `\`${escapeControls(typed)}\` is not a valid command here. Type \`/\` to see those that are.`,
        );
        return { ok: false, error: 'dispatch_failed' };
      }
      const target = { channel: channel.id, user: user.id, ts: undefined };
      const path = permits.responsePath(target);
      const encoded = command?.should_escape
        ? encodeTyped(text, workspace.users.values(), workspace.channels.values())
        : escapeControls(text);
      const ack = await delivery.ask({
        type: 'slash_commands',
        payload: {
          token: TOKEN,
          team_id: TEAM.id,
          team_domain: TEAM.domain,
          channel_id: channel.id,
          channel_name: place(channel),
          user_id: user.id,
          user_name: user.name,
          command: typed,
          text: encoded,
          api_app_id: APP_ID,
          is_enterprise_install: 'false',
          response_url: `${origin()}${path}`,
          trigger_id: permits.trigger(user.id),
        },
      });
      if (!ack.ok) {
        slackbotSays(
          workspace,
          channel.id,
          user.id,
          `\`${escapeControls(typed)}\` failed with the error \`${ack.error}\``,
        );
      } else if (Object.keys(ack.payload).length > 0) {
        const refusal = respondTo(workspace, target, ack.payload);
        if (refusal)
          slackbotSays(
            workspace,
            channel.id,
            user.id,
            `\`${escapeControls(typed)}\` failed with the error \`${refusal.error}\``,
          );
      }
      return ack;
    },

    async click(user, on, { block, element }, raw, answers = {}) {
      const action = {
        ...elementValue(element, raw),
        action_id: element['action_id'],
        block_id: block['block_id'],
        ...(element['style'] === undefined ? {} : { style: element['style'] }),
        action_ts: workspace.ids.ts(),
      };
      const isView = 'hash' in on;
      const values = stateOf(on.blocks ?? [], answers);
      const payload: Json = {
        type: 'block_actions',
        ...common(user),
        ...(isView
          ? { container: { type: 'view', view_id: on.id }, view: { ...on, state: { values } } }
          : { ...fromMessage(user, on), state: { values } }),
        actions: [action],
      };
      return delivery.ask({ type: 'interactive', payload });
    },

    async legacyClick(user, message, attachment, action, raw) {
      const chosen =
        action['type'] === 'select'
          ? { name: action['name'], type: 'select', selected_options: [{ value: raw }] }
          : { name: action['name'], type: 'button', value: action['value'] ?? '' };
      const payload: Json = {
        type: 'interactive_message',
        ...common(user),
        ...fromMessage(user, message),
        actions: [chosen],
        callback_id: attachment['callback_id'] ?? '',
        action_ts: workspace.ids.ts(),
        message_ts: message.ts,
        attachment_id: String(attachment['id'] ?? 1),
        original_message: onWire(message),
      };
      return delivery.ask({ type: 'interactive', payload });
    },
  };
}

/** The element with this action id (and value, where several share one), in a message's blocks and its attachments'. */
export function findElement(blocks: readonly Json[], actionId: string, blockId?: string): Found | undefined {
  return elementsOf(blocks).find(
    ({ block, element }) =>
      element['action_id'] === actionId && (blockId === undefined || block['block_id'] === blockId),
  );
}
