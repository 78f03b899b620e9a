import { cut } from '../lib/cut.ts';
import { ofList } from '../lib/of-list.ts';
import type { Node } from '../openstack/ironic/schema.ts';
import type { ComputeService, Hypervisor } from '../openstack/nova/schema.ts';
import {
  type ComputeTrouble,
  computeHostOf,
  computeTrouble,
  computeWords,
  disabledByBuildFailures,
  isCompute,
} from './compute-service.ts';
import type { Facts } from './facts.ts';
import type { Evidence, FindingDraft, Severity, Step } from './finding.ts';
import { typedWord } from './node-words.ts';
import { someNames } from './other-nodes.ts';
import { propose } from './remediation.ts';

export type Reach =
  | { readonly kind: 'elsewhere' }
  | {
      readonly kind: 'all' | 'share' | 'perhaps';
      readonly bad: readonly ComputeService[];
      readonly evidence: readonly Evidence[];
    };

/**
 * Whether the sick services are those that would have to carry the nodes. With one of several, Nova's hypervisors tell
 * whose nodes they are; without that it stays a possibility.
 */
export async function reachOf(
  bad: readonly ComputeService[],
  computes: readonly ComputeService[],
  nodes: readonly Node[],
  facts: Facts,
): Promise<Reach> {
  const all = bad.length === computes.length;
  if (all) return { kind: 'all', bad, evidence: bad.map((service) => evidenceOf(service, 'proves')) };
  const hypervisors = nodes.length > 0 ? await facts.maybe.hypervisors() : undefined;
  const homes = nodes.flatMap((node) => {
    const host = hypervisors && computeHostOf(node.uuid, hypervisors);
    return host ? [{ node, host }] : [];
  });
  if (homes.length === 0) {
    const well = computes.filter((service) => !bad.includes(service)).map((service) => service.host);
    return {
      kind: 'perhaps',
      bad,
      evidence: [
        ...bad.map((one) => evidenceOf(one, 'supports')),
        {
          bearing: 'speaks-against',
          source: 'compute_services',
          observed: `enabled and up: ${well.slice(0, 3).join(', ')}; whose nodes would fit could not be told`,
        },
      ],
    };
  }
  const hit = homes.filter(({ host }) => bad.some((service) => service.host === host));
  if (hit.length === 0) return { kind: 'elsewhere' };
  const guilty = bad.filter((service) => hit.some(({ host }) => host === service.host));
  const whole = hit.length === nodes.length;
  return {
    kind: whole ? 'all' : 'share',
    bad: guilty,
    evidence: [
      ...guilty.map((service) => evidenceOf(service, whole ? 'proves' : 'supports')),
      {
        bearing: 'supports',
        source: 'hypervisors',
        observed: `${hit.length} of ${nodes.length} free nodes belong to it: ${someNames(hit.map(({ node }) => node))}`,
      },
    ],
  };
}

/** Whether {@link reachOf} can name a sick service for a node. Nova's record of it is asked for where one is sick. */
export function mayBeOnBadCompute(
  services: readonly ComputeService[] | undefined,
  record: () => Hypervisor | null | undefined,
): boolean {
  if (!services) return true;
  const { bad, all } = badOf(services);
  if (bad.length === 0) return false;
  const host = record()?.service?.host;
  return !host || all || bad.some((service) => service.host === host);
}

/** A fleet asks it once for each node. */
const badOf = ofList((services: readonly ComputeService[]) => {
  const computes = services.filter(isCompute);
  const bad = computes.filter((service) => computeTrouble(service));
  return { bad, all: bad.length === computes.length };
});

function evidenceOf(service: ComputeService, bearing: Evidence['bearing']): Evidence {
  const field = computeTrouble(service) === 'disabled' ? 'status' : 'state';
  return { bearing, source: `compute_services[${service.host}].${field}`, observed: computeWords(service) };
}

/** What to say of nova-computes that take nothing on. */
export function badServices(
  bad: readonly ComputeService[],
  evidence: readonly Evidence[],
  severity: Severity,
): FindingDraft & { readonly evidence: readonly [Evidence, ...Evidence[]] } {
  const [first] = bad;
  const trouble: ComputeTrouble = (first && computeTrouble(first)) ?? 'down';
  const shown = bad.slice(0, 3).map((service) => service.host);
  const hosts = `${shown.join(', ')}${bad.length > shown.length ? ` and ${bad.length - shown.length} more` : ''}`;
  const reason = first?.disabled_reason ? ` ("${cut(first.disabled_reason, 60)}")` : '';
  return {
    code: `nvh-compute-service-${trouble.replace(' ', '-')}`,
    cause: 'nvh-compute-service',
    summary: `nova-compute on ${hosts} is ${trouble}${reason}, so Nova schedules nothing on its nodes.`,
    severity,
    evidence: evidence as readonly [Evidence, ...Evidence[]],
    explains: [
      'nvh-placement-stale-no-candidates',
      'nvh-placement-stale-provider',
      'nvh-compute-service-filter',
      // What is out of order now needs no guess at what was then.
      'nvh-compute-service-since-enabled',
    ],
    proposals: bad.map((service) =>
      computeTrouble(service) === 'disabled'
        ? propose('enable-compute-service', { service: service.host })
        : propose('restart-compute', { service: service.host }),
    ),
    steps: bad.flatMap((service) => stepsFor(service)),
  };
}

function stepsFor(service: ComputeService): readonly Step[] {
  const trouble = computeTrouble(service);
  const list = {
    text: 'Look at all of them.',
    command: 'openstack compute service list --service nova-compute',
  };
  if (trouble === 'down')
    return [
      list,
      { text: `Start nova-compute on ${service.host} and read its log for why it stopped reporting.` },
    ];
  if (trouble === 'forced down')
    return [
      list,
      {
        text: 'Somebody fenced it. Once that host is known to be well, take the mark away.',
        command: `openstack compute service set --up ${typedWord(service.host, 'host')} nova-compute`,
      },
    ];
  return [
    list,
    disabledByBuildFailures(service)
      ? {
          text: 'Failed builds in a row disabled it ([compute]consecutive_build_service_disable_threshold, 10 by default), as Nova did before release 18: later ones only choose such a host last. Mend what failed the builds first.',
        }
      : {
          text: 'Find out who disabled it and whether the reason still holds; Nova keeps the reason, not the name.',
        },
    {
      text: 'Before enabling one of several: with peers its nodes were mapped to the others, failures can follow them from one nova-compute to the next, and enabling moves them back.',
    },
    {
      text: 'Then enable it.',
      command: `openstack compute service set --enable ${typedWord(service.host, 'host')} nova-compute`,
    },
  ];
}
