import { ServiceError } from '../../core/errors.ts';
import { channelsOf, type NamedChannel } from '../channels-of.ts';
import { type Check, fail, ok, skipped, type Told, warn } from '../check.ts';
import type { SlackSight } from '../context.ts';

export default {
  id: 'channels',
  title: 'Channels',
  section: 'people',
  place: 1,
  async run({ slack, config }) {
    const named = config ? channelsOf(config) : [];
    if (named.length === 0) return ok('none is named: the bot answers wherever it is invited');
    const us = await slack?.known();
    if (!slack || !us) return skipped('Slack does not let us in');
    return Promise.all(named.map((one) => look(one, slack, us.user_id)));
  },
} satisfies Check;

async function look(channel: NamedChannel, { probe }: SlackSight, self: string): Promise<Told> {
  const { id, key } = channel;
  try {
    if (channel.reads) await probe.read(id);
    await probe.write(id, self);
    return ok(`${id} (${key}) can be ${channel.reads ? 'read and ' : ''}written to`);
  } catch (error) {
    if (!(error instanceof ServiceError) || error.code !== 'refused') throw error;
    return refused(channel, error.detail ?? '');
  }
}

function refused({ id, key }: NamedChannel, word: string): Told {
  switch (word) {
    case 'not_in_channel':
    case 'user_not_in_channel':
      return fail(
        `the bot is not in ${id} (${key})`,
        `/invite @ironic   (typed in ${id}; where it is archived, unarchive it first)`,
      );
    case 'is_archived':
      return fail(
        `${id} (${key}) is archived`,
        `unarchive ${id} and /invite @ironic there, or name another channel under ${key}`,
      );
    case 'channel_not_found':
      return fail(
        `there is no channel ${id} (${key}), or it is private and the bot is not in it`,
        `/invite @ironic in it, or correct ${key} (a channel's id stands at the end of "View channel details")`,
      );
    case 'missing_scope':
      return skipped(`${id} (${key}): the token lacks the scope to look`);
    default:
      if (/^restricted_action/.test(word))
        return fail(
          `${id} (${key}) lets only some people write`,
          `allow the app under "Posting permissions" of ${id}, or name another channel under ${key}`,
        );
      return warn(`Slack says ${word} of ${id} (${key})`, `write to ${id} by hand once, and compare`);
  }
}
