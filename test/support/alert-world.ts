import { createAlerts } from '../../src/alerts/create-alerts.ts';
import type { AlertsOptions, FleetAnswers } from '../../src/alerts/ports.ts';
import { AlertsSchema } from '../../src/core/alert-config.ts';
import type { Storm, Story, StoryEnd } from '../../src/core/alert-story.ts';
import { CAUSES, type Cause } from '../../src/core/cause.ts';
import { ServiceError } from '../../src/core/errors.ts';
import type { FleetEntry, FleetSubject } from '../../src/core/fleet-entry.ts';
import { createFleetIndex, type FleetIndex } from '../../src/core/fleet-index.ts';
import type { FleetGroup, FleetReport, TroubledNode } from '../../src/core/fleet-report.ts';
import type { DiagnosisAnswer } from '../../src/core/outcome.ts';
import { changesBetween, type ReadEvent } from '../../src/core/read-alert.ts';
import type { AlertItem, AlertReading, AlertStatus } from '../../src/core/trigger.ts';
import { openStore, type Store } from '../../src/store/open-store.ts';
import { createBoard, createChannel } from './alert-board.ts';
import { host, nodeEntry } from './alerts.ts';

export const CHANNEL = 'C0ALERTS';
export const HOOKED = 'C0HOOKED';
export const T0 = '2026-11-30T03:14:00.000Z';

export const uuidOf = (n: number) => `00000000-0000-4000-8000-${String(n).padStart(12, '0')}`;
export const nameOf = (n: number) => `bm-r1-u${String(n).padStart(2, '0')}`;
const INSTANCE = '10000000-0000-4000-8000-000000000001';

/** Sixty nodes, an instance on the first, a conductor. */
export const ENTRIES: readonly FleetEntry[] = [
  ...Array.from({ length: 60 }, (_, n) => nodeEntry(nameOf(n), uuidOf(n))),
  { kind: 'instance', cloud: 'prod', id: INSTANCE, name: 'web-build-7', node: uuidOf(0) },
  host('conductor', 'ctl-1.dc1.example.org'),
];

/** A node of the cloud in memory. Healthy where nothing says otherwise. */
export interface CloudNode {
  readonly state: string;
  readonly cause: Cause;
  /** The conductor that it shares with others in trouble. */
  readonly conductor?: string;
}
export const WELL: CloudNode = { state: 'available', cause: 'healthy' };

/** A message's items, each about a node by its number or by a label. */
export interface Said {
  readonly key: string;
  readonly status?: AlertStatus;
  readonly severity?: string;
  readonly node?: string;
  readonly name?: string;
  readonly labels?: AlertItem['labels'];
  readonly started?: string;
  readonly ended?: string;
}

export function readingOf(said: readonly Said[], more: Partial<AlertReading> = {}): AlertReading {
  const items = said.map(
    ({ node, labels = [], status = 'firing', name = 'IronicNodeCleanFailed', ...rest }): AlertItem => {
      const named = node === undefined ? labels : [{ name: 'node', value: node }, ...labels];
      return { texts: [], links: [], name, ...rest, status, labels: named };
    },
  );
  const order = ['firing', 'acknowledged', 'unclear', 'resolved'] as const;
  const status = order.find((one) => items.some((item) => item.status === one)) ?? 'unclear';
  return { source: 'alertmanager', status, by: 'tool', items, ...more };
}

export const posted = (ts: string, said: readonly Said[], more: Partial<AlertReading> = {}): ReadEvent => ({
  ...{ kind: 'posted', channel: CHANNEL, ts, reading: readingOf(said, more) },
});

export const edited = (
  ts: string,
  revised: string,
  said: readonly Said[],
  more: Partial<AlertReading> = {},
): ReadEvent => {
  const reading = readingOf(said, more);
  return {
    kind: 'edited',
    channel: CHANNEL,
    ts,
    revised,
    reading,
    changes: changesBetween(reading, reading),
  };
};

export const deleted = (ts: string): ReadEvent => ({ kind: 'deleted', channel: CHANNEL, ts });

/** `ts` so many seconds after the beginning. */
export const at = (seconds: number): string => (Date.parse(T0) / 1000 + seconds).toFixed(6);

