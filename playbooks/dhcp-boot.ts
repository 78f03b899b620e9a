import { textIn } from '../src/core/bag.ts';
import { bootSteps } from '../src/core/boot-steps.ts';
import {
  earlierMisses,
  FRAMES_OF_MISSED_BOOT,
  mayHaveMissedBoot,
  missedBootOf,
  othersThatCalled,
  othersThatMissed,
} from '../src/core/boot-trouble.ts';
import type { Facts } from '../src/core/facts.ts';
import type { Evidence, FindingDraft } from '../src/core/finding.ts';
import { someNames } from '../src/core/other-nodes.ts';
import { definePlaybook } from '../src/core/playbook.ts';
import { propose } from '../src/core/remediation.ts';
import { neighboursOn, type Switch, switchesOf, switchesUnder } from '../src/core/switch-neighbours.ts';
import { judgeWait } from '../src/core/waiting.ts';
import { parseUtc, secondsSince } from '../src/lib/duration.ts';
import type { Node, Port } from '../src/openstack/ironic/schema.ts';

/** Fewer than this many others may be chance. */
const SEVERAL = 2;
/** Time-outs before this one; a single one is what every fleet has. */
const AGAIN = 2;
const DAYS_LOOKED_BACK = 30;

export default definePlaybook({
  id: 'dhcp-boot',
  title: 'The ramdisk does not boot over the network',
  guide: 'dhcp-pxe',
  covers: ['wait-communication'],
  causes: ['dhcp-pxe-boot', 'agent-comm'],
  reads: ['node', 'nodes', 'ports', 'peer_ports', 'history'],
  remedies: ['fix-network', 'fix-image'],
  about: ['node'],
  appliesTo: mayHaveMissedBoot,
  checks: [
    { id: 'others-too', asks: 'Do other nodes miss their ramdisk too, and what do they share?', run: shared },
    {
      id: 'comes-and-goes',
      asks: 'Does this node boot its ramdisk at some times and not at others?',
      appliesTo: (node) => /pxe/.test(node.boot_interface ?? 'pxe'),
      run: comesAndGoes,
    },
  ],
});

/** What is known of everybody who was asked to boot lately. */
interface Picture {
  readonly node: Node;
  /** Until Ironic's own time-out a wait is only long. */
  readonly late: boolean;
  readonly missing: readonly Node[];
  readonly fine: readonly Node[];
  readonly nodes: readonly Node[];
  readonly ports: readonly Port[];
  readonly own: readonly Port[];
}

async function shared(facts: Facts): Promise<FindingDraft | undefined> {
  const node = await facts.node();
  const missed = await missedBootOf(facts, node);
  if (!missed) return undefined;
  const nodes = await facts.nodes();
  const missing = othersThatMissed(nodes, node, facts.now);
  if (missing.length < SEVERAL) return undefined;
  const [own = [], ports = []] = await Promise.all([facts.maybe.ports(), facts.maybe.peer_ports()]);
  const picture: Picture = {
    node,
    late: missed === 'timed-out' || judgeWait(node, facts.now).kind === 'overdue',
    missing,
    fine: othersThatCalled(nodes, node, facts.now),
    nodes,
    ports,
    own: own.filter((port) => !port.node_uuid || port.node_uuid === node.uuid),
  };
  return oneSwitch(picture) ?? oneConductor(picture) ?? oneRamdisk(picture) ?? several(picture);
}

