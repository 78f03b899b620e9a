import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import type { Channel } from '../../../src/sandbox/slack/types.ts';
import { type Clinic, type Named, openClinic, put, type Setup } from '../../support/doctor.ts';

let clinic: Clinic;
beforeAll(async () => {
  clinic = await openClinic();
});
afterAll(() => clinic[Symbol.asyncDispose]());
afterEach(() => {
  clinic.slack.faults.socketMode = true;
  clinic.slack.faults.paidPlan = true;
  const audit = clinic.slack.channels.get('C0AUDIT001') as Channel;
  audit.is_archived = false;
});

interface Mistake {
  readonly what: string;
  readonly spoil: (setup: Setup) => void;
  readonly named: Named;
}

const env = (name: string, value: string | undefined) => (setup: Setup) => {
  setup.env[name] = value;
};
const file = (path: string, value: unknown) => (setup: Setup) => put(setup, path, value);
const refuse = (method: string, error: string) => () => clinic.slack.faults.refuse(method, 1, error);

const MISTAKES: readonly Mistake[] = [
  {
    what: 'an unknown bot token',
    spoil: env('SLACK_BOT_TOKEN', 'xoxb-1-nobody-knows'),
    named: ['slack-token', /does not know the token \(invalid_auth\)/, /reinstall the app/],
  },
  {
    what: 'an app-level token in its place',
    spoil: env('SLACK_BOT_TOKEN', 'xapp-1-A-2-abcdef'),
    named: ['slack-token', /holds an app-level token/, /^SLACK_BOT_TOKEN=xoxb-/],
  },
  {
    what: "a person's token",
    spoil: env('SLACK_BOT_TOKEN', 'xoxp-1-2-3-abcdef'),
    named: ['slack-token', /holds a person's token/, /Bot User OAuth Token/],
  },
  {
    what: 'a token that is rotated',
    spoil: env('SLACK_BOT_TOKEN', 'xoxe.xoxb-1-abcdefghij'),
    named: ['slack-token', /rotated and ends after 12 hours/, /xoxb-/],
  },
  {
    what: 'a token that has expired',
    spoil: refuse('auth.test', 'token_expired'),
    named: ['slack-token', /has expired/, /token rotation off/],
  },
  {
    what: 'an app that was taken out',
    spoil: refuse('auth.test', 'account_inactive'),
    named: ['slack-token', /taken out of the workspace/, /reinstall/],
  },
  {
    what: 'a Web API that is not there',
    spoil: env('SLACK_API_URL', 'http://127.0.0.1:1/api/'),
    named: ['slack-token', /cannot be reached/, /SLACK_API_URL/],
  },
  {
    what: 'no way in',
    spoil: env('SLACK_APP_TOKEN', undefined),
    named: ['slack-delivery', /neither SLACK_APP_TOKEN nor SLACK_SIGNING_SECRET/, /connections:write/],
  },
  {
    what: 'a bot token as app-level token',
    spoil: env('SLACK_APP_TOKEN', 'xoxb-1-2-abcdef'),
    named: ['slack-delivery', /is no app-level token/, /^SLACK_APP_TOKEN=xapp-/],
  },
  {
    what: 'an unknown app-level token',
    spoil: env('SLACK_APP_TOKEN', 'xapp-1-A-2-abcdef'),
    named: ['slack-delivery', /refuses the app-level token: invalid_auth/, /make a new one/],
  },
  {
    what: 'an app-level token without its scope',
    spoil: refuse('apps.connections.open', 'missing_scope'),
    named: ['slack-delivery', /lacks connections:write/, /connections:write/],
  },
  {
    what: 'Socket Mode off',
    spoil: () => {
      clinic.slack.faults.socketMode = false;
    },
    named: ['slack-delivery', /Socket Mode is switched off/, /Enable Socket Mode/],
  },
  {
    what: 'a signing secret that was cut off',
    spoil: (setup) => {
      setup.env['SLACK_APP_TOKEN'] = undefined;
      setup.env['SLACK_SIGNING_SECRET'] = '0123456789abcdef';
    },
    named: ['slack-delivery', /has 16 characters, Slack's have 32/, /Signing Secret/],
  },
  {
    what: 'a channel that was not joined',
    spoil: file('alerts.channels', ['C0GENERAL1']),
    named: ['channels', /not in C0GENERAL1 \(alerts.channels\)/, /^\/invite @ironic/],
  },
  {
    what: 'a channel that is not there',
    spoil: file('acting.audit_channel', 'C0NOWHERE1'),
    named: ['channels', /no channel C0NOWHERE1 \(acting.audit_channel\)/, /correct acting.audit_channel/],
  },
  {
    what: 'an archived channel',
    spoil: () => {
      (clinic.slack.channels.get('C0AUDIT001') as Channel).is_archived = true;
    },
    named: ['channels', /C0AUDIT001 \(acting.audit_channel\) is archived/, /unarchive/],
  },
  {
    what: 'a channel where only some may write',
    spoil: refuse('chat.postEphemeral', 'restricted_action_read_only_channel'),
    named: ['channels', /lets only some people write/, /Posting permissions/],
  },
  {
    what: 'a digest that nobody would read',
    spoil: file('fleet', { digest: { channel: 'C0GENERAL1' } }),
    named: ['channels', /not in C0GENERAL1 \(fleet.digest.channel\)/, /\/invite/],
  },
  {
    what: 'an approver who is not there',
    spoil: file('acting.approve.users', ['U0NOBODY01']),
    named: ['users', /knows nobody U0NOBODY01 \(acting.approve.users\)/, /Copy member ID/],
  },
  {
    what: 'an approver who is a guest',
    spoil: file('acting.approve.users', ['U0RIKU0001']),
    named: ['users', /U0RIKU0001 \(acting.approve.users\) is a guest/, /full member/],
  },
  {
    what: 'an approver of another workspace',
    spoil: file('acting.approve.users', ['U0NOOR0001']),
    named: ['users', /of another workspace/, /take U0NOOR0001 out of/],
  },
  {
    what: 'a bot among the people',
    spoil: file('acting.request.users', ['U0SANDBOT1']),
    named: ['users', /is a bot/, /take U0SANDBOT1 out of/],
  },
  {
    what: 'an unknown user group',
    spoil: file('acting.approve.groups', ['S0NOBODY01']),
    named: ['user-groups', /no user group S0NOBODY01/, /correct S0NOBODY01/],
  },
  {
    what: 'user groups on a free plan',
    spoil: () => {
      clinic.slack.faults.paidPlan = false;
    },
    named: ['user-groups', /plan has no user groups/, /name ids of people under acting.approve.users/],
  },
  {
    what: 'one person who would have to agree with themselves',
    spoil: file('acting.approve', { users: ['U0MAYA0001'] }),
    named: ['consent', /nobody but themselves could approve what U0MAYA0001/, /one more person/],
  },
];

test.each(MISTAKES)('$what is named with what mends it', async ({ spoil, named: [id, told, fix] }) => {
  const { code, checks, out } = await clinic.examine(spoil);
  const found = checks.find((one) => one.id === id && told.test(one.told));
  expect(found, out).toBeDefined();
  expect(['fail', 'warn']).toContain(found?.state);
  expect(found?.fix).toMatch(fix);
  expect(code).toBe(checks.some(({ state }) => state === 'fail') ? 1 : 0);
});

test('what stands on a token that is refused is skipped, and never well', async () => {
  const { checks } = await clinic.examine(env('SLACK_BOT_TOKEN', 'xoxb-1-nobody-knows'));
  const standing = checks.filter(({ id }) =>
    ['slack-scopes', 'channels', 'users', 'user-groups', 'consent'].includes(id),
  );
  expect(standing.map(({ state }) => state)).toEqual(standing.map(() => 'skipped'));
  expect(standing).toHaveLength(5);
});

test('a scope that is missing is named with what it is for', async () => {
  const { startLocalSlack } = await import('../../../src/sandbox/slack/server.ts');
  const poor = await startLocalSlack({ scopes: ['chat:write', 'commands', 'users:read', 'admin'] });
  try {
    const { checks } = await clinic.examine(env('SLACK_API_URL', poor.apiUrl));
    expect(checks.find(({ id }) => id === 'slack-scopes')).toMatchObject({
      state: 'fail',
      told: expect.stringMatching(
        /lacks app_mentions:read \(app_mention\).*usergroups:read \(usergroups.users.list\)/,
      ),
      fix: expect.stringMatching(/add .*usergroups:read.*reinstall/),
    });
    expect(checks.find(({ id }) => id === 'user-groups')?.fix).toContain('usergroups:read');
  } finally {
    await poor.close();
  }
});
