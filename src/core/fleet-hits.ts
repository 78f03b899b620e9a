import { canonicalIp, canonicalMac } from '../lib/address.ts';
import { UUID } from '../lib/uuid.ts';
import { bareValue, type Label } from './alert-labels.ts';
import type { FleetEntry, FleetKind } from './fleet-entry.ts';
import { type FleetKeys, held, type NamedBy } from './fleet-keys.ts';
import { isDomain } from './host-names.ts';
import { type LabelSays, saysKind } from './label-kinds.ts';
import { segmentsOf } from './segments.ts';
import { canonicalSerial, isTelling } from './telling-name.ts';
import { type TextWord, wordsIn } from './words-in-text.ts';

/** A word that is a key of the index. */
export interface Hit {
  readonly as: string;
  readonly by: NamedBy;
  readonly says: LabelSays;
  readonly entries: readonly FleetEntry[];
  /** `name:9100`. */
  readonly port: boolean;
  /** `sure`: it is named. `loose`: an ordinary word in quotes. `maybe`: more than its form is needed. */
  readonly sure: 'sure' | 'maybe' | 'loose';
}

export interface Hits {
  readonly hits: readonly Hit[];
  readonly unseen: readonly { readonly kind: FleetKind; readonly as: string }[];
}

/** What a message says that may name things. */
export interface Naming {
  readonly labels: readonly Label[];
  readonly texts: readonly string[];
  readonly links?: readonly string[];
}

const UUIDS = new RegExp(`(?<![0-9A-Za-z-])${UUID}(?![0-9A-Za-z-])`, 'gi');
const BARE_UUID = /^[0-9a-f]{32}$/i;
const COLONS = /[0-9a-f:.]+/gi;
/** The longest IPv6 address, written out and with an IPv4 address at its end, and a dot or a colon behind it. */
const LONGEST_ADDRESS = 46;

