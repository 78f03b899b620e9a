export interface ObjectRecord {
  name: string;
  body: Buffer;
  /** `2026-11-22T17:20:18.000000`, UTC. */
  last_modified: string;
}

export interface ContainerRecord {
  name: string;
  objects: ObjectRecord[];
}
