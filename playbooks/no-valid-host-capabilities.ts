import { isCompute } from '../src/core/compute-service.ts';
import { FactUnread } from '../src/core/facts.ts';
import type { Evidence, FindingDraft } from '../src/core/finding.ts';
import { capabilityProposals, traitProposals } from '../src/core/fit-remedies.ts';
import { capabilityMisfit, traitMisfit, traitsUntold } from '../src/core/node-fit.ts';
import { nodeLabel, typedFlavor, typedName, typedWord } from '../src/core/node-words.ts';
import { someNames } from '../src/core/other-nodes.ts';
import { pastedLines } from '../src/core/pasted-lines.ts';
import { definePlaybook } from '../src/core/playbook.ts';
import { propose } from '../src/core/remediation.ts';
import {
  type FlavorDemand,
  flavorDemand,
  maybeSupplyFor,
  type SchedulingQuestion,
  schedulingQuestion,
  supplyFor,
  unknownToPlacement,
} from '../src/core/scheduling-question.ts';
import type { Node } from '../src/openstack/ironic/schema.ts';

/** Items 5, 6 and 8 of the guide's list. */
export default definePlaybook({
  id: 'no-valid-host-capabilities',
  title: 'No valid host: capabilities, traits and scheduler filters',
  guide: 'no-valid-host',
  covers: [],
  causes: ['nvh-properties-capabilities', 'nvh-compute-service'],
  reads: [
    'flavor',
    'instance',
    'instance_actions',
    'node',
    'nodes',
    'allocation_candidates',
    'compute_services',
    'message',
    'logs',
  ],
  remedies: ['fix-flavor', 'add-trait', 'remove-trait', 'set-property'],
  about: ['instance', 'flavor', 'message', 'logs'],
  checks: [
    {
      id: 'traits',
      asks: 'Do the nodes have the traits that the flavor asks for, and none that it forbids?',
      async run(facts) {
        if (!(await schedulingQuestion(facts))) return undefined;
        const wanted = await flavorDemand(facts);
        const { demand } = wanted;
        if (demand.required.length + demand.forbidden.length === 0) return undefined;
        const supply = await maybeSupplyFor(facts, wanted.classes);
        const judged = supply ? fittest(supply) : [];
        const misfits = judged.map((node) => ({ node, why: traitMisfit(node, demand) }));
        // One fitting node is enough.
        const untold = judged.filter((node) => traitsUntold(node, demand));
        if (misfits.some(({ node, why }) => why === undefined && !untold.includes(node))) return undefined;
        const candidates = supply
          ? await facts.maybe.allocation_candidates()
          : await facts.allocation_candidates();
        const unknown = unknownToPlacement(candidates).traits.filter((trait) =>
          demand.required.includes(trait),
        );
        if (unknown.length === 0 && untold.length > 0)
          throw new FactUnread('nodes', 'unsupported', "Ironic did not tell the nodes' traits");
        if (unknown.length === 0 && misfits.length === 0) return undefined;
        const known = misfits.filter(({ why }) => why !== undefined);
        return traitFinding(wanted, known, unknown, supply !== undefined && supply.free.length === 0);
      },
    },
    {
      id: 'capabilities',
      asks: "Do the nodes' capabilities satisfy the flavor's?",
      async run(facts) {
        const question = await schedulingQuestion(facts);
        if (!question) return undefined;
        const wanted = await flavorDemand(facts);
        if (Object.keys(wanted.demand.capabilities).length === 0) return undefined;
        const supply = await supplyFor(facts, wanted.classes);
        const misfits = fittest(supply).map((node) => ({ node, why: capabilityMisfit(node, wanted.demand) }));
        if (misfits.length === 0 || misfits.some(({ why }) => why === undefined)) return undefined;
        return capabilityFinding(wanted, misfits, question, supply.free.length === 0);
      },
    },
    {
      id: 'availability-zone',
      asks: 'Has the availability zone that was asked for a nova-compute?',
      async run(facts) {
        const question = await schedulingQuestion(facts);
        const zone = question?.server?.['OS-EXT-AZ:availability_zone'];
        if (!zone) return undefined;
        const computes = (await facts.compute_services()).filter(isCompute);
        const zones = [...new Set(computes.flatMap((service) => service.zone ?? []))];
        return zones.length === 0 || zones.includes(zone) ? undefined : zoneFinding(zone, zones);
      },
    },
    {
      id: 'scheduler-filter',
      asks: "Does a line of nova-scheduler's log name the filter that removed the last host?",
      async run(facts) {
        const lines = await pastedLines(facts);
        const found = lines.filter(({ line }) => lastFilter(line) !== undefined).at(-1);
        if (!found) return undefined;
        return filterFinding(lastFilter(found.line) ?? '', found.source, found.line);
      },
    },
  ],
});

