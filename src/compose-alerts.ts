import { createAlerts } from './alerts/create-alerts.ts';
import { folderOf } from './compose.ts';
import type { Config } from './config.ts';
import type { Acting } from './core/acting.ts';
import type { AlertsConfig } from './core/alert-config.ts';
import type { AlertBoard, StoryEnd } from './core/alert-story.ts';
import type { Services } from './core/command.ts';
import { diagnosed } from './core/diagnosed.ts';
import { createAlertReader } from './core/read-alert.ts';
import { labelOf, REMEDIATIONS } from './core/remediation.ts';
import { safeOffers } from './core/safe-offers.ts';
import type { Trigger } from './core/trigger.ts';
import { differentClouds } from './different-clouds.ts';
import type { Readings } from './fleet/readings.ts';
import { createFleetWatch } from './fleet-watch.ts';
import { discover } from './lib/discover.ts';
import type { Log } from './log.ts';
import type { Cloud } from './openstack/cloud.ts';
import type { Watch } from './slack/watch.ts';
import type { Store } from './store/open-store.ts';
import { idle, newId, newOwner } from './this-process.ts';

/** The watching half of a running bot. */
export interface AlertHalf {
  readonly watch: Watch;
  /** Reads what alerts may name, and from now on looks at what they are about. */
  start(): void;
  /** Finishes what is being drawn; the rest is left to the next start. */
  stop(): Promise<void>;
}

export interface AlertHalfOptions {
  readonly config: Pick<Config, 'clouds'> & { readonly alerts: AlertsConfig };
  /** With the credential that reads. */
  readonly cloud: (name: string) => Cloud;
  readonly services: Pick<Services, 'diagnose'>;
  readonly readings: Readings;
  readonly acting: () => Acting | undefined;
  /** Closed by whoever opened it, when this has stopped. */
  readonly store: Store;
  readonly board: AlertBoard;
  /** What was said since then was perhaps not understood, and is to be heard once more. */
  readonly missed: (since: Date) => void;
  readonly log: Log;
  readonly clock: () => Date;
}

const MAX_ENTRIES = 200;

/** From the configuration to whoever hears of alerts, looks at them and tells of them. */
export async function composeAlerts(options: AlertHalfOptions): Promise<AlertHalf> {
  const { config, store, board, readings, log, clock } = options;
  const { alerts, clouds } = config;
  const reader = createAlertReader(await loadTriggers());
  const watched = differentClouds(clouds, (name, err) =>
    log.warn({ cloud: name, err }, 'a cloud cannot be used, so alerts about it get no answer'),
  );
  const started = clock();
  const fleet = createFleetWatch({
    clouds: watched,
    cloud: options.cloud,
    domains: alerts.domains,
    log,
    onLate: () => options.missed(started),
    sleep: idle,
  });
  const watching = createAlerts({
    store,
    config: alerts,
    clouds: watched,
    index: fleet,
    diagnose: ({ id, cloud }, signal) => diagnosed(withOffers(options), id, { cloud, signal }),
    // What an alert tells of has just happened.
    fleet: (cloud) => readings.of(cloud, 0),
    deeds: (cloud, node, since) => deedsOf(options.acting(), cloud, node, since),
    board,
    now: clock,
    newId,
    log,
    sleep: idle,
    owner: newOwner(),
  });
  return {
    watch: {
      intake: watching.intake,
      reader,
      alerts: watching.alerts,
      channels: alerts.channels,
      people: alerts.people,
      reactions: alerts.reactions,
    },
    start() {
      fleet.start();
      watching.start();
    },
    async stop() {
      await Promise.all([fleet.stop(), watching.stop()]);
    },
  };
}

function withOffers({ services, acting, log }: AlertHalfOptions): Pick<Services, 'diagnose' | 'acting'> {
  const now = acting();
  if (!now) return services;
  const onFailure = (err: unknown) => log.error({ err }, 'no remedies were offered below an alert');
  return { diagnose: services.diagnose, acting: safeOffers(now, onFailure) };
}

/** What was carried out on a node, the oldest first, as the journal has it. */
export async function deedsOf(
  acting: Acting | undefined,
  cloud: string,
  node: string,
  since: string,
): Promise<StoryEnd['deeds']> {
  const entries = (await acting?.audit({ node, since, limit: MAX_ENTRIES })) ?? [];
  return entries
    .filter((entry) => entry.kind === 'finished' && entry.cloud === cloud)
    .toReversed()
    .map(({ remediation, requester, votes, code }) => ({
      node,
      label: labelled(remediation ?? ''),
      requester: requester ?? '',
      approvers: votes.map(({ by }) => by),
      outcome: code ?? '',
    }));
}

/** A remedy of an older release has its id alone. */
function labelled(id: string): string {
  return Object.hasOwn(REMEDIATIONS, id) ? labelOf(id as keyof typeof REMEDIATIONS) : id;
}

/** The folder is the registry. */
export async function loadTriggers(): Promise<readonly Trigger[]> {
  return discover<Trigger>(folderOf('src/triggers'), 'trigger', wrongWithTrigger);
}

function wrongWithTrigger(unit: unknown): string | undefined {
  const { title, read } = unit as Partial<Trigger>;
  if (typeof title !== 'string' || !title) return 'a trigger needs a title';
  return typeof read === 'function' ? undefined : 'a trigger needs read()';
}
