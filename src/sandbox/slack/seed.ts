import type { Channel, User } from './types.ts';

export const TEAM = { id: 'T0SANDBOX1', domain: 'local-sandbox', name: 'Local sandbox' } as const;
/** The workspace at the other end of a shared channel. */
export const PARTNER_TEAM = 'T0PARTNER1';
export const APP_ID = 'A0SANDBOX1';
export const BOT_ID = 'B0SANDBOX1';
export const BOT_USER = 'U0SANDBOT1';

const person = (
  id: string,
  name: string,
  real_name: string,
  title: string,
  rest: Partial<User> = {},
): User => ({
  id,
  name,
  real_name,
  title,
  is_bot: false,
  is_restricted: false,
  ...rest,
});

export function seedUsers(appName: string): User[] {
  return [
    person('U0MAYA0001', 'maya', 'Maya Okafor', 'On call'),
    person('U0JONAS001', 'jonas', 'Jonas Lind', 'Second on call, approver'),
    person('U0INES0001', 'ines', 'Ines Duarte', 'Team lead, approver'),
    person('U0TOM00001', 'tom', 'Tom Becker', 'Application team, reads along'),
    person('U0RIKU0001', 'riku', 'Riku Tanaka', 'Guest from the network team', { is_restricted: true }),
    person('U0NOOR0001', 'noor', 'Noor Haddad', 'Partner, of another workspace', { team_id: PARTNER_TEAM }),
    person(BOT_USER, appName, appName, 'App', { is_bot: true }),
    person('USLACKBOT', 'slackbot', 'Slackbot', '', { is_bot: true }),
  ];
}

/** Full members who look after bare metal. */
export const STAFF = ['U0MAYA0001', 'U0JONAS001', 'U0INES0001'] as const;
export const AUDIT_CHANNEL = 'C0AUDIT001';
export const ALERTS_CHANNEL = 'C0ALERTS01';

export const USERGROUP = {
  id: 'S0APPROVE1',
  handle: 'baremetal-approvers',
  name: 'Bare metal approvers',
  users: ['U0JONAS001', 'U0INES0001'],
} as const;

const channel = (id: string, name: string, topic: string, members: readonly string[]): Channel => ({
  id,
  name,
  topic,
  is_im: false,
  members: new Set(members),
});

/** The app is in the channels it works in and not in #general, so that `not_in_channel` can be met. */
export function seedChannels(): Channel[] {
  return [
    channel('C0ONCALL01', 'baremetal-oncall', 'Bare metal, day and night', [
      ...STAFF,
      'U0TOM00001',
      'U0RIKU0001',
      'U0NOOR0001',
      BOT_USER,
    ]),
    channel(ALERTS_CHANNEL, 'baremetal-alerts', 'What the monitoring says', [...STAFF, BOT_USER]),
    channel(AUDIT_CHANNEL, 'ironic-audit', 'Who did what, and why', [...STAFF, BOT_USER]),
    channel('C0GENERAL1', 'general', 'Everybody', [...STAFF, 'U0TOM00001']),
  ];
}
