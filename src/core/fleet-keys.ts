import { canonicalIp, canonicalMac } from '../lib/address.ts';
import { isUuid } from '../lib/uuid.ts';
import type { FleetEntry } from './fleet-entry.ts';
import { isDomain } from './host-names.ts';
import { canonicalSerial } from './telling-name.ts';

/** By what a subject was recognised. */
export type NamedBy = 'uuid' | 'name' | 'address' | 'mac' | 'serial';

/** One entry, or several that share a key; most keys have one, and an array for each would double the index. */
export type Held = FleetEntry | readonly FleetEntry[];
export type Keys = ReadonlyMap<string, Held>;

/** Everything by which entries are found. Keys are in the one form in which texts are compared. */
export interface FleetKeys {
  readonly uuids: Keys;
  /** Whole names in lower case, of nodes, instances, hosts, switches, and host names of BMCs. */
  readonly names: Keys;
  /** First parts of names that have a domain. */
  readonly shorts: Keys;
  readonly addresses: Keys;
  readonly macs: Keys;
  readonly serials: Keys;
  /** Domains of those names, and those that were told. */
  readonly domains: ReadonlySet<string>;
  /** Some name begins or ends with what is punctuation elsewhere. */
  readonly edges: boolean;
}

/** A serial that more nodes than this share is what firmware says when nobody wrote one. */
const MOST_SHARED_SERIAL = 3;

export function fleetKeys(entries: readonly FleetEntry[], told: readonly string[] = []): FleetKeys {
  const maps = () => new Map<string, Held>();
  const keys = {
    uuids: maps(),
    names: maps(),
    shorts: maps(),
    addresses: maps(),
    macs: maps(),
    serials: maps(),
  };
  const domains = new Set(told.map((one) => one.toLowerCase().replace(/^\.+/, '')));
  let edges = false;
  for (const entry of entries) {
    const names = new Set([entry.name, entry.id].map((one) => one.toLowerCase()));
    for (const name of names) {
      if (isUuid(name)) put(keys.uuids, name, entry);
      else {
        put(keys.names, name, entry);
        edges ||= /^[._~-]|[._~-]$/.test(name);
        const dot = name.indexOf('.');
        if (dot > 0 && isDomain(name.slice(dot + 1))) {
          put(keys.shorts, name.slice(0, dot), entry);
          domains.add(name.slice(dot + 1));
        }
      }
    }
    for (const address of entry.addresses ?? []) {
      const ip = canonicalIp(address);
      put(ip ? keys.addresses : keys.names, ip ?? address.toLowerCase(), entry);
    }
    for (const mac of entry.macs ?? []) {
      const canonical = canonicalMac(mac);
      if (canonical) put(keys.macs, canonical, entry);
    }
    for (const serial of entry.serials ?? []) {
      const canonical = canonicalSerial(serial);
      if (canonical) put(keys.serials, canonical, entry);
    }
  }
  for (const [serial, held] of keys.serials) {
    if (Array.isArray(held) && held.length > MOST_SHARED_SERIAL) keys.serials.delete(serial);
  }
  return { ...keys, domains, edges };
}

function put(map: Map<string, Held>, key: string, entry: FleetEntry): void {
  const held = map.get(key);
  if (held === undefined) map.set(key, entry);
  else if (isSeveral(held)) {
    if (!held.includes(entry)) (held as FleetEntry[]).push(entry);
  } else if (held !== entry) map.set(key, [held, entry]);
}

/** The entries behind a key, none where there is no such key. */
export function held(keys: Keys, key: string): readonly FleetEntry[] {
  const found = keys.get(key);
  if (found === undefined) return [];
  return isSeveral(found) ? found : [found];
}

const isSeveral = (one: Held): one is readonly FleetEntry[] => Array.isArray(one);
