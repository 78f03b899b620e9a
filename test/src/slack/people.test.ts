import { describe, expect, it } from 'vitest';
import { ServiceError } from '../../../src/core/errors.ts';
import type { Identity, SlackUser } from '../../../src/slack/directory.ts';
import { type Claim, createPeople } from '../../../src/slack/people.ts';
import { memoryLog } from './support/bot.ts';

const US: Identity = { user_id: 'UBOT', bot_id: 'BBOT', team_id: 'T1', team: 'us' };
const MEMBER: SlackUser = {
  id: 'U1',
  team_id: 'T1',
  deleted: false,
  is_bot: false,
  is_restricted: false,
  is_ultra_restricted: false,
};
const refused = (detail: string) =>
  new ServiceError('Slack refused', { code: 'refused', service: 'slack', detail });
const sick = new ServiceError('Slack did not answer', { code: 'timeout', service: 'slack' });

function setUp(
  given: { user?: Partial<SlackUser> | Error; us?: Identity | undefined; groups?: readonly string[] } = {},
) {
  let at = Date.parse('2026-11-22T03:14:00Z');
  const state = {
    user: given.user as Partial<SlackUser> | Error | undefined,
    members: ['U1'] as readonly string[] | Error,
  };
  const asked = { user: 0, members: 0 };
  const log = memoryLog();
  const us = 'us' in given ? given.us : US;
  const people = createPeople({
    directory: {
      async user(id) {
        asked.user += 1;
        if (state.user instanceof Error) throw state.user;
        return { ...MEMBER, id, ...state.user };
      },
      async members() {
        asked.members += 1;
        if (state.members instanceof Error) throw state.members;
        return state.members;
      },
    },
    identity: () => us,
    groups: () => given.groups ?? ['S1'],
    log,
    clock: () => new Date(at),
  });
  const later = (ms: number) => {
    at += ms;
  };
  return { people, state, asked, log, later };
}

const kindOf = async (claim: Partial<Claim>, given?: Parameters<typeof setUp>[0]) =>
  (await setUp(given).people.of({ user: 'U1', ...claim })).kind;

describe('who somebody is', () => {
  it('a full member with the groups of the policy that they are in', async () => {
    expect(await setUp().people.of({ user: 'U1', team: 'T1', home: 'T1' })).toEqual({
      id: 'U1',
      kind: 'member',
      groups: ['S1'],
    });
    expect(await setUp().people.of({ user: 'U2' })).toMatchObject({ kind: 'member', groups: [] });
  });

  it.each<[Partial<SlackUser>, string]>([
    [{ is_restricted: true }, 'guest'],
    [{ is_ultra_restricted: true }, 'guest'],
    [{ is_bot: true }, 'bot'],
    [{ is_stranger: true }, 'stranger'],
    [{ team_id: 'T2' }, 'stranger'],
    [{ team_id: undefined }, 'stranger'],
    [{ deleted: true }, 'unknown'],
    [{ id: 'U2' }, 'unknown'],
    [{ is_restricted: undefined }, 'unknown'],
    [{ is_ultra_restricted: null }, 'unknown'],
  ])('%j is a %s', async (user, kind) => {
    expect(await kindOf({}, { user })).toBe(kind);
  });

  it('nobody in particular while Slack cannot say', async () => {
    expect(await kindOf({}, { user: sick })).toBe('unknown');
    expect(await kindOf({}, { us: undefined })).toBe('unknown');
    expect(await kindOf({ user: 'USLACKBOT' })).toBe('bot');
  });

  it.each<[Partial<Claim>, string]>([
    [{ team: 'T2' }, 'the payload is of another workspace'],
    [{ home: 'T2' }, 'the person is of another workspace'],
    [{ home: 'T2', enterprise: 'E1' }, 'an organisation that is not ours'],
    [{ enterprise: 'E1' }, 'an organisation where we have none'],
  ])('a stranger when the payload itself says so, without asking: %j', async (claim) => {
    const { people, asked } = setUp();
    expect((await people.of({ user: 'U1', ...claim })).kind).toBe('stranger');
    expect(asked).toEqual({ user: 0, members: 0 });
  });

  it('in an organisation, whoever is in our workspace too', async () => {
    const us = { ...US, enterprise_id: 'E1' };
    const sister = { team_id: 'T2', enterprise_user: { enterprise_id: 'E1', teams: ['T1', 'T2'] } };
    expect(await kindOf({ home: 'T2', enterprise: 'E1' }, { us, user: sister })).toBe('member');
    const elsewhere = { team_id: 'T2', enterprise_user: { enterprise_id: 'E1', teams: ['T2'] } };
    expect(await kindOf({ home: 'T2', enterprise: 'E1' }, { us, user: elsewhere })).toBe('stranger');
    expect(await kindOf({ home: 'T2', enterprise: 'E2' }, { us, user: sister })).toBe('stranger');
  });
});

describe('what is kept', () => {
  it('who somebody is for a minute, however many ask at once', async () => {
    const { people, asked, later, state } = setUp();
    await Promise.all([people.of({ user: 'U1' }), people.of({ user: 'U1' })]);
    expect(asked.user).toBe(1);
    later(59_000);
    await people.of({ user: 'U1' });
    expect(asked.user).toBe(1);
    later(2_000);
    state.user = { is_restricted: true };
    expect((await people.of({ user: 'U1' })).kind).toBe('guest');
  });

  it('never an old answer about a person, when Slack is not there', async () => {
    const { people, later, state } = setUp();
    await people.of({ user: 'U1' });
    later(61_000);
    state.user = sick;
    expect((await people.of({ user: 'U1' })).kind).toBe('unknown');
    state.user = {};
    expect((await people.of({ user: 'U1' })).kind).toBe('member');
  });

  it('who is in a group for five minutes, and for an hour while Slack is not there', async () => {
    const { people, asked, later, state } = setUp();
    const groups = async () => (await people.of({ user: 'U1' })).groups;
    expect(await groups()).toEqual(['S1']);
    state.members = [];
    later(299_000);
    expect(await groups()).toEqual(['S1']);
    later(2_000);
    expect(await groups()).toEqual([]);
    state.members = ['U1'];
    later(301_000);
    expect(await groups()).toEqual(['S1']);
    state.members = sick;
    later(59 * 60_000);
    expect(await groups()).toEqual(['S1']);
    later(2 * 60_000);
    expect(await groups()).toEqual([]);
    expect(asked.members).toBeLessThan(10);
  });

  it.each(['plan_upgrade_required', 'missing_scope', 'no_such_subteam'])(
    'nobody is in a group that Slack refuses to tell (%s), which is logged once; ids go on working',
    async (detail) => {
      const { people, state, log, later } = setUp();
      state.members = refused(detail);
      for (let i = 0; i < 4; i += 1) {
        expect(await people.of({ user: 'U1' })).toEqual({ id: 'U1', kind: 'member', groups: [] });
        later(301_000);
      }
      expect(log.lines.filter(({ fields }) => 'group' in fields)).toHaveLength(1);
    },
  );
});
