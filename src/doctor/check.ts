import type { CloudSight } from './cloud-sight.ts';
import type { Context } from './context.ts';

/** In the order in which they are told. */
export const SECTIONS = ['machine', 'configuration', 'slack', 'people', 'cloud', 'logs', 'records'] as const;
export type Section = (typeof SECTIONS)[number];

/** `skipped`: what it stands on is missing, so that nobody knows. */
export type State = 'ok' | 'warn' | 'fail' | 'skipped';

/** One line, and another one that mends it: an exact command or key. */
export interface Told {
  readonly state: State;
  readonly told: string;
  readonly fix?: string;
}

interface Common {
  /** The file's name. */
  readonly id: string;
  /** Two or three words. */
  readonly title: string;
  /** Among those of its section; what stands on others comes later. */
  readonly place: number;
}

/**
 * A question about the surroundings. It looks and changes nothing. What it stands on it asks the context for, which
 * reads each thing once; a ServiceError that it lets through is told as a failure, anything else as a check that broke.
 */
export type Check =
  | (Common & {
      readonly section: Exclude<Section, 'cloud'>;
      run(context: Context): Promise<Told | readonly Told[]>;
    })
  | (Common & {
      readonly section: 'cloud';
      /** Once for each cloud. */
      run(cloud: CloudSight, context: Context): Promise<Told | readonly Told[]>;
    });

export const ok = (told: string): Told => ({ state: 'ok', told });
export const warn = (told: string, fix: string): Told => ({ state: 'warn', told, fix });
export const fail = (told: string, fix: string): Told => ({ state: 'fail', told, fix });
export const skipped = (why: string): Told => ({ state: 'skipped', told: why });

/** As the report has it. */
export interface Result extends Told {
  readonly id: string;
  readonly title: string;
  readonly section: Section;
  readonly cloud?: string;
  /** The check itself failed, which is a bug of ours. */
  readonly broke?: true;
}