function oneSwitch(picture: Picture): FindingDraft | undefined {
  const { node, own, ports, nodes, missing, fine, late } = picture;
  const views = switchesOf(own).map((one) => {
    const neighbours = neighboursOn(one, ports, nodes, node.uuid);
    return { one, ...neighbours, here: missing.filter((other) => neighbours.known.includes(other)) };
  });
  const [view] = views.toSorted((a, b) => b.here.length - a.here.length);
  if (!view || view.here.length < SEVERAL) return undefined;
  const { one, here, known, unread } = view;
  const well = fine.filter((other) => known.includes(other));
  const elsewhere = missing.length - here.length;
  const wellElsewhere = fine.length - well.length;
  // Only where the trouble ends at the edge of the switch is it the switch's.
  const bounded = late && well.length < here.length && elsewhere < here.length;
  return {
    code: 'wait-shared-switch',
    cause: 'dhcp-pxe-boot',
    summary: `${here.length} more nodes on switch ${one.name} miss their ramdisk too: look at its ports (PortFast, VLAN) and at DHCP behind it.`,
    severity: bounded ? 'critical' : late ? 'warning' : 'info',
    evidence: [
      { bearing: 'supports', source: 'nodes', observed: `${someNames(here)}: no ramdisk called back` },
      {
        bearing: 'supports',
        source: `peer_ports[${one.name}].local_link_connection`,
        observed: counted(here.length, known.length, well.length, unread),
      },
      ...(wellElsewhere > 0
        ? [support('nodes', `${wellElsewhere} nodes on other switches called within a day`)]
        : []),
      ...(well.length > 0
        ? [against('nodes', `${someNames(well, 3)} on the same switch called within a day`)]
        : []),
      ...(elsewhere > 0 ? [against('nodes', `${elsewhere} more on other switches miss theirs`)] : []),
    ],
    explains: bounded ? FRAMES_OF_MISSED_BOOT : [],
    proposals: [propose('fix-network')],
    steps: bootSteps(node, own, one),
  };
}

/** How many of a switch's nodes are behind each word, those that say nothing included. */
function counted(missing: number, known: number, well: number, unread: number): string {
  const rest = known - missing - well;
  return [
    `${missing} of the ${known} other nodes there that were read miss their ramdisk`,
    well > 0 ? `${well} called within a day` : 'none called within a day',
    ...(rest > 0 ? [`${rest} show no recent boot`] : []),
    ...(unread > 0 ? [`${unread} more were not read`] : []),
  ].join('; ');
}

/** Nodes of several switches that one conductor (or group of them) serves, while those of others boot. */
function oneConductor(picture: Picture): FindingDraft | undefined {
  const { node, own, ports, missing, fine, late } = picture;
  const served = servedBy(node);
  const switches = switchesUnder([node, ...missing], ports);
  if (!served || switches.length < 2 || missing.some((other) => servedBy(other) !== served)) return undefined;
  const others = fine.filter((other) => servedBy(other) !== served);
  if (others.length === 0 || others.length < fine.length) return undefined;
  return {
    code: 'wait-shared-conductor',
    cause: 'dhcp-pxe-boot',
    summary: `${missing.length} more nodes on ${switches.length} switches miss their ramdisk, all served by ${served}: look at its TFTP and HTTP boot server.`,
    severity: late ? 'warning' : 'info',
    evidence: [
      support('nodes', `${someNames(missing)}: no ramdisk called back, all served by ${served}`),
      support('peer_ports.local_link_connection', `on ${namesOfSwitches(switches)}`),
      support('nodes', `${others.length} nodes served by others called within a day`),
    ],
    proposals: [propose('fix-network')],
    steps: bootSteps(node, own, undefined),
  };
}

/** Peers' conductors are not in Ironic's list; their group is, and names it where there are groups at all. */
function servedBy(node: Node): string | undefined {
  if (node.conductor_group) return `conductor group ${node.conductor_group}`;
  return node.conductor ? `conductor ${node.conductor}` : undefined;
}

