import type { Facts } from '../src/core/facts.ts';
import type { Evidence, FindingDraft } from '../src/core/finding.ts';
import { nodeLabel, typedFlavor, typedName } from '../src/core/node-words.ts';
import { someNames } from '../src/core/other-nodes.ts';
import { definePlaybook } from '../src/core/playbook.ts';
import { propose } from '../src/core/remediation.ts';
import { customClass, nearestNames } from '../src/core/resource-class.ts';
import {
  type FlavorDemand,
  flavorDemand,
  maybeSupplyFor,
  offeredProviders,
  type SchedulingQuestion,
  type Supply,
  schedulingQuestion,
  unknownToPlacement,
} from '../src/core/scheduling-question.ts';
import type { AllocationCandidates } from '../src/openstack/placement/schema.ts';

/** Item 3 of the guide's list. */
export default definePlaybook({
  id: 'no-valid-host-resource-class',
  title: 'No valid host: resource class of nodes and flavor',
  guide: 'no-valid-host',
  covers: [],
  causes: ['nvh-resource-class'],
  reads: ['flavor', 'instance', 'instance_actions', 'node', 'nodes', 'allocation_candidates', 'hypervisors'],
  remedies: ['set-resource-class', 'fix-flavor'],
  about: ['instance', 'flavor'],
  checks: [
    {
      id: 'class-exists',
      asks: 'Does any node have the resource class that the flavor asks for?',
      async run(facts) {
        if (!(await schedulingQuestion(facts))) return undefined;
        const wanted = await flavorDemand(facts);
        if (wanted.classes.length === 0) return undefined;
        const supply = await maybeSupplyFor(facts, wanted.classes);
        if (supply && supply.ofClass.length > 0) return undefined;
        const candidates = supply
          ? await facts.maybe.allocation_candidates()
          : await facts.allocation_candidates();
        return classMissing(wanted, supply, candidates);
      },
    },
    {
      id: 'asks-what-nodes-have',
      asks: 'Does the flavor ask for a resource class, and for nothing that nodes lack?',
      async run(facts) {
        const question = await schedulingQuestion(facts);
        if (!question) return undefined;
        const wanted = await flavorDemand(facts);
        if (wanted.classes.length === 0) return noClassAsked(wanted, question, facts);
        if (Object.keys(wanted.demand.virtual).length > 0) return virtualAsked(wanted, question, facts);
        return undefined;
      },
    },
  ],
});

function classMissing(
  { flavor, classes }: FlavorDemand,
  supply: Supply | undefined,
  candidates: AllocationCandidates | undefined,
): FindingDraft | undefined {
  const name = classes.join(', ');
  const refused = unknownToPlacement(candidates).classes.some((one) => classes.includes(one));
  const offered = candidates ? (offeredProviders(candidates) ?? []) : [];
  const told = supply?.all.filter((node) => node.resource_class !== undefined) ?? [];
  // This credential may not see all nodes: what Placement offers has the class, whatever Ironic showed.
  if (offered.length > 0) return undefined;
  if (!refused && !(supply && (supply.all.length === 0 || told.length > 0))) return undefined;
  const classless = told.filter((node) => !node.resource_class);
  const known = told.flatMap((node) => customClass(node.resource_class) ?? []);
  const near = nearestNames(classes[0] ?? '', known);
  const twice = told.find((node) => classes.includes((node.resource_class ?? '').toUpperCase()));
  const evidence: Evidence[] = [];
  if (refused)
    evidence.push({ bearing: 'proves', source: 'allocation_candidates', observed: detailOf(candidates) });
  if (told.length > 0)
    evidence.push({
      bearing: told.length === supply?.all.length ? 'proves' : 'supports',
      source: 'nodes.resource_class',
      observed: `${told.length} nodes read, none with ${name}; there are ${[...new Set(known)].slice(0, 6).join(', ') || 'no classes at all'}`,
    });
  else if (supply) {
    // An empty list is also what a credential without rights is shown.
    evidence.push({ bearing: 'supports', source: 'nodes', observed: `no node with class ${name}` });
  }
  if (candidates && !refused) {
    const observed = 'an empty list: Placement knows the class and nothing of it is free';
    evidence.push({ bearing: 'supports', source: 'allocation_candidates', observed });
  }
  const [only] = classless.filter((node) => node.provision_state === 'available');
  const hint = twice
    ? `; the "${twice.resource_class}" of ${nodeLabel(twice)} becomes ${customClass(twice.resource_class)}`
    : near.length > 0
      ? `; the nearest is ${near[0]}`
      : classless.length > 0
        ? `; ${classless.length === 1 ? `${someNames(classless)} has` : `${classless.length} nodes have`} no class at all`
        : '';
  return {
    code: refused ? 'nvh-resource-class-unknown' : 'nvh-resource-class-no-node',
    cause: 'nvh-resource-class',
    summary: `No node has the resource class ${name} that flavor ${flavor.name} asks for${hint}.`,
    severity: 'critical',
    evidence: [
      { bearing: 'supports', source: `flavor.extra_specs[resources:${classes[0]}]`, observed: name },
      ...evidence,
      ...classless.slice(0, 3).map(
        (node): Evidence => ({
          bearing: 'supports',
          source: `nodes[${nodeLabel(node)}].resource_class`,
          observed: 'not set',
        }),
      ),
    ],
    explains: ['nvh-placement-stale-no-candidates', 'nvh-properties-capabilities-traits'],
    proposals: [
      propose('fix-flavor', { flavor: flavor.name }),
      ...(only && classless.length === 1
        ? [
            propose('set-resource-class', {
              node: only.uuid,
              value: (classes[0] ?? '').replace(/^CUSTOM_/, '').toLowerCase(),
            }),
          ]
        : []),
    ],
    steps: [
      {
        text: 'See which classes the nodes have.',
        command: 'baremetal node list --fields uuid name resource_class',
      },
      {
        text: 'Compare with what the flavor asks: upper case, CUSTOM_ in front, other characters as _.',
        command: `openstack flavor show ${typedFlavor(flavor)} -f value -c properties`,
      },
      {
        text: 'Correct one side: the class of the node (without CUSTOM_), or the flavor.',
        command: `baremetal node set ${only ? typedName(only) : '<node>'} --resource-class <class>`,
      },
    ],
  };
}

