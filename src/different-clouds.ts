import type { Config } from './config.ts';
import { ServiceError } from './core/errors.ts';
import type { CloudConfig } from './openstack/config.ts';

/**
 * Names of the clouds that are read as a whole, as for alerts and sweeps. Several entries of clouds.yaml often lead to one
 * cloud, as another user or in another scope: of these the first is read, the default before all others. Entries that
 * cannot be used are told to `onWrong` and left out; who asks about one hears what is wrong with it.
 */
export function differentClouds(
  { names, get }: Pick<Config['clouds'], 'names' | 'get'>,
  onWrong: (name: string, error: ServiceError) => void,
): readonly string[] {
  const places = new Map<string, string>();
  for (const name of names) {
    try {
      const place = placeOf(get(name));
      if (!places.has(place)) places.set(place, name);
    } catch (error) {
      if (!(error instanceof ServiceError)) throw error;
      onWrong(name, error);
    }
  }
  return [...places.values()];
}

/** Where a cloud is, whoever asks there. */
function placeOf({ name, auth, region_name, endpoint_override }: CloudConfig): string {
  const address = 'auth_url' in auth ? auth.auth_url : (endpoint_override.ironic ?? auth.endpoint);
  // An entry that does not say where it leads is a place of its own.
  if (address === undefined) return name;
  const plain = address.replace(/\/+$/, '').replace(/\/v3$/, '');
  return `${plain} ${region_name ?? ''} ${endpoint_override.ironic ?? ''}`.toLowerCase();
}
