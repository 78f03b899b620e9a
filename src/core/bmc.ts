import type { Node } from '../openstack/ironic/schema.ts';
import { textIn } from './bag.ts';

export type BmcFamily = 'ipmi' | 'redfish' | 'other';

/** The protocol that the node's power is read with. `idrac` speaks Redfish by default since 2023. */
export function bmcFamilyOf(node: Node): BmcFamily {
  const spoken = node.power_interface || node.driver || '';
  if (/ipmi/i.test(spoken)) return 'ipmi';
  if (/redfish|idrac/i.test(spoken)) return 'redfish';
  return 'other';
}

/** Host name or address of the BMC, without scheme, port and path, in lower case. */
export function bmcHostOf(node: Node): string | undefined {
  for (const key of ['ipmi_address', 'redfish_address', 'drac_address', 'ilo_address', 'irmc_address']) {
    const address = textIn(node.driver_info, key)?.trim();
    if (address) return hostOf(address);
  }
  return undefined;
}

function hostOf(address: string): string | undefined {
  if (/^\d{1,3}(?:\.\d{1,3}){3}$/.test(address)) return address;
  // A bare IPv6 address has colons and no scheme, which URL would take for one.
  if (/^[0-9a-f]*:[0-9a-f:.]+$/i.test(address)) return address.toLowerCase();
  const url = URL.parse(/^[a-z][a-z+.-]*:\/\//i.test(address) ? address : `bmc://${address}`);
  const host = url?.hostname.replace(/^\[|\]$/g, '').toLowerCase();
  return host === '' ? undefined : host;
}

/** The /24 of an IPv4 address, or the /64 of a written-out IPv6 one: the size of net that BMCs usually share. */
export function bmcSubnetOf(node: Node): string | undefined {
  const host = bmcHostOf(node);
  const v4 = /^(\d{1,3}\.\d{1,3}\.\d{1,3})\.\d{1,3}$/.exec(host ?? '');
  if (v4) return `${v4[1]}.0/24`;
  const groups = host?.split('::')[0]?.split(':') ?? [];
  return groups.length >= 4 ? `${groups.slice(0, 4).join(':')}::/64` : undefined;
}
