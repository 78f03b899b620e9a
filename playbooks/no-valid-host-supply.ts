import type { Evidence } from '../src/core/finding.ts';
import { nodeLabel, typedName } from '../src/core/node-words.ts';
import { someNames } from '../src/core/other-nodes.ts';
import { definePlaybook } from '../src/core/playbook.ts';
import { propose } from '../src/core/remediation.ts';
import type { BlockerKind } from '../src/core/schedulable.ts';
import {
  type BlockedNode,
  flavorDemand,
  type SchedulingQuestion,
  schedulingQuestion,
  supplyFor,
  unknownToPlacement,
} from '../src/core/scheduling-question.ts';
import { parseUtc } from '../src/lib/duration.ts';

/** Item 1 of the guide's list. */
export default definePlaybook({
  id: 'no-valid-host-supply',
  title: 'No valid host: not enough available nodes',
  guide: 'no-valid-host',
  covers: [],
  causes: ['nvh-no-available-node'],
  reads: ['flavor', 'instance', 'instance_actions', 'node', 'nodes', 'allocation_candidates'],
  remedies: ['provide'],
  about: ['instance', 'flavor'],
  checks: [
    {
      id: 'any-node-free',
      asks: 'Is any node of the wanted class available, out of maintenance and unused?',
      async run(facts) {
        const question = await schedulingQuestion(facts);
        if (!question) return undefined;
        const { classes } = await flavorDemand(facts);
        const { ofClass, free, blocked } = await supplyFor(facts, classes);
        if (ofClass.length === 0 || free.length > 0) return undefined;
        // A class or trait that Placement has never heard of fails before anybody counts nodes.
        const unknown = unknownToPlacement(await facts.maybe.allocation_candidates());
        const decisive = unknown.classes.length + unknown.traits.length === 0;
        const groups = byKind(blocked);
        const taken = groups.length === 1 && groups[0]?.[0] === 'in use';
        const manageable = blocked.filter(({ blocker }) => blocker.kind === 'manageable');
        return {
          code: taken ? 'nvh-no-available-node-all-in-use' : 'nvh-no-available-node-none-free',
          cause: 'nvh-no-available-node',
          summary: summaryOf(blocked, classes, groups),
          severity: decisive ? 'critical' : 'warning',
          evidence: [
            {
              bearing: settled(blocked, question) ? 'proves' : 'supports',
              source: 'nodes',
              observed: `${ofClass.length} with class ${classes.join(', ')}, 0 free`,
            },
            ...groups.flatMap(([, members]) => members.slice(0, 3).map(evidenceOf)),
            ...saidByNova(question),
          ],
          explains: ['nvh-placement-stale-no-candidates'],
          proposals: manageable.slice(0, 3).map(({ node }) => propose('provide', { node: node.uuid })),
          steps: [
            {
              text: 'See what is free at all.',
              command: 'baremetal node list --provision-state available --no-maintenance --unassociated',
            },
            ...manageable.slice(0, 3).map(({ node }) => ({
              text: `${nodeLabel(node)} is manageable: make it available; automated cleaning runs first.`,
              command: `baremetal node provide ${typedName(node)}`,
            })),
            ...blocked
              .filter(({ blocker }) => REASON_WANTED.has(blocker.kind))
              .slice(0, 3)
              .map(({ node, blocker }) => ({
                text: `Ask why ${nodeLabel(node)} is held up (${blocker.kind}): /ironic why ${nodeLabel(node)}`,
                command: `baremetal node validate ${typedName(node)} | grep -E '(power|management)\\W*False'`,
              })),
            ...(taken ? [{ text: 'Every node of the class is in use: free one or add one.' }] : []),
          ],
        };
      },
    },
  ],
});

const REASON_WANTED: ReadonlySet<BlockerKind> = new Set([
  'maintenance',
  'clean failed',
  'failed',
  'enroll',
  'power unknown',
]);

function byKind(blocked: readonly BlockedNode[]): [BlockerKind, BlockedNode[]][] {
  const groups = new Map<BlockerKind, BlockedNode[]>();
  for (const one of blocked) {
    const members = groups.get(one.blocker.kind) ?? [];
    groups.set(one.blocker.kind, [...members, one]);
  }
  return [...groups].sort(([, a], [, b]) => b.length - a.length);
}

/** More names than these make a list and no sentence; they are in the evidence. */
const MOST_NAMED = 3;

/** Kinds that do not read well after a number. */
const SAID: Partial<Record<BlockerKind, string>> = {
  maintenance: 'in maintenance',
  enroll: 'enrolled',
  'power unknown': 'with unknown power',
  'state unknown': 'in an unknown state',
};

function summaryOf(
  blocked: readonly BlockedNode[],
  classes: readonly string[],
  groups: readonly [BlockerKind, readonly BlockedNode[]][],
): string {
  const named = (members: readonly BlockedNode[]) =>
    blocked.length > MOST_NAMED ? '' : ` (${someNames(members.map(({ node }) => node))})`;
  const counts = groups.map(([kind, members]) => `${members.length} ${SAID[kind] ?? kind}${named(members)}`);
  const [only] = blocked;
  if (only && blocked.length === 1) {
    const { kind } = only.blocker;
    return `The only node with class ${classes.join(', ')} is not free: ${nodeLabel(only.node)} is ${SAID[kind] ?? kind}.`;
  }
  return `None of the ${blocked.length} nodes with class ${classes.join(', ')} is free: ${counts.join(', ')}.`;
}

function evidenceOf({ node, blocker }: BlockedNode): Evidence {
  return {
    bearing: 'supports',
    source: `nodes[${nodeLabel(node)}].${FIELD[blocker.kind]}`,
    observed: blocker.words,
  };
}

const FIELD: Record<BlockerKind, string> = {
  'in use': 'instance_uuid',
  maintenance: 'maintenance',
  retired: 'retired',
  manageable: 'provision_state',
  'clean failed': 'provision_state',
  failed: 'provision_state',
  busy: 'provision_state',
  held: 'provision_state',
  enroll: 'provision_state',
  'power unknown': 'power_state',
  'state unknown': 'provision_state',
};

/**
 * What is so now was so when the request failed, unless a node moved since. Maintenance leaves no time of its own, so
 * it is taken as it is.
 */
function settled(blocked: readonly BlockedNode[], question: SchedulingQuestion): boolean {
  const failedAt = question.fault?.at;
  return blocked.every(({ node, blocker }) => {
    if (blocker.kind === 'state unknown') return false;
    if (failedAt === undefined || blocker.kind === 'maintenance' || blocker.kind === 'retired') return true;
    const moved = node.provision_updated_at ? parseUtc(node.provision_updated_at) : undefined;
    return moved === undefined || moved <= failedAt;
  });
}

function saidByNova({ fault }: SchedulingQuestion): readonly Evidence[] {
  if (fault?.says !== 'no-candidates') return [];
  return [
    {
      bearing: 'supports',
      source: fault.source,
      observed: `"${fault.message.trim()}" without a reason: Placement had no candidate`,
    },
  ];
}