interface Misfit {
  readonly node: Node;
  readonly why: string | undefined;
}

/** Free nodes are judged; where none is free, those of the class, since they may be freed next. */
function fittest({ free, ofClass }: { readonly free: readonly Node[]; readonly ofClass: readonly Node[] }) {
  return free.length > 0 ? free : ofClass;
}

function traitFinding(
  { flavor, demand, classes }: FlavorDemand,
  misfits: readonly Misfit[],
  unknown: readonly string[],
  noneFree: boolean,
): FindingDraft {
  const asked = [
    ...demand.required.map((trait) => `${trait} required`),
    ...demand.forbidden.map((trait) => `${trait} forbidden`),
  ].join(', ');
  const evidence: Evidence[] = misfits.slice(0, 3).map(({ node, why }) => ({
    bearing: 'proves',
    source: `nodes[${nodeLabel(node)}].traits`,
    observed: why ?? '',
  }));
  if (unknown.length > 0)
    evidence.unshift({
      bearing: 'proves',
      source: 'allocation_candidates',
      observed: `400: No such trait(s): ${unknown.join(', ')}`,
    });
  const [first] = misfits;
  const trait = unknown[0] ?? demand.required[0] ?? demand.forbidden[0] ?? '';
  return {
    code: 'nvh-properties-capabilities-traits',
    cause: 'nvh-properties-capabilities',
    summary:
      unknown.length > 0
        ? `Flavor ${flavor.name} requires the trait ${unknown.join(', ')}, which no node has ever had.`
        : `No ${noneFree ? '' : 'free '}node with class ${classes.join(', ')} has the traits that flavor ${flavor.name} asks for: ${first ? nodeLabel(first.node) : ''} ${(first?.why ?? '').replace(/ \(it has .*$/s, '')}.`,
    severity: noneFree && unknown.length === 0 ? 'warning' : 'critical',
    evidence: [{ bearing: 'supports', source: 'flavor.extra_specs', observed: asked }, ...evidence],
    explains: ['nvh-placement-stale-no-candidates'],
    proposals: [
      propose('fix-flavor', { flavor: flavor.name }),
      ...(first ? traitProposals(first.node, demand) : []),
    ],
    steps: [
      {
        text: 'Look at what the flavor asks for.',
        command: `openstack flavor show ${typedFlavor(flavor)} -c properties`,
      },
      {
        text: 'Compare it with the traits of a node that should fit.',
        command: `baremetal node trait list ${first ? typedName(first.node) : '<node>'}`,
      },
      {
        text: 'Correct one side; a trait that the hardware really has can be added to the node.',
        command: `baremetal node add trait ${first ? typedName(first.node) : '<node>'} ${typedWord(trait, 'trait')}`,
      },
    ],
  };
}

