import { ServiceError } from '../../core/errors.ts';
import { type Check, fail, ok, skipped, type Told, warn } from '../check.ts';
import type { SlackSight } from '../context.ts';
import { type NamedPerson, peopleOf } from '../people-of.ts';

export default {
  id: 'user-groups',
  title: 'User groups',
  section: 'people',
  place: 3,
  async run({ slack, config }) {
    const { groups = [], users = [] } = config?.acting ? peopleOf(config.acting) : {};
    if (groups.length === 0)
      return ok(users.length > 0 ? 'none is named: ids of people count' : 'none is named');
    if (!slack || !(await slack.known())) return skipped('Slack does not let us in');
    return Promise.all(groups.map((group) => look(group, slack, users.length > 0)));
  },
} satisfies Check;

async function look({ id, key }: NamedPerson, slack: SlackSight, others: boolean): Promise<Told> {
  try {
    const members = await slack.members(id);
    if (members.length > 0) return ok(`${id} (${key}) has ${members.length} members`);
    return fail(
      `nobody is in ${id} (${key})`,
      `put people into the user group ${id}, or name ids under ${key.replace(/groups$/, 'users')}`,
    );
  } catch (error) {
    if (!(error instanceof ServiceError) || error.code !== 'refused') throw error;
    const ids = `name ids of people under ${key.replace(/groups$/, 'users')} instead (profile → ⋮ → Copy member ID)`;
    switch (error.detail) {
      case 'plan_upgrade_required':
        return (others ? warn : fail)(
          `this Slack plan has no user groups, so nobody is in ${id} (${key})`,
          ids,
        );
      case 'missing_scope':
        return fail(
          `who is in ${id} (${key}) cannot be read: the token lacks usergroups:read`,
          'api.slack.com/apps → OAuth & Permissions → add usergroups:read, then reinstall the app',
        );
      case 'no_such_subteam':
        return fail(`there is no user group ${id} (${key})`, `correct ${id} in ${key}, or ${ids}`);
      default:
        return fail(`Slack refuses to say who is in ${id} (${key}): ${error.detail}`, ids);
    }
  }
}
