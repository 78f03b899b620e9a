import { computeTrouble, computeWords, isCompute } from '../src/core/compute-service.ts';
import type { Evidence, FindingDraft } from '../src/core/finding.ts';
import { fits } from '../src/core/node-fit.ts';
import { nodeLabel, typedUuid, typedWord } from '../src/core/node-words.ts';
import { someNames } from '../src/core/other-nodes.ts';
import { changedAt } from '../src/core/placement-view.ts';
import { definePlaybook } from '../src/core/playbook.ts';
import { propose } from '../src/core/remediation.ts';
import {
  type FlavorDemand,
  flavorDemand,
  offeredProviders,
  type SchedulingQuestion,
  schedulingQuestion,
  supplyFor,
} from '../src/core/scheduling-question.ts';
import { formatDuration, parseUtc } from '../src/lib/duration.ts';
import type { Node } from '../src/openstack/ironic/schema.ts';
import type { ComputeService } from '../src/openstack/nova/schema.ts';
import type { ResourceProvider } from '../src/openstack/placement/schema.ts';

/**
 * nova-compute tells Placement about its nodes once a minute by default; a node that was free for less than half of
 * that was more likely unknown to Placement than known.
 */
const HALF_ROUND_SECONDS = 30;

/** What is left when every item of the guide's list is in order now. */
export default definePlaybook({
  id: 'no-valid-host-transient',
  title: 'No valid host: it would be scheduled now',
  guide: 'no-valid-host',
  covers: [],
  causes: ['healthy', 'nvh-no-available-node', 'nvh-placement-stale', 'nvh-compute-service'],
  reads: [
    'flavor',
    'instance',
    'instance_actions',
    'node',
    'nodes',
    'allocation_candidates',
    'compute_services',
    'resource_provider',
  ],
  remedies: ['none', 'wait'],
  about: ['instance', 'flavor'],
  checks: [
    {
      id: 'fits-now',
      asks: 'Is what stood in the way still there?',
      async run(facts) {
        const question = await schedulingQuestion(facts);
        if (!question) return undefined;
        const wanted = await flavorDemand(facts);
        if (wanted.classes.length === 0) return undefined;
        const [{ ofClass, free }, services, candidates] = await Promise.all([
          supplyFor(facts, wanted.classes),
          facts.compute_services(),
          facts.allocation_candidates(),
        ]);
        const fitting = free.filter((node) => fits(node, wanted.demand));
        if (fitting.length === 0) return undefined;
        const computes = services.filter(isCompute);
        if (computes.every((service) => computeTrouble(service))) return undefined;
        const offered = offeredProviders(candidates) ?? [];
        const ready = fitting.filter((node) => offered.includes(node.uuid));
        if (ready.length === 0) return undefined;
        if (question.kind === 'would-it') return wouldFit(wanted, ready, ofClass);
        const failedAt = question.fault?.at ?? updatedAt(question) ?? facts.now.getTime();
        const before = ready.filter((node) => freeAt(node) <= failedAt);
        const [longest] = [...before].sort((a, b) => freeAt(a) - freeAt(b));
        if (!longest) return freedSince(ready, question, failedAt);
        const lived = (failedAt - freeAt(longest)) / 1000;
        if (lived < HALF_ROUND_SECONDS && question.fault?.says !== 'filtered')
          return notYetKnown(longest, lived, question);
        // Where such a nova-compute is out of order now, it needs no guess at what was then.
        const guess = question.fault?.says === 'filtered' ? 'down' : 'disabled';
        if (computes.some((service) => computeTrouble(service) === guess)) return undefined;
        const provider = await facts.maybe.resource_provider();
        return somethingInNova({ longest, lived, question, failedAt, computes, provider });
      },
    },
  ],
});

/** A failed server is not touched again, so its last change is the failure. */
function updatedAt({ server }: SchedulingQuestion): number | undefined {
  const when = server?.updated ?? server?.created;
  return when ? parseUtc(when) : undefined;
}

/** When the node became what it is; a node that does not say has always been so. */
function freeAt(node: Node): number {
  return (node.provision_updated_at && parseUtc(node.provision_updated_at)) || 0;
}

function wouldFit(
  { flavor, classes }: FlavorDemand,
  ready: readonly Node[],
  ofClass: readonly Node[],
): FindingDraft {
  const names = someNames(ready, 3);
  return {
    code: 'healthy-flavor',
    cause: 'healthy',
    summary: `Flavor ${flavor.name} would be scheduled now: ${ready.length} of ${ofClass.length} nodes with class ${classes.join(', ')} are free and in Placement (${names}).`,
    severity: 'info',
    evidence: [
      { bearing: 'proves', source: 'allocation_candidates', observed: `offers ${names}` },
      {
        bearing: 'supports',
        source: 'nodes',
        observed: `${ready.length} available, no maintenance, no instance`,
      },
    ],
  };
}

const again = (question: SchedulingQuestion) => [
  {
    text: 'It would be scheduled now: delete the failed server and boot it again.',
    command: `openstack server delete ${typedWord(question.server?.id, 'server')}`,
  },
  {
    text: 'Read what nova-scheduler logged for that request.',
    command: `openstack server event list ${typedWord(question.server?.id, 'server')}`,
  },
];

