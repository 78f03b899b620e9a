import type { FleetGlance } from './fleet-glance.ts';
import type { Contact } from './reach.ts';

/** What the last sweep of a cloud left behind. */
export interface LastSweep {
  readonly cloud: string;
  /** ISO 8601, when it ended, whatever came of it. */
  readonly at: string;
  /** Of the last sweep that read the fleet; null where none has. */
  readonly glance: FleetGlance | null;
  /** Why none could since then; null where the last one did. */
  readonly failed: { readonly since: string; readonly words: string } | null;
  /** How the cloud's services answered, as the process that swept heard it. */
  readonly contacts: readonly Contact[];
}

/** A picture of a fleet that Slack has. */
export interface SharedPicture {
  /** Slack's id of the file. */
  readonly file: string;
  readonly alt: string;
}

export interface DigestPicture extends SharedPicture {
  readonly cloud: string;
  /** ISO 8601, when its digest was due. */
  readonly slot: string;
}

/** The fleets as they were seen last, told without a read of any cloud. */
export interface FleetsAtRest {
  /** Minutes between two sweeps; 0 for none, undefined where nobody has configured them. */
  readonly sweep: number | undefined;
  /** Those that are swept, the default first: of several entries that lead to one cloud the first. */
  readonly clouds: readonly string[];
  /** Those whose entry of clouds.yaml is wrong, so that nobody can sweep them. */
  readonly unusable: readonly string[];
  /** @throws ServiceError where the database is sick */
  sweeps(): Promise<readonly LastSweep[]>;
  /** The newest of each cloud. @throws likewise */
  pictures(): Promise<readonly DigestPicture[]>;
}
