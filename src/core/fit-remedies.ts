import type { Node } from '../openstack/ironic/schema.ts';
import { capabilitiesOf, satisfies } from './capabilities.ts';
import type { Demand } from './flavor-demand.ts';
import { type Proposal, propose } from './remediation.ts';

/** More than these are no repair but another node. */
const MOST = 2;

/** Traits that would make the node fit, each by itself; whether the hardware has what they promise is for a person to say. */
export function traitProposals(node: Node, { required, forbidden }: Demand): readonly Proposal[] {
  if (!node.traits || !isFree(node)) return [];
  const has = new Set(node.traits);
  const lacking = required.filter((trait) => !has.has(trait) && !trait.startsWith('COMPUTE_'));
  const unwelcome = forbidden.filter((trait) => has.has(trait));
  if (lacking.length + unwelcome.length > MOST) return [];
  return [
    ...lacking.map((trait) => propose('add-trait', { node: node.uuid, trait })),
    ...unwelcome.map((trait) => propose('remove-trait', { node: node.uuid, trait })),
  ];
}

/** Capabilities that would make the node fit, as Nova reads them; only where what is asked for is one plain value. */
export function capabilityProposals(node: Node, { capabilities }: Demand): readonly Proposal[] {
  if (!isFree(node)) return [];
  const { cpu_arch: _, ...values } = { ...capabilitiesOf(node.properties).values };
  for (const [key, asked] of Object.entries(capabilities)) {
    if (key === 'cpu_arch') {
      if (satisfies(asked, capabilitiesOf(node.properties).values[key]) !== true) return [];
      continue;
    }
    if (satisfies(asked, values[key]) === true) continue;
    const plain = /^(?:s== )?([\w.-]{1,64})$/.exec(asked.trim())?.[1];
    if (plain === undefined) return [];
    values[key] = plain;
  }
  const value = Object.entries(values)
    .map(([key, one]) => `${key}:${one}`)
    .join(',');
  return [propose('set-property', { node: node.uuid, property: 'capabilities', value })];
}

/** What somebody uses or holds is not changed for a flavor. */
function isFree(node: Node): boolean {
  return !node.instance_uuid && !node.maintenance;
}
