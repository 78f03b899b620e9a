import type { Node } from '../openstack/ironic/schema.ts';
import { adviceOn } from './advice.ts';
import type { Facts } from './facts.ts';
import { named } from './failure-finding.ts';
import type { Evidence, FindingDraft } from './finding.ts';
import { maintenanceHolder } from './maintenance.ts';
import { typedName, typedWord } from './node-words.ts';
import { isWait, type WaitState } from './provision-state.ts';
import { neutronPortsOf } from './recorded-vifs.ts';
import { propose } from './remediation.ts';

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
  const known = await neutronPortsOf(
    facts,
    recorded.map(({ vif }) => vif),
  );
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
        ...(node.provision_state === 'wait call-back'
          ? {}
          : { command: `baremetal node abort ${typedName(node)}` }),
      },
    ],
    guide: 'wait-communication',
  };
}
