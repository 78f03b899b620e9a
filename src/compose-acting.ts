import { createActing } from './approvals/acting.ts';
import type { ActingConfig } from './approvals/config.ts';
import { createFresh } from './approvals/fresh.ts';
import { createRefusals } from './approvals/refusals.ts';
import { createRepository } from './approvals/repository.ts';
import { createWorker } from './approvals/worker.ts';
import { createSendCall, type SendCall } from './approvals/writer.ts';
import { createChannelCopy } from './audit/copy.ts';
import { folderOf } from './compose.ts';
import type { Config } from './config.ts';
import type { Acting, Stage } from './core/acting.ts';
import type { Person } from './core/person.ts';
import type { Remediation } from './core/remediation-unit.ts';
import { discover } from './lib/discover.ts';
import type { Limits } from './lib/limits.ts';
import type { Log } from './log.ts';
import type { Cloud } from './openstack/cloud.ts';
import { createWriter, type Writer } from './openstack/writer.ts';
import type { Store } from './store/open-store.ts';
import { idle, newId, newOwner } from './this-process.ts';

/** The acting half of a running bot. */
export interface Deeds {
  readonly acting: Acting;
  /** Takes up what was left by whoever ran before, and what is approved from now on. */
  start(): void;
  /** Finishes what is being sent. What is being watched is watched on by the next start. */
  stop(): Promise<void>;
}

export interface DeedsOptions {
  readonly config: Config & { readonly acting: ActingConfig };
  /** With the credential that reads. */
  readonly cloud: (name: string) => Cloud;
  /** Closed by whoever opened it, when this has stopped. */
  readonly store: Store;
  readonly stage: Stage;
  /** Who somebody is now, by their id. */
  readonly people: (user: string) => Promise<Person>;
  /** Where requests under way are counted; in this process alone unless told. */
  readonly limits?: Limits | undefined;
  readonly log: Log;
  readonly clock: () => Date;
}

/** For all that is read in one look at a target. */
const LOOK_MS = 15_000;

/**
 * From the configuration to a worker. Says at once what is wrong with a writer.
 * @throws ServiceError `config` in words for the operator
 */
export async function composeActing(options: DeedsOptions): Promise<Deeds> {
  const { config, store, log, clock } = options;
  const remediations = await loadRemediations();
  const writers = openWriters(options);
  const owner = newOwner();
  const parts = {
    repository: createRepository(store, clock),
    config: config.acting,
    remediations,
    fresh: (name: string, signal?: AbortSignal) =>
      createFresh(options.cloud(name), { now: clock(), signal, deadlineMs: LOOK_MS }),
    writer: (name: string) => writers.get(name)?.send,
    people: options.people,
    now: clock,
    newId,
    log,
  };
  const refusals = createRefusals(parts);
  const pump = pumpOf(options, owner);
  const worker = createWorker({
    ...parts,
    owner,
    sleep: idle,
    stage: options.stage,
    refusals,
    ...(pump ? { pump } : {}),
  });
  const acting = createActing({ ...parts, refusals, changed: worker.wake });
  return {
    acting,
    start: worker.start,
    async stop() {
      await worker.stop();
      for (const { close } of writers.values()) close();
    },
  };
}

function pumpOf({ config, store, stage, clock }: DeedsOptions, owner: string) {
  const { audit_channel: channel, head_every } = config.acting;
  if (channel === undefined) return undefined;
  const copy = createChannelCopy({ store, stage, channel, clock, headEvery: head_every * 60_000, owner });
  return async () => {
    await copy.pump();
  };
}

interface OpenWriter {
  readonly send: SendCall;
  readonly close: Writer['close'];
}

/** Opened at once, so that a mistake in an entry is told at the start. */
function openWriters({ config, limits }: DeedsOptions): ReadonlyMap<string, OpenWriter> {
  return new Map(
    Object.keys(config.acting.writers).flatMap((cloud) => {
      const entry = config.clouds.writer(cloud);
      if (!entry) return [];
      const writer = createWriter(entry, { limits });
      return [[cloud, { send: createSendCall(writer), close: () => writer.close() }] as const];
    }),
  );
}

/** The folder is the registry. */
export async function loadRemediations(): Promise<ReadonlyMap<string, Remediation>> {
  const units = await discover<Remediation>(
    folderOf('src/remediations'),
    'remediation',
    wrongWithRemediation,
  );
  return new Map(units.map((unit) => [unit.id, unit]));
}

function wrongWithRemediation(unit: unknown): string | undefined {
  const { judge, verify, target, patience } = unit as Partial<Remediation>;
  const whole = [judge, verify, target].every((part) => typeof part === 'function');
  if (!whole) return 'a remediation needs target(), judge() and verify()';
  return typeof patience === 'number' && patience > 0 ? undefined : 'a remediation says how long to wait';
}
