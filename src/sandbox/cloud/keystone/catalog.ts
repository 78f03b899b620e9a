import { plainIdFrom } from '../ids.ts';
import type { ServiceName } from '../reply.ts';

/** Addresses of all services; `keystone` ends with `/v3`, `nova` with `/v2.1`. */
export type ServiceUrls = { readonly [name in ServiceName]: string };

const types = {
  keystone: 'identity',
  ironic: 'baremetal',
  nova: 'compute',
  placement: 'placement',
  neutron: 'network',
  glance: 'image',
  swift: 'object-store',
} as const satisfies { readonly [name in ServiceName]: string };

/** The service catalogue as tokens and `GET /v3/auth/catalog` carry it. */
export function catalog(
  urls: ServiceUrls,
  interfaces: readonly string[],
  isMissing: (service: ServiceName) => boolean,
): unknown[] {
  const names: readonly ServiceName[] = [
    'neutron',
    'nova',
    'glance',
    'keystone',
    'placement',
    'ironic',
    'swift',
  ];
  return names
    .filter((name) => !isMissing(name))
    .map((name) => ({
      endpoints: interfaces.map((kind) => ({
        id: plainIdFrom(`endpoint-${name}-${kind}`),
        interface: kind,
        region_id: 'RegionOne',
        url: urls[name],
        region: 'RegionOne',
      })),
      id: plainIdFrom(`service-${name}`),
      type: types[name],
      name,
    }));
}