function detailOf(candidates: AllocationCandidates | undefined): string {
  return candidates?.kind === 'refused'
    ? `${candidates.status}: ${candidates.detail.replace(/^[\s\S]*?\n\n\s*/, '').trim()}`
    : '';
}

async function noClassAsked(
  { flavor, demand }: FlavorDemand,
  { kind }: SchedulingQuestion,
  facts: Facts,
): Promise<FindingDraft> {
  const types = [
    ...new Set((await facts.maybe.hypervisors())?.map((one) => one.hypervisor_type ?? '') ?? []),
  ];
  const evidence: [Evidence, ...Evidence[]] = [
    {
      bearing: 'supports',
      source: 'flavor.extra_specs',
      observed: `no resources:CUSTOM_… of 1 among ${Object.keys(flavor.extra_specs ?? {}).join(', ') || 'no extra specs'}`,
    },
  ];
  if (demand.meantForNodes)
    evidence.push({
      bearing: 'supports',
      source: 'flavor.extra_specs',
      observed: 'VCPU, MEMORY_MB or DISK_GB set to 0',
    });
  if (types.some((type) => type && type !== 'ironic'))
    evidence.push({
      bearing: 'speaks-against',
      source: 'hypervisors.hypervisor_type',
      observed: `${types.join(', ')}: it may be meant for virtual machines`,
    });
  return {
    code: 'nvh-resource-class-not-asked',
    cause: 'nvh-resource-class',
    summary: `Flavor ${flavor.name} asks for no resource class, so no node can match it.`,
    severity: kind === 'failed' || demand.meantForNodes ? 'critical' : 'info',
    evidence,
    proposals: [propose('fix-flavor', { flavor: flavor.name })],
    steps: [
      {
        text: 'Ask for one node of a class.',
        command: `openstack flavor set ${typedFlavor(flavor)} --property resources:CUSTOM_<CLASS>=1`,
      },
    ],
  };
}

async function virtualAsked(
  { flavor, demand, classes }: FlavorDemand,
  { fault }: SchedulingQuestion,
  facts: Facts,
): Promise<FindingDraft> {
  const supply = await maybeSupplyFor(facts, classes);
  const asked = Object.entries(demand.virtual).map(([name, amount]) => `${name}=${amount}`);
  return {
    code: 'nvh-resource-class-virtual-amounts',
    cause: 'nvh-resource-class',
    summary: `Flavor ${flavor.name} asks for ${asked.join(', ')} besides ${classes.join(', ')}, and a node has none of these in Placement.`,
    severity: supply && supply.free.length === 0 ? 'warning' : 'critical',
    evidence: [
      {
        bearing: 'proves',
        source: 'flavor.extra_specs',
        observed: `${asked.join(', ')} not overridden with 0; nodes report only their class (since Nova 19)`,
      },
      ...(fault?.says === 'filtered'
        ? [
            {
              bearing: 'speaks-against' as const,
              source: fault.source,
              observed: 'Placement had candidates then; a filter removed them',
            },
          ]
        : []),
    ],
    explains: ['nvh-placement-stale-no-candidates'],
    proposals: [propose('fix-flavor', { flavor: flavor.name })],
    steps: [
      {
        text: 'Set what is for virtual machines to 0.',
        command: `openstack flavor set ${typedFlavor(flavor)} ${Object.keys(demand.virtual)
          .map((name) => `--property resources:${name}=0`)
          .join(' ')}`,
      },
    ],
  };
}
