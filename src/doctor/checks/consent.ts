import type { ActingConfig } from '../../approvals/config.ts';
import { type Check, fail, ok, skipped, type Told, warn } from '../check.ts';
import type { SlackSight } from '../context.ts';

/** Disruptive remedies need somebody else's consent, so that one person alone is nobody. */
export default {
  id: 'consent',
  title: 'Consent',
  section: 'people',
  place: 4,
  async run({ slack, config }): Promise<Told> {
    const acting = config?.acting;
    if (!acting) return ok('nobody acts: without the key acting the bot only reads');
    if (!slack) return skipped('no Slack is configured');
    if (!(await slack.known())) return skipped('Slack does not let us in');
    const [ask, agree] = await Promise.all([members(acting.request, slack), members(acting.approve, slack)]);
    if (ask === undefined || agree === undefined) return skipped('who is in a user group cannot be read');
    if (ask.size === 0) return warn('nobody may ask for anything', 'name ids under acting.request.users');
    if (agree.size === 0)
      return warn(
        'nobody may approve, so that only safe remedies can be carried out',
        'name ids under acting.approve.users',
      );
    const stuck = [...ask].filter((one) => ![...agree].some((other) => other !== one));
    if (stuck.length > 0)
      return fail(
        `nobody but themselves could approve what ${stuck.join(', ')} ask for`,
        'name one more person under acting.approve.users',
      );
    return ok(`${ask.size} may ask, ${agree.size} may approve`);
  },
} satisfies Check;

/** Undefined where a group cannot be read. */
async function members(
  { users, groups }: ActingConfig['request'],
  slack: SlackSight,
): Promise<ReadonlySet<string> | undefined> {
  const read = await Promise.all(groups.map((group) => slack.members(group).catch(() => undefined)));
  if (read.some((one) => one === undefined)) return undefined;
  return new Set([...users, ...read.flatMap((one) => one ?? [])]);
}
