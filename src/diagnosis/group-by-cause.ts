import { CAUSES, type Cause } from '../core/cause.ts';
import { type SharedProperty, tellingProperties } from '../core/concentration.ts';
import { byConfidence, type Confidence } from '../core/confidence.ts';
import { type CountedFleet, countedFleet } from '../core/counted-fleet.ts';
import { hasValue, type NodeProperties, type PropertyKind, propertyWords } from '../core/fleet-properties.ts';
import type { FleetGroup } from '../core/fleet-report.ts';
import type { Verdict } from '../core/report.ts';

/** One node with what was found about it, from a pass over the fleet or from an alert. */
export interface Judged {
  readonly node: { readonly uuid: string; readonly name: string | null };
  readonly verdict: Verdict;
  readonly properties: NodeProperties;
}

export interface GroupOptions {
  /** Of every node there is, those in trouble included: what everybody has tells nothing. */
  readonly fleet: readonly NodeProperties[];
  /** What is known of a value itself and says why its nodes suffer: of a conductor, "is not alive". */
  readonly remark?: (property: SharedProperty) => string | undefined;
}

/** So many stories of one cause are told apart; after that the rest is one. */
const MOST_STORIES = 8;
/** What tells besides the best explanation. */
const MOST_BESIDES = 2;

/**
 * Kinds that can be the reason for a cause, where others can only be alike: a BMC is on no switch of `local_link_connection`,
 * and an image is bad on any of them. They count double.
 */
const BMC: readonly PropertyKind[] = ['bmc_subnet', 'rack', 'firmware', 'conductor', 'conductor_group'];
const BOOT: readonly PropertyKind[] = ['switch', 'rack', 'conductor', 'conductor_group'];
const IMAGE: readonly PropertyKind[] = ['image'];
const CONDUCTOR: readonly PropertyKind[] = ['conductor', 'conductor_group'];
const HARDWARE: readonly PropertyKind[] = ['firmware', 'resource_class', 'driver'];
const REASONS: Partial<Record<Cause, readonly PropertyKind[]>> = {
  'ipmi-unreachable': BMC,
  'ipmi-session-cipher': BMC,
  'bmc-credentials': BMC,
  'redfish-bmc-tls': BMC,
  'redfish-bmc-error': BMC,
  'power-sync-failure': BMC,
  'virtual-media': BMC,
  'dhcp-pxe-boot': BOOT,
  'lacp-ipxe': BOOT,
  'wait-callback-timeout': BOOT,
  'network-vif': BOOT,
  'image-unbootable': IMAGE,
  'image-invalid': IMAGE,
  'image-download-checksum': [...IMAGE, ...CONDUCTOR],
  'stuck-ing-state': CONDUCTOR,
  'conductor-oom': [...CONDUCTOR, ...IMAGE],
  'conductor-disk-full': CONDUCTOR,
  'concurrent-action-limit': CONDUCTOR,
  'agent-tls': CONDUCTOR,
  'interface-not-enabled': ['driver', ...CONDUCTOR],
  'clean-step-failed': HARDWARE,
  'raid-bios-firmware': HARDWARE,
  'root-device-hints': HARDWARE,
};

/** Verdicts that are no failure stand behind those that are. */
const LAST: Partial<Record<Cause, number>> = {
  'operator-maintenance': 1,
  'insufficient-evidence': 2,
  healthy: 3,
};

/**
 * The same trouble on many nodes as few stories: by cause, and within a cause by what its nodes share and the rest of the
 * fleet does not. Two switches that are broken at once are two groups; what is left when nothing tells any more is one.
 */
export function groupByCause(judged: readonly Judged[], options: GroupOptions): readonly FleetGroup[] {
  const causes = Map.groupBy(judged, ({ verdict }) => verdict.cause);
  const fleet = countedFleet(options.fleet);
  const groups = [...causes].flatMap(([cause, members]) => storiesOf(cause, members, fleet, options));
  return groups.toSorted(
    (a, b) => (LAST[a.cause] ?? 0) - (LAST[b.cause] ?? 0) || b.nodes.length - a.nodes.length,
  );
}

function storiesOf(
  cause: Cause,
  all: readonly Judged[],
  whole: CountedFleet,
  options: GroupOptions,
): readonly FleetGroup[] {
  const groups: FleetGroup[] = [];
  let members = all;
  let fleet = whole;
  while (members.length > 0 && groups.length < MOST_STORIES) {
    const telling = tellingProperties(
      members.map(({ properties }) => properties),
      fleet,
    );
    // Of a conductor that is known to be dead nobody asks which of its nodes happen to stand in one rack.
    const best = telling.find((one) => options.remark?.(one) !== undefined) ?? bestFor(cause, telling);
    if (!best) break;
    const others = telling.filter((one) => one !== best);
    const has = (properties: NodeProperties) => hasValue(properties, best.kind, best.value);
    const inside = members.filter(({ properties }) => has(properties));
    // Of the others only what holds for the same nodes: the rack of that switch, and not a second story.
    const besides = others.filter((one) => one.having >= inside.length && one.kind !== best.kind);
    groups.push(group(cause, inside, best, besides.slice(0, MOST_BESIDES), options));
    members = members.filter(({ properties }) => !has(properties));
    fleet = fleet.without(has);
  }
  if (members.length > 0) groups.push(group(cause, members, undefined, [], options));
  return groups;
}

function bestFor(cause: Cause, telling: readonly SharedProperty[]): SharedProperty | undefined {
  const worth = ({ kind, fit }: SharedProperty) => fit * (REASONS[cause]?.includes(kind) ? 2 : 1);
  return telling.toSorted((a, b) => worth(b) - worth(a))[0];
}

function group(
  cause: Cause,
  members: readonly Judged[],
  shared: SharedProperty | undefined,
  besides: readonly SharedProperty[],
  { remark }: GroupOptions,
): FleetGroup {
  return {
    cause,
    words: wordsOf(cause, members, shared, shared && remark?.(shared)),
    nodes: members.map(({ node }) => node.uuid),
    confidence: halfAreAtLeast(members),
    ...(shared ? { shared } : {}),
    besides,
  };
}

/** "conductor c2 is not alive", "the ramdisk never called back, all on switch leaf-12". */
function wordsOf(
  cause: Cause,
  members: readonly Judged[],
  shared: SharedProperty | undefined,
  remark: string | undefined,
): string {
  if (shared && remark) return `${shared.kind.replaceAll('_', ' ')} ${shared.value} ${remark}`;
  const what = saidOfAll(members) ?? CAUSES[cause];
  return shared && !what.includes(shared.value)
    ? `${what}, all ${propertyWords(shared.kind, shared.value)}`
    : what;
}

/** A node's own view of its neighbours: of all of them together it would count one too few. */
const COUNTS_OTHERS = /^\d+ (?:more|other) nodes? /;

/** A sentence that is the same for several nodes is about what they share, and says more than the cause. */
function saidOfAll(members: readonly Judged[]): string | undefined {
  const said = members[0]?.verdict.summary;
  if (members.length < 2 || !said || members.some(({ verdict }) => verdict.summary !== said))
    return undefined;
  if (COUNTS_OTHERS.test(said)) return undefined;
  return said.replace(/\.$/, '');
}

/** The middle one, so that one sure node does not make forty sure. */
function halfAreAtLeast(members: readonly Judged[]): Confidence {
  const sorted = members.map(({ verdict }) => verdict.confidence).toSorted(byConfidence);
  return sorted[Math.floor((sorted.length - 1) / 2)] ?? 'possible';
}
