import { type Facts, FactUnread } from '../src/core/facts.ts';
import type { Evidence, FindingDraft } from '../src/core/finding.ts';
import { fits, traitsUntold } from '../src/core/node-fit.ts';
import { nodeLabel, typedUuid, typedWord } from '../src/core/node-words.ts';
import { someNames } from '../src/core/other-nodes.ts';
import {
  changedWords,
  contradictions,
  maybePlacementReads,
  mayStillPropagate,
} from '../src/core/placement-view.ts';
import { definePlaybook } from '../src/core/playbook.ts';
import { propose } from '../src/core/remediation.ts';
import {
  flavorDemand,
  offeredProviders,
  type SchedulingQuestion,
  schedulingQuestion,
  supplyFor,
  unknownToPlacement,
} from '../src/core/scheduling-question.ts';
import type { Node } from '../src/openstack/ironic/schema.ts';
import type { AllocationCandidates } from '../src/openstack/placement/schema.ts';

/** Items 4 and 7 of the guide's list. */
export default definePlaybook({
  id: 'no-valid-host-placement',
  title: "No valid host: Placement's view of the nodes",
  guide: 'no-valid-host',
  covers: [],
  causes: ['nvh-placement-stale'],
  reads: [
    'flavor',
    'instance',
    'instance_actions',
    'node',
    'nodes',
    'allocation_candidates',
    'resource_provider',
    'inventories',
    'allocations',
    'hypervisors',
  ],
  remedies: ['wait', 'look-again', 'delete-allocation', 'restart-compute'],
  about: ['instance', 'flavor'],
  checks: [
    {
      id: 'placement-agrees',
      asks: 'Does Placement offer the nodes that Ironic calls free?',
      async run(facts) {
        const question = await schedulingQuestion(facts);
        if (!question) return undefined;
        const { demand, classes } = await flavorDemand(facts);
        if (classes.length === 0) return undefined;
        const [{ free }, candidates] = await Promise.all([
          supplyFor(facts, classes),
          facts.maybe.allocation_candidates(),
        ]);
        const fitting = free.filter((node) => fits(node, demand));
        if (fitting.length === 0) return undefined;
        // A node whose traits are not known may be left out by Placement for a good reason.
        if (fitting.every((node) => traitsUntold(node, demand)))
          throw new FactUnread('nodes', 'unsupported', "Ironic did not tell the nodes' traits");
        const denied = candidates ? denial(candidates, fitting) : undefined;
        if (candidates && !denied) return undefined;
        // What Placement holds against a node is known for one node only: the subject's, or the only one that fits.
        const [only] = fitting;
        const reads = only && fitting.length === 1 ? await maybePlacementReads(facts) : {};
        const own =
          reads.provider && reads.provider.uuid !== only?.uuid ? [] : only ? contradictions(only, reads) : [];
        if (!denied && own.length === 0) return undefined;
        const evidence = [...(denied ? [denied] : []), ...own.map((one) => one.evidence)];
        const consumer = own.find((one) => one.consumer)?.consumer;
        return stale(fitting, evidence, consumer, await hypervisorLag(fitting, facts), question, facts.now);
      },
    },
    {
      id: 'offers-what-is-taken',
      asks: 'Does Placement offer a node that Ironic would refuse?',
      async run(facts) {
        if (!(await schedulingQuestion(facts))) return undefined;
        const { classes } = await flavorDemand(facts);
        const { blocked } = await supplyFor(facts, classes);
        if (blocked.length === 0) return undefined;
        const offered = offeredProviders(await facts.allocation_candidates()) ?? [];
        const taken = blocked.filter(({ node }) => offered.includes(node.uuid));
        const [first] = taken;
        if (!first || taken.every(({ node }) => mayStillPropagate(node, facts.now))) return undefined;
        return {
          code: 'nvh-placement-stale-offers-taken',
          cause: 'nvh-placement-stale',
          summary: `Placement offers ${someNames(
            taken.map(({ node }) => node),
            3,
          )}, which Ironic does not call free: a server sent there fails.`,
          severity: 'warning',
          evidence: [
            { bearing: 'proves', source: 'allocation_candidates', observed: `offers ${first.node.uuid}` },
            { bearing: 'supports', source: `nodes[${nodeLabel(first.node)}]`, observed: first.blocker.words },
          ],
          proposals: [propose('restart-compute')],
          steps: [
            { text: 'Compare the two views.', command: `openstack hypervisor show ${typedUuid(first.node)}` },
            { text: 'Read the resource tracker in the log of that nova-compute.' },
          ],
        };
      },
    },
  ],
});

