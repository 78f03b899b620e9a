import type { Node, Port } from '../openstack/ironic/schema.ts';
import { bagIn, textIn } from './bag.ts';
import { bmcSubnetOf } from './bmc.ts';
import { type Switch, switchesOf } from './switch-neighbours.ts';

/** What nodes can have in common; of two that tell equally well, the one that stands first is named. */
export const PROPERTY_KINDS = [
  'conductor',
  'switch',
  'bmc_subnet',
  'image',
  'firmware',
  'rack',
  'conductor_group',
  'driver',
  'resource_class',
  'owner',
] as const;
export type PropertyKind = (typeof PROPERTY_KINDS)[number];

/** A node hangs on several switches where its ports do; most have one value of each kind, or none. */
export type NodeProperties = { readonly [K in PropertyKind]?: string | readonly string[] | undefined };

const NONE: readonly string[] = [];

export function valuesOf(properties: NodeProperties, kind: PropertyKind): readonly string[] {
  const value = properties[kind];
  if (value === undefined) return NONE;
  return typeof value === 'string' ? [value] : value;
}

export function hasValue(properties: NodeProperties, kind: PropertyKind, wanted: string): boolean {
  const value = properties[kind];
  return value === wanted || (typeof value === 'object' && value.includes(wanted));
}

/** How a sentence about nodes ends that all have it: "…, all on switch leaf-12". */
const WORDS: Readonly<Record<PropertyKind, string>> = {
  conductor: 'of conductor',
  switch: 'on switch',
  bmc_subnet: 'in BMC subnet',
  image: 'with image',
  firmware: 'with',
  rack: 'in rack',
  conductor_group: 'in conductor group',
  driver: 'with driver',
  resource_class: 'of class',
  owner: 'of owner',
};

export function propertyWords(kind: PropertyKind, value: string): string {
  return kind === 'conductor_group' && value === '' ? 'in no conductor group' : `${WORDS[kind]} ${value}`;
}

export interface PropertyOptions {
  /**
   * Where a node says in which rack it stands: a path into it, such as `extra.location.rack`. Without it the usual
   * places are tried.
   */
  readonly rack?: string | undefined;
}

/** Ironic has no field for a rack, so people put it where inspection rules, inventories and habit did. */
const RACKS = [['rack'], ['rack_id'], ['rack_name'], ['location', 'rack']] as const;
const RACK_IN_TEXT = /\brack(?:\s{0,3}[:=#]\s{0,3}|[\s_-]{1,3})([A-Za-z0-9][\w.]{0,30})/i;

/**
 * Versions as inspection leaves them: a capability of the old iLO and iRMC inspection (openstack/ironic
 * ironic/drivers/modules/ilo/inspect.py), or a key that an inspection rule set.
 */
const FIRMWARE_KEY = /^(?:[a-z]{2,12}_)?(?:bios|bmc|firmware|uefi|nic_firmware)_version$/i;
const FIRMWARE_CAPABILITY = /(?:^|,)\s*([a-z_]{0,30}firmware_version):([^,]{1,60})/gi;

/** What a node says of itself; which switch it hangs on is said by its ports. */
export function createPropertyReader(options: PropertyOptions = {}) {
  const rackPath = options.rack?.split('.');
  return (node: Node): NodeProperties => ({
    conductor: node.reservation || node.conductor || undefined,
    switch: undefined,
    bmc_subnet: bmcSubnetOf(node),
    image: imageOf(node),
    firmware: oneOf(firmwareOf(node)),
    rack: rackOf(node, rackPath),
    conductor_group: node.conductor_group ?? undefined,
    driver: node.driver || undefined,
    resource_class: node.resource_class || undefined,
    owner: node.owner || undefined,
  });
}

/** Names the switches that the nodes of one fleet hang on, one node after the other: those of one name are told apart by their ids. */
export function createSwitchReader() {
  const switches = new Map<string, string>();
  const names = new Map<string, string>();

  function switchName({ id, name }: Switch): string {
    const known = switches.get(id);
    if (known !== undefined) return known;
    const owner = names.get(name);
    const label = owner === undefined || owner === id ? name : `${name} (${id})`;
    if (owner === undefined) names.set(name, id);
    switches.set(id, label);
    return label;
  }

  return (ports: readonly Port[]): NodeProperties['switch'] => oneOf(switchesOf(ports).map(switchName));
}

const oneOf = (values: readonly string[]): string | readonly string[] | undefined =>
  values.length > 1 ? values : values[0];

function rackOf(node: Node, path: readonly string[] | undefined): string | undefined {
  if (path !== undefined) return at(node, path);
  for (const bag of [node.extra, node.properties]) {
    for (const key of RACKS) {
      const value = bag ? at(bag, key) : undefined;
      if (value !== undefined) return value;
    }
  }
  return RACK_IN_TEXT.exec((node.description ?? '').slice(0, 1000))?.[1];
}

/** A text or number at a path of keys. */
function at(within: Readonly<Record<string, unknown>>, path: readonly string[]): string | undefined {
  const last = path.at(-1) ?? '';
  let bag: Readonly<Record<string, unknown>> | undefined = within;
  for (const key of path.slice(0, -1)) bag = bagIn(bag, key);
  const found = bag?.[last];
  return typeof found === 'number' ? String(found) : textIn(bag, last)?.trim() || undefined;
}

/** A Glance id or an address without what may be secret in it. */
function imageOf({ instance_info }: Node): string | undefined {
  const source = textIn(instance_info, 'image_source') ?? textIn(instance_info, 'boot_iso');
  if (!source) return undefined;
  const url = /^[a-z]{2,8}:\/\//i.test(source) ? URL.parse(source) : null;
  if (url?.protocol === 'glance:') return url.host || undefined;
  return url ? `${url.protocol}//${url.host}${url.pathname}` : source.slice(0, 200);
}

function firmwareOf({ properties, extra }: Node): readonly string[] {
  const found: string[] = [];
  for (const bag of [properties, extra]) {
    if (!bag) continue;
    for (const key of Object.keys(bag)) {
      const value = FIRMWARE_KEY.test(key) ? at(bag, [key]) : undefined;
      if (value) found.push(`${key} ${value}`);
    }
  }
  const capabilities = properties?.['capabilities'];
  if (typeof capabilities === 'string' && capabilities.includes('firmware'))
    for (const [, key, value] of capabilities.matchAll(FIRMWARE_CAPABILITY))
      if (key && value) found.push(`${key} ${value.trim()}`);
  return found;
}
