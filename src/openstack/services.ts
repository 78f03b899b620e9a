/**
 * The services we talk to: our name for each, how people say it, and how Keystone's catalogue and clouds.yaml call
 * it (openstack/service-types-authority service-types.yaml: the type first, then its aliases).
 */
export const SERVICES = {
  ironic: { title: 'Ironic', types: ['baremetal', 'bare-metal'], path: '' },
  nova: { title: 'Nova', types: ['compute'], path: '/v2.1' },
  placement: { title: 'Placement', types: ['placement'], path: '' },
  neutron: { title: 'Neutron', types: ['network'], path: '/v2.0' },
  glance: { title: 'Glance', types: ['image'], path: '/v2' },
  swift: { title: 'Swift', types: ['object-store', 'object-storage'], path: '' },
} as const satisfies Record<string, { title: string; types: readonly string[]; path: string }>;

/** A service with a place in the catalogue. */
export type ServiceName = keyof typeof SERVICES;
/** Whoever can answer a request: Keystone has its address from `auth_url`. */
export type Responder = ServiceName | 'keystone';

export const SERVICE_NAMES = Object.keys(SERVICES) as readonly ServiceName[];

/** As people say it: `Ironic`. */
export function titleOf(service: Responder): string {
  return service === 'keystone' ? 'Keystone' : SERVICES[service].title;
}

/**
 * The base of our requests from an address as catalogues and people write it: with or without the version, with or
 * without a slash at the end. Nova's older `/v2.1/<project>` stays as it is.
 */
export function baseOf(service: Responder, url: string): string {
  const bare = url.trim().replace(/\/+$/, '');
  if (service === 'keystone') return `${bare.replace(/\/v[\d.]+$/, '')}/v3`;
  if (service === 'swift') return bare;
  if (service === 'ironic' || service === 'placement') return bare.replace(/\/v1$/, '');
  if (service === 'nova') return /\/v2(\.\d+)?(\/|$)/.test(bare) ? bare : `${bare}/v2.1`;
  return `${bare.replace(/\/v[\d.]+$/, '')}${SERVICES[service].path}`;
}
