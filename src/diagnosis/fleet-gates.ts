import type { FactName } from '../core/facts.ts';
import type { FleetView } from '../core/fleet-view.ts';
import type { Playbook } from '../core/playbook.ts';
import type { Node } from '../openstack/ironic/schema.ts';
import { type Asked, checksAbout } from './run-playbooks.ts';

/** What may be worth running on one node, in the order of the playbooks. */
export interface Gated {
  readonly node: Node;
  readonly asked: readonly Gate[];
  /** Those of them that wanted to know what was still on its way. */
  readonly open: readonly Gate[];
}

/** A check with what has to hold of a node for all that the check needs to be read. */
export interface Gate extends Asked {
  readonly areRead: readonly ((node: Node) => boolean)[];
}

/** Of all checks about nodes those that are worth running on one, so that ten thousand healthy nodes cost a look each. */
export interface FleetGates {
  of(node: Node): Gated;
  /** These lists have come. From then on nothing is left open for them. */
  know(lists: Partial<FleetView>): void;
  /** What is worth it now that all lists are there. */
  decided(gated: Gated): readonly Asked[];
}

const NONE: readonly Gate[] = [];

/**
 * Most gates look at the node alone, so that they are asked while the longest lists, those of ports and hypervisors, are
 * still being read: the rest of the pass waits for less then.
 * @param isRead whether a fact is read: of every node, of none, or of which ones
 */
export function createFleetGates(
  playbooks: readonly Playbook[],
  isRead: (fact: FactName) => boolean | ((node: Node) => boolean),
): FleetGates {
  const gateOf = (asked: Asked): readonly Gate[] => {
    const needs = (asked.check.needs ?? []).map(isRead);
    return needs.includes(false)
      ? []
      : [{ ...asked, areRead: needs.filter((one) => typeof one !== 'boolean') }];
  };
  const byPlaybook = Map.groupBy(checksAbout(playbooks, ['node']), ({ playbook }) => playbook);
  const all = [...byPlaybook].map(([playbook, checks]) => ({ playbook, gates: checks.flatMap(gateOf) }));

  let known: Partial<FleetView> = {};
  let tooEarly = false;
  const early = (): undefined => {
    tooEarly = true;
  };
  const view: FleetView = {
    get conductors() {
      return 'conductors' in known ? known.conductors : early();
    },
    get drivers() {
      return 'drivers' in known ? known.drivers : early();
    },
    get compute_services() {
      return 'compute_services' in known ? known.compute_services : early();
    },
    ports: (node) => (known.ports ? known.ports(node) : early()),
    hypervisor: (node) => (known.hypervisor ? known.hypervisor(node) : early()),
  };

  function isWorth({ check, areRead }: Gate, node: Node): boolean {
    if (check.appliesTo?.(node) === false) return false;
    for (const reads of areRead) if (!reads(node)) return false;
    return check.suspects?.(node, view) ?? true;
  }

  return {
    know(lists) {
      known = { ...known, ...lists };
    },
    of(node) {
      // Of most nodes nothing is asked, so that they share one empty list.
      let asked = NONE;
      let open = NONE;
      for (const { playbook, gates } of all) {
        if (playbook.appliesTo?.(node) === false) continue;
        for (const gate of gates) {
          tooEarly = false;
          const isOne = isWorth(gate, node);
          // Whatever the gate said then, it said without what it wanted to know.
          if (tooEarly) open = [...open, gate];
          if (tooEarly || isOne) asked = [...asked, gate];
        }
      }
      return { node, asked, open };
    },
    decided: ({ node, asked, open }) =>
      open.length === 0 ? asked : asked.filter((gate) => !open.includes(gate) || isWorth(gate, node)),
  };
}
