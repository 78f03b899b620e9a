import type { Node, Port } from '../openstack/ironic/schema.ts';
import { adviceOn } from './advice.ts';
import type { Facts } from './facts.ts';
import { named } from './failure-finding.ts';
import type { Evidence, FindingDraft } from './finding.ts';
import { maintenanceHolder } from './maintenance.ts';
import { typedWord } from './node-words.ts';
import { isWait, type WaitState } from './provision-state.ts';
import { propose } from './remediation.ts';
import { judgeWait } from './waiting.ts';

/** Where Ironic records the Neutron port of an operation (openstack/ironic ironic/drivers/modules/network). */
const VIF_KEY: Record<WaitState, string> = {
  'wait call-back': 'provisioning_vif_port_id',
  'clean wait': 'cleaning_vif_port_id',
  'inspect wait': 'inspection_vif_port_id',
  'rescue wait': 'rescuing_vif_port_id',
  'service wait': 'servicing_vif_port_id',
};

/** Recorded Neutron ports that are gone or could not be bound: the ramdisk then has no network at all. */
export async function lostVifs(facts: Facts, node: Node): Promise<FindingDraft | undefined> {
  if (!isWait(node.provision_state)) return undefined;
  const key = VIF_KEY[node.provision_state];
  const recorded = (await facts.ports()).flatMap((port) => {
    const vif = port.internal_info?.[key];
    return typeof vif === 'string' && vif !== '' ? [{ port, vif }] : [];
  });
  if (recorded.length === 0) return undefined;
  const known = await facts.neutron_ports();
  const evidence = recorded.flatMap(({ port, vif }): Evidence[] => {
    const neutron = known.find((one) => one.id === vif);
    if (!neutron) {
      return [
        { bearing: 'supports', source: `ports[${port.address}].internal_info.${key}`, observed: vif },
        { bearing: 'supports', source: 'neutron_ports', observed: `${vif} does not exist in Neutron` },
      ];
    }
    if (neutron['binding:vif_type'] !== 'binding_failed') return [];
    return [
      {
        bearing: 'supports',
        source: `neutron_ports[${vif}].binding:vif_type`,
        observed: 'binding_failed: no mechanism driver could bind it',
      },
    ];
  });
  const [first, ...rest] = evidence;
  if (!first) return undefined;
  const gone = evidence.some((piece) => piece.source === 'neutron_ports');
  const vif = recorded[0]?.vif;
  return {
    code: gone ? 'wait-vif-gone' : 'wait-vif-unbound',
    cause: 'network-vif',
    summary: gone
      ? 'The Neutron port that Ironic made for this operation no longer exists, so its ramdisk has no network.'
      : 'The Neutron port of this operation could not be bound, so the ramdisk has no network.',
    severity: maintenanceHolder(node) === 'person' ? 'info' : 'critical',
    evidence: [first, ...rest],
    explains: ['wait-callback-overdue', 'wait-callback-not-yet', 'wait-agent-silent'],
    proposals: [
      ...(node.provision_state === 'wait call-back' ? [] : [propose('abort', { node: node.uuid })]),
      propose('fix-network'),
    ],
    steps: [
      {
        text: 'Look the recorded port up in Neutron.',
        command: `openstack port show ${typedWord(vif, 'vif')}`,
      },
      ...adviceOn('network-vif').steps(named(node)).slice(0, 1),
      {
        text: 'End the operation and begin it anew, so that Ironic makes fresh ports; only lifting maintenance would not.',
      },
    ],
  };
}

/** Fewer than this many others may be chance. */
const SEVERAL = 2;

/** When others wait in vain too, what they share is likelier than several broken machines. */
export async function othersWaiting(facts: Facts, node: Node): Promise<FindingDraft | undefined> {
  const nodes = await facts.nodes();
  const others = nodes.filter(
    (other) =>
      other.uuid !== node.uuid &&
      isWait(other.provision_state) &&
      !other.maintenance &&
      ['not-yet', 'overdue'].includes(judgeWait(other, facts.now).kind),
  );
  if (others.length < SEVERAL) return undefined;
  const ports = (await facts.maybe.ports()) ?? [];
  const switches = switchesOf(ports.filter((port) => !port.node_uuid || port.node_uuid === node.uuid));
  // The ports of other nodes are seldom at hand; where they are, the switch can be named.
  const sharing = others.filter((other) =>
    switchesOf(ports.filter((port) => port.node_uuid === other.uuid)).some((one) => switches.includes(one)),
  );
  const shared = sharing.length >= SEVERAL;
  const counted = shared ? sharing : others;
  const names = counted.slice(0, 5).map((other) => other.name ?? other.uuid);
  const more = counted.length > 5 ? ` and ${counted.length - 5} more` : '';
  const late = judgeWait(node, facts.now).kind === 'overdue';
  return {
    code: shared ? 'wait-shared-switch' : 'wait-shared-by-nodes',
    cause: 'dhcp-pxe-boot',
    summary: shared
      ? `${counted.length} more nodes on switch ${switches[0]} wait in vain too: look at its ports (PortFast, VLAN) and at DHCP.`
      : `${counted.length} more nodes wait in vain too: look at what they share, such as DHCP, TFTP, the switch or the ramdisk image.`,
    severity: shared && late ? 'warning' : 'info',
    evidence: [
      {
        bearing: 'supports',
        source: 'nodes',
        observed: `${names.join(', ')}${more}: no ramdisk called back`,
      },
      ...(shared
        ? [
            {
              bearing: 'supports' as const,
              source: 'ports.local_link_connection',
              observed: `all on ${switches.join(', ')}`,
            },
          ]
        : []),
    ],
    proposals: [propose('fix-network')],
    steps: adviceOn('dhcp-pxe-boot').steps(named(node)),
    guide: 'dhcp-pxe',
  };
}

function switchesOf(ports: readonly Port[]): readonly string[] {
  const named = ports.flatMap(({ local_link_connection: link }) => {
    const word = link?.['switch_info'] || link?.['switch_id'];
    return typeof word === 'string' ? [word] : [];
  });
  return [...new Set(named)];
}

/** Linux names the mode or gives its number. */
const LACP = ['802.3ad', '4'];

/** Firmware and iPXE speak no LACP: a switch that waits for it keeps the port down. */
export async function bondInTheWay(facts: Facts, node: Node): Promise<FindingDraft | undefined> {
  const bond = (await facts.portgroups()).find((one) => LACP.includes(one.mode ?? ''));
  if (!bond) return undefined;
  // The switch's or the DHCP server's log would decide it.
  await facts.maybe.logs();
  return {
    code: 'wait-behind-bond',
    cause: 'lacp-ipxe',
    summary:
      'Its ports are bonded with LACP, which iPXE does not speak: the switch may keep them down while the ramdisk boots.',
    severity: 'info',
    evidence: [
      {
        bearing: 'supports',
        source: `portgroups[${bond.name ?? bond.uuid}].mode`,
        observed: bond.mode ?? '',
      },
      ...(bond.standalone_ports_supported === false
        ? []
        : [
            {
              bearing: 'speaks-against' as const,
              source: `portgroups[${bond.name ?? bond.uuid}].standalone_ports_supported`,
              observed: 'its ports may be used one by one',
            },
          ]),
    ],
    proposals: [propose('fix-network')],
    steps: adviceOn('lacp-ipxe').steps(named(node)),
    guide: 'lacp-ipxe',
  };
}
