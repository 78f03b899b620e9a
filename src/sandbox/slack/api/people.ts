import { TEAM, USERGROUP } from '../seed.ts';
import type { Json, User } from '../types.ts';
import { paged } from './lookup.ts';
import type { Methods } from './method.ts';
import { SlackRefusal } from './refusal.ts';

function onTheWire(user: User): Json {
  return {
    id: user.id,
    team_id: user.team_id ?? TEAM.id,
    name: user.name,
    real_name: user.real_name,
    deleted: user.deleted ?? false,
    is_bot: user.is_bot,
    is_restricted: user.is_restricted,
    is_ultra_restricted: user.is_restricted,
    is_admin: false,
    is_owner: false,
    is_app_user: false,
    ...(user.team_id === undefined ? {} : { is_stranger: true }),
    tz: 'Etc/UTC',
    tz_label: 'Coordinated Universal Time',
    tz_offset: 0,
    profile: {
      real_name: user.real_name,
      display_name: user.name,
      title: user.title,
      email: `${user.name}@example.invalid`,
      team: user.team_id ?? TEAM.id,
    },
  };
}

export const people: Methods = {
  'users.info': {
    tier: 4,
    run(args, { workspace }) {
      const user = workspace.users.get(args.need('user'));
      if (user === undefined) throw new SlackRefusal('user_not_found');
      return { user: onTheWire(user) };
    },
  },
  'users.list': {
    tier: 2,
    run(args, { workspace }) {
      const { page, next } = paged([...workspace.users.values()], args, 1000);
      return {
        members: page.map(onTheWire),
        cache_ts: workspace.ids.seconds(),
        response_metadata: { next_cursor: next },
      };
    },
  },
  'usergroups.list': {
    tier: 2,
    run(_args, { faults }) {
      if (!faults.paidPlan) throw new SlackRefusal('plan_upgrade_required');
      return {
        usergroups: [
          { ...USERGROUP, team_id: TEAM.id, is_usergroup: true, user_count: USERGROUP.users.length },
        ],
      };
    },
  },
  'usergroups.users.list': {
    tier: 2,
    run(args, { faults }) {
      if (!faults.paidPlan) throw new SlackRefusal('plan_upgrade_required');
      if (args.need('usergroup') !== USERGROUP.id) throw new SlackRefusal('no_such_subteam');
      return { users: USERGROUP.users };
    },
  },
};
