import { createActing } from '../../src/approvals/acting.ts';
import { ActingSchema } from '../../src/approvals/config.ts';
import type { WorkerParts } from '../../src/approvals/custody.ts';
import { createRefusals } from '../../src/approvals/refusals.ts';
import { createRepository, type Repository } from '../../src/approvals/repository.ts';
import { createWorker, type Worker, type WorkerOptions } from '../../src/approvals/worker.ts';
import type { SendCall } from '../../src/approvals/writer.ts';
import type { Acting, Offer, RequestForm } from '../../src/core/acting.ts';
import type { ApiCall } from '../../src/core/api-call.ts';
import type { Approval } from '../../src/core/approval.ts';
import { ServiceError } from '../../src/core/errors.ts';
import type { Person } from '../../src/core/person.ts';
import type { Proposal } from '../../src/core/remediation.ts';
import { REMEDIATIONS } from '../../src/core/remediation.ts';
import type { ActId, Params } from '../../src/core/remediation-unit.ts';
import type { Report } from '../../src/core/report.ts';
import { openStore } from '../../src/store/open-store.ts';
import { freshOfNodes, nodeOf, registry, sentOf } from './acting-cloud.ts';

export const NODE = '6a2f8c0e-0000-4000-8000-000000000017';
export const START = Date.parse('2026-11-30T03:14:00.000Z');

export const member = (id: string, groups: readonly string[] = []): Person => ({
  id,
  kind: 'member',
  groups,
});
/** May ask; may agree; may do both. */
export const ASKER = member('U1');
export const AGREER = member('U2');
export const SECOND = member('U3');
export const LEAD = member('U4');
export const OUTSIDER = member('U9');

export const PLACE = { channel: 'C1', thread: null };
export const FORM: RequestForm = { reason: 'switch port fixed', ticket: null, typed: null };

const PEOPLE = {
  writers: { prod: 'prod-writer' },
  request: { users: ['U1', 'U4'] },
  approve: { users: ['U2', 'U3', 'U4'] },
};

/** The acting half over a real store in memory, with a cloud of nodes and a clock that stands still. */
export async function setUp(more: object = {}, options: Partial<WorkerOptions> = {}) {
  const store = await openStore({ file: ':memory:' });
  const clock = { at: START };
  const now = () => new Date(clock.at);
  const states = new Map<string, string>([[NODE, 'clean wait']]);
  const power = { state: 'power on' };
  const sick = { reads: false };
  const calls: ApiCall[] = [];
  /** What the cloud answers and does; accepts all when empty. */
  const answers: SendCall[] = [];
  const logged: { readonly fields: object; readonly words: string }[] = [];
  const say = (fields: object, words: string) => void logged.push({ fields, words });
  let ids = 0;

  const parts: WorkerParts = {
    repository: createRepository(store, now),
    config: ActingSchema.parse({ ...PEOPLE, ...more }),
    remediations: registry,
    fresh: () =>
      freshOfNodes(now(), async (uuid) => {
        if (sick.reads)
          throw new ServiceError('Ironic does not answer', { code: 'timeout', service: 'ironic' });
        const state = states.get(uuid);
        return state === undefined
          ? null
          : nodeOf(uuid, state, {
              name: uuid === NODE ? 'node-17' : null,
              power_state: power.state,
            });
      }),
    writer: (cloud) =>
      cloud === 'prod'
        ? async (call, options) => {
            calls.push(call);
            const answer = answers.shift();
            return answer ? await answer(call, options) : sentOf('accepted', now());
          }
        : undefined,
    now,
    newId: () => {
      ids += 1;
      return `id-${String(ids).padStart(8, '0')}`;
    },
    log: { info: say, warn: say, error: say },
    owner: 'replica-1',
    sleep: async (ms) => {
      clock.at += ms;
    },
  };
  const all = { ...parts, ...options };
  const refusals = createRefusals(all);
  const acting = createActing({ ...all, refusals, changed: () => undefined });
  const worker = createWorker({ ...all, refusals });

  return {
    ...{ store, clock, states, power, sick, calls, answers, logged, parts: all, acting, worker, refusals },
    close: () => store.close(),
    /** Another process on the same store, or the same one after its configuration changed. */
    workerWith: (more: Partial<WorkerOptions>) => createWorker({ ...all, refusals, ...more }),
    offer: (id: ActId, params: Params = { node: NODE }) => offerOf(acting, id, params),
    /** Looks for work until there is none. */
    async work(hand: Worker = worker) {
      for (let times = 0; times < 3; times += 1) {
        await hand.look();
        await hand.settled();
      }
    },
    journal: () => journalOf(all.repository),
  };
}

export type SetUp = Awaited<ReturnType<typeof setUp>>;

/** Kinds and codes of all entries, the oldest first. */
export async function journalOf(repository: Repository): Promise<readonly string[]> {
  const entries = await repository.audit({ limit: 1_000 });
  return entries.toReversed().map(({ kind, code }) => (code === null ? kind : `${kind} ${code}`));
}

/** What a report's only proposal comes to. */
export async function offerOf(acting: Acting, id: ActId, params: Params): Promise<Offer> {
  const { offers, notes } = await acting.offers(reportOf([{ id, params, risk: REMEDIATIONS[id].risk }]));
  const [offer] = offers;
  if (!offer) throw new Error(`nothing was offered: ${notes.join(' ') || 'no note'}`);
  return offer;
}

export function reportOf(proposals: readonly Proposal[], cloud = 'prod'): Report {
  return {
    subject: { kind: 'node', cloud, name: 'node-17', node_uuid: NODE, aspects: ['node'] },
    verdict: { cause: 'wait-callback-timeout', confidence: 'likely', summary: 'never called back' },
    findings: [
      {
        playbook: 'waiting',
        check: 'called-back',
        guide: 'wait-state',
        code: 'never-called-back',
        cause: 'wait-callback-timeout',
        confidence: 'likely',
        summary: 'never called back',
        severity: 'critical',
        evidence: [{ bearing: 'supports', source: 'node.provision_state', observed: 'clean wait' }],
        missing: [],
        proposals,
      },
    ],
    clear: [],
    unknown: [],
    node: null,
    notes: [],
    cost: { requests: 1, ms: 1 },
    at: new Date(START).toISOString(),
    reference: 'r-1',
  };
}

export async function requested(acting: Acting, offer: Offer, who = ASKER, form = FORM): Promise<Approval> {
  const answer = await acting.request(offer.id, who, form, PLACE);
  if (answer.kind === 'refused') throw new Error(`${answer.code}: ${answer.words}`);
  return answer.approval;
}

export async function stateOf(acting: Acting, { id }: Approval): Promise<Approval> {
  const approval = await acting.get(id);
  if (!approval) throw new Error('it is gone');
  return approval;
}
