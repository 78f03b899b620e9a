import { isIPv4, isIPv6 } from 'node:net';

/**
 * An IP address in its one form: IPv4 with dots, IPv6 as eight groups in lower case without zeros in front. Undefined
 * where it is none. A zone (`%eth0`) says nothing about whose it is and is left out; an IPv4 address inside IPv6
 * (`::ffff:10.0.0.1`) is that IPv4 address.
 */
export function canonicalIp(text: string): string | undefined {
  if (isIPv4(text)) return text;
  const [bare = ''] = text.split('%', 1);
  if (!isIPv6(bare)) return undefined;
  const mapped = /^(?:0{0,4}:){0,7}:?ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(bare)?.[1];
  if (mapped) return mapped;
  const [head = '', tail] = withoutDots(bare).toLowerCase().split('::', 2);
  const front = head === '' ? [] : head.split(':');
  const back = tail === undefined || tail === '' ? [] : tail.split(':');
  const gap = tail === undefined ? [] : new Array<string>(8 - front.length - back.length).fill('0');
  return [...front, ...gap, ...back].map((group) => group.replace(/^0+(?=.)/, '')).join(':');
}

/** `64:ff9b::10.0.0.1` with its end in groups, like the rest. */
function withoutDots(ip: string): string {
  return ip.replace(/(\d+)\.(\d+)\.(\d+)\.(\d+)$/, (_, a, b, c, d) => {
    const group = (high: string, low: string) => (Number(high) * 256 + Number(low)).toString(16);
    return `${group(a, b)}:${group(c, d)}`;
  });
}

const MAC_FORMS: readonly RegExp[] = [
  // As Linux, Windows and BSD write it; BSD leaves out zeros in front.
  /^[0-9a-f]{1,2}(?::[0-9a-f]{1,2}){5}$/,
  /^[0-9a-f]{2}(?:-[0-9a-f]{2}){5}$/,
  // Switches of Cisco and of HPE.
  /^[0-9a-f]{4}(?:\.[0-9a-f]{4}){2}$/,
  /^[0-9a-f]{4}(?:-[0-9a-f]{4}){2}$/,
  /^[0-9a-f]{6}[-:][0-9a-f]{6}$/,
  /^[0-9a-f]{12}$/,
];

/** A MAC address as twelve digits in lower case, from any of the forms in which tools write it; undefined where it is none. */
export function canonicalMac(text: string): string | undefined {
  const mac = text.toLowerCase();
  if (!MAC_FORMS.some((form) => form.test(mac))) return undefined;
  if (!mac.includes(':') || /^[0-9a-f]{6}:/.test(mac)) return mac.replace(/[^0-9a-f]/g, '');
  return mac
    .split(':')
    .map((pair) => pair.padStart(2, '0'))
    .join('');
}