function freedSince(ready: readonly Node[], question: SchedulingQuestion, failedAt: number): FindingDraft {
  const [first] = [...ready].sort((a, b) => freeAt(a) - freeAt(b));
  const label = first ? nodeLabel(first) : '';
  const later = first ? formatDuration((freeAt(first) - failedAt) / 1000) : '';
  return {
    code: 'nvh-no-available-node-then',
    cause: 'nvh-no-available-node',
    summary: `When the request failed no fitting node was free; ${label} became available ${later} later, so it would be scheduled now.`,
    severity: 'critical',
    evidence: [
      {
        bearing: 'supports',
        source: `nodes[${label}].provision_updated_at`,
        observed: `available since ${first?.provision_updated_at}, ${later} after the failure`,
      },
      ...(question.fault?.says === 'no-candidates' ? [nothingFromPlacement(question)] : []),
    ],
    proposals: [propose('none')],
    steps: again(question),
  };
}

function nothingFromPlacement({ fault }: SchedulingQuestion): Evidence {
  return {
    bearing: 'supports',
    source: fault?.source ?? 'instance.fault.message',
    observed:
      fault?.says === 'no-candidates'
        ? `"${fault.message.trim()}" without a reason: Placement had no candidate then`
        : `"${fault?.message.trim()}"`,
  };
}

function notYetKnown(node: Node, lived: number, question: SchedulingQuestion): FindingDraft {
  const label = nodeLabel(node);
  return {
    code: 'nvh-placement-stale-then',
    cause: 'nvh-placement-stale',
    summary: `${label} had been available for only ${formatDuration(lived)} when the request failed, so Placement may not have known it; it would be scheduled now.`,
    severity: 'critical',
    evidence: [
      {
        bearing: 'supports',
        source: `nodes[${label}].provision_updated_at`,
        observed: `${node.provision_updated_at}, ${formatDuration(lived)} before the failure; nova-compute looks about once a minute`,
      },
      ...(question.fault?.says === 'no-candidates' ? [nothingFromPlacement(question)] : []),
    ],
    proposals: [propose('wait')],
    steps: again(question),
  };
}

interface Then {
  readonly longest: Node;
  /** Seconds that the node had been available when the request failed. */
  readonly lived: number;
  readonly question: SchedulingQuestion;
  readonly failedAt: number;
  readonly computes: readonly ComputeService[];
  readonly provider: ResourceProvider | null | undefined;
}

/**
 * The node fitted then as it does now, so what changed is in Nova or Placement. Placement having nothing points to a
 * disabled nova-compute (its trait takes the provider out), a filter to one that was down. Nova keeps no history of
 * its services, so this stays a guess by elimination.
 */
function somethingInNova({ longest, lived, question, failedAt, computes, provider }: Then): FindingDraft {
  const label = nodeLabel(longest);
  const filtered = question.fault?.says === 'filtered';
  const was = filtered ? 'down' : 'disabled';
  const modified =
    provider?.uuid === longest.uuid && provider.last_modified ? parseUtc(provider.last_modified) : undefined;
  // That Placement changed the provider afterwards only says more of the same: it was not the node.
  const since =
    modified !== undefined && modified >= failedAt
      ? `; Placement changed it at ${provider?.last_modified}`
      : '';
  const unchanged: Evidence = {
    bearing: 'supports',
    source: `nodes[${label}].provision_updated_at`,
    observed: `available since ${longest.provision_updated_at ?? 'always'}, before the request failed${since}`,
  };
  const evidence: [Evidence, ...Evidence[]] = [
    filtered
      ? {
          bearing: 'supports',
          source: question.fault?.source ?? 'instance.fault.message',
          observed: `"${question.fault?.message.trim()}": a filter removed the node, as it does when nova-compute is down`,
        }
      : nothingFromPlacement(question),
    unchanged,
    ...computes.slice(0, 2).map(
      (service): Evidence => ({
        bearing: 'speaks-against',
        source: `compute_services[${service.host}].status`,
        observed: `${computeWords(service)} now; Nova does not tell since when`,
      }),
    ),
  ];
  const touched = changedAt(longest) ?? 0;
  if (touched > failedAt)
    evidence.push({
      bearing: 'speaks-against',
      source: `nodes[${label}].updated_at`,
      observed: `${longest.updated_at}: the node itself was touched after the failure`,
    });
  if (lived < 2 * HALF_ROUND_SECONDS && !filtered)
    evidence.push({
      bearing: 'speaks-against',
      source: `nodes[${label}].provision_updated_at`,
      observed: `only ${formatDuration(lived)} before the failure: Placement may not have known the node yet`,
    });
  if (modified !== undefined && modified < failedAt)
    evidence.push({
      bearing: 'speaks-against',
      source: 'resource_provider.last_modified',
      observed: `${provider?.last_modified}: Placement changed nothing of it since the failure`,
    });
  return {
    code: 'nvh-compute-service-since-enabled',
    cause: 'nvh-compute-service',
    summary: `${label} fits and was free when the request failed, so most likely nova-compute was ${was} then; it would be scheduled now.`,
    severity: 'critical',
    evidence,
    proposals: [propose('none')],
    steps: [
      ...again(question),
      { text: 'Ask who disabled or restarted nova-compute around that time; Nova keeps no record of it.' },
      {
        text: 'See whether Placement changed the provider just after the failure.',
        command: `openstack resource provider show ${typedUuid(longest)}`,
      },
    ],
  };
}
