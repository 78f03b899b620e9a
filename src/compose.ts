import { hostname } from 'node:os';
import { fileURLToPath } from 'node:url';
import type { Config } from './config.ts';
import { ServiceError } from './core/errors.ts';
import type { Playbook } from './core/playbook.ts';
import { createDiagnosis, type Diagnosis } from './diagnosis/diagnose.ts';
import { createFleetPass, type FleetPass } from './diagnosis/fleet-pass.ts';
import { discover } from './lib/discover.ts';
import type { Limits } from './lib/limits.ts';
import { nearest } from './lib/nearest.ts';
import { answerTo } from './lib/self-name.ts';
import type { Log } from './log.ts';
import { type OpenLogReader, openLogs } from './logs/open-logs.ts';
import type { ObjectReads } from './logs/ramdisk/container-store.ts';
import { openRamdiskLogs } from './logs/ramdisk/open-ramdisk-logs.ts';
import type { RamdiskLogReader } from './logs/ramdisk/ramdisk-log.ts';
import { type Cloud, createCloud } from './openstack/cloud.ts';

/** The folder of a registry at the top of the project. */
export const folderOf = (name: string): string => fileURLToPath(new URL(`../${name}`, import.meta.url));

export interface Engine {
  readonly diagnosis: Diagnosis;
  readonly playbooks: readonly Playbook[];
  /** The same judgement over whole fleets. */
  readonly pass: FleetPass;
  /** With the credential that reads. @throws ServiceError `config` */
  readonly cloud: (name: string) => Cloud;
  /** Requests that wait for their turn, by service, in all clouds. */
  waitingRequests(): Readonly<Record<string, number>>;
  /** Ends idle connections, so that the process can end. */
  close(): void;
}

export interface EngineOptions {
  readonly log: Log;
  readonly clock: () => Date;
  readonly newReference: () => string;
  /** Where requests under way are counted; in this process alone unless told. */
  readonly limits?: Limits | undefined;
}

/** The reading half, as the terminal and the bot both use it. */
export async function composeDiagnosis(config: Config, options: EngineOptions): Promise<Engine> {
  const playbooks = await loadPlaybooks(config.playbooksPath);
  const clouds = new Map<string, Cloud>();
  const cloud = (name: string): Cloud => {
    const known = clouds.get(name) ?? createCloud(config.clouds.get(name), { limits: options.limits });
    clouds.set(name, known);
    return known;
  };
  const { log, clock, newReference } = options;
  const lines = openLogsOfAll(config, options);
  const diagnosis = createDiagnosis({
    playbooks,
    cloud,
    logs: (name) => ({ lines: lines.get(name), ramdisk: ramdiskLogs(config, name, () => cloud(name)) }),
    clock,
    deadlineMs: config.deadlineMs,
    newReference,
    log,
  });
  const properties = { rack: config.fleet?.rack };
  return {
    diagnosis,
    playbooks,
    pass: createFleetPass({ playbooks, clock, newReference, log, properties }),
    cloud,
    waitingRequests: () => summed([...clouds.values()].map((one) => one.waiting())),
    close: () => {
      for (const one of clouds.values()) one.close();
      for (const one of lines.values()) one.close();
    },
  };
}

function summed(all: readonly Readonly<Record<string, number>>[]): Readonly<Record<string, number>> {
  const sums: Record<string, number> = {};
  for (const [name, count] of all.flatMap(Object.entries<number>)) sums[name] = (sums[name] ?? 0) + count;
  return sums;
}

/** Opened at once, so that a mistake in the configuration is told at the start and not at 03:10. */
function openLogsOfAll(config: Config, { log, clock }: EngineOptions): ReadonlyMap<string, OpenLogReader> {
  const { names } = config.clouds;
  const meant = config.logs?.sources.flatMap(({ clouds = [] }) => clouds) ?? [];
  const unknown = meant.find((name) => !names.includes(name));
  if (unknown !== undefined) {
    const [near] = nearest(unknown, names, 1);
    throw new ServiceError(
      `logs: a source is for the cloud ${unknown}, which is none of ${names.join(', ')}${near ? `; did you mean ${near}?` : ''}`,
      { code: 'config', service: 'logs' },
    );
  }
  const onBug = (source: string, error: unknown) => log.error({ source, err: error }, 'a log source broke');
  const deps = { secret: config.secret, clock, onBug };
  const opened = names.map((name) => [name, openLogs(config.logs, name, deps)] as const);
  return new Map(opened.filter((one): one is [string, OpenLogReader] => one[1] !== undefined));
}

/** Tarballs in Swift are read with the cloud's own credential. */
function ramdiskLogs(config: Config, name: string, cloud: () => Cloud): RamdiskLogReader | undefined {
  const objects = (): ObjectReads => {
    const { swift } = cloud();
    return {
      async objects(container, prefix, signal) {
        const found = await swift.objects(container, prefix, { signal });
        return found.map(({ name: object, bytes }) => ({ name: object, bytes: bytes ?? null }));
      },
      download: (container, object, signal) => swift.download(container, object, { signal }),
    };
  };
  return openRamdiskLogs(config.ramdiskLogs, name, { objects, host: hostname() });
}

/** What the users' own playbooks import of ours. */
const KIT = 'ironic-oncall/playbook';

/** Ours, then the users' own; two with one id would make a finding ambiguous. */
export async function loadPlaybooks(extra: readonly string[]): Promise<readonly Playbook[]> {
  if (extra.length > 0) answerTo(KIT, import.meta.resolve('ironic-oncall/playbook'));
  const loaded = await Promise.all([
    discover<Playbook>(folderOf('playbooks'), 'playbook', wrongWithPlaybook),
    ...extra.map(ownPlaybooks),
  ]);
  const playbooks = loaded.flat();
  const double = playbooks.find(
    (one, index) => playbooks.findIndex((other) => other.id === one.id) !== index,
  );
  if (double) throw wrongFolder(`Two playbooks are called ${double.id}.`);
  return playbooks;
}

/** A mistake in the users' own is told in words, like any other in the configuration. */
async function ownPlaybooks(folder: string): Promise<readonly Playbook[]> {
  try {
    return await discover<Playbook>(folder, 'playbook', wrongWithPlaybook);
  } catch (error) {
    throw wrongFolder(error instanceof Error ? error.message : String(error));
  }
}

function wrongFolder(words: string): ServiceError {
  return new ServiceError(`playbooks_path: ${words}`, { code: 'config', service: 'playbooks_path' });
}

function wrongWithPlaybook(unit: unknown): string | undefined {
  const { title, about, checks } = unit as Partial<Playbook>;
  if (typeof title !== 'string' || !title) return 'a playbook needs a title';
  if (!Array.isArray(about) || about.length === 0) return 'a playbook says what it is about';
  if (!Array.isArray(checks) || checks.length === 0) return 'a playbook needs at least one check';
  const ids = checks.map((check) => check.id);
  return new Set(ids).size === ids.length ? undefined : 'two checks have the same id';
}
