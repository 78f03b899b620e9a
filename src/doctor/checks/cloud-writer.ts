import { ServiceError } from '../../core/errors.ts';
import { type Check, fail, ok, type Told, warn } from '../check.ts';
import { holderWords } from '../holder-words.ts';
import { lineOf } from '../line-of.ts';
import { loginMend } from '../login-mend.ts';

export default {
  id: 'cloud-writer',
  title: 'Writer',
  section: 'cloud',
  place: 7,
  async run(cloud, { config }): Promise<Told> {
    let writer: ReturnType<typeof cloud.writer>;
    try {
      writer = cloud.writer();
    } catch (error) {
      if (!(error instanceof ServiceError) || error.code !== 'config') throw error;
      return fail(
        error.message + lineOf(error),
        `correct the entry that acting.writers names for ${cloud.name}`,
      );
    }
    if (!writer) return ok(config?.acting ? 'none: this cloud is only read' : 'none: the bot only reads');
    try {
      const holder = await writer.login();
      if (!holder) return ok(`${writer.config.name}, without Keystone`);
      const reader = await (await cloud.ready())?.login();
      const same =
        writer.config.name === cloud.name ||
        (reader?.user === holder.user && reader?.domain === holder.domain);
      if (same)
        return warn(
          `the writer is the same user as the reader: ${holderWords(holder)}`,
          `name an entry with a user of its own under acting.writers.${cloud.name}: docs/openstack/writer.md has the commands`,
        );
      return ok(`${writer.config.name}: ${holderWords(holder)}`);
    } catch (error) {
      if (!(error instanceof ServiceError)) throw error;
      return fail(...(await loginMend(error, writer.config)));
    }
  },
} satisfies Check;
