/** Lines of one log of one host, oldest first, as they were written. */
export interface LogExcerpt {
  /** `ironic-conductor`, `nova-scheduler`, `nova-compute`, ... */
  readonly source: string;
  readonly host: string;
  readonly lines: readonly string[];
  /** In words, when this is not all there is: "only the newest 256 MB of conductor.log were read". */
  readonly cut?: string | undefined;
  /** Minutes by which times without a zone in these lines are ahead of UTC; 0 when absent. */
  readonly offset_minutes?: number | undefined;
}

/** Bytes that may still be read from files for one question; all its sources share them. */
export interface ByteBudget {
  /** In all, for words about it. */
  readonly total: number;
  left(): number;
  /** Takes at most as many as are left. @returns how many it took */
  take(bytes: number): number;
}

/** What is looked for. A line counts with the lines that belong to its entry, such as a traceback. */
export interface LogQuery {
  /** Any of them makes an entry count: UUIDs, names, request ids; compared exactly, case and all. Never empty. */
  readonly words: readonly string[];
  /** Both ends included; what carries no time of its own is taken with the entry before it. */
  readonly from: Date;
  readonly to: Date;
  /** A source without one has its own. */
  readonly budget?: ByteBudget | undefined;
  readonly signal: AbortSignal;
}

/**
 * A place where services' lines are kept: files, Loki, OpenSearch. `read` gives up when the signal fires, with what it
 * has and `cut` saying so, or with a `timeout` ServiceError when it has nothing; memory stays bounded whatever the size
 * of the log.
 */
export interface LogSource {
  /** As people call it: `Loki`, `files`. */
  readonly name: string;
  /** @throws ServiceError whose service is `logs`, in words for the engineer, never with an address or a password */
  read(query: LogQuery): Promise<readonly LogExcerpt[]>;
  close?(): void;
}

/** All log sources of one cloud as one: bounded in bytes and seconds, one sick source costs only itself. */
export type LogReader = (query: LogQuery) => Promise<readonly LogExcerpt[]>;