/** How Placement's answer contradicts nodes that are free and fit; nothing when it offers one of them. */
function denial(candidates: AllocationCandidates, fitting: readonly Node[]): Evidence | undefined {
  const names = someNames(fitting, 3);
  if (candidates.kind === 'refused') {
    const unknown = unknownToPlacement(candidates);
    const what = [...unknown.classes, ...unknown.traits].join(', ');
    if (!what) return undefined;
    const observed = `400: no such ${what}, although ${names} has it in Ironic`;
    return { bearing: 'proves', source: 'allocation_candidates', observed };
  }
  const listed = new Set(
    candidates.allocation_requests.flatMap((request) => Object.keys(request.allocations)),
  );
  if (fitting.some((node) => listed.has(node.uuid))) return undefined;
  const observed =
    listed.size === 0 ? 'an empty list' : `${[...listed].slice(0, 3).join(', ')}, not ${names}`;
  return { bearing: 'proves', source: 'allocation_candidates', observed };
}

/** What Nova itself has of the nodes: one hypervisor each, once nova-compute has seen them. */
async function hypervisorLag(nodes: readonly Node[], facts: Facts): Promise<readonly Evidence[]> {
  const hypervisors = await facts.maybe.hypervisors();
  if (!hypervisors) return [];
  const known = new Set(hypervisors.map((one) => one.hypervisor_hostname));
  const missing = nodes.filter((node) => !known.has(node.uuid));
  if (missing.length === 0) return [];
  return [
    {
      bearing: 'supports',
      source: 'hypervisors',
      observed: `no hypervisor for ${someNames(missing, 3)}: no nova-compute has taken it up`,
    },
  ];
}

function stale(
  fitting: readonly Node[],
  evidence: readonly Evidence[],
  consumer: string | undefined,
  lag: readonly Evidence[],
  { kind }: SchedulingQuestion,
  now: Date,
): FindingDraft {
  const [first] = fitting;
  const names = someNames(fitting, 3);
  const early = !consumer && fitting.every((node) => mayStillPropagate(node, now));
  const age = first ? changedWords(first, now) : '';
  const isFree = fitting.length === 1 ? 'is free and fits' : 'are free and fit';
  const left = consumer ? ` and still has an allocation for ${consumer}` : '';
  return {
    code: early ? 'nvh-placement-stale-not-yet' : 'nvh-placement-stale-no-candidates',
    cause: 'nvh-placement-stale',
    summary: early
      ? `${names} ${isFree}, but ${age}: Placement does not offer it yet, so wait for the next round of nova-compute.`
      : `In Ironic ${names} ${isFree}, but Placement does not offer ${fitting.length === 1 ? 'it' : 'them'}${left}; both cannot be right.`,
    severity: early && kind === 'would-it' ? 'warning' : 'critical',
    evidence: [
      ...(evidence as [Evidence, ...Evidence[]]),
      {
        bearing: 'supports',
        source: `nodes[${first ? nodeLabel(first) : ''}]`,
        observed: `available, no maintenance, no instance${age ? `, ${age}` : ''}`,
      },
      ...lag,
    ],
    explains: ['nvh-placement-stale-provider'],
    proposals: early
      ? [propose('wait'), propose('look-again')]
      : consumer
        ? [propose('delete-allocation', { consumer, resource_provider: first?.uuid ?? '' })]
        : [propose('restart-compute')],
    steps: [
      ...(consumer
        ? [
            {
              text: 'See whether that instance still exists, and where.',
              command: `openstack server show ${typedWord(consumer, 'instance')}`,
            },
            {
              text: 'Only when it is gone or elsewhere: drop what it left behind.',
              command: `openstack resource provider allocation unset --provider ${typedUuid(first)} ${typedWord(consumer, 'instance')}`,
            },
          ]
        : []),
      {
        text: 'See what Nova has of the node.',
        command: `openstack hypervisor show ${typedUuid(first)}`,
      },
      {
        text: 'See what Placement has: reserved, or an allocation of an instance that is gone.',
        command: `openstack resource provider inventory list ${typedUuid(first)}`,
      },
      {
        text: 'Read the log of the nova-compute that should have it: the resource tracker, the peer list, the conductor group.',
      },
    ],
  };
}
