/** What is kept of the fleets; see {@link Tables} for the form of times and records. */
export interface FleetTables {
  fleet_points: FleetPointsTable;
  fleet_sweeps: FleetSweepsTable;
  fleet_glances: FleetGlancesTable;
  digests: DigestsTable;
}

/** One row for each sweep of a cloud that read all of it. */
export interface FleetPointsTable {
  cloud: string;
  at: string;
  record: string;
}

/** One row for each cloud: the slot that was swept last, and who is at the next one. */
export interface FleetSweepsTable {
  cloud: string;
  /** When the slot begins; empty before the first. */
  done_slot: string;
  lease_owner: string | null;
  lease_until: string | null;
}

/** One row for each cloud: what the last sweep saw of it, small whatever the size of the fleet. */
export interface FleetGlancesTable {
  cloud: string;
  /** When that sweep ended. */
  at: string;
  record: string;
}

/** One row for each digest that somebody took in hand. */
export interface DigestsTable {
  cloud: string;
  channel: string;
  /** When it was due. */
  slot: string;
  /** Whoever is at it, and until when they are believed to be; null once it is posted and has its picture, or none. */
  lease_owner: string | null;
  lease_until: string | null;
  /** Channel and ts as JSON once Slack has it. */
  message: string | null;
  /** File and description as JSON, from just before the picture is put below it. */
  picture: string | null;
}