/** Everything in the message that is a key of the index, exactly. Linear in the message. */
export function hitsIn({ labels, texts, links = [] }: Naming, keys: FleetKeys): Hits {
  const hits: Hit[] = [];
  const unseen: { kind: FleetKind; as: string }[] = [];
  for (const { text, says } of segmentsOf(labels, texts)) {
    const before = hits.length;
    inSegment(text, says);
    // A label that names a node, and nobody has heard of it.
    if (hits.length === before && saysKind(says)) {
      const as = bareValue(text);
      if (/^[\p{L}\p{N}][\p{L}\p{N}._~-]{1,254}$/u.test(as)) unseen.push({ kind: says, as });
    }
  }
  for (const link of links) inLink(link);
  return { hits, unseen };

  function hit(found: readonly FleetEntry[], rest: Pick<Hit, 'as' | 'by' | 'says'> & Partial<Hit>): boolean {
    if (found.length > 0) hits.push({ port: false, sure: 'sure', ...rest, entries: found });
    return found.length > 0;
  }

  function inSegment(text: string, says: LabelSays): void {
    for (const [as] of text.matchAll(UUIDS))
      hit(held(keys.uuids, as.toLowerCase()), { as, by: 'uuid', says });
    if (text.includes(':')) inColons(text, says);
    // A name may be more than one word: those of instances are free text.
    const whole = bareValue(text);
    if (saysKind(says) && hit(held(keys.names, whole.toLowerCase()), { as: whole, by: 'name', says })) return;
    for (const word of wordsIn(text)) inWord(word, says, word.word.length === whole.length);
  }

  /** MAC and IPv6 addresses, whose colons part words elsewhere. */
  function inColons(text: string, says: LabelSays): void {
    for (const { 0: run, index } of text.matchAll(COLONS)) {
      if (run.length < 3 || run.length > LONGEST_ADDRESS || run.indexOf(':') === run.lastIndexOf(':'))
        continue;
      if (/[\w-]/.test(text[index - 1] ?? ' ') || /[\w-]/.test(text[index + run.length] ?? ' ')) continue;
      const as = run.replace(/^\.+|(?<!:):$|\.+$/g, '');
      const mac = canonicalMac(as);
      if (mac) hit(held(keys.macs, mac), { as, by: 'mac', says });
      const ip = canonicalIp(as);
      if (ip) hit(held(keys.addresses, ip), { as, by: 'address', says });
    }
  }

  function inWord(word: TextWord, says: LabelSays, alone: boolean): void {
    const { word: as, port } = word;
    for (const shape of keys.edges ? shapesOf(word) : [as]) {
      const named = held(keys.names, shape.toLowerCase());
      if (named.length === 0) continue;
      const sure = surenessOf(shape, word, says, alone);
      if (sure) hit(named, { as: shape, by: 'name', says, port, sure });
      return;
    }
    if (inAddresses(as, says) || inSerials(as, says)) return;
    inHostNames(word, says);
  }

  function inAddresses(as: string, says: LabelSays): boolean {
    const ip = /^[\d.]+$/.test(as) ? canonicalIp(as) : undefined;
    if (ip) return hit(held(keys.addresses, ip), { as, by: 'address', says });
    if (BARE_UUID.test(as)) return hit(held(keys.uuids, dashed(as)), { as, by: 'uuid', says });
    const mac = as.length >= 12 && as.length <= 17 ? canonicalMac(as) : undefined;
    return mac !== undefined && hit(held(keys.macs, mac), { as, by: 'mac', says });
  }

  function inSerials(as: string, says: LabelSays): boolean {
    const serial = canonicalSerial(as);
    if (!serial || !(says === 'serial' || (as.length >= 6 && isTelling(as)))) return false;
    return hit(held(keys.serials, serial), { as, by: 'serial', says });
  }

  /** The full name of a host that we know by its first part, or the other way round. */
  function inHostNames({ word: as, port }: TextWord, says: LabelSays): void {
    const word = as.toLowerCase();
    const dot = word.indexOf('.');
    const short = dot < 0 ? word : word.slice(0, dot);
    if (!isTelling(short) && !saysKind(says)) return;
    if (dot < 0) {
      hit(held(keys.shorts, short), { as, by: 'name', says, port });
      return;
    }
    // The longest name counts: `a.b.example.org` is of `a.b`, where there is such a one.
    for (let end = word.lastIndexOf('.'); end > 0; end = word.lastIndexOf('.', end - 1)) {
      const found = held(keys.names, word.slice(0, end));
      const domain = word.slice(end + 1);
      if (found.length === 0 || !isDomain(domain)) continue;
      const ours = [...keys.domains].some((one) => domain === one || domain.endsWith(`.${one}`));
      // Somebody else's host may have the same first name. Where no domain is known, only a label can tell.
      if (!ours && keys.domains.size > 0) return;
      const sure = ours || says !== 'open' || port ? 'sure' : 'maybe';
      hit(found, { as, by: 'name', says, port, sure });
      return;
    }
  }

  /** In an address only what cannot be anything else: UUIDs, and the BMC's own address as its host. */
  function inLink(link: string): void {
    const says = 'open';
    for (const [as] of link.matchAll(UUIDS))
      hit(held(keys.uuids, as.toLowerCase()), { as, by: 'uuid', says });
    const host = URL.parse(link)?.hostname.replace(/^\[|\]$/g, '') ?? '';
    const ip = canonicalIp(host);
    if (ip) hit(held(keys.addresses, ip), { as: host, by: 'address', says });
  }
}

/** "in cluster `prod-1`", "of branch node-17-fix": the word says that no machine is meant. */
const ELSEWHERE =
  /\b(?:cluster|environment|env|region|zone|namespace|branch|commit|tag|image|version|release|project|repo|build|pipeline|job)[ :=]{0,2}[`"'*]?$/i;
/** "node `apollo`", as Ironic and people write it. */
const NODE = /(?<![\p{L}\p{N}\p{M}._~-])node[ :=]{0,3}.$/iu;

/** How much a name says where it stands; undefined for nothing. */
function surenessOf(
  name: string,
  { quoted, before }: TextWord,
  says: LabelSays,
  alone: boolean,
): Hit['sure'] | undefined {
  if (says === 'open' && ELSEWHERE.test(before)) return undefined;
  if (isTelling(name)) return 'sure';
  if (alone && saysKind(says)) return 'sure';
  if (quoted && NODE.test(before)) return 'sure';
  if (alone && says === 'host') return 'maybe';
  return quoted ? 'loose' : undefined;
}

/** A word with more and less of the punctuation at its ends, the longest first. */
function shapesOf({ word, whole }: TextWord): readonly string[] {
  const front = Math.min(whole.indexOf(word), 4);
  const start = whole.indexOf(word);
  const back = Math.min(whole.length - start - word.length, 4);
  const shapes: string[] = [];
  for (let a = front; a >= 0; a--) {
    for (let b = back; b >= 0; b--) shapes.push(whole.slice(start - a, start + word.length + b));
  }
  return shapes.sort((a, b) => b.length - a.length);
}

function dashed(uuid: string): string {
  return uuid.toLowerCase().replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
}
