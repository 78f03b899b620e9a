import { ServiceError } from '../../core/errors.ts';
import {
  IRONIC_ABILITIES,
  IRONIC_ABILITY_WORDS,
  type IronicAbility,
} from '../../openstack/ironic/abilities.ts';
import { compareVersions } from '../../openstack/microversion.ts';
import { type ServiceName, titleOf } from '../../openstack/services.ts';
import { type Check, fail, ok, skipped, type Told, warn } from '../check.ts';
import { mendOf } from '../mend.ts';

const VERSIONED: readonly ServiceName[] = ['ironic', 'nova', 'placement'];
/** Without these a diagnosis lacks something that an engineer would look at. */
const MISSED: readonly IronicAbility[] = ['conductors', 'fault', 'history'];

export default {
  id: 'cloud-versions',
  title: 'API versions',
  section: 'cloud',
  place: 4,
  async run(cloud) {
    const reader = await cloud.ready();
    if (!reader) return skipped('the reader is not logged in');
    const addresses = await cloud.addresses();
    const there = VERSIONED.filter((service) => typeof addresses.get(service) === 'string');
    if (there.length === 0) return skipped('no service is in the catalogue');
    const looked = await Promise.all(
      there.map(async (service) => {
        const range = await reader.look.range(service).catch((error: unknown) => {
          if (error instanceof ServiceError) return error;
          throw error;
        });
        return { service, range };
      }),
    );
    const sick = looked.flatMap(({ range }) =>
      range instanceof ServiceError ? [fail(range.message, mendOf(range))] : [],
    );
    const known = looked.flatMap(({ service, range }) =>
      range && !(range instanceof ServiceError) ? [{ service, maximum: range.maximum }] : [],
    );
    const words = known.map(({ service, maximum }) => `${titleOf(service)} ${maximum}`).join(', ');
    const ironic = known.find(({ service }) => service === 'ironic')?.maximum;
    const lacks =
      ironic === undefined ? [] : MISSED.filter((one) => compareVersions(ironic, IRONIC_ABILITIES[one]) < 0);
    const told: readonly Told[] =
      lacks.length > 0 ? [tooOld(words, lacks)] : known.length > 0 ? [ok(words)] : [];
    return [...sick, ...told];
  },
} satisfies Check;

function tooOld(words: string, lacks: readonly IronicAbility[]): Told {
  const missing = lacks
    .map((one) => `${IRONIC_ABILITY_WORDS[one] ?? one} (${IRONIC_ABILITIES[one]})`)
    .join(', ');
  const newest = lacks
    .map((one) => IRONIC_ABILITIES[one])
    .toSorted(compareVersions)
    .at(-1);
  return warn(
    `${words}: without ${missing}`,
    `nothing to do here; an Ironic of API ${newest} or newer has it`,
  );
}
