import { setImmediate as turn } from 'node:timers/promises';
import type { Playbook } from '../core/playbook.ts';
import { scrub } from '../lib/scrub.ts';
import { NODE_FIELDS, type Node } from '../openstack/ironic/schema.ts';
import { createFactBook } from './fact-book.ts';
import { type FleetFacts, isReadAt } from './fleet-facts.ts';
import { createFleetGates, type Gated } from './fleet-gates.ts';
import { type ComingLists, fleetView, shortView } from './fleet-lists.ts';
import { type Found, judged } from './fleet-rows.ts';
import { type Asked, type RunOptions, runChecks } from './run-playbooks.ts';

export interface FleetJudgeOptions {
  /** The cloud's name. */
  readonly cloud: string;
  readonly playbooks: readonly Playbook[];
  readonly lists: ComingLists;
  readonly facts: FleetFacts;
  readonly now: Date;
  readonly clock: () => Date;
  readonly run: RunOptions;
}

/** Runs what is worth it about each node of a fleet while the rest of the fleet is being read. */
export interface FleetJudge {
  /** Begins it where all of it is known, or keeps the node until the lists tell the rest. */
  take(node: Node): void;
  /** Goes on with what was kept if the lists are there, and waits for them where too many nodes are kept. */
  goOn(): Promise<void>;
  /** The last node was taken. */
  end(): Promise<void>;
  /** By UUID; a node about which nothing was asked is not in it. */
  found(): Promise<ReadonlyMap<string, Found>>;
}

/** So many nodes are kept at most until the lists are there: a node is some kilobytes. */
const MOST_KEPT = 10_000;
/** So many are looked at before somebody else has a turn. */
const AT_ONCE = 50;

export function createFleetJudge(options: FleetJudgeOptions): FleetJudge {
  const { cloud, lists, facts, now, clock } = options;
  const gates = createFleetGates(options.playbooks, isReadAt(now));
  const found = new Map<string, Found>();
  const work: Promise<void>[] = [];
  let kept: Gated[] = [];
  let areListed = false;
  void lists.short.then((short) => gates.know(shortView(short)));
  void lists.whole.then((whole) => {
    gates.know(fleetView(whole));
    areListed = true;
  });

  function begin(node: Node, asked: readonly Asked[]): void {
    const judging = judge(scrub(ownFields(node)), asked);
    // Heard at the end, if the pass comes so far.
    judging.catch(() => undefined);
    work.push(judging);
  }

  async function judge(node: Node, asked: readonly Asked[]): Promise<void> {
    const { uuid, name, instance_uuid } = node;
    const subject = {
      kind: 'node',
      cloud,
      name: name ?? uuid,
      node_uuid: uuid,
      ...(instance_uuid ? { instance_uuid } : {}),
      aspects: ['node'],
    } as const;
    const book = createFactBook(facts.of(node), { subject, now, clock, scrubbed: true });
    found.set(uuid, judged(node, await runChecks(asked, book, options.run)));
  }

  async function decide(): Promise<void> {
    await lists.whole;
    const taken = kept;
    kept = [];
    for (const [before, one] of taken.entries()) {
      if (before % AT_ONCE === 0) await turn();
      const asked = gates.decided(one);
      if (asked.length > 0) begin(one.node, asked);
    }
  }

  return {
    take(node) {
      const one = gates.of(node);
      if (one.open.length > 0) kept.push(one);
      else if (one.asked.length > 0) begin(node, one.asked);
    },
    async goOn() {
      if (areListed || kept.length >= MOST_KEPT) await decide();
    },
    end: decide,
    async found() {
      await Promise.all(work);
      return found;
    },
  };
}

/** What a node is when it is read by itself. */
function ownFields(node: Node): Node {
  return Object.fromEntries(NODE_FIELDS.map((field) => [field, node[field]])) as Node;
}
