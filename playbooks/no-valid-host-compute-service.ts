import { badServices, reachOf } from '../src/core/compute-finding.ts';
import { computeTrouble, isCompute } from '../src/core/compute-service.ts';
import type { Facts } from '../src/core/facts.ts';
import type { Evidence, FindingDraft } from '../src/core/finding.ts';
import { demandOf } from '../src/core/flavor-demand.ts';
import { pastedLines } from '../src/core/pasted-lines.ts';
import { definePlaybook } from '../src/core/playbook.ts';
import { propose } from '../src/core/remediation.ts';
import { maybeSupplyFor, STATUS_DISABLED, schedulingQuestion } from '../src/core/scheduling-question.ts';
import { alsoToldAs } from '../src/core/text-causes.ts';

/** Item 2 of the guide's list. */
export default definePlaybook({
  id: 'no-valid-host-compute-service',
  title: 'No valid host: nova-compute disabled, down or not ready',
  guide: 'no-valid-host',
  covers: [],
  causes: ['nvh-compute-service'],
  reads: [
    'flavor',
    'instance',
    'instance_actions',
    'node',
    'nodes',
    'allocation_candidates',
    'compute_services',
    'hypervisors',
    'message',
    'logs',
  ],
  remedies: ['enable-compute-service', 'restart-compute'],
  about: ['instance', 'flavor', 'message', 'logs'],
  checks: [
    {
      id: 'services-enabled',
      asks: 'Is a nova-compute enabled and up for the nodes that would fit?',
      async run(facts) {
        const question = await schedulingQuestion(facts);
        if (!question) return undefined;
        const computes = (await facts.compute_services()).filter(isCompute);
        const bad = computes.filter((service) => computeTrouble(service));
        if (computes.length === 0) return noneRegistered();
        if (bad.length === 0) return undefined;
        const flavor = await facts.maybe.flavor();
        const demand = flavor ? demandOf(flavor) : undefined;
        const supply = await maybeSupplyFor(facts, Object.keys(demand?.classes ?? {}));
        const fitting = demand ? (supply?.free ?? []) : [];
        // With no free node at all, one sick nova-compute among several is not what keeps this request waiting.
        const somebodyElse = supply !== undefined && demand !== undefined && fitting.length === 0;
        if (somebodyElse && bad.length < computes.length) return undefined;
        const reach = await reachOf(bad, computes, fitting, facts);
        if (reach.kind === 'elsewhere') return undefined;
        const severity = reach.kind === 'share' || somebodyElse ? 'warning' : 'critical';
        const draft = badServices(reach.bad, reach.evidence, severity);
        const { fault } = question;
        const disabled = reach.bad.some((service) => computeTrouble(service) === 'disabled');
        // Placement leaves a disabled nova-compute out; one that is down is only seen by the filters.
        if (fault && fault.says === (disabled ? 'no-candidates' : 'filtered'))
          return {
            ...draft,
            evidence: [
              ...draft.evidence,
              { bearing: 'supports', source: fault.source, observed: `"${fault.message.trim()}"` },
              ...(await markedDisabled(facts)),
            ],
          };
        return draft;
      },
    },
    {
      id: 'virt-driver-ready',
      asks: "Does a log line of nova-compute say that Ironic's driver is not ready?",
      async run(facts) {
        const lines = await pastedLines(facts);
        return SAID_BY_COMPUTE.flatMap(({ pattern, code, summary, step }): FindingDraft[] => {
          const found = lines.find(({ line }) => pattern.test(line));
          if (!found) return [];
          return [
            {
              code,
              cause: 'nvh-compute-service',
              summary,
              severity: 'critical',
              evidence: [{ bearing: 'proves', source: found.source, observed: found.line }],
              explains: alsoToldAs(found.line, 'nvh-compute-service'),
              proposals: [propose('restart-compute')],
              steps: [step],
            },
          ];
        });
      },
    },
  ],
});

/** Wordings of openstack/nova nova/exception.py and nova/virt/ironic/driver.py. */
const SAID_BY_COMPUTE = [
  {
    pattern: /Virt driver is not ready/i,
    code: 'nvh-compute-service-driver-not-ready',
    summary: 'nova-compute cannot reach Ironic, so it reports no nodes.',
    step: {
      text: 'Check that the bare metal API answers from the host of nova-compute.',
      command: 'baremetal conductor list',
    },
  },
  {
    pattern: /unknown error has occurred when trying to get the list of nodes from the Ironic/i,
    code: 'nvh-compute-service-driver-not-ready',
    summary: 'nova-compute cannot list the nodes of Ironic, so it reports none.',
    step: { text: 'Read the error that follows in that line: credentials, endpoint or certificate.' },
  },
  {
    pattern: /Peer list does not contain this compute service hostname/i,
    code: 'nvh-compute-service-peer-list',
    summary: 'nova-compute is missing in its own peer list, so some nodes belong to no nova-compute.',
    step: { text: "Add the host to [ironic]/peer_list in every nova-compute's configuration." },
  },
] as const;

async function markedDisabled(facts: Facts): Promise<readonly Evidence[]> {
  const candidates = await facts.maybe.allocation_candidates();
  if (candidates?.kind !== 'candidates') return [];
  const marked = Object.entries(candidates.provider_summaries).filter(([, one]) =>
    one.traits?.includes(STATUS_DISABLED),
  );
  return marked.slice(0, 1).map(([uuid]) => ({
    bearing: 'supports',
    source: `allocation_candidates.provider_summaries[${uuid}].traits`,
    observed: `${STATUS_DISABLED}: Nova leaves it out of every request`,
  }));
}

function noneRegistered(): FindingDraft {
  return {
    code: 'nvh-compute-service-none',
    cause: 'nvh-compute-service',
    summary: 'Nova knows no nova-compute at all, so nothing can be scheduled.',
    severity: 'critical',
    evidence: [{ bearing: 'proves', source: 'compute_services', observed: 'no nova-compute in the list' }],
    explains: ['nvh-placement-stale-no-candidates'],
    proposals: [propose('restart-compute')],
    steps: [
      {
        text: 'See whether a nova-compute ever registered, and in which cell.',
        command: 'openstack compute service list',
      },
      { text: 'Map a new one into its cell.', command: 'nova-manage cell_v2 discover_hosts --by-service' },
    ],
  };
}
