import { ServiceError } from '../../core/errors.ts';
import { SERVICES, type ServiceName, titleOf } from '../../openstack/services.ts';
import { type Check, fail, ok, skipped, type Told, warn } from '../check.ts';
import type { CredentialSight } from '../cloud-sight.ts';
import { mendOf } from '../mend.ts';
import { type Question, questionsTo } from '../sights.ts';

/** What the reader is shown, service by service: the reports say of the rest "could not check". */
export default {
  id: 'cloud-sight',
  title: 'What it sees',
  section: 'cloud',
  place: 5,
  async run(cloud) {
    const reader = await cloud.ready();
    if (!reader) return skipped('the reader is not logged in');
    const addresses = await cloud.addresses();
    const there = (Object.keys(SERVICES) as ServiceName[]).filter(
      (service) => service !== 'swift' && typeof addresses.get(service) === 'string',
    );
    if (there.length === 0) return skipped('no service is in the catalogue');
    const looked = await Promise.all(there.map((service) => look(service, reader)));
    const told = looked.flat();
    const seen = there.filter((_, at) => (looked[at] ?? []).length === 0).map(titleOf);
    return seen.length > 0 ? [ok(`all of ${seen.join(', ')}`), ...told] : told;
  },
} satisfies Check;

async function look(service: ServiceName, reader: CredentialSight): Promise<readonly Told[]> {
  const title = titleOf(service);
  try {
    const questions = await questionsTo(service, reader.look);
    const answers = await Promise.all(questions.map((question) => ask(service, question, reader)));
    const [sick] = answers.filter((one) => typeof one === 'number');
    if (sick !== undefined)
      return [fail(`${title} fails (HTTP ${sick})`, `look at ${title}'s own log and health`)];
    const unseen = [...new Set(answers.filter((one) => typeof one === 'string'))];
    if (unseen.length === 0) return [];
    return [warn(`cannot see in ${title}: ${unseen.join(', ')}`, await mend(service, reader))];
  } catch (error) {
    if (!(error instanceof ServiceError)) throw error;
    return [fail(error.message, mendOf(error))];
  }
}

/** What is not seen, the status of a service that is sick, or undefined. */
async function ask(
  service: ServiceName,
  { what, path, sees, listed }: Question,
  { look: { get } }: CredentialSight,
): Promise<string | number | undefined> {
  const { status, body } = await get(service, path);
  if (status >= 500) return status;
  // A node may be gone between two questions.
  if (status === 404) return listed ? what : undefined;
  return status >= 400 || sees?.(body) === false ? what : undefined;
}

async function mend(service: ServiceName, { login, config }: CredentialSight): Promise<string> {
  const holder = await login();
  const who = holder?.user ?? 'the reader';
  if (service === 'ironic' && holder?.scope !== 'system')
    return `openstack role add --system all --user ${who} reader, and system_scope: all in clouds.${config.name}.auth   (docs/openstack/reader.md)`;
  return `docs/openstack/reader.md says what ${titleOf(service)} wants of ${who} for it, and when to leave it so`;
}
