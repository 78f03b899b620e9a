import { LEASE_MS } from '../../src/approvals/custody.ts';
import { createRepository, type Repository } from '../../src/approvals/repository.ts';
import type { ActRefusal } from '../../src/core/acting.ts';
import { type Approval, isHolding } from '../../src/core/approval.ts';
import type { AuditEntry } from '../../src/core/audit-entry.ts';
import { REMEDIATIONS } from '../../src/core/remediation.ts';
import type { Store } from '../../src/store/open-store.ts';
import { OUTSIDER, PLACE, reportOf } from './acting.ts';
import { type Click, CONFIG, type Scenario, WAYS, WHO } from './scenario.ts';
import { createCloud, createReplica, type Effect, type Replica } from './stepped-world.ts';
import { createDice, createStepper } from './stepper.ts';

export interface Outcome {
  readonly approvals: readonly Approval[];
  /** The oldest first. */
  readonly entries: readonly AuditEntry[];
  readonly effects: readonly Effect[];
  /** Told to whoever clicked and lived to hear it. */
  readonly refusals: readonly ActRefusal[];
  readonly crashed: number;
}

interface Ground {
  readonly stores: readonly [Store, Store];
  readonly clock: { at: number };
  /** Asks the store without a gate. */
  readonly plain: Repository;
  /** How many steps may be taken at once. */
  readonly together: number;
}

const DAY_MS = 86_400_000;
const SKEWS = [0, 3_000, -40_000];
const LEASE_OVER_MS = LEASE_MS + 5_000;
const LEAPS = [1_000, 95_000, 400_000, 1_900_000];
const STEPS = 400;
const ROUNDS = 400;

/** One store, asked by two replicas through a connection each, for one scenario after the other. */
export function createArena(stores: readonly [Store, Store], together: number) {
  const clock = { at: Date.parse('2026-11-30T03:14:00.000Z') };
  const plain = createRepository(stores[0], () => new Date(clock.at));
  let runs = 0;
  let seen = 0;
  return {
    runs: () => runs,
    async play(scenario: Scenario): Promise<Outcome> {
      runs += 1;
      // Nothing of the run before is within any window.
      clock.at += DAY_MS;
      const since = new Date(clock.at - DAY_MS / 2).toISOString();
      const run = createRun({ stores, clock, plain, together }, scenario, `run-${runs}`);
      await run.offer();
      await run.chaos();
      await run.settle();
      const entries = (await plain.audit({ since, limit: 900 })).filter(({ seq }) => seq > seen).toReversed();
      seen = entries.at(-1)?.seq ?? seen;
      return { approvals: await run.approvals(), entries, ...run.told };
    },
  };
}

