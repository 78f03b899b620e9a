import type { Holder } from '../openstack/keystone.ts';

/** Who is logged in, and as what. */
export function holderWords({ user, scope, place, roles }: Holder): string {
  const where = scope === 'project' || scope === 'domain' ? `${scope} ${place ?? '?'}` : `${scope} scope`;
  const has = roles.length > 0 ? `: ${roles.join(', ')}` : ', without a role';
  return `${user ?? 'somebody'} in ${where}${has}`;
}
