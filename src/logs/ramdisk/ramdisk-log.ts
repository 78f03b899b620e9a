import type { Readable } from 'node:stream';

/** One file out of a tarball of the deploy ramdisk. */
export interface RamdiskPart {
  /** As packed, without folders that lead out: `journal`, `df`, `ps`, `ip_addr`, `iptables`, `var/log/messages`. */
  readonly name: string;
  readonly lines: readonly string[];
  /** In words, when this is not all of it. */
  readonly cut?: string | undefined;
}

/**
 * What the ramdisk left behind: `<node>[_<instance>]_<time>.tar.gz`, collected by the conductor
 * (openstack/ironic ironic/drivers/utils.py, collect_ramdisk_logs, get_ramdisk_logs_file_name).
 */
export interface RamdiskLog {
  /** The tarball's name. */
  readonly file: string;
  /** Where it is kept, for a person: `conductor-1:/var/log/ironic/deploy`, `Swift container ironic_deploy_logs_container`. */
  readonly place: string;
  /** ISO 8601, from the name; the conductor writes UTC. */
  readonly collected_at: string | null;
  readonly instance_uuid: string | null;
  /** Bytes of the tarball, where known. */
  readonly size: number | null;
  /** Empty for a tarball that is listed and was not opened. */
  readonly parts: readonly RamdiskPart[];
  /** In words, when something of it was left out or could not be read: "truncated", "an entry with a hostile name". */
  readonly cut?: string | undefined;
}

/** A tarball that is there, before anybody opens it. */
export type RamdiskLogFile = Omit<RamdiskLog, 'parts' | 'cut'>;

/** Where tarballs are kept: a folder of a conductor, or a Swift container. Errors are ServiceErrors of service `logs` or `swift`. */
export interface RamdiskLogStore {
  readonly name: string;
  list(node_uuid: string, signal: AbortSignal): Promise<readonly RamdiskLogFile[]>;
  open(file: RamdiskLogFile, signal: AbortSignal): Promise<Readable>;
}

/** All stores of one cloud: every tarball of the node, newest first, the newest one or two opened. */
export type RamdiskLogReader = (node_uuid: string, signal: AbortSignal) => Promise<readonly RamdiskLog[]>;
