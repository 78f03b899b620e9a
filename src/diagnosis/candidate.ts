import type { SubjectChoice } from '../core/subject.ts';
import type { Node } from '../openstack/ironic/schema.ts';
import type { Flavor, Server } from '../openstack/nova/schema.ts';

/** Something that the words may mean, as it was read. */
export type Candidate =
  | { readonly kind: 'node'; readonly node: Node }
  | { readonly kind: 'instance'; readonly server: Server }
  | { readonly kind: 'flavor'; readonly flavor: Flavor }
  | { readonly kind: 'mac'; readonly mac: string };

const idOf = (one: Candidate): string => {
  switch (one.kind) {
    case 'node':
      return one.node.uuid;
    case 'instance':
      return one.server.id;
    case 'flavor':
      return one.flavor.id;
    case 'mac':
      return one.mac;
  }
};

/** Each thing once, by its id. */
export function dedupe(found: readonly Candidate[]): readonly Candidate[] {
  const seen = new Set<string>();
  return found.filter((one) => {
    const key = `${one.kind} ${idOf(one)}`;
    if (seen.has(key)) return false;
    seen.add(key);
    return true;
  });
}

/** Two instances of one name are told apart by what their owners know: the project, and when it was made. */
export function choicesOf(candidates: readonly Candidate[]): readonly SubjectChoice[] {
  const choices = candidates.map(choiceOf);
  return candidates.map((one, index) => {
    const choice = choices[index] ?? choiceOf(one);
    const alike = choices.filter((other) => other.label === choice.label).length > 1;
    if (!alike || one.kind !== 'instance') return choice;
    const { tenant_id, created } = one.server;
    const more = [tenant_id && `project ${tenant_id}`, created && `created ${created}`].filter(Boolean);
    return { ...choice, label: [choice.label, ...more].join(', ') };
  });
}

function choiceOf(one: Candidate): SubjectChoice {
  const id = idOf(one);
  switch (one.kind) {
    case 'node':
      return { kind: 'node', id, label: `node ${one.node.name ?? id} (${one.node.provision_state})` };
    case 'instance':
      return { kind: 'instance', id, label: `instance ${one.server.name ?? id} (${one.server.status})` };
    case 'flavor':
      return { kind: 'flavor', id, label: `flavor ${one.flavor.name}` };
    case 'mac':
      return { kind: 'mac', id, label: `MAC ${one.mac}` };
  }
}
