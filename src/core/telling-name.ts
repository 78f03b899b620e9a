import { isDomain } from './host-names.ts';

/**
 * Whether a name tells by itself that a machine is meant. `apollo`, `error` and `api-server` are words, `v1.2.3` is a
 * version, `10g` a quantity, `7f3c9e1` a commit and `sha256` a technique: all of them stand in messages that are not
 * about a machine of that name. Such a name counts only where a label says that it is a node's.
 */
export function isTelling(name: string): boolean {
  const word = name.toLowerCase();
  const dot = word.indexOf('.');
  if (dot > 0 && isDomain(word.slice(dot + 1))) return true;
  return (
    word.length >= 4 &&
    /\p{L}/u.test(word) &&
    /\p{N}/u.test(word) &&
    !NUMBERS.test(word) &&
    !COMMIT.test(word) &&
    !TECHNIQUE.test(word)
  );
}

/** Versions, dates, times, quantities, ordinals, percentiles, sizes: figures with few letters around them. */
const NUMBERS = /^(?:v?\d[\d._~-]*(?:[a-z]{1,5}[\d._~-]*)?|[a-z]\d+)$/;
const COMMIT = /^(?=[a-f]*\d)[0-9a-f]{6,40}$/;
const TECHNIQUE =
  /^(?:sha|md|utf|aes|rsa|ipv|http|https|tls|tlsv|ssl|sslv|oauth|base|raid|ext|eth|bond|vlan|vxlan|eno|ens|enp|wlan|nvme|sda|sdb|tty|ttys|x86|arm|armv|amd|log4|ecma|python|java|jdk|php|golang|ruby|cuda|jpeg|mpeg|rfc|cve|iso|ieee|lun|cpu|gpu|numa|core|disk|port|line|exit|code|error|errno|step|phase|part|page|week|sprint|level|tier|top|beta|alpha|rc|release|version)[-_.]?\d[\d.]*(?:[-_]?[a-z]{1,8})?$/;

/** What firmware says where nobody wrote a serial number. */
const PLACEHOLDER =
  /^(?:to be filled.*|default string|none|null|n\/?a|unknown|not (?:specified|available|applicable)|(?:system )?(?:serial|product|chassis).*|empty|undefined|.?0?123456789.*|(.)\1*|oem|o\.e\.m\.?)$/i;

/** A serial number in the form in which it is compared; undefined for what firmware says when it has none. */
export function canonicalSerial(serial: string): string | undefined {
  const trimmed = serial.trim();
  return trimmed.length < 4 || PLACEHOLDER.test(trimmed) ? undefined : trimmed.toUpperCase();
}
