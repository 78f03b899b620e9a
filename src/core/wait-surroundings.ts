import type { Node } from '../openstack/ironic/schema.ts';
import { adviceOn } from './advice.ts';
import type { Facts } from './facts.ts';
import { named } from './failure-finding.ts';
import type { Evidence, FindingDraft } from './finding.ts';
import { maintenanceHolder } from './maintenance.ts';
import { typedName, typedWord } from './node-words.ts';
import { isWait, type WaitState } from './provision-state.ts';
import {
  bindingEvidence,
  bindingOf,
  neutronPortsOf,
  recordedVifs,
  type VifOperation,
} from './recorded-vifs.ts';
import { propose } from './remediation.ts';

/** Whose Neutron port a ramdisk that is waited for uses. */
const OPERATION: Record<WaitState, VifOperation> = {
  'wait call-back': 'provisioning',
  'clean wait': 'cleaning',
  'inspect wait': 'inspection',
  'rescue wait': 'rescuing',
  'service wait': 'servicing',
};

/**
 * Recorded Neutron ports that are gone or could not be bound: the ramdisk then has no network at all. A ramdisk's are
 * on ports alone, also where these are in a port group.
 */
export async function lostVifs(facts: Facts, node: Node): Promise<FindingDraft | undefined> {
  if (!isWait(node.provision_state)) return undefined;
  const operation = OPERATION[node.provision_state];
  const recorded = recordedVifs(await facts.ports()).filter((one) => one.operation === operation);
  if (recorded.length === 0) return undefined;
  const known = await neutronPortsOf(
    facts,
    recorded.map(({ vif }) => vif),
  );
  const evidence = recorded.flatMap((one): Evidence[] => {
    const neutron = known.find(({ id }) => id === one.vif);
    const binding = bindingOf(one, neutron, node);
    if (binding !== 'gone' && binding !== 'failed') return [];
    const told = bindingEvidence(one, neutron, binding);
    return binding === 'gone'
      ? [{ bearing: 'supports', source: one.source, observed: one.vif }, told]
      : [told];
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
