import { ServiceError } from '../../core/errors.ts';
import { type Check, fail, ok, type Told, warn } from '../check.ts';
import { mendOf } from '../mend.ts';

const PAGE = 'api.slack.com/apps → your app → OAuth & Permissions';
/** By the letters with which Slack's tokens begin (docs.slack.dev, "Tokens"). */
const KINDS: readonly (readonly [RegExp, string])[] = [
  [/^xapp-/, 'an app-level token'],
  [/^xoxp-/, "a person's token"],
  [/^xoxe[.-]/, 'a token that is rotated and ends after 12 hours'],
  [/^xoxa-|^xoxr-|^xoxs-|^xoxc-|^xoxd-/, 'a token of a kind that we do not use'],
];

export default {
  id: 'slack-token',
  title: 'Bot token',
  section: 'slack',
  place: 1,
  async run({ slack, env }): Promise<Told> {
    if (!slack) {
      const told = 'SLACK_BOT_TOKEN is not set: "npm start" shows a page of its own in place of Slack';
      return warn(told, `SLACK_BOT_TOKEN=xoxb-…   (${PAGE} → Bot User OAuth Token)`);
    }
    const token = env['SLACK_BOT_TOKEN'] ?? '';
    const kind = KINDS.find(([pattern]) => pattern.test(token))?.[1];
    if (kind)
      return fail(
        `SLACK_BOT_TOKEN holds ${kind}`,
        `SLACK_BOT_TOKEN=xoxb-…   (${PAGE} → Bot User OAuth Token)`,
      );
    try {
      const { user, team, bot_id } = await slack.whoami();
      if (!bot_id) return fail('SLACK_BOT_TOKEN is no token of a bot', `SLACK_BOT_TOKEN=xoxb-…   (${PAGE})`);
      return ok(`@${user ?? '?'} in ${team}`);
    } catch (error) {
      if (!(error instanceof ServiceError)) throw error;
      if (error.code !== 'refused') return fail(error.message, wayToSlack(error, env));
      return fail(...refused(error.detail ?? ''));
    }
  },
} satisfies Check;

function refused(word: string): [string, string] {
  const again = `reinstall the app and set SLACK_BOT_TOKEN anew   (${PAGE} → Install)`;
  switch (word) {
    case 'token_expired':
      return ['the token has expired', `switch token rotation off, then ${again}`];
    case 'account_inactive':
    case 'token_revoked':
      return [`the app was taken out of the workspace, or its token revoked (${word})`, again];
    case 'invalid_auth':
    case 'not_authed':
      return [`Slack does not know the token (${word}): mistyped, cut off, or of another workspace`, again];
    default:
      return [`Slack refuses the token: ${word}`, again];
  }
}

function wayToSlack(error: ServiceError, env: Readonly<Record<string, string | undefined>>): string {
  if (env['SLACK_API_URL']) return 'correct SLACK_API_URL, or take it away: without it Slack itself is asked';
  return error.code === 'server-error'
    ? mendOf(error)
    : 'let this machine reach https://slack.com (port 443)';
}
