import type { AlertsConfig } from '../core/alert-config.ts';
import type { AlertBoard, AlertIntake, Alerts, StoryEnd } from '../core/alert-story.ts';
import type { FleetSubject } from '../core/fleet-entry.ts';
import type { FleetIndex } from '../core/fleet-index.ts';
import type { FleetReport } from '../core/fleet-report.ts';
import type { DiagnosisAnswer } from '../core/outcome.ts';
import type { Log } from '../lib/plain-log.ts';
import type { Store } from '../store/open-store.ts';

/** Everything that alerts may name, as it was read last. */
export interface IndexPort {
  /** Undefined until it has been read for the first time. */
  current(): FleetIndex | undefined;
  /** Reads it anew, and resolves when `current` is what was read. Failures are thrown. */
  refresh(): Promise<void>;
}

/** One pass over a fleet, asked about several sets of its nodes; a FleetReading is one. */
export interface FleetAnswers {
  /** All of it; with no words there is nothing that could fit nothing. */
  report(): FleetReport | { readonly kind: 'fits-nothing' };
  among(uuids: ReadonlySet<string>): FleetReport;
}

export interface AlertsOptions {
  /** Closed by whoever opened it, when this has stopped. */
  readonly store: Store;
  readonly config: AlertsConfig;
  /** Names in clouds.yaml; an alert that names nothing may be about any of them. */
  readonly clouds: readonly string[];
  readonly index: IndexPort;
  /** What `why` answers about a node or an instance, buttons included. A sick cloud is in the answer. */
  readonly diagnose: (subject: FleetSubject, signal: AbortSignal) => Promise<DiagnosisAnswer>;
  /** @throws ServiceError where not even the first page of nodes could be read */
  readonly fleet: (cloud: string, signal: AbortSignal) => Promise<FleetAnswers>;
  /** Remedies of ours that ran on a node since then, ISO 8601. */
  readonly deeds: (cloud: string, node: string, since: string) => Promise<StoryEnd['deeds']>;
  readonly board: AlertBoard;
  readonly now: () => Date;
  /** 128 random bits in base64url. */
  readonly newId: () => string;
  readonly log: Log;
  /** Ends early, without an error, when the signal is aborted; at once when it is already. */
  readonly sleep: (ms: number, signal?: AbortSignal) => Promise<void>;
  /** Names this process in the store. */
  readonly owner: string;
}

/** The watching half of a running bot, as {@link createAlerts} makes it. */
export interface Watching {
  readonly intake: AlertIntake;
  readonly alerts: Alerts;
  /** Takes up what was left by whoever ran before, and what is heard from now on. */
  start(): void;
  /** Something has changed: look now. */
  wake(): void;
  /** Looks once. What it begins goes on behind its back. */
  look(): Promise<void>;
  /** Resolves when nothing goes on any more. */
  settled(): Promise<void>;
  /** Finishes what is being drawn; the rest is left to whoever starts next. */
  stop(): Promise<void>;
}
