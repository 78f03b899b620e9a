import { ServiceError } from '../core/errors.ts';
import type { CloudConfig } from './config.ts';
import { hasKeys } from './config-keys.ts';
import type { CatalogEntry } from './keystone.ts';
import { baseOf, SERVICES, type ServiceName, titleOf } from './services.ts';

/** `publicURL` is how Keystone v2 wrote `public`, and catalogues still hold it. */
const plainInterface = (word: string) => word.replace(/URL$/, '').toLowerCase();

/**
 * Where a service is: by override, else by the catalogue's type or one of its aliases, region and interface.
 * Throws `not-deployed` when this cloud is said to have no such service, and `not-in-catalog` when the catalogue does
 * not have it, or not for this region and interface: an outage can look like that, so it is no proof of absence.
 */
export function endpointOf(
  service: ServiceName,
  config: CloudConfig,
  catalog: readonly CatalogEntry[],
): string {
  if (config.absent.includes(service)) {
    const words = `Cloud ${config.name} has no ${titleOf(service)}`;
    throw new ServiceError(words, { code: 'not-deployed', service });
  }
  const override = config.endpoint_override[service];
  if (override !== undefined) return baseOf(service, override);
  const types: readonly string[] = SERVICES[service].types;
  const byType = (a: CatalogEntry, b: CatalogEntry) => types.indexOf(a.type) - types.indexOf(b.type);
  const entries = catalog.filter((entry) => types.includes(entry.type)).sort(byType);
  const endpoints = entries.flatMap((entry) => entry.endpoints ?? []);
  const region = config.region_name;
  const here = endpoints.filter(
    (endpoint) => !region || endpoint.region_id === region || endpoint.region === region,
  );
  const found = here.find((endpoint) => plainInterface(endpoint.interface) === config.interface);
  if (found && URL.canParse(found.url)) return baseOf(service, found.url);
  if (found) {
    const words = `The catalogue of cloud ${config.name} has no usable address for ${titleOf(service)}`;
    throw new ServiceError(words, { code: 'bad-answer', service: 'keystone' });
  }

  const refuse = (words: string) =>
    new ServiceError(`${titleOf(service)} ${words}`, { code: 'not-in-catalog', service });
  if (endpoints.length === 0) {
    const [key] = hasKeys(service);
    // Without Ironic there is nothing to ask about.
    const hint = service === 'ironic' ? '' : ` (if it has none, say ${key}: false in clouds.yaml)`;
    throw refuse(`is not in the catalogue of cloud ${config.name}${hint}`);
  }
  if (here.length === 0) {
    const regions = unique(endpoints.map((endpoint) => endpoint.region_id ?? endpoint.region ?? '?'));
    throw refuse(`is not in region ${region} of cloud ${config.name}; the catalogue has ${regions}`);
  }
  const interfaces = unique(here.map((endpoint) => plainInterface(endpoint.interface)));
  throw refuse(
    `has no ${config.interface} endpoint in cloud ${config.name}; the catalogue has ${interfaces}`,
  );
}

const unique = (words: readonly string[]) => [...new Set(words)].sort().join(', ');