function createRun(ground: Ground, scenario: Scenario, name: string) {
  const { stores, clock, plain, together } = ground;
  const dice = createDice(scenario.seed);
  const stepper = createStepper(clock);
  const cloud = createCloud(() => new Date(clock.at), startedOf);
  const illness = { reads: false };
  const refusals: ActRefusal[] = [];
  const told = { effects: cloud.effects, refusals, crashed: 0 };
  /** Ids of offers. */
  const buttons: string[] = [];
  let names = 0;
  let broken: { readonly error: unknown } | undefined;
  const replicas: [Replica, Replica] = [replicaAt(0), replicaAt(1)];

  function fresh(): string {
    names += 1;
    return `${name}-${names}`;
  }

  function replicaAt(at: number): Replica {
    const skew = SKEWS[dice(SKEWS.length)] ?? 0;
    const store = stores[at] ?? stores[0];
    const shared = { clock, config: CONFIG, cloud, sick: illness, stepper, newId: fresh };
    return createReplica({ name: `${fresh()}-at-${at}`, store, skew, ...shared });
  }

  /** Of this run. */
  async function approvals(): Promise<readonly Approval[]> {
    const all = [...(await plain.open()), ...(await plain.recent(4))];
    return all.filter(({ id }) => id.startsWith(`${name}-`));
  }

  async function startedOf(tag: string): Promise<number> {
    const { id } = (await approvals()).find(({ params }) => params['tag'] === tag) ?? {};
    if (id === undefined) return 0;
    const entries = await plain.audit({ approval: id, limit: 99 });
    return entries.filter(({ kind }) => kind === 'started').length;
  }

  /** Goes on while others take their steps; what breaks in it breaks the test. */
  function background(work: Promise<unknown>): void {
    work.catch((error: unknown) => {
      broken ??= { error };
    });
  }

  function look(at: number): void {
    const replica = replicas[at];
    if (!replica || replica.looking) return;
    replica.looking = true;
    const done = replica.worker.look().finally(() => {
      replica.looking = false;
    });
    background(done);
  }

  function crash(at: number): void {
    const replica = replicas[at];
    if (replica) replica.life.over = true;
    replicas[at] = replicaAt(at);
    told.crashed += 1;
  }

  /** Whoever is at something is suspended until long after its lease, and somebody else finds it. */
  async function nap(): Promise<boolean> {
    const [open] = (await plain.open()).filter(({ state }) => isHolding(state));
    const owner = open && (await plain.get(open.id))?.lease?.owner;
    const at = replicas.findIndex(({ life }) => owner?.startsWith(`${life.name} `));
    const sleeper = replicas[at];
    if (!sleeper || sleeper.life.asleep) return false;
    sleeper.life.asleep = true;
    clock.at += LEASE_OVER_MS;
    look(1 - at);
    return true;
  }

  function wake(): void {
    for (const { life } of replicas) life.asleep = false;
  }

  async function click({ kind, who, on }: Click, at: number): Promise<void> {
    const { acting } = replicas[at] ?? replicaAt(at);
    const person = WHO[kind][who % WHO[kind].length] ?? OUTSIDER;
    const known = await approvals();
    const id = known[on % Math.max(1, known.length)]?.id ?? buttons[0] ?? '';
    const button = buttons[on % Math.max(1, buttons.length)] ?? '';
    const typed = `node-${name}-node-${scenario.offers[on % scenario.offers.length]?.node}`;
    const deeds = {
      request: () => acting.request(button, person, { reason: 'why', ticket: null, typed }, PLACE),
      approve: () => acting.approve(id, person),
      decline: () => acting.decline(id, person, 'not now'),
      withdraw: () => acting.withdraw(id, person),
      freeze: () => acting.freeze(person, 'core switch'),
      thaw: () => acting.thaw(person),
    };
    background(
      deeds[kind]().then((answer) => {
        if (answer.kind === 'refused') refusals.push(answer);
      }),
    );
  }

  function release(): void {
    for (let times = 0; times <= dice(together); times += 1) stepper.release(dice);
  }

  /** Everything that can go on goes on, until all sleep or wait for somebody. */
  async function goOn(): Promise<void> {
    for (let steps = 0; steps < STEPS; steps += 1) {
      await stepper.quiet();
      if (stepper.ready() === 0) return;
      release();
    }
  }

  return {
    approvals,
    told,

    /** Diagnoses: what is done about which node can be seen by the tag in each call. */
    async offer(): Promise<void> {
      for (const [index, { way, node }] of scenario.offers.entries()) {
        const [state, id] = WAYS[way] ?? WAYS[0];
        const uuid = `${name}-node-${node}`;
        if (!cloud.states.has(uuid)) cloud.states.set(uuid, state);
        const params = { node: uuid, tag: `${name}-tag-${index}` };
        const report = reportOf([{ id, params, risk: REMEDIATIONS[id].risk }]);
        background(
          replicas[0].acting.offers(report).then(({ offers: [offer] }) => {
            if (offer) buttons.push(offer.id);
          }),
        );
        await goOn();
      }
    },

    async chaos(): Promise<void> {
      cloud.outcomes.push(...scenario.outcomes);
      let { crashes, leaps, naps } = scenario;
      const clicks = [...scenario.clicks];
      const again: (() => Promise<void>)[] = [];
      for (let steps = 0; steps < STEPS && !broken; steps += 1) {
        await stepper.quiet();
        const chance = dice(100);
        const next = clicks[0];
        if (chance < 18 && next) {
          clicks.shift();
          // Mostly there is something that it can be about.
          if (next.kind !== 'request' && dice(50) > 0 && (await approvals()).length === 0) clicks.push(next);
          else {
            await click(next, next.replica);
            const { again: other } = next;
            if (other !== null) again.push(() => click(next, other));
          }
        } else if (chance < 22 && again.length > 0) await again.shift()?.();
        else if (chance < 30) look(dice(2));
        else if (chance < 32 && crashes > 0) {
          crashes -= 1;
          crash(dice(2));
        } else if (chance < 34 && leaps > 0) {
          leaps -= 1;
          clock.at += LEAPS[dice(LEAPS.length)] ?? 0;
        } else if (chance < 37 && naps > 0 && (await nap())) naps -= 1;
        else if (chance < 39 && replicas.some(({ life }) => life.asleep)) wake();
        else if (chance < 40 && scenario.meddler) {
          const node = `${name}-node-${dice(2)}`;
          if (cloud.states.has(node)) cloud.states.set(node, WAYS[dice(WAYS.length)]?.[0] ?? 'error');
        } else if (chance < 41 && scenario.sick) illness.reads = !illness.reads;
        else if (stepper.ready() > 0) release();
        else if (clicks.length === 0 && (await plain.open()).length === 0) return;
        else if (chance < 60 && stepper.nextAt() < Number.POSITIVE_INFINITY) clock.at = stepper.nextAt();
      }
    },

    /** Nothing goes wrong any more, and time passes, until all that was begun has an end. */
    async settle(): Promise<void> {
      illness.reads = false;
      wake();
      cloud.outcomes.length = 0;
      for (let rounds = 0; rounds < ROUNDS && !broken; rounds += 1) {
        look(0);
        look(1);
        await goOn();
        if (!replicas.some(({ looking }) => looking) && (await plain.open()).length === 0) break;
        // To whoever sleeps, or else until a lease or a deadline is over.
        clock.at = Math.max(clock.at + 1_000, Math.min(stepper.nextAt(), clock.at + 300_000));
      }
      await plain.turn((turn) => turn.thaw());
      if (broken) throw broken.error;
    },
  };
}
