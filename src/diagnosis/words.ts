import { isIP } from 'node:net';

/** What the form of the words alone says. Only the cloud knows what a name is. */
export type WordForm =
  | { readonly kind: 'uuid'; readonly uuid: string }
  | { readonly kind: 'mac'; readonly mac: string }
  /** A BMC's address as an IP, or the host of a URL or `host:port`. */
  | { readonly kind: 'address'; readonly host: string }
  | { readonly kind: 'name'; readonly name: string };

const UUID = /^([0-9a-f]{8})-?([0-9a-f]{4})-?([0-9a-f]{4})-?([0-9a-f]{4})-?([0-9a-f]{12})$/i;
const MAC = /^(?:[0-9a-f]{2}([:-]))(?:[0-9a-f]{2}\1){4}[0-9a-f]{2}$/i;
const CISCO_MAC = /^[0-9a-f]{4}\.[0-9a-f]{4}\.[0-9a-f]{4}$/i;

/** Names longer than any that Ironic (255) or Nova (255) can hold are cut: they match nothing anyway. */
const MAX_WORDS = 255;

/** Reads the form of the words; undefined when nothing is left of them. */
export function formOf(words: string): WordForm | undefined {
  const text = words.trim().slice(0, MAX_WORDS);
  if (!text) return undefined;
  const uuid = UUID.exec(text);
  if (uuid) return { kind: 'uuid', uuid: uuid.slice(1).join('-').toLowerCase() };
  if (MAC.test(text) || CISCO_MAC.test(text)) return { kind: 'mac', mac: normaliseMac(text) };
  const host = hostOf(text);
  if (host) return { kind: 'address', host };
  return { kind: 'name', name: text };
}

/** Lower case, colons: the form in which Ironic and Neutron keep MAC addresses. */
export function normaliseMac(mac: string): string {
  const digits = mac.toLowerCase().replace(/[^0-9a-f]/g, '');
  return digits.match(/../g)?.join(':') ?? mac.toLowerCase();
}

/** `10.4.12.17`, `https://10.4.12.17/redfish`, `[fd00::17]:623`, `bmc17:8443` -> the host; a bare name is a name. */
export function hostOf(text: string): string | undefined {
  const bare = text.replace(/^\[|\]$/g, '');
  if (isIP(bare)) return bare.toLowerCase();
  if (/^https?:\/\//i.test(text)) return URL.parse(text)?.hostname.replace(/^\[|\]$/g, '') || undefined;
  const withPort = /^(?:\[([^\]]+)\]|([^:/\s]+)):(\d{1,5})$/.exec(text);
  return withPort ? (withPort[1] ?? withPort[2])?.toLowerCase() : undefined;
}

const BMC_KEYS = [
  'ipmi_address',
  'redfish_address',
  'drac_address',
  'ilo_address',
  'irmc_address',
  'xclarity_manager_ip',
];

/** The hosts of a node's BMC, from wherever its driver keeps them (openstack/ironic doc/source/admin/drivers). */
export function bmcHosts(
  driver_info: Readonly<Record<string, unknown>> | null | undefined,
): readonly string[] {
  return BMC_KEYS.flatMap((key) => {
    const value = driver_info?.[key];
    if (typeof value !== 'string' || value === '') return [];
    return [hostOf(value) ?? value.toLowerCase()];
  });
}
