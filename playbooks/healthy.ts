import { type Facts, FactUnread, type UnreadKind } from '../src/core/facts.ts';
import type { Evidence, FindingDraft } from '../src/core/finding.ts';
import {
  conductorWords,
  freeInPlacement,
  instanceWords,
  lastTrouble,
  type Opinion,
  ownWords,
  takenInPlacement,
  validationWords,
} from '../src/core/health.ts';
import { isAllocated } from '../src/core/instance-view.ts';
import { definePlaybook } from '../src/core/playbook.ts';
import { isStable } from '../src/core/provision-state.ts';
import { type Proposal, propose } from '../src/core/remediation.ts';

/**
 * Health is said in words of its own, from reads that entitle to it; the absence of trouble is not health. A sick
 * service ends the check as "could not check"; what this credential or cloud cannot tell only makes it modest.
 */
export default definePlaybook({
  id: 'healthy',
  title: 'Nothing is wrong',
  guide: 'states',
  covers: [],
  causes: ['healthy'],
  reads: [
    'node',
    'conductors',
    'validation',
    'history',
    'instance',
    'resource_provider',
    'inventories',
    'allocations',
    'allocation_candidates',
  ],
  remedies: ['none', 'provide'],
  about: ['node', 'instance', 'flavor'],
  checks: [
    {
      id: 'all-is-well',
      asks: 'Is there anything else worth saying about it?',
      // Health is no trouble, and nobody reads ten thousand times that a node is well.
      suspects: () => false,
      async run(facts) {
        const { aspects } = facts.subject;
        if (aspects.includes('node')) return nodeIsWell(facts);
        if (aspects.includes('instance')) return serverIsWell(facts);
        return aspects.includes('flavor') ? flavorIsWell(facts) : undefined;
      },
    },
  ],
});

type Reading<T> = { readonly value: T } | { readonly value?: undefined; readonly kind: UnreadKind };

/** A fact that this cloud or credential cannot give is no obstacle; a service that is sick is one, and throws. */
async function reading<T>(fact: Promise<T>): Promise<Reading<T>> {
  const [outcome] = await Promise.allSettled([fact]);
  if (outcome.status === 'fulfilled') return { value: outcome.value };
  const why: unknown = outcome.reason;
  if (why instanceof FactUnread && why.kind !== 'failed') return { kind: why.kind };
  throw why;
}

const NOT_ASKED: Reading<never> = { kind: 'not-deployed' };

async function nodeIsWell(facts: Facts): Promise<FindingDraft | undefined> {
  const node = await facts.node();
  const own = ownWords(node, facts.now);
  if (own === 'no') return undefined;
  const state = node.provision_state;
  const atRest = isStable(state);
  const free = state === 'available';
  const taken =
    (state === 'active' || state === 'rescue') && Boolean(node.instance_uuid) && !isAllocated(node);
  const when = <T>(condition: boolean, read: () => Promise<T>): Promise<Reading<T>> | Reading<never> =>
    condition ? reading(read()) : NOT_ASKED;
  const [conductors, validation, history, instance, resource_provider, inventories, allocations] =
    await Promise.all([
      reading(facts.conductors()),
      when(atRest, facts.validation),
      when(atRest, facts.history),
      when(taken, facts.instance),
      when(free, facts.resource_provider),
      when(free, facts.inventories),
      when(free || taken, facts.allocations),
    ]);
  const opinions: readonly Opinion[] = [
    own,
    free
      ? freeInPlacement(node, {
          resource_provider: resource_provider.value,
          inventories: inventories.value,
          allocations: allocations.value,
          deployed: !('kind' in resource_provider) || resource_provider.kind !== 'not-deployed',
        })
      : takenInPlacement(node, allocations.value),
    instanceWords(node, instance.value),
    conductorWords(node, conductors.value),
    validationWords(node, validation.value),
    lastTrouble(node, history.value, facts.now),
  ];
  // Whatever was not read, other than what does not exist here, keeps the answer from being certain.
  const complete = [
    conductors,
    validation,
    history,
    instance,
    resource_provider,
    inventories,
    allocations,
  ].every((one) => !('kind' in one) || one.kind === 'not-deployed');
  // Nothing is wrong with it, and Nova does not see it before that.
  const next =
    state === 'manageable' && !node.instance_uuid ? propose('provide', { node: node.uuid }) : NOTHING;
  return healthy(`healthy-${state.replaceAll(' ', '-')}`, opinions, complete && atRest, next);
}

async function serverIsWell(facts: Facts): Promise<FindingDraft | undefined> {
  const server = await facts.instance();
  if (server?.status !== 'ACTIVE' || server['OS-EXT-STS:task_state']) return undefined;
  return healthy(
    'healthy-server',
    [
      {
        words: 'the server is ACTIVE',
        evidence: [
          { bearing: 'supports', source: 'instance.status', observed: 'ACTIVE' },
          { bearing: 'supports', source: 'instance.OS-EXT-STS:task_state', observed: 'none' },
        ],
      },
    ],
    false,
  );
}

async function flavorIsWell(facts: Facts): Promise<FindingDraft | undefined> {
  const candidates = await facts.allocation_candidates();
  if (candidates.kind !== 'candidates' || candidates.allocation_requests.length === 0) return undefined;
  const count = candidates.allocation_requests.length;
  return healthy(
    'healthy-flavor',
    [
      {
        words: `${count} ${count === 1 ? 'node' : 'nodes'} could take this flavor now`,
        evidence: [
          { bearing: 'supports', source: 'allocation_candidates', observed: `${count} in Placement` },
        ],
      },
    ],
    false,
  );
}

const NOTHING = propose('none');

function healthy(
  code: string,
  opinions: readonly Opinion[],
  certain: boolean,
  next: Proposal = NOTHING,
): FindingDraft | undefined {
  const given = opinions.filter((opinion) => opinion !== 'no');
  if (given.length < opinions.length) return undefined;
  const [first, ...rest] = given.flatMap((opinion) => opinion.evidence);
  if (!first) return undefined;
  const lead: Evidence = certain && first.bearing === 'supports' ? { ...first, bearing: 'proves' } : first;
  const words = given.flatMap((opinion) => opinion.words ?? []).join(', ');
  return {
    code,
    cause: 'healthy',
    summary: `Nothing is wrong: ${words}.`,
    severity: 'info',
    evidence: [lead, ...rest],
    proposals: [next],
  };
}
