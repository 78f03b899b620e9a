import { badServices, mayBeOnBadCompute, reachOf } from '../src/core/compute-finding.ts';
import { computeTrouble, isCompute } from '../src/core/compute-service.ts';
import type { FindingDraft, Step } from '../src/core/finding.ts';
import { nodeLabel, typedName, typedUuid, typedWord } from '../src/core/node-words.ts';
import {
  type Contradiction,
  changedWords,
  contradictions,
  mayStillPropagate,
} from '../src/core/placement-view.ts';
import { definePlaybook } from '../src/core/playbook.ts';
import { propose } from '../src/core/remediation.ts';
import { customClass } from '../src/core/resource-class.ts';
import type { Node } from '../src/openstack/ironic/schema.ts';

/** Items 2, 3, 4 and 7 of the guide's list, asked of one node that Ironic calls available. */
export default definePlaybook({
  id: 'placement-contradiction',
  title: 'Ironic calls the node free, Nova or Placement does not',
  guide: 'no-valid-host',
  covers: [],
  causes: ['nvh-compute-service', 'nvh-resource-class', 'nvh-placement-stale', 'nvh-no-available-node'],
  reads: ['node', 'compute_services', 'hypervisors', 'resource_provider', 'inventories', 'allocations'],
  remedies: [
    'enable-compute-service',
    'restart-compute',
    'fix-node',
    'delete-allocation',
    'fix-bmc',
    'look-again',
  ],
  about: ['node'],
  appliesTo: (node) => node.provision_state === 'available' && !node.maintenance && !node.instance_uuid,
  checks: [
    {
      id: 'compute-service',
      asks: 'Is the nova-compute of this node enabled and up?',
      suspects: (node, fleet) => mayBeOnBadCompute(fleet.compute_services, () => fleet.hypervisor(node)),
      async run(facts) {
        const node = await facts.node();
        const computes = (await facts.compute_services()).filter(isCompute);
        const bad = computes.filter((service) => computeTrouble(service));
        if (bad.length === 0) return undefined;
        const reach = await reachOf(bad, computes, [node], facts);
        return reach.kind === 'elsewhere' ? undefined : badServices(reach.bad, reach.evidence, 'warning');
      },
    },
    {
      id: 'has-class',
      asks: 'Has the available node a resource class, so that a flavor can ask for it?',
      appliesTo: (node) => node.resource_class === null || node.resource_class === '',
      needs: ['resource_provider'],
      async run(facts) {
        const node = await facts.node();
        // A cloud without Placement schedules by other means and needs no class.
        const provider = await facts.resource_provider();
        const label = nodeLabel(node);
        return {
          code: 'nvh-resource-class-node-without',
          cause: 'nvh-resource-class',
          summary: `${label} is available but has no resource class, so no flavor can ever match it.`,
          severity: 'warning',
          evidence: [
            { bearing: 'proves', source: 'node.resource_class', observed: 'not set' },
            {
              bearing: 'supports',
              source: 'resource_provider',
              observed: provider
                ? `provider ${provider.uuid}, without a class of the node`
                : 'none for this node',
            },
          ],
          explains: ['nvh-placement-stale-provider'],
          proposals: [propose('fix-node', { node: node.uuid })],
          steps: [
            {
              text: 'See which classes the other nodes have.',
              command: 'baremetal node list --fields name resource_class',
            },
            {
              text: 'Give it one.',
              command: `baremetal node set ${typedName(node)} --resource-class <class>`,
            },
          ],
        };
      },
    },
    {
      id: 'placement-agrees',
      asks: "Does Placement offer the available node's class, unreserved and unallocated?",
      appliesTo: (node) => Boolean(node.resource_class),
      needs: ['resource_provider', 'inventories', 'allocations'],
      async run(facts) {
        const [node, provider, inventories, allocations] = await Promise.all([
          facts.node(),
          facts.resource_provider(),
          facts.inventories(),
          facts.allocations(),
        ]);
        const found = contradictions(node, { provider, inventories, allocations });
        const [first] = found;
        if (!first) return undefined;
        if (node.power_state === null) return powerUnknown(node, found);
        return disagreement(node, first, found, facts.now);
      },
    },
  ],
});

/** Nova holds a node back as long as Ironic does not know its power state: both are right then. */
function powerUnknown(node: Node, found: readonly Contradiction[]): FindingDraft {
  const label = nodeLabel(node);
  return {
    code: 'nvh-no-available-node-power-unknown',
    cause: 'nvh-no-available-node',
    summary: `${label} is available, but its power state is unknown, so Nova keeps it reserved.`,
    severity: 'warning',
    evidence: [
      { bearing: 'proves', source: 'node.power_state', observed: 'null' },
      ...found.map(({ evidence }) => ({ ...evidence, bearing: 'supports' as const })),
    ],
    proposals: [propose('fix-bmc', { node: node.uuid })],
    steps: [
      {
        text: 'See whether the BMC answers.',
        command: `baremetal node validate ${typedName(node)} | grep -E 'power|management'`,
      },
      {
        text: 'Wait for the next power sync, or read the state again.',
        command: `baremetal node show ${typedName(node)} --fields power_state last_error`,
      },
    ],
  };
}

function disagreement(
  node: Node,
  first: Contradiction,
  found: readonly Contradiction[],
  now: Date,
): FindingDraft {
  const label = nodeLabel(node);
  // An allocation is Nova's own doing, not a view that lags.
  const early = first.kind !== 'leftover' && mayStillPropagate(node, now);
  const consumer = found.find((one) => one.consumer)?.consumer;
  return {
    code: early ? 'nvh-placement-stale-not-yet' : 'nvh-placement-stale-provider',
    cause: 'nvh-placement-stale',
    summary: early
      ? `${label} ${changedWords(node, now)}, so Nova may not have caught up: Placement ${first.says}.`
      : `Ironic calls ${label} free, but Placement ${first.says}; both cannot be right.`,
    severity: early ? 'info' : 'warning',
    evidence: [
      ...(found.map(({ evidence }) => evidence) as [
        Contradiction['evidence'],
        ...Contradiction['evidence'][],
      ]),
      {
        bearing: 'supports',
        source: 'node.provision_state',
        observed: `available, no maintenance, no instance, class ${customClass(node.resource_class)}, ${changedWords(node, now)}`,
      },
    ],
    proposals: [
      ...(early ? [propose('look-again', { node: node.uuid })] : []),
      ...(consumer ? [propose('delete-allocation', { consumer, resource_provider: node.uuid })] : []),
      ...(!early && !consumer ? [propose('restart-compute')] : []),
    ],
    steps: early
      ? [{ text: 'Look again in a few minutes; nova-compute looks about once a minute.' }]
      : stepsFor(node, consumer),
  };
}

function stepsFor(node: Node, consumer: string | undefined): readonly Step[] {
  if (consumer)
    return [
      {
        text: 'See whether that instance still exists, and on which node.',
        command: `openstack server show ${typedWord(consumer, 'instance')}`,
      },
      {
        text: 'Only when it is gone or elsewhere: drop what it left behind here.',
        command: `openstack resource provider allocation unset --provider ${typedUuid(node)} ${typedWord(consumer, 'instance')}`,
      },
    ];
  return [
    { text: 'See what Nova has.', command: `openstack hypervisor show ${typedUuid(node)}` },
    {
      text: 'See what Placement has.',
      command: `openstack resource provider inventory list ${typedUuid(node)}`,
    },
    {
      text: 'Read the log of the nova-compute that should have the node: an error in its resource tracker, a peer list or conductor group that leaves the node out.',
    },
  ];
}
