import { createActing } from '../../src/approvals/acting.ts';
import type { ActingConfig } from '../../src/approvals/config.ts';
import { createRefusals } from '../../src/approvals/refusals.ts';
import { createRepository, type Repository } from '../../src/approvals/repository.ts';
import { createWorker, type Worker } from '../../src/approvals/worker.ts';
import type { Sent } from '../../src/approvals/writer.ts';
import type { Acting } from '../../src/core/acting.ts';
import type { ApiCall } from '../../src/core/api-call.ts';
import { ServiceError } from '../../src/core/errors.ts';
import type { Store } from '../../src/store/open-store.ts';
import { freshOfNodes, lockedBy, nodeOf, registry, sentOf } from './acting-cloud.ts';
import type { Life, Stepper } from './stepper.ts';

export const OUTCOMES = [
  'done',
  'done',
  'done',
  'done-badly',
  'accepted',
  'refused',
  'locked',
  'lost',
  'lost-and-done',
] as const;
export type CallOutcome = (typeof OUTCOMES)[number];

/** A write that has reached the cloud and was carried out. */
export interface Effect {
  readonly tag: string;
  readonly call: number;
  /** Entries "started" that the journal had at that moment, of the approval that it belongs to. */
  readonly started: number;
}

/** A cloud in memory that counts what is done to it. */
export function createCloud(now: () => Date, startedOf: (tag: string) => Promise<number>) {
  const states = new Map<string, string>();
  const effects: Effect[] = [];
  /** One for each call that comes; everything is done when there is none. */
  const outcomes: CallOutcome[] = [];
  const ends: Readonly<Record<string, string>> = {
    manage: 'manageable',
    abort: 'clean failed',
    unhold: 'manageable',
    provide: 'available',
    undeploy: 'available',
  };

  async function carryOut({ path, body }: ApiCall): Promise<Sent> {
    const outcome = outcomes.shift() ?? 'done';
    const { target, tag, call } = body as { target: string; tag: string; call: number };
    if (outcome === 'refused') return sentOf('refused', now());
    if (outcome === 'locked') return lockedBy('conductor-1', now());
    if (outcome === 'lost') return sentOf('unsure', now());
    effects.push({ tag, call, started: await startedOf(tag) });
    const node = path.split('/')[3] ?? '';
    const last = target !== 'provide' || call === 1;
    if (outcome === 'done-badly') states.set(node, 'error');
    else if (outcome !== 'accepted' && last) states.set(node, ends[target] ?? 'error');
    return sentOf(outcome === 'lost-and-done' ? 'unsure' : 'accepted', now());
  }

  return { states, effects, outcomes, carryOut };
}

export type SteppedCloud = ReturnType<typeof createCloud>;

export interface Replica {
  readonly life: Life;
  readonly acting: Acting;
  readonly worker: Worker;
  looking: boolean;
}

export interface ReplicaOptions {
  readonly name: string;
  readonly store: Store;
  readonly clock: { readonly at: number };
  /** Milliseconds by which its clock is wrong. */
  readonly skew: number;
  readonly config: ActingConfig;
  readonly cloud: SteppedCloud;
  readonly sick: { reads: boolean };
  readonly stepper: Stepper;
  readonly newId: () => string;
}

/** A process of the bot whose every step waits to be chosen, until its life is over. */
export function createReplica(options: ReplicaOptions): Replica {
  const { name, store, clock, skew, config, cloud, sick, stepper, newId } = options;
  const life: Life = { name, over: false, asleep: false };
  const now = () => new Date(clock.at + skew);
  const quietly = () => undefined;
  const parts = {
    repository: stepped(createRepository(store, now), stepper, life),
    config,
    remediations: registry,
    fresh: () =>
      freshOfNodes(now(), (uuid) =>
        stepper.step(life, async () => {
          if (sick.reads) throw new ServiceError('Ironic is sick', { code: 'timeout', service: 'ironic' });
          const state = cloud.states.get(uuid);
          return state === undefined ? null : nodeOf(uuid, state);
        }),
      ),
    writer: () => (call: ApiCall) => stepper.step(life, () => cloud.carryOut(call)),
    now,
    newId,
    log: { info: quietly, warn: quietly, error: quietly },
    owner: name,
    sleep: (ms: number) => stepper.gate(life, clock.at + ms),
  };
  const refusals = createRefusals(parts);
  const acting = createActing({ ...parts, refusals, changed: quietly });
  return { life, acting, worker: createWorker({ ...parts, refusals }), looking: false };
}

/** Each question to the store with a gate on either side; a transaction is one step. */
function stepped(repository: Repository, stepper: Stepper, life: Life): Repository {
  return new Proxy(repository, {
    get(target, key: keyof Repository) {
      const method = target[key] as (...args: readonly unknown[]) => Promise<unknown>;
      return (...args: readonly unknown[]) => stepper.step(life, () => method(...args));
    },
  });
}