/** A cloud in memory that counts how it is asked. */
export function createFleet(now: () => Date) {
  const nodes = new Map<string, CloudNode>();
  const sick = { reads: false };
  const asked = { diagnoses: [] as string[], passes: 0, running: 0, most: 0 };
  const summaryOf = (uuid: string) => `${uuid.slice(-2)}: ${CAUSES[nodes.get(uuid)?.cause ?? 'healthy']}`;
  const refuse = () => {
    if (sick.reads) throw new ServiceError('Ironic does not answer.', { code: 'timeout', service: 'ironic' });
  };

  async function diagnose(subject: FleetSubject): Promise<DiagnosisAnswer> {
    refuse();
    asked.diagnoses.push(subject.name);
    const uuid = subject.kind === 'instance' ? uuidOf(0) : subject.id;
    const { state, cause } = nodes.get(uuid) ?? WELL;
    const node = {
      ...{ uuid, name: subject.name, provision_state: state, power_state: 'power off', maintenance: false },
      ...{ instance_uuid: null, reservation: null, provision_updated_at: null },
    };
    const report = {
      subject: { kind: 'node', cloud: subject.cloud, name: subject.name, node_uuid: uuid, aspects: ['node'] },
      verdict: { cause, confidence: 'likely', summary: summaryOf(uuid) },
      ...{ findings: [], clear: [], unknown: [], node, notes: [], cost: { requests: 1, ms: 1 } },
      ...{ at: now().toISOString(), reference: 'r-1' },
    } as const;
    return { kind: 'diagnosis', outcome: { kind: 'report', report }, offers: [], unoffered: [] };
  }

  function reportOf(all: ReadonlyMap<string, CloudNode>): FleetReport {
    const troubled = [...all].filter(([, { cause }]) => cause !== 'healthy');
    const groups = [
      ...Map.groupBy(troubled, ([, { cause, conductor = '' }]) => `${cause} ${conductor}`).values(),
    ];
    return {
      ...{
        cloud: 'prod',
        total: ENTRIES.length,
        partial: false,
        shown: all.size,
        open: [],
        unread: [],
        notes: [],
      },
      ...{ cost: { requests: 1, ms: 1 }, at: now().toISOString(), reference: 'r-2' },
      states: [...Map.groupBy([...all], ([, { state }]) => state)].map(([state, members]) => ({
        ...{ state, nodes: members.length, troubled: 0, held: 0 },
      })),
      groups: groups
        .map((members): FleetGroup => {
          const [[, { cause, conductor }] = ['', WELL]] = members;
          const shared = {
            kind: 'conductor',
            value: conductor ?? '',
            having: 9,
            members: 9,
            fit: 1,
          } as const;
          const words = conductor ? `${CAUSES[cause]}, all of conductor ${conductor}` : CAUSES[cause];
          const uuids = members.map(([uuid]) => uuid);
          return {
            cause,
            words,
            nodes: uuids,
            confidence: 'likely',
            ...(conductor ? { shared } : {}),
            besides: [],
          };
        })
        .toSorted((a, b) => b.nodes.length - a.nodes.length),
      nodes: troubled.map(
        ([uuid, { cause, state }]): TroubledNode => ({
          ...{
            uuid,
            name: null,
            provision_state: state,
            cause,
            confidence: 'likely',
            summary: summaryOf(uuid),
          },
          ...{ severity: 'critical', since: null, at_least: false },
        }),
      ),
    };
  }

  async function fleet(): Promise<FleetAnswers> {
    asked.passes += 1;
    refuse();
    const known = ENTRIES.filter(({ kind }) => kind === 'node');
    const all = new Map(known.map(({ id }) => [id, nodes.get(id) ?? WELL]));
    return {
      report: () => reportOf(all),
      among: (uuids) => reportOf(new Map([...all].filter(([uuid]) => uuids.has(uuid)))),
    };
  }
  return { nodes, sick, asked, diagnose, fleet };
}

export interface WorldOptions {
  readonly store?: Store;
  readonly config?: object;
  readonly options?: Partial<AlertsOptions>;
}

/** A bot that watches, a cloud, and Slack; nothing happens behind anybody's back. */
export async function createWorld({ store: given, config = {}, options = {} }: WorldOptions = {}) {
  const clock = { at: Date.parse(T0) };
  const now = () => new Date(clock.at);
  const store = given ?? (await openStore({ file: ':memory:' }));
  const fleet = createFleet(now);
  const channel = createChannel();
  const fates: ('done' | 'refused' | 'lost')[] = [];
  const logged: { fields: object; words: string }[] = [];
  const log = (fields: object, words: string) => logged.push({ fields, words });
  const index: { current: FleetIndex | undefined; next: readonly FleetEntry[]; refreshes: number } = {
    current: createFleetIndex(ENTRIES),
    next: ENTRIES,
    refreshes: 0,
  };
  const deeds: StoryEnd['deeds'][number][] = [];
  let ids = 0;
  const watching = createAlerts({
    store,
    config: AlertsSchema.parse({
      channels: [CHANNEL],
      webhook: { channel: HOOKED, token_env: 'T' },
      ...config,
    }),
    clouds: ['prod'],
    index: {
      current: () => index.current,
      refresh: async () => {
        index.refreshes += 1;
        index.current = createFleetIndex(index.next);
      },
    },
    diagnose: fleet.diagnose,
    fleet: fleet.fleet,
    deeds: async (_, node) => deeds.filter((one) => one.node === node),
    board: createBoard(channel, { fate: () => fates.shift() ?? 'done' }),
    now,
    newId: () => {
      ids += 1;
      return `id-${ids}`;
    },
    log: { info: () => undefined, warn: log, error: log },
    sleep: async (_, signal) => {
      await new Promise<void>((done) => {
        if (signal?.aborted) done();
        else signal?.addEventListener('abort', () => done());
      });
    },
    owner: 'me',
    ...options,
  });

  /** Looks until nothing comes of it any more, without time passing. */
  async function work(): Promise<void> {
    for (let times = 0; times < 4; times += 1) {
      await watching.look();
      await watching.settled();
    }
  }

  return {
    ...watching,
    ...{ clock, store, fleet, channel, fates, logged, index, deeds, work },
    async pass(ms: number): Promise<void> {
      clock.at += ms;
      await work();
    },
    /** As Slack shows them now. */
    stories: () =>
      channel.shown.filter(({ mark }) => mark.startsWith('story')).map(({ what }) => what as Story),
    storms: () =>
      channel.shown.filter(({ mark }) => mark.startsWith('storm')).map(({ what }) => what as Storm),
    async kept(): Promise<readonly Story[]> {
      const rows = await store.db
        .selectFrom('stories')
        .select('record')
        .orderBy('opened_at')
        .orderBy('id')
        .execute();
      return rows.map(({ record }) => JSON.parse(record) as Story);
    },
  };
}
export type World = Awaited<ReturnType<typeof createWorld>>;
