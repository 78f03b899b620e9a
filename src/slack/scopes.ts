/**
 * Every Web API method that is called, and the bot scopes that Slack's reference asks for. Nothing else can be called,
 * and a test compares the manifest with these tables.
 */
export const METHOD_SCOPES = {
  'auth.test': [],
  'chat.postMessage': ['chat:write'],
  'chat.update': ['chat:write'],
  // Asked for assistant:write until 2026-03.
  'assistant.threads.setStatus': ['chat:write'],
  // The libraries' own helpers ask for files:read too, since they look the file up afterwards; we do not.
  'files.getUploadURLExternal': ['files:write'],
  'files.completeUploadExternal': ['files:write'],
  // By `npm run doctor` alone: whether a channel can be written to, in a way that nobody sees.
  'chat.postEphemeral': ['chat:write'],
  // With the app-level token, whose scope connections:write is no bot scope; Bolt calls it too.
  'apps.connections.open': [],
  'users.info': ['users:read'],
  'usergroups.users.list': ['usergroups:read'],
  'views.open': [],
  'views.update': [],
  'views.publish': [],
  // Only to find a message or a picture of our own whose fate is unknown, so that there is no second one; nothing breaks without.
  'conversations.replies': ['channels:history', 'groups:history'],
  // For the same, and to read back what was said in a watched channel while nobody listened.
  'conversations.history': ['channels:history', 'groups:history'],
  // A glance on an alert itself; nothing breaks without.
  'reactions.add': ['reactions:write'],
  'reactions.remove': ['reactions:write'],
} as const satisfies Record<string, readonly string[]>;

export type Method = keyof typeof METHOD_SCOPES;

/** Every event that is listened to, as the manifest names it. */
export const EVENT_SCOPES = {
  app_home_opened: [],
  app_mention: ['app_mentions:read'],
  // Only what is said in the channels that `alerts` names is looked at.
  'message.channels': ['channels:history'],
  'message.groups': ['groups:history'],
  'message.im': ['im:history'],
} as const satisfies Record<string, readonly string[]>;

/** What a slash command needs. */
export const COMMAND_SCOPE = 'commands';
