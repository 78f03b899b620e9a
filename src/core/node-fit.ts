import type { Node } from '../openstack/ironic/schema.ts';
import { type Capabilities, capabilitiesOf, satisfies } from './capabilities.ts';
import type { Demand } from './flavor-demand.ts';

/**
 * Why the node's traits rule it out, in words; undefined when they do not, or were not told. `COMPUTE_*` traits come
 * from nova-compute and are never the node's.
 */
export function traitMisfit(node: Node, { required, forbidden }: Demand): string | undefined {
  if (!node.traits) return undefined;
  const has = new Set(node.traits);
  const lacking = required.filter((trait) => !has.has(trait) && !trait.startsWith('COMPUTE_'));
  const unwelcome = forbidden.filter((trait) => has.has(trait));
  if (lacking.length + unwelcome.length === 0) return undefined;
  return [
    ...(lacking.length > 0 ? [`lacks ${lacking.join(', ')}`] : []),
    ...(unwelcome.length > 0 ? [`has the forbidden ${unwelcome.join(', ')}`] : []),
    `(it has ${node.traits.join(', ') || 'no traits'})`,
  ].join(' ');
}

/** Whether the traits matter for this request and the node's are not known (Ironic before 1.37). */
export function traitsUntold(node: Node, { required, forbidden }: Demand): boolean {
  return required.length + forbidden.length > 0 && !node.traits;
}

/** Why the node's capabilities rule it out, in words; undefined when they do not, or were not told. */
export function capabilityMisfit(node: Node, { capabilities }: Demand): string | undefined {
  if (node.properties === undefined) return undefined;
  const has = capabilitiesOf(node.properties);
  const wrong = Object.entries(capabilities).filter(
    ([key, asked]) => (has.json && key !== 'cpu_arch') || satisfies(asked, has.values[key]) === false,
  );
  if (wrong.length === 0) return undefined;
  const shown = wrong
    .map(([key, asked]) => `${key}: has ${has.values[key] ?? 'none'}, asked ${asked}`)
    .join('; ');
  return `${shown}${formatTrouble(has)}`;
}

function formatTrouble({ json, malformed }: Capabilities): string {
  if (json) return '; written as JSON, and Nova reads only key:value,key:value';
  return malformed.length > 0 ? `; Nova ignores the malformed ${malformed.join(', ')}` : '';
}

export function fits(node: Node, demand: Demand): boolean {
  return traitMisfit(node, demand) === undefined && capabilityMisfit(node, demand) === undefined;
}
