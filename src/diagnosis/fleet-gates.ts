import type { FactName } from '../core/facts.ts';
import type { FleetView } from '../core/fleet-view.ts';
import type { Check, Playbook } from '../core/playbook.ts';
import type { Node } from '../openstack/ironic/schema.ts';
import { type Asked, checksAbout } from './run-playbooks.ts';

/** What may be worth running on one node, in the order of the playbooks. */
export interface Gated {
  readonly node: Node;
  readonly asked: readonly Asked[];
  /** Those of them whose gates wanted to know what was still on its way. */
  readonly open: readonly Asked[];
}

/** Of all checks about nodes those that are worth running on one, so that ten thousand healthy nodes cost a look each. */
export interface FleetGates {
  of(node: Node): Gated;
  /** All lists have come; from then on nothing is left open. */
  listsAre(view: FleetView): void;
  /** What is worth it now that the lists are there. */
  decided(gated: Gated): readonly Asked[];
}

/**
 * Most gates look at the node alone, so that they are asked while the longest lists, those of ports and hypervisors, are
 * still being read: the rest of the pass waits for less then.
 */
export function createFleetGates(
  playbooks: readonly Playbook[],
  gives: (fact: FactName, node: Node) => boolean,
): FleetGates {
  const checks = [...Map.groupBy(checksAbout(playbooks, ['node']), ({ playbook }) => playbook)];
  let tooEarly = false;
  const early = (): undefined => {
    tooEarly = true;
  };
  let view: FleetView = {
    get conductors() {
      return early();
    },
    get drivers() {
      return early();
    },
    get compute_services() {
      return early();
    },
    ports: early,
    hypervisor: early,
  };

  const isWorth = (check: Check, node: Node): boolean =>
    (check.appliesTo?.(node) ?? true) &&
    (check.needs?.every((fact) => gives(fact, node)) ?? true) &&
    (check.suspects?.(node, view) ?? true);

  return {
    listsAre(whole) {
      view = whole;
    },
    of(node) {
      const asked: Asked[] = [];
      const open: Asked[] = [];
      for (const [playbook, all] of checks) {
        if (playbook.appliesTo?.(node) === false) continue;
        for (const one of all) {
          tooEarly = false;
          const isOne = isWorth(one.check, node);
          // Whatever the gate said then, it said without what it wanted to know.
          if (tooEarly) open.push(one);
          if (tooEarly || isOne) asked.push(one);
        }
      }
      return { node, asked, open };
    },
    decided: ({ node, asked, open }) =>
      open.length === 0 ? asked : asked.filter((one) => !open.includes(one) || isWorth(one.check, node)),
  };
}