function oneRamdisk(picture: Picture): FindingDraft | undefined {
  const { node, missing, fine, late } = picture;
  const image = ramdiskOf(node);
  if (!image || missing.some((other) => ramdiskOf(other) !== image)) return undefined;
  const others = fine.filter((other) => ramdiskOf(other) !== undefined && ramdiskOf(other) !== image);
  if (others.length === 0 || fine.some((other) => ramdiskOf(other) === image)) return undefined;
  return {
    code: 'wait-shared-ramdisk',
    cause: 'agent-comm',
    summary: `${missing.length} more nodes with the same deploy ramdisk never call back, while nodes with another one do: look at that image.`,
    severity: late ? 'warning' : 'info',
    evidence: [
      support('node.driver_info.deploy_ramdisk', image),
      support('nodes', `${someNames(missing)}: the same ramdisk, no call back`),
      support('nodes', `${others.length} nodes with another ramdisk called within a day`),
    ],
    proposals: [propose('fix-image')],
    steps: [
      {
        text: "Watch one machine's console: does this ramdisk start, get an address and reach Ironic's API?",
      },
      { text: 'Give one of the nodes the ramdisk that works elsewhere, and try again.' },
    ],
    guide: 'wait-communication',
  };
}

function ramdiskOf(node: Node): string | undefined {
  return textIn(node.driver_info, 'deploy_ramdisk');
}

function several({ node, own, ports, missing, fine }: Picture): FindingDraft {
  const switches = switchesUnder([node, ...missing], ports);
  const spread = switches.length > 1 ? ` on ${switches.length} switches` : '';
  return {
    code: 'wait-shared-by-nodes',
    cause: 'dhcp-pxe-boot',
    summary: `${missing.length} more nodes${spread} miss their ramdisk too: look at what they share, such as DHCP, TFTP, the conductor or the ramdisk image.`,
    severity: 'info',
    evidence: [
      support('nodes', `${someNames(missing)}: no ramdisk called back`),
      ...(fine.length > 0 ? [against('nodes', `${fine.length} others called within a day`)] : []),
    ],
    proposals: [propose('fix-network')],
    steps: bootSteps(node, own, undefined),
  };
}

async function comesAndGoes(facts: Facts): Promise<FindingDraft | undefined> {
  const node = await facts.node();
  if (!(await missedBootOf(facts, node))) return undefined;
  const misses = earlierMisses(node, await facts.history()).filter(
    (event) => (secondsSince(event.created_at, facts.now) ?? Infinity) <= DAYS_LOOKED_BACK * 86_400,
  );
  if (misses.length < AGAIN) return undefined;
  const oldest = misses.at(-1)?.created_at ?? '';
  const beat = textIn(node.driver_internal_info, 'agent_last_heartbeat');
  const worked = beat !== undefined && (parseUtc(beat) ?? 0) > (parseUtc(oldest) ?? Infinity);
  const own = ((await facts.maybe.ports()) ?? []).filter(
    (port) => !port.node_uuid || port.node_uuid === node.uuid,
  );
  const [one] = switchesOf(own);
  return {
    code: worked ? 'boot-comes-and-goes' : 'boot-missed-again',
    cause: 'dhcp-pxe-boot',
    summary: worked
      ? `The ramdisk came at some times and not at others: ${misses.length} earlier time-outs in ${DAYS_LOOKED_BACK} days, as with a switch port that forwards too late.`
      : `It is not the first time: ${misses.length} earlier operations in ${DAYS_LOOKED_BACK} days ended with a ramdisk that never called back.`,
    severity: worked ? 'warning' : 'info',
    evidence: [
      support(
        'history',
        `${misses.length} time-outs before this one: ${misses.map((event) => event.created_at?.slice(0, 16)).join(', ')}`,
      ),
      ...(worked
        ? [
            support(
              'node.driver_internal_info.agent_last_heartbeat',
              `${beat}: between them a ramdisk did call`,
            ),
          ]
        : [against('node.driver_internal_info.agent_last_heartbeat', 'no call since the first of them')]),
    ],
    proposals: [propose('fix-network')],
    steps: bootSteps(node, own, one),
  };
}

const namesOfSwitches = (switches: readonly Switch[]): string =>
  `${switches
    .slice(0, 4)
    .map((one) => one.name)
    .join(', ')}${switches.length > 4 ? ` and ${switches.length - 4} more` : ''}`;

const support = (source: string, observed: string): Evidence => ({ bearing: 'supports', source, observed });
const against = (source: string, observed: string): Evidence => ({
  bearing: 'speaks-against',
  source,
  observed,
});
