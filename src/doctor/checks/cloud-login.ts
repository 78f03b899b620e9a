import { ServiceError } from '../../core/errors.ts';
import { type Check, fail, ok, skipped, type Told } from '../check.ts';
import { holderWords } from '../holder-words.ts';
import { loginMend } from '../login-mend.ts';

export default {
  id: 'cloud-login',
  title: 'Reader',
  section: 'cloud',
  place: 2,
  async run(cloud): Promise<Told> {
    let reader: ReturnType<typeof cloud.reader>;
    try {
      reader = cloud.reader();
    } catch (error) {
      if (error instanceof ServiceError) return skipped('the entry cannot be used');
      throw error;
    }
    try {
      const holder = await reader.login();
      return ok(holder ? holderWords(holder) : 'no Keystone: Ironic alone is asked');
    } catch (error) {
      if (!(error instanceof ServiceError)) throw error;
      return fail(...(await loginMend(error, reader.config)));
    }
  },
} satisfies Check;
