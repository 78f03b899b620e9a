import { ServiceError } from '../../core/errors.ts';
import { hasKeys } from '../../openstack/config-keys.ts';
import { type ServiceName, titleOf } from '../../openstack/services.ts';
import { type Check, fail, ok, skipped, type Told, warn } from '../check.ts';

/** Swift only where ramdisks' logs are kept in it. */
const WANTED: readonly ServiceName[] = ['ironic', 'nova', 'placement', 'neutron', 'glance'];

export default {
  id: 'cloud-catalogue',
  title: 'Catalogue',
  section: 'cloud',
  place: 3,
  async run(cloud) {
    if (!(await cloud.ready())) return skipped('the reader is not logged in');
    const addresses = await cloud.addresses();
    const found = WANTED.filter((service) => typeof addresses.get(service) === 'string');
    const without = WANTED.filter((service) => codeOf(addresses.get(service)) === 'not-deployed');
    const lost = WANTED.flatMap((service) => {
      const error = addresses.get(service);
      return error instanceof ServiceError && error.code !== 'not-deployed' ? [{ service, error }] : [];
    });
    const told = lost.map(({ service, error }) => ({ service, error, ...reasonOf(error) }));
    const lines = [...new Set(told.map(({ reason }) => reason))].map((reason): Told => {
      const same = told.filter((one) => one.reason === reason);
      const names = same.map(({ service }) => titleOf(service)).join(', ');
      const fix =
        same[0]?.fix ??
        mend(
          same.map(({ service }) => service),
          cloud.name,
        );
      return (same.some(({ service }) => service === 'ironic') ? fail : warn)(`${names}: ${reason}`, fix);
    });
    const has = found.map(titleOf).join(', ');
    const not = without.length > 0 ? `; said not to be there: ${without.map(titleOf).join(', ')}` : '';
    return lines.length > 0 ? lines : ok(`${has}${not}`);
  },
} satisfies Check;

const codeOf = (found: string | ServiceError | undefined) =>
  found instanceof ServiceError ? found.code : undefined;

/** The words without the service's name, so that what is missing for one reason is told in one line. */
function reasonOf({ message }: ServiceError): { readonly reason: string; readonly fix?: string } {
  const reason = message.replace(/^\w+ /, '').replace(/ \(if it has none, say .*$/, '');
  const [, regions] = /not in region .*; the catalogue has (.+)$/.exec(message) ?? [];
  if (regions) return { reason, fix: `region_name: ${regions.split(', ')[0]}   (in clouds.yaml)` };
  const [, interfaces] = /no \w+ endpoint .*; the catalogue has (.+)$/.exec(message) ?? [];
  if (interfaces) return { reason, fix: `interface: ${interfaces.split(', ').at(-1)}   (in clouds.yaml)` };
  return { reason };
}

function mend(services: readonly ServiceName[], name: string): string {
  if (services.includes('ironic'))
    return 'openstack endpoint create --region <region> baremetal public http://<ironic>:6385   (or name another cloud, one that has Ironic)';
  const keys = services.flatMap((service) => hasKeys(service).slice(0, 1));
  return `if cloud ${name} has none: ${keys.map((key) => `${key}: false`).join(', ')} in clouds.yaml`;
}
