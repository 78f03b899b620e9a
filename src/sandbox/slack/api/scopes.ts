/** The bot scope that each method asks for (docs.slack.dev, reference of the methods); those left out ask for none. */
const SCOPES: Readonly<Record<string, string>> = {
  'chat.postMessage': 'chat:write',
  'chat.update': 'chat:write',
  'chat.postEphemeral': 'chat:write',
  'chat.delete': 'chat:write',
  'assistant.threads.setStatus': 'chat:write',
  'conversations.info': 'channels:read',
  'conversations.list': 'channels:read',
  'conversations.members': 'channels:read',
  'conversations.history': 'channels:history',
  'conversations.replies': 'channels:history',
  'conversations.open': 'im:write',
  'users.info': 'users:read',
  'users.list': 'users:read',
  'usergroups.users.list': 'usergroups:read',
  'reactions.add': 'reactions:write',
  'reactions.remove': 'reactions:write',
  'files.getUploadURLExternal': 'files:write',
  'files.completeUploadExternal': 'files:write',
};

/** What an app has that may do everything: events and slash commands ask for scopes as well. */
export const ALL_SCOPES: readonly string[] = [
  ...new Set([...Object.values(SCOPES), 'app_mentions:read', 'commands', 'groups:history', 'im:history']),
];

/** The scope that is missing for a method; `granted` undefined is an app that may do everything. */
export function missingScope(method: string, granted: readonly string[] | undefined): string | undefined {
  const needed = SCOPES[method];
  return needed === undefined || granted === undefined || granted.includes(needed) ? undefined : needed;
}