function capabilityFinding(
  { flavor, demand, classes }: FlavorDemand,
  misfits: readonly Misfit[],
  { fault }: SchedulingQuestion,
  noneFree: boolean,
): FindingDraft {
  const evidence: Evidence[] = misfits.slice(0, 3).map(({ node, why }) => ({
    bearing: 'proves',
    source: `nodes[${nodeLabel(node)}].properties.capabilities`,
    observed: why ?? '',
  }));
  if (fault?.says === 'filtered' || fault?.says === 'no-candidates')
    evidence.push({
      bearing: fault.says === 'filtered' ? 'supports' : 'speaks-against',
      source: fault.source,
      observed:
        fault.says === 'filtered'
          ? `"${fault.message.trim()}": candidates were there and a filter removed them`
          : `"${fault.message.trim()}" without a reason: Placement had no candidate, so no filter was asked then`,
    });
  const asked = Object.entries(demand.capabilities).map(([key, value]) => `capabilities:${key}=${value}`);
  const [first] = misfits;
  const names = someNames(
    misfits.map(({ node }) => node),
    3,
  );
  return {
    code: 'nvh-properties-capabilities-mismatch',
    cause: 'nvh-properties-capabilities',
    summary: `Flavor ${flavor.name} asks for ${asked.join(', ')}, and no ${noneFree ? '' : 'free '}node with class ${classes.join(', ')} offers that (${names}).`,
    severity: noneFree ? 'warning' : 'critical',
    evidence: [
      { bearing: 'supports', source: 'flavor.extra_specs', observed: asked.join(', ') },
      ...evidence,
    ],
    explains: ['nvh-properties-capabilities-filter'],
    proposals: [
      propose('fix-flavor', { flavor: flavor.name }),
      ...(first ? capabilityProposals(first.node, demand) : []),
    ],
    steps: [
      {
        text: 'Look at what the flavor asks for.',
        command: `openstack flavor show ${typedFlavor(flavor)} -c properties`,
      },
      {
        text: "Compare it with the node; there it is one string, 'boot_mode:uefi,other:value'.",
        command: `baremetal node show ${first ? typedName(first.node) : '<node>'} --fields properties`,
      },
      {
        text: 'See which filter removed the last host: "Filter … returned 0 hosts" in the log of nova-scheduler.',
      },
      {
        text: 'cpus, memory_mb and local_gb of the node no longer matter with resource classes; older guides say so.',
      },
    ],
  };
}

function zoneFinding(zone: string, zones: readonly string[]): FindingDraft {
  return {
    code: 'nvh-properties-capabilities-zone',
    cause: 'nvh-properties-capabilities',
    summary: `No nova-compute is in availability zone ${zone}, where the server was asked for.`,
    severity: 'critical',
    evidence: [
      { bearing: 'supports', source: 'instance.OS-EXT-AZ:availability_zone', observed: zone },
      { bearing: 'proves', source: 'compute_services.zone', observed: zones.join(', ') },
    ],
    steps: [
      { text: 'See which zones there are.', command: 'openstack availability zone list --compute' },
      { text: 'Boot it without a zone, or in one of these.' },
    ],
  };
}

/** openstack/nova nova/filters.py; in the list of results the filter that ended at 0 is the last. */
function lastFilter(line: string): string | undefined {
  const [, one] = /Filter (\w+) returned 0 hosts/.exec(line) ?? [];
  if (one) return one;
  if (!line.includes('Filtering removed all hosts')) return undefined;
  const [, last] = /\b(\w{1,100}): \(start: \d{1,9}, end: 0\)/.exec(line) ?? [];
  return last;
}

/** What a filter that is not about the node's own properties says by its name. */
const FILTER_HINTS: Readonly<Record<string, string>> = {
  ComputeCapabilitiesFilter: "the flavor's capabilities do not match the nodes'",
  ImagePropertiesFilter: "the image's properties (architecture, hypervisor type) do not match the nodes'",
  AvailabilityZoneFilter: 'no fitting node is in the availability zone that was asked for',
  ComputeFilter: 'nova-compute of those nodes is disabled or down',
  AggregateInstanceExtraSpecsFilter: "the aggregates' properties do not match the flavor's extra specs",
};

/** So that whoever names the mismatch itself explains its own filter and no other. */
const FILTER_CODES: Readonly<Record<string, string>> = {
  ComputeCapabilitiesFilter: 'nvh-properties-capabilities-filter',
  ComputeFilter: 'nvh-compute-service-filter',
};

function filterFinding(filter: string, source: string, line: string): FindingDraft {
  const hint = FILTER_HINTS[filter];
  return {
    code: FILTER_CODES[filter] ?? 'nvh-properties-capabilities-other-filter',
    cause: filter === 'ComputeFilter' ? 'nvh-compute-service' : 'nvh-properties-capabilities',
    summary: `The scheduler's ${filter} removed the last host${hint ? `: ${hint}` : ''}.`,
    severity: 'critical',
    evidence: [{ bearing: 'proves', source, observed: line.trim() }],
    steps: [
      {
        text: `Compare what ${filter} looks at in the flavor, the image and the nodes.`,
        command: 'openstack flavor show <flavor> -c properties',
      },
    ],
  };
}
