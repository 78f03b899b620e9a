import { cut } from '../lib/cut.ts';
import { parseUtc } from '../lib/duration.ts';
import { withoutIds } from '../lib/uuid.ts';
import type { HistoryEvent, Node } from '../openstack/ironic/schema.ts';
import { innermost } from './error-signature.ts';
import { typedName } from './node-words.ts';
import { isFailed } from './provision-state.ts';

/** One entry of Ironic's node history, or several of the same in a row. Times are ISO 8601, as Ironic writes them. */
export interface HistoryEntry {
  /** Of the newest; null where Ironic does not say. */
  readonly at: string | null;
  /** Of the oldest, where there are several. */
  readonly since?: string;
  readonly count: number;
  /** What went on: `cleaning`, `power and sensor checks`. */
  readonly doing: string;
  readonly error: boolean;
  /** In plain words, where the wording is known; without a full stop. */
  readonly says?: string;
  /** Ironic's own words, of the newest. */
  readonly text: string;
  /** Of a folded entry the first few, with commas. */
  readonly conductor?: string;
  /** Of whoever asked for the work, as Ironic knows them: an id. */
  readonly user?: string;
  /** The state that the node was in, for how long by then, and where it was headed; since API 1.115. */
  readonly state?: string;
  readonly target?: string;
  readonly seconds?: number;
  /** Between it and the next older one. */
  readonly quietSeconds?: number;
}

/** Something that the node itself still tells: `last_error`, and what was said there. */
export interface OwnTrace {
  readonly field: string;
  readonly label: string;
  readonly says?: string;
  readonly text?: string;
  readonly at?: string;
}

export interface HistoryKind {
  readonly words: string;
  readonly count: number;
}

export interface NodeHistory {
  /** What to type for it. */
  readonly name: string;
  readonly standing: Standing;
  /** Newest first, the same in a row folded. */
  readonly entries: readonly HistoryEntry[];
  /** Before folding. */
  readonly total: number;
  /** Of the oldest entry. */
  readonly from: string | null;
  /** What happened how often, the most frequent first; empty for a short history. */
  readonly kinds: readonly HistoryKind[];
  /** From the node itself, where history does not say it too. */
  readonly traces: readonly OwnTrace[];
  /** Why there are no entries: what could not be read, or why there may be none. */
  readonly without?: string;
  /** ISO 8601, when it was read. */
  readonly read: string;
}

/** What the node is now. */
export interface Standing {
  readonly state: string;
  readonly target: string | null;
  readonly since: string | null;
  readonly power: string | null;
  readonly maintenance: boolean;
  readonly reservation: string | null;
}

/** Words for the `event_type`s of openstack/ironic ironic/common/states.py; a driver may write its own. */
const DOING: Readonly<Record<string, string>> = {
  provisioning: 'provisioning',
  monitoring: 'power and health checks',
  introspection: 'inspection',
  unprovision: 'tear-down',
  takeover: 'takeover by another conductor',
  adoption: 'adoption',
  console: 'serial console',
  transition: 'change of state',
  'startup failure': 'start of the conductor',
  conductor: 'conductor',
  deploying: 'deploy',
  verifying: 'verification',
  verify: 'verification',
};

/** From this many entries on the eye wants a summary. */
const LONG = 8;
const MAX_KINDS = 5;
const MAX_CONDUCTORS = 3;

/**
 * Ironic's node history as a person tells it. `events` in any order, or in words why they are not there. Ironic
 * writes an entry with each error and a few warnings, never for what goes well.
 */
export function historyOf(
  node: Node,
  events: readonly HistoryEvent[] | { readonly unread: string },
  now: Date,
): NodeHistory {
  const known = 'unread' in events ? [] : events;
  const sorted = known.toSorted((a, b) => (timeOf(b.created_at) ?? 0) - (timeOf(a.created_at) ?? 0));
  const entries = withQuiet(folded(sorted));
  return {
    name: typedName(node),
    standing: standingOf(node),
    entries,
    total: sorted.length,
    from: sorted.at(-1)?.created_at ?? null,
    kinds: sorted.length >= LONG ? kindsOf(entries) : [],
    traces: tracesOf(node, sorted),
    read: now.toISOString(),
    ...without(node, events),
  };
}

function without(
  node: Node,
  events: readonly HistoryEvent[] | { readonly unread: string },
): Pick<NodeHistory, 'without'> {
  if ('unread' in events) return { without: events.unread };
  if (events.length > 0) return {};
  const failed = node.last_error || node.fault;
  return {
    without: failed
      ? 'Ironic kept no history although the node has an error: `[conductor]node_history` may be off there, or old entries were pruned (`node_history_max_entries`, `node_history_minimum_days`)'
      : 'Ironic writes an entry only when something goes wrong, and nothing has, or old entries were pruned (`[conductor]node_history_minimum_days`)',
  };
}

