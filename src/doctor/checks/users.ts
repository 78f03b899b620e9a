import { ServiceError } from '../../core/errors.ts';
import type { SlackUser } from '../../slack/directory.ts';
import type { Whoami } from '../../slack/probe.ts';
import { type Check, fail, ok, skipped, type Told } from '../check.ts';
import type { SlackSight } from '../context.ts';
import { type NamedPerson, peopleOf } from '../people-of.ts';

/** More are asked about only in part: Slack lets about a hundred be asked about in a minute. */
const MOST = 50;

export default {
  id: 'users',
  title: 'People',
  section: 'people',
  place: 2,
  async run({ slack, config }) {
    const named = config?.acting ? peopleOf(config.acting).users : [];
    if (named.length === 0) return ok('nobody is named by id');
    const us = await slack?.known();
    if (!slack || !us) return skipped('Slack does not let us in');
    const looked = await Promise.all(named.slice(0, MOST).map((one) => look(one, slack, us)));
    const told = looked.filter((one) => one !== undefined);
    const rest = named.length > MOST ? `; ${named.length - MOST} more were not asked about` : '';
    return told.length > 0 ? told : ok(`${Math.min(named.length, MOST)} full members${rest}`);
  },
} satisfies Check;

/** What is wrong with somebody; undefined for a full member. */
async function look(person: NamedPerson, { probe }: SlackSight, us: Whoami): Promise<Told | undefined> {
  const { id, key } = person;
  try {
    const why = wrongWith(await probe.user(id), us);
    if (why === undefined) return undefined;
    return fail(
      `${id} (${key}) ${why}: they may do nothing here`,
      `take ${id} out of ${key}, or name a full member`,
    );
  } catch (error) {
    if (!(error instanceof ServiceError) || error.code !== 'refused') throw error;
    if (error.detail === 'missing_scope') return skipped(`${id} (${key}): the token lacks users:read`);
    return fail(
      `Slack knows nobody ${id} (${key})`,
      `correct ${id} in ${key} (profile → ⋮ → Copy member ID)`,
    );
  }
}

function wrongWith(user: SlackUser, us: Whoami): string | undefined {
  if (user.deleted) return 'has a closed account';
  if (user.is_bot) return 'is a bot';
  if (user.is_stranger) return 'is of another workspace';
  const foreign = Boolean(user.team_id) && user.team_id !== us.team_id;
  if (foreign && (!us.enterprise_id || user.enterprise_user?.enterprise_id !== us.enterprise_id))
    return 'is of another workspace';
  return user.is_restricted || user.is_ultra_restricted ? 'is a guest' : undefined;
}
