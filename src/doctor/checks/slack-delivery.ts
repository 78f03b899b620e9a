import { ServiceError } from '../../core/errors.ts';
import { type Check, fail, ok, skipped, type Told, warn } from '../check.ts';
import type { SlackSight } from '../context.ts';

const TOKENS = 'api.slack.com/apps → your app → Basic Information → App-Level Tokens';
const SOCKET = 'api.slack.com/apps → your app → Socket Mode → Enable Socket Mode';
/** Slack's are 32 hexadecimal digits; whatever is shorter was cut off. */
const SECRET_LENGTH = 32;
/** Slack's own limit for an app, of which one bot takes two. */
const MOST_CONNECTIONS = 10;

export default {
  id: 'slack-delivery',
  title: 'Way in',
  section: 'slack',
  place: 3,
  async run({ slack, env, config }): Promise<Told> {
    if (!slack) return skipped('no Slack is configured');
    const appToken = env['SLACK_APP_TOKEN'];
    const signingSecret = env['SLACK_SIGNING_SECRET'];
    if (appToken) return bySocket(slack, appToken);
    if (!signingSecret)
      return fail(
        'neither SLACK_APP_TOKEN nor SLACK_SIGNING_SECRET is set',
        `SLACK_APP_TOKEN=xapp-…   (${TOKENS}, scope connections:write)`,
      );
    if (signingSecret.length < SECRET_LENGTH)
      return fail(
        `SLACK_SIGNING_SECRET has ${signingSecret.length} characters, Slack's have ${SECRET_LENGTH}: every request would be refused`,
        'SLACK_SIGNING_SECRET=…   (api.slack.com/apps → your app → Basic Information → Signing Secret)',
      );
    const { host, port } = config?.slack?.http ?? { host: '127.0.0.1', port: 3000 };
    return ok(`signed HTTP at ${host}:${port}/slack/events; whether Slack reaches it, only Slack can tell`);
  },
} satisfies Check;

async function bySocket({ probe }: SlackSight, token: string): Promise<Told> {
  if (!token.startsWith('xapp-'))
    return fail(
      `SLACK_APP_TOKEN is no app-level token${token.startsWith('xox') ? ' but one that is made by installing the app' : ''}`,
      `SLACK_APP_TOKEN=xapp-…   (${TOKENS}, scope connections:write)`,
    );
  let url: string;
  try {
    url = await probe.socket(token);
  } catch (error) {
    if (!(error instanceof ServiceError) || error.code !== 'refused') throw error;
    const word = error.detail ?? '';
    if (word === 'missing_scope')
      return fail(
        'the app-level token lacks connections:write',
        `make one with the scope connections:write and set SLACK_APP_TOKEN   (${TOKENS})`,
      );
    return fail(
      `Slack refuses the app-level token: ${word}`,
      `make a new one with connections:write and set SLACK_APP_TOKEN   (${TOKENS})`,
    );
  }
  const greeting = await probe.greet(url);
  if (greeting.kind === 'hello') {
    const { connections } = greeting;
    if (connections !== undefined && connections > MOST_CONNECTIONS - 2)
      return warn(
        `Socket Mode with ${connections} connections of this app at once; Slack allows ${MOST_CONNECTIONS}`,
        'stop what else runs with this SLACK_APP_TOKEN',
      );
    return ok('Socket Mode: Slack says hello');
  }
  if (greeting.reason === 'link_disabled') return fail('Socket Mode is switched off for the app', SOCKET);
  if (greeting.reason === 'too_many_websockets')
    return fail(
      `Slack allows no further connection: ${MOST_CONNECTIONS} of this app stand`,
      'stop what else runs with this SLACK_APP_TOKEN',
    );
  return warn(`Slack hangs up at once: ${greeting.reason}`, 'run this again in a minute');
}
