import { cut } from '../lib/cut.ts';
import { parseUtc } from '../lib/duration.ts';
import type { Node } from '../openstack/ironic/schema.ts';
import type { Attempt } from './attempt.ts';
import type { LogExcerpt, RamdiskLog } from './facts.ts';
import { locksIn, type TellingLine, tellingErrors, tellingIn, transitionsIn } from './log-lines.ts';
import { logRecords, recordsFor } from './log-records.ts';
import { typedName } from './node-words.ts';
import { ramdiskTroubles, ramdiskWorkOf } from './ramdisk-trouble.ts';

/** A tarball of the deploy ramdisk, as it is listed. */
export interface Tarball {
  readonly file: string;
  readonly place: string;
  /** ISO 8601. */
  readonly collected_at: string | null;
  readonly size: number | null;
  readonly opened: boolean;
}

/** Why some of it is not there. */
export interface Unseen {
  readonly what: 'logs' | 'ramdisk_logs';
  /** In words for the engineer. */
  readonly reason: string;
  /** False where nobody has told us where to look: then it is a matter of configuration. */
  readonly configured: boolean;
}

export interface RamdiskView {
  readonly file: string;
  /** Collected before the node came into its present state: it tells of an earlier attempt. */
  readonly earlier: boolean;
  readonly parts: readonly string[];
  /** Whether what it tells is known for a trouble; otherwise these only look like errors. */
  readonly known: boolean;
  readonly telling: readonly TellingLine[];
}

/** What logs tell of a node, the telling part of it. */
export interface LogView {
  /** What to type for the node. */
  readonly name: string;
  readonly state: string;
  readonly since: string | null;
  /** Newest first. */
  readonly tarballs: readonly Tarball[];
  /** Of the newest tarball that was opened. */
  readonly ramdisk?: RamdiskView;
  readonly errors: readonly TellingLine[];
  readonly transitions: readonly TellingLine[];
  readonly locks: readonly TellingLine[];
  /** Where lines were looked for and how many came: `ironic-conductor@conductor-1`. */
  readonly sources: readonly { readonly place: string; readonly lines: number }[];
  /** What was left out while reading, in words. */
  readonly cut: readonly string[];
  readonly unseen: readonly Unseen[];
  /** ISO 8601, when it was read. */
  readonly read: string;
}

/** Clocks of a conductor and a database may differ a little, and collecting takes a while. */
const SAME_TIME_MS = 10 * 60_000;

/** Lines and tarballs of one node, or why they could not be read. */
export interface LogsRead {
  readonly logs: Attempt<readonly LogExcerpt[]>;
  readonly ramdisk: Attempt<readonly RamdiskLog[]>;
}

export function logViewOf(node: Node, { logs, ramdisk }: LogsRead, now: Date): LogView {
  const excerpts = logs.kind === 'value' ? logs.value : [];
  const tarballs = ramdisk.kind === 'value' ? ramdisk.value : [];
  const records = recordsFor(logRecords(excerpts), node);
  const opened = tarballs.find((one) => one.parts.length > 0);
  return {
    name: typedName(node),
    state: node.provision_state || 'state unknown',
    since: node.provision_updated_at ?? null,
    tarballs: tarballs.map(({ file, place, collected_at, size, parts }) => ({
      file,
      place,
      collected_at,
      size,
      opened: parts.length > 0,
    })),
    ...(opened ? { ramdisk: ramdiskViewOf(opened, node) } : {}),
    errors: tellingErrors(records),
    transitions: transitionsIn(records),
    locks: locksIn(records),
    sources: excerpts.map(({ source, host, lines }) => ({
      place: host ? `${source}@${host}` : source,
      lines: lines.length,
    })),
    cut: [
      ...new Set([
        ...excerpts.flatMap((one) => one.cut ?? []),
        ...tarballs.flatMap((one) => [
          ...(one.cut ? [`${one.file}: ${one.cut}`] : []),
          ...one.parts.flatMap((part) => (part.cut ? [`${part.name}: ${part.cut}`] : [])),
        ]),
      ]),
    ],
    unseen: [...unseen('ramdisk_logs', ramdisk), ...unseen('logs', logs)],
    read: now.toISOString(),
  };
}

function ramdiskViewOf(log: RamdiskLog, node: Node): RamdiskView {
  const collected = log.collected_at ? parseUtc(log.collected_at) : undefined;
  const began = node.provision_updated_at ? parseUtc(node.provision_updated_at) : undefined;
  const troubles = ramdiskTroubles(log, ramdiskWorkOf(node)).map(({ says, signs: [first] }) => ({
    count: 1,
    place: first.part,
    says,
    text: cut(first.line.trim(), 400, 'middle'),
  }));
  const suspicious = () => log.parts.flatMap((part) => tellingIn(part.name, part.lines));
  return {
    file: log.file,
    earlier: collected !== undefined && began !== undefined && collected < began - SAME_TIME_MS,
    parts: log.parts.map((part) => part.name),
    known: troubles.length > 0,
    telling: (troubles.length > 0 ? troubles : suspicious()).slice(0, 8),
  };
}

function unseen(what: Unseen['what'], read: Attempt<unknown>): readonly Unseen[] {
  if (read.kind === 'value') return [];
  const { reason } = read.why;
  return [{ what, reason, configured: !/\bis configured\b/.test(reason) }];
}

/** Lines for ironic-oncall.yml, for whoever has not said yet where logs are kept. */
export const LOG_EXAMPLES: Readonly<Record<Unseen['what'], string>> = {
  logs: ['logs:', '  sources:', "    - files: ['/var/log/hosts/{host}/{service}.log*']"].join('\n'),
  ramdisk_logs: [
    'ramdisk_logs:',
    '  - directory: /var/log/ironic/deploy   # [agent]deploy_logs_local_path',
    '  - swift: ironic_deploy_logs_container # [agent]deploy_logs_swift_container',
  ].join('\n'),
};
