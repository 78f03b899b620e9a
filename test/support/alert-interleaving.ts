import { createAlerts } from '../../src/alerts/create-alerts.ts';
import { createDrawings } from '../../src/alerts/drawings.ts';
import { LEASE_MS } from '../../src/alerts/lease.ts';
import { createRepository } from '../../src/alerts/repository.ts';
import { AlertsSchema } from '../../src/core/alert-config.ts';
import type { Storm, Story } from '../../src/core/alert-story.ts';
import { createFleetIndex } from '../../src/core/fleet-index.ts';
import type { Store } from '../../src/store/open-store.ts';
import { type Channel, createBoard, createChannel } from './alert-board.ts';
import { type AlertScenario, type Telling, tellingsOf } from './alert-scenario.ts';
import { CHANNEL, createFleet, ENTRIES, T0, uuidOf } from './alert-world.ts';
import { createDice, createStepper, type Life } from './stepper.ts';

/** Of one scenario, when everything has come to rest. */
export interface AlertOutcome {
  readonly tellings: readonly Telling[];
  readonly stories: readonly Kept<Story>[];
  readonly storms: readonly Kept<Storm>[];
  readonly shown: Channel['shown'];
  /** Keys that the store takes for firing. */
  readonly open: ReadonlySet<string>;
  readonly crashed: number;
}
export interface Kept<T> {
  readonly what: T;
  readonly drawn: number;
  /** Where it is, as far as the store knows. */
  readonly message: unknown;
}

const DAY_MS = 86_400_000;
const STEPS = 3_000;
const ROUNDS = 300;
/** Short ones at any time; others only while nobody draws, since whoever draws is believed to be back before its lease ends. */
const LEAPS = [2_000, 20_000, LEASE_MS + 5_000, 400_000];
const CONFIG = AlertsSchema.parse({ channels: [CHANNEL], storm: { from: 3, window: 10 } });

/** One store, asked by two replicas through a connection each, for one scenario after the other. */
export function createAlertArena(stores: readonly [Store, Store], together: number) {
  const clock = { at: Date.parse(T0) };
  let runs = 0;
  return {
    runs: () => runs,
    async play(scenario: AlertScenario): Promise<AlertOutcome> {
      runs += 1;
      clock.at += DAY_MS;
      const [{ db }] = stores;
      for (const table of [
        'stories',
        'storms',
        'alert_keys',
        'alert_messages',
        'alert_leases',
        'alert_channels',
      ] as const)
        await db.deleteFrom(table).execute();
      const run = createRun(stores, clock, scenario, `r${runs}`, together);
      await run.chaos();
      await run.settle();
      return await run.outcome();
    },
  };
}

