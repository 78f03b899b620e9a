import { bondKind, bootPortsIn, lldpOf } from '../src/core/bond.ts';
import { FRAMES_OF_MISSED_BOOT, mayHaveMissedBoot, missedBootOf } from '../src/core/boot-trouble.ts';
import type { Facts } from '../src/core/facts.ts';
import type { Evidence, FindingDraft, Step } from '../src/core/finding.ts';
import { maintenanceHolder } from '../src/core/maintenance.ts';
import { typedName } from '../src/core/node-words.ts';
import { definePlaybook } from '../src/core/playbook.ts';
import { isWait } from '../src/core/provision-state.ts';
import { propose } from '../src/core/remediation.ts';
import { judgeWait } from '../src/core/waiting.ts';
import type { Node, Port, Portgroup } from '../src/openstack/ironic/schema.ts';

export default definePlaybook({
  id: 'lacp-boot',
  title: 'Link aggregation while the ramdisk boots',
  guide: 'lacp-ipxe',
  covers: [],
  causes: ['lacp-ipxe'],
  reads: ['node', 'history', 'portgroups', 'ports', 'inventory'],
  remedies: ['fix-network'],
  about: ['node'],
  appliesTo: mayHaveMissedBoot,
  checks: [
    {
      id: 'bond-in-the-way',
      asks: 'May link aggregation keep the ramdisk from the network?',
      run: inTheWay,
    },
  ],
});

async function inTheWay(facts: Facts): Promise<FindingDraft | undefined> {
  const node = await facts.node();
  const missed = await missedBootOf(facts, node);
  const wait = isWait(node.provision_state) ? judgeWait(node, facts.now).kind : undefined;
  // A download that stalls is silent after a first call.
  if (!missed && wait !== 'silent') return undefined;
  const group = (await facts.portgroups()).find((one) => bondKind(one.mode) !== 'none');
  if (!group) return undefined;
  const [ports = [], inventory] = await Promise.all([facts.maybe.ports(), facts.maybe.inventory()]);
  const bonded = ports.filter((port) => port.portgroup_uuid === group.uuid);
  const lacp = bondKind(group.mode) === 'lacp';
  const heard = inventory ? lldpOf(inventory, bonded) : undefined;
  const late = missed === 'timed-out' || wait !== 'not-yet';
  // The mode is only how the system wants it later; that the switch acts on it while nobody speaks has to show.
  const shows = (heard?.deaf.length ?? 0) > 0 && (heard?.hearing.length ?? 0) === 0;
  const main = lacp && late && shows && maintenanceHolder(node) !== 'person';
  return {
    code: lacp ? 'wait-behind-bond' : 'wait-behind-static-bond',
    cause: 'lacp-ipxe',
    summary: lacp
      ? 'Its ports are bonded with LACP: iPXE answers it on one port and then stops, and the switch may block the port while the ramdisk boots.'
      : `Its ports are bonded (${group.mode}): the switch sends to all of them, while the ramdisk listens on one.`,
    severity: main ? 'critical' : 'info',
    evidence: [...ofGroup(group, bonded), ...ofInspection(heard)],
    explains: main ? [...FRAMES_OF_MISSED_BOOT, 'wait-agent-silent'] : [],
    proposals: [propose('fix-network')],
    steps: steps(node, lacp),
  };
}

function ofGroup(group: Portgroup, bonded: readonly Port[]): readonly [Evidence, ...Evidence[]] {
  const place = `portgroups[${group.name ?? group.uuid}]`;
  const booting = bootPortsIn(group, bonded).map((port) => port.address);
  const alone = group.standalone_ports_supported;
  return [
    { bearing: 'supports', source: `${place}.mode`, observed: group.mode ?? '' },
    ...(alone === false
      ? [
          {
            bearing: 'supports' as const,
            source: `${place}.standalone_ports_supported`,
            observed:
              booting.length > 0
                ? `false, and ${booting.join(', ')} in it may still boot (pxe_enabled)`
                : 'false: no port of it may be used by itself, and booting needs one',
          },
        ]
      : [
          {
            bearing: 'speaks-against' as const,
            source: `${place}.standalone_ports_supported`,
            observed: 'its ports may be used one by one, as far as Ironic is told',
          },
        ]),
  ];
}

function ofInspection(heard: ReturnType<typeof lldpOf>): readonly Evidence[] {
  if (!heard) return [];
  const { deaf, hearing, others } = heard;
  if (hearing.length > 0)
    return [
      {
        bearing: 'speaks-against',
        source: 'inventory.interfaces.lldp',
        observed: `${hearing.join(', ')} in the bond heard the switch when the node was inspected`,
      },
    ];
  if (deaf.length === 0) return [];
  return [
    {
      bearing: 'supports',
      source: 'inventory.interfaces.lldp',
      observed: `${deaf.join(', ')} in the bond heard no LLDP in inspection, while ${others.slice(0, 3).join(', ')} did`,
    },
  ];
}

function steps(node: Node, lacp: boolean): readonly Step[] {
  return [
    {
      text: lacp
        ? 'On the switch, let the ports of the bond fall back to single ports until LACP speaks, and set LACP to passive; with "active" and no fallback they stay blocked.'
        : 'On the switch, take the ports out of the static channel until the system is installed, or give the node a port of its own to boot from.',
    },
    {
      text: "Look at the switch ports while it boots: suspended or blocked names it. The vendor's advice for iPXE may name a setting.",
    },
    {
      text: 'See what Ironic has of the bond.',
      command: `baremetal port group list --node ${typedName(node)} --fields name mode standalone_ports_supported address`,
    },
    {
      text: 'And of its ports: one that may boot (pxe_enabled) has to work without the bond.',
      command: `baremetal port list --node ${typedName(node)} --fields address pxe_enabled portgroup_uuid local_link_connection`,
    },
  ];
}
