import { type Label, labelOf } from './alert-labels.ts';
import type { FleetEntry, FleetKind, FleetSubject } from './fleet-entry.ts';
import type { Hit, Hits } from './fleet-hits.ts';
import type { Ambiguity, Mentions, NamedSubject } from './fleet-index.ts';
import { saysKind } from './label-kinds.ts';

/** More choices help nobody. */
const MAX_CHOICES = 20;

/**
 * Decides what is certain. A key of several entries is narrowed by the cloud that a label names, by what its own label
 * says, by what the alert is about, and by an instance standing on the node of the same name; what is then still several
 * is asked, unless something else in the message has named one of them for certain.
 */
export function settle(hits: Hits, labels: readonly Label[], about: FleetKind | undefined): Mentions {
  const cloud = labelOf(labels, 'cloud', 'openstack_cloud', 'os_cloud');
  const certain = new Map<string, NamedSubject>();
  const open: Hit[] = [];
  for (const one of hits.hits) {
    const entries = narrowed(one, cloud, about);
    const only = one.sure === 'sure' && isOneThing(entries);
    if (!only) open.push({ ...one, entries });
    else for (const entry of entries) name(entry, one);
  }
  const asked = new Map<string, Ambiguity>();
  for (const one of open) {
    if (one.entries.some((entry) => certain.has(idOf(entry)))) continue;
    const key = one.as.toLowerCase();
    if (asked.has(key) && one.sure === 'loose') continue;
    asked.set(key, {
      as: one.as,
      could: one.entries.slice(0, MAX_CHOICES).map(subjectOf),
      ...(one.sure === 'loose' ? { word: true } : {}),
    });
  }
  const unseen = [...new Map(hits.unseen.map((one) => [`${one.kind} ${one.as}`, one])).values()];
  return { certain: [...certain.values()], asked: [...asked.values()], unseen };

  /** Named twice, the plainer way counts: a UUID is no reporter. */
  function name(entry: FleetEntry, one: Hit): void {
    const id = idOf(entry);
    const known = certain.get(id);
    const reporter = isReporter(entry, one);
    if (known && (reporter || known.reporter === undefined)) return;
    const { as, by } = one;
    certain.set(id, { ...subjectOf(entry), as, by, ...(reporter ? { reporter: true } : {}) });
  }
}

function narrowed(hit: Hit, cloud: string | undefined, about: FleetKind | undefined): readonly FleetEntry[] {
  let left = hit.entries;
  const keep = (wanted: (entry: FleetEntry) => boolean): void => {
    const kept = left.filter(wanted);
    if (kept.length > 0) left = kept;
  };
  // Names of Ironic are compared as they are written where that tells two apart.
  if (hit.by === 'name') keep((entry) => entry.name === hit.as || entry.id === hit.as);
  if (cloud) keep((entry) => entry.cloud === cloud);
  if (saysKind(hit.says)) keep((entry) => entry.kind === hit.says);
  else if (about) keep((entry) => entry.kind === about);
  return left;
}

/** One entry; or a machine in its several roles; or a node together with the instance on it. */
function isOneThing(entries: readonly FleetEntry[]): boolean {
  const [first] = entries;
  if (!first) return false;
  if (entries.length === 1) return true;
  if (entries.some((entry) => entry.cloud !== first.cloud)) return false;
  const kinds = new Set(entries.map((entry) => entry.kind));
  if (kinds.size !== entries.length) return false;
  if (entries.every(isHost)) return new Set(entries.map((entry) => entry.name.toLowerCase())).size === 1;
  const node = entries.find((entry) => entry.kind === 'node');
  const rest = entries.filter((entry) => entry !== node);
  return node !== undefined && rest.every((entry) => entry.kind === 'instance' && entry.node === node.id);
}

const isHost = (entry: FleetEntry): boolean => entry.kind === 'conductor' || entry.kind === 'compute-host';

/** Exporters run beside what they tell of; the address of a BMC is always the BMC's. */
function isReporter(entry: FleetEntry, { as, by, says, port }: Hit): boolean {
  if (entry.addresses?.includes(as.toLowerCase())) return false;
  return by === 'name' && entry.kind !== 'instance' && (port || says === 'reporter');
}

function subjectOf({ kind, cloud, id, name }: FleetEntry): FleetSubject {
  return { kind, cloud, id, name };
}

const idOf = (entry: FleetSubject): string => `${entry.kind} ${entry.cloud} ${entry.id}`;