function standingOf(node: Node): Standing {
  return {
    state: node.provision_state || 'state unknown',
    // A failed node keeps the target of what failed, and goes nowhere.
    target: isFailed(node.provision_state) ? null : (node.target_provision_state ?? null),
    since: node.provision_updated_at ?? null,
    power: node.power_state ?? null,
    maintenance: node.maintenance ?? false,
    reservation: node.reservation ?? null,
  };
}

function folded(newestFirst: readonly HistoryEvent[]): readonly HistoryEntry[] {
  const entries: { key: string; entry: HistoryEntry }[] = [];
  for (const event of newestFirst) {
    const key = sameness(event);
    const last = entries.at(-1);
    if (last?.key === key) {
      const { since: _, ...entry } = last.entry;
      last.entry = {
        ...entry,
        count: entry.count + 1,
        ...both(entry.conductor, event.conductor),
        ...(event.created_at ? { since: event.created_at } : {}),
      };
    } else entries.push({ key, entry: entryOf(event) });
  }
  return entries.map(({ entry }) => entry);
}

/** The conductors of a folded entry, a few of them by name. */
function both(known: string | undefined, further: string | null | undefined): { conductor?: string } {
  const names = known?.split(', ') ?? [];
  if (!further || names.includes(further) || names.length >= MAX_CONDUCTORS) return {};
  return { conductor: [...names, further].join(', ') };
}

/** Two entries are the same when only ids, numbers and times differ, whichever conductor wrote them. */
function sameness(event: HistoryEvent): string {
  return JSON.stringify([event.event_type, event.severity, withoutIds(event.event ?? '')]);
}

function entryOf(event: HistoryEvent): HistoryEntry {
  const text = event.event ?? '';
  const type = event.event_type ?? '';
  const recognition = innermost(text);
  return {
    at: event.created_at ?? null,
    count: 1,
    doing: DOING[type] ?? (!type || type === 'UNKNOWN' ? 'unnamed work' : type),
    error: !/^(?:info|debug|warning)$/i.test(event.severity ?? ''),
    ...(recognition ? { says: recognition.signature.says } : {}),
    text,
    ...(event.conductor ? { conductor: event.conductor } : {}),
    ...(event.user ? { user: event.user } : {}),
    ...(event.state ? { state: event.state } : {}),
    ...(event.target_provision_state ? { target: event.target_provision_state } : {}),
    ...(typeof event.duration_seconds === 'number' ? { seconds: event.duration_seconds } : {}),
  };
}

function withQuiet(entries: readonly HistoryEntry[]): readonly HistoryEntry[] {
  return entries.map((entry, index) => {
    const [here, older] = [timeOf(entry.since ?? entry.at), timeOf(entries[index + 1]?.at)];
    if (here === undefined || older === undefined) return entry;
    return { ...entry, quietSeconds: (here - older) / 1000 };
  });
}

function kindsOf(entries: readonly HistoryEntry[]): readonly HistoryKind[] {
  const byWords = new Map<string, number>();
  for (const { doing, says, text, count } of entries) {
    const words = `${doing}: ${says ?? cut(text, 80)}`;
    byWords.set(words, (byWords.get(words) ?? 0) + count);
  }
  return [...byWords]
    .map(([words, count]) => ({ words, count }))
    .toSorted((a, b) => b.count - a.count)
    .slice(0, MAX_KINDS);
}

/** What history does not already say: errors that are not among its entries, a person's maintenance, inspection. */
function tracesOf(node: Node, events: readonly HistoryEvent[]): readonly OwnTrace[] {
  const told = (text: string) => events.some((event) => event.event?.startsWith(text.slice(0, 1000)));
  const traces: OwnTrace[] = [];
  const { last_error, maintenance_reason } = node;
  if (last_error && !told(last_error)) traces.push(traceOf('last_error', 'Last error', last_error));
  if (maintenance_reason && maintenance_reason !== last_error && !told(maintenance_reason)) {
    traces.push(traceOf('maintenance_reason', 'Maintenance', maintenance_reason));
  }
  // Beside a history they are older than what matters; without one they are something.
  if (events.length > 0) return traces;
  const { inspection_started_at: started, inspection_finished_at: finished } = node;
  if (started) traces.push({ field: 'inspection_started_at', label: 'Inspection began', at: started });
  if (finished) traces.push({ field: 'inspection_finished_at', label: 'Inspection ended', at: finished });
  if (node.created_at) traces.push({ field: 'created_at', label: 'Enrolled', at: node.created_at });
  return traces;
}

function traceOf(field: string, label: string, text: string): OwnTrace {
  const says = field === 'last_error' ? innermost(text)?.signature.says : undefined;
  return { field, label, text, ...(says ? { says } : {}) };
}

function timeOf(iso: string | null | undefined): number | undefined {
  return iso ? parseUtc(iso) : undefined;
}
