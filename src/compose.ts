import { fileURLToPath } from 'node:url';
import type { Config } from './config.ts';
import { ServiceError } from './core/errors.ts';
import type { Playbook } from './core/playbook.ts';
import { createDiagnosis, type Diagnosis } from './diagnosis/diagnose.ts';
import { discover } from './lib/discover.ts';
import type { Log } from './log.ts';
import { type Cloud, createCloud } from './openstack/cloud.ts';

/** The folder of a registry at the top of the project. */
export const folderOf = (name: string): string => fileURLToPath(new URL(`../${name}`, import.meta.url));

export interface Engine {
  readonly diagnosis: Diagnosis;
  readonly playbooks: readonly Playbook[];
  /** Ends idle connections, so that the process can end. */
  close(): void;
}

export interface EngineOptions {
  readonly log: Log;
  readonly clock: () => Date;
  readonly newReference: () => string;
}

/** The reading half, as the terminal and the bot both use it. */
export async function composeDiagnosis(config: Config, options: EngineOptions): Promise<Engine> {
  const playbooks = await loadPlaybooks(config.playbooksPath);
  const clouds = new Map<string, Cloud>();
  const cloud = (name: string): Cloud => {
    const known = clouds.get(name) ?? createCloud(config.clouds.get(name));
    clouds.set(name, known);
    return known;
  };
  const { log, clock, newReference } = options;
  const diagnosis = createDiagnosis({
    playbooks,
    cloud,
    clock,
    deadlineMs: config.deadlineMs,
    newReference,
    log,
  });
  return {
    diagnosis,
    playbooks,
    close: () => {
      for (const one of clouds.values()) one.close();
    },
  };
}

/** Ours, then the users' own; two with one id would make a finding ambiguous. */
export async function loadPlaybooks(extra: readonly string[]): Promise<readonly Playbook[]> {
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
