/**
 * Every Web API method that is called, and the bot scopes that Slack's reference asks for. The outbox can call nothing
 * else, and a test compares the manifest with these tables.
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
} as const satisfies Record<string, readonly string[]>;

export type Method = keyof typeof METHOD_SCOPES;

/** Every event that is listened to, as the manifest names it. */
export const EVENT_SCOPES = {
  app_mention: ['app_mentions:read'],
  'message.im': ['im:history'],
} as const satisfies Record<string, readonly string[]>;

/** What a slash command needs. */
export const COMMAND_SCOPE = 'commands';
