import { SERVICE_NAMES, SERVICES, type ServiceName } from './services.ts';

/** Keys of a cloud that openstacksdk knows, whether we use them or not: none of them is a slip of the pen. */
export const TOP_KEYS: readonly string[] = [
  'auth',
  'auth_type',
  'auth_plugin',
  'auth_methods',
  'region_name',
  'regions',
  'interface',
  'endpoint_type',
  'verify',
  'insecure',
  'cacert',
  'cert',
  'key',
  'api_timeout',
  'timeout',
  'profile',
  'cloud',
  'networks',
  'external_network',
  'internal_network',
  'force_ipv4',
  'prefer_ipv6',
  'image_format',
  'floating_ip_source',
  'nat_source',
  'secgroup_source',
  'status',
  'message',
  'cache',
  'client',
  'metrics',
  'vendor_hook',
];

export const AUTH_KEYS: readonly string[] = [
  'auth_url',
  'username',
  'user_id',
  'password',
  'passcode',
  'token',
  'endpoint',
  'user_domain_id',
  'user_domain_name',
  'project_id',
  'project_name',
  'project_domain_id',
  'project_domain_name',
  'domain_id',
  'domain_name',
  'default_domain_id',
  'default_domain_name',
  'default_domain',
  'system_scope',
  'trust_id',
  'application_credential_id',
  'application_credential_name',
  'application_credential_secret',
  'tenant_id',
  'tenant_name',
  'auth_token',
];

export const OVERRIDE_KEYS: readonly string[] = SERVICE_NAMES.flatMap((service) =>
  SERVICES[service].types.map((type) => `${type.replaceAll('-', '_')}_endpoint_override`),
);

/** `has_compute` (openstack/openstacksdk openstack/config/cloud_region.py has_service). */
export const hasKeys = (service: ServiceName): readonly string[] =>
  SERVICES[service].types.map((type) => `has_${type.replaceAll('-', '_')}`);

/** Older names for the same thing; what stands beside `auth` wins over what stands in it, as in openstacksdk. */
export const OUTER_WINS: Readonly<Record<string, { readonly names: readonly string[] }>> = {
  domain_id: { names: ['domain_id'] },
  domain_name: { names: ['domain_name'] },
  user_domain_id: { names: ['user_domain_id'] },
  user_domain_name: { names: ['user_domain_name'] },
  project_domain_id: { names: ['project_domain_id'] },
  project_domain_name: { names: ['project_domain_name'] },
  token: { names: ['auth_token', 'token'] },
  project_id: { names: ['tenant_id', 'project_id'] },
  project_name: { names: ['tenant_name', 'project_name'] },
};