function createRun(
  stores: readonly [Store, Store],
  clock: { at: number },
  scenario: AlertScenario,
  name: string,
  together: number,
) {
  const dice = createDice(scenario.seed);
  const stepper = createStepper(clock);
  const channel = createChannel();
  const fleet = createFleet(() => new Date(clock.at));
  for (const n of [0, 1, 2, 3])
    fleet.nodes.set(uuidOf(n), { state: 'clean failed', cause: 'clean-step-failed' });
  const index = createFleetIndex(ENTRIES);
  const tellings = tellingsOf(scenario, name, Math.floor((clock.at - Date.parse(T0)) / 1000) - 300);
  const whims = { slack: scenario.slack };
  let ids = 0;
  let crashed = 0;
  let broken: { readonly error: unknown } | undefined;
  const newId = () => {
    ids += 1;
    return `${name}-${ids}`;
  };
  const replicas = [createReplica(0), createReplica(1)];
  /** What nobody has kept yet, as it reaches us: in any order. */
  const coming = shuffled(tellings);
  const again = shuffled(tellings).slice(0, dice(tellings.length + 1));

  function shuffled<T>(all: readonly T[]): T[] {
    const left = [...all];
    // Mostly in order, as it is with Slack.
    return all.flatMap(() => left.splice(dice(3) === 0 ? dice(left.length) : 0, 1));
  }

  function createReplica(at: number) {
    const store = stores[at] ?? stores[0];
    const life: Life = { name: newId(), over: false, asleep: false };
    /** Channels that it draws. */
    const drawing = new Set<string>();
    const now = () => new Date(clock.at);
    const step = <T>(run: () => Promise<T>) => stepper.step(life, run);
    const stepped = <T extends object>(target: T): T =>
      new Proxy(target, {
        get(_, key) {
          const method = target[key as keyof T] as (...args: readonly unknown[]) => Promise<unknown>;
          return async (...args: readonly unknown[]) => {
            const what = String(args[0]);
            if (key === 'take' && what.startsWith('draw')) drawing.add(what);
            const answer = await step(() => method(...args));
            if ((key === 'take' && answer === false) || key === 'release') drawing.delete(what);
            return answer;
          };
        },
      });
    const watching = createAlerts(
      {
        ...{ store, config: CONFIG, clouds: ['prod'], now, newId, owner: life.name },
        index: { current: () => index, refresh: async () => undefined },
        diagnose: (subject) => step(() => fleet.diagnose(subject)),
        fleet: () => step(() => fleet.fleet()),
        deeds: async () => [],
        board: createBoard(channel, {
          gate: () => stepper.gate(life),
          fate: () => (whims.slack ? ((['lost', 'refused'] as const)[dice(8)] ?? 'done') : 'done'),
        }),
        log: {
          info: () => undefined,
          warn: () => undefined,
          error: (fields, words) => {
            if (!life.over) broken ??= { error: new Error(`${words}: ${JSON.stringify(fields)}`) };
          },
        },
        sleep: async (ms, signal) => {
          const aborted = new Promise<void>((done) => {
            if (signal?.aborted) done();
            else signal?.addEventListener('abort', () => done(), { once: true });
          });
          await Promise.race([stepper.gate(life, clock.at + ms), aborted]);
        },
      },
      { repository: stepped(createRepository(store, now)), drawings: stepped(createDrawings(store)) },
    );
    return { life, watching, drawing, looking: false };
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
    background(
      replica.watching.look().finally(() => {
        replica.looking = false;
      }),
    );
  }

  /** Told to one of them; where that dies before it has kept it, Slack tells it once more. */
  function deliver(telling: Telling): void {
    const replica = replicas[dice(2)];
    if (!replica) return;
    const pending = { telling, life: replica.life, kept: false };
    underway.push(pending);
    background(
      replica.watching.intake.take(telling.event).then(() => {
        pending.kept = true;
      }),
    );
  }
  const underway: { telling: Telling; life: Life; kept: boolean }[] = [];

  function crash(at: number): void {
    const replica = replicas[at];
    if (replica) replica.life.over = true;
    replicas[at] = createReplica(at);
    crashed += 1;
    for (const one of underway.splice(0)) {
      if (one.life.over && !one.kept) coming.push(one.telling);
      else underway.push(one);
    }
  }

  const isDrawing = () => replicas.some(({ drawing }) => drawing.size > 0);

  function release(): void {
    for (let times = 0; times <= dice(together); times += 1) stepper.release(dice);
  }

  async function goOn(): Promise<void> {
    for (let steps = 0; steps < STEPS; steps += 1) {
      await stepper.quiet();
      if (stepper.ready() === 0) return;
      release();
    }
  }

  async function kept<T>(table: 'stories' | 'storms'): Promise<readonly Kept<T>[]> {
    const rows = await stores[0].db
      .selectFrom(table)
      .select(['record', 'drawn_version', 'message'])
      .orderBy('id')
      .execute();
    return rows.map(({ record, drawn_version: drawn, message }) => {
      return { what: JSON.parse(record) as T, drawn, message: JSON.parse(message ?? 'null') as unknown };
    });
  }

  async function atRest(): Promise<boolean> {
    const { db } = stores[0];
    const now = new Date(clock.at).toISOString();
    const looks = await db
      .selectFrom('stories')
      .select('id')
      .where('look_at', 'is not', null)
      .where((where) => where.or([where('look_at', '<=', now), where('look_tries', '>', 0)]))
      .execute();
    const stories = await kept<Story>('stories');
    const all = [...stories, ...(await kept<Storm>('storms'))];
    // What could not be read is not shown beside a storm, and read later.
    const known = stories.every(({ what }) => what.state !== 'reading' && what.state !== 'unread');
    return known && looks.length === 0 && all.every(({ what, drawn }) => drawn === what.version);
  }

  return {
    async chaos(): Promise<void> {
      let { crashes, leaps } = scenario;
      for (let steps = 0; steps < STEPS && !broken; steps += 1) {
        await stepper.quiet();
        const chance = dice(100);
        const next = coming[0] ?? again[0];
        if (chance < 12 && next) {
          (coming.length > 0 ? coming : again).shift();
          deliver(next);
        } else if (chance < 24) look(dice(2));
        else if (chance < 26 && crashes > 0) {
          crashes -= 1;
          crash(dice(2));
        } else if (chance < 29 && leaps > 0) {
          const leap = LEAPS[dice(LEAPS.length)] ?? 0;
          if (leap > 2_000 && isDrawing()) continue;
          leaps -= 1;
          clock.at += leap;
        } else if (chance < 30 && scenario.sick) fleet.sick.reads = !fleet.sick.reads;
        else if (stepper.ready() > 0) release();
        else if (coming.length + again.length === 0 && crashes + leaps === 0) return;
      }
    },

    /** Nothing goes wrong any more, and time passes, until everything is told and shown. */
    async settle(): Promise<void> {
      fleet.sick.reads = false;
      whims.slack = false;
      for (let rounds = 0; rounds < ROUNDS && !broken; rounds += 1) {
        for (const one of coming.splice(0)) deliver(one);
        look(0);
        look(1);
        await goOn();
        if (!replicas.some(({ looking }) => looking) && (await atRest())) break;
        clock.at += 10_000;
      }
      if (broken) throw broken.error;
      expectKept(underway);
    },

    async outcome(): Promise<AlertOutcome> {
      const rows = await stores[0].db
        .selectFrom('alert_keys')
        .select('key')
        .where('story', 'is not', null)
        .execute();
      return {
        tellings,
        stories: await kept<Story>('stories'),
        storms: await kept<Storm>('storms'),
        shown: channel.shown,
        open: new Set(rows.map(({ key }) => key)),
        crashed,
      };
    },
  };
}

function expectKept(underway: readonly { life: Life; kept: boolean }[]): void {
  const lost = underway.filter(({ life, kept }) => !life.over && !kept).length;
  if (lost > 0) throw new Error(`${lost} events were never kept`);
}
