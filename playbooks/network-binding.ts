import { type Facts, FactUnread } from '../src/core/facts.ts';
import { bestReason, errorTexts, OPERATIONS } from '../src/core/failed-operation.ts';
import type { Evidence, FindingDraft, Step } from '../src/core/finding.ts';
import { secondsInState, typedName, typedWord } from '../src/core/node-words.ts';
import { definePlaybook } from '../src/core/playbook.ts';
import {
  allRecordedVifs,
  type Binding,
  bindingEvidence,
  bindingOf,
  neutronPortsOf,
  type RecordedVif,
} from '../src/core/recorded-vifs.ts';
import { type Proposal, propose } from '../src/core/remediation.ts';
import { alsoToldAs } from '../src/core/text-causes.ts';
import type { Node } from '../src/openstack/ironic/schema.ts';

/** Neutron takes this long to bind what has just been asked for. */
const SETTLED_SECONDS = 120;

/** Wordings of a deploy that ended at the tenant's network (ids of src/core/signatures/network.ts). */
const HAND_OFF = [
  'public-network-vif',
  'tenant-network-change',
  'neutron-port-active',
  'neutron-mechanism-driver',
];

export default definePlaybook({
  id: 'network-binding',
  title: "The instance's network is not bound to the node",
  guide: 'reattach-networking',
  covers: ['wait-communication', 'ramdisk-logs'],
  causes: ['network-vif'],
  reads: ['node', 'ports', 'portgroups', 'neutron_ports', 'networks', 'history'],
  remedies: ['reattach-networking', 'fix-network', 'ask-operator'],
  about: ['node'],
  // Flat networks are not switched by Ironic, so their binding tells nothing about the switch port.
  appliesTo: (node) =>
    node.network_interface === 'neutron' && /^(?:active|deploy failed)$/.test(node.provision_state),
  checks: [
    {
      id: 'bound',
      asks: 'Are the Neutron ports of the instance bound to this node?',
      appliesTo: (node) => node.provision_state === 'active',
      needs: ['neutron_ports'],
      run: bound,
    },
    {
      id: 'hand-off',
      asks: "Did the deploy fail when the node was moved to the instance's network?",
      appliesTo: (node) => node.provision_state === 'deploy failed',
      run: handOff,
    },
  ],
});

interface Bound {
  readonly recorded: RecordedVif;
  readonly binding: Binding;
  readonly evidence: Evidence;
}

/** The tenant's ports by how they are bound, as far as Neutron shows it to this credential. */
async function tenantPorts(facts: Facts, node: Node): Promise<readonly Bound[]> {
  const tenant = (await allRecordedVifs(facts)).filter((one) => one.operation === 'tenant');
  if (tenant.length === 0) return [];
  const known = await neutronPortsOf(
    facts,
    tenant.map(({ vif }) => vif),
  );
  return tenant.map((recorded) => {
    const neutron = known.find((one) => one.id === recorded.vif);
    const binding = bindingOf(recorded, neutron, node);
    return { recorded, binding, evidence: bindingEvidence(recorded, neutron, binding) };
  });
}

async function bound(facts: Facts): Promise<FindingDraft | undefined> {
  const node = await facts.node();
  if ((secondsInState(node, facts.now) ?? SETTLED_SECONDS) < SETTLED_SECONDS) return undefined;
  const all = await tenantPorts(facts, node);
  const wrong = all.filter(({ binding }) => !['ours', 'unknown'].includes(binding));
  const [first] = wrong;
  if (!first) {
    if (all.some(({ binding }) => binding === 'unknown'))
      throw new FactUnread('neutron_ports', 'denied', 'Neutron shows this credential no port bindings');
    return undefined;
  }
  const rest = all.length - wrong.length;
  const gone = first.binding === 'gone';
  return {
    code: CODE[first.binding] ?? 'tenant-port-unbound',
    cause: 'network-vif',
    summary: `${SUMMARY[first.binding]}, so the switch may not carry its network.`,
    severity: 'warning',
    evidence: [
      { bearing: 'supports', source: first.recorded.source, observed: first.recorded.vif },
      ...wrong.map((one) => one.evidence),
      ...(rest > 0
        ? [
            {
              bearing: 'speaks-against' as const,
              source: 'neutron_ports',
              observed: `${rest} more of the instance's ports are bound to the node`,
            },
          ]
        : []),
    ],
    // Asked from the server's side, the same port is told of as a contradiction.
    explains: ['vif-of-another'],
    proposals: proposals(node, first.binding),
    steps: [lookAt(first.recorded), ...(gone ? replace(node, first.recorded) : reattach(node, first))],
  };
}

const CODE: Partial<Record<Binding, string>> = {
  gone: 'tenant-port-gone',
  failed: 'tenant-port-binding-failed',
  unbound: 'tenant-port-unbound',
  elsewhere: 'tenant-port-bound-elsewhere',
};

const SUMMARY: Partial<Record<Binding, string>> = {
  gone: "The instance's Neutron port that Ironic has attached no longer exists",
  failed: "Neutron could not bind the instance's port to this node",
  unbound: "The instance's Neutron port is bound to no host",
  elsewhere: "The instance's Neutron port is bound to another host than this node",
};

/** Servicing is refused in maintenance, and a port that is used elsewhere is somebody's decision. */
function proposals(node: Node, binding: Binding): readonly Proposal[] {
  if (node.maintenance) return [propose('fix-network'), propose('ask-operator')];
  if (binding === 'gone' || node.protected) return [propose('fix-network')];
  if (binding === 'elsewhere') return [propose('ask-operator'), propose('fix-network')];
  return [propose('fix-network'), propose('reattach-networking', { node: node.uuid })];
}

function lookAt({ vif }: RecordedVif): Step {
  return {
    text: 'See what Neutron has of the port.',
    command: `openstack port show ${typedWord(vif, 'vif')} -c status -c device_id -c binding_vif_type -c binding_host_id -c binding_profile`,
  };
}

function reattach(node: Node, { recorded, binding }: Bound): readonly Step[] {
  const name = typedName(node);
  return [
    ...(binding === 'elsewhere'
      ? [
          {
            text: 'Find out who uses that host before taking the port away from it: the same instance may run there.',
          },
        ]
      : [
          {
            text: 'Repair the reason first, or it fails again: the mechanism driver in the neutron-server log, the switch, physical_network and local_link_connection of the port.',
            command: `baremetal port list --node ${name} --fields address physical_network local_link_connection`,
          },
        ]),
    {
      text: 'Then have Ironic bind it anew, in servicing for seconds; needs Ironic 2026.1 (API 1.108). Keep --disable-ramdisk: without it, an Ironic that has no such step boots a ramdisk under the tenant.',
      command: `baremetal node service ${name} --disable-ramdisk --service-steps '[{"interface": "network", "step": "reattach_networking"}]'`,
    },
    {
      text: 'Older releases have no such step: there, detach the VIF and attach it again, which cuts the network for that time.',
      command: `baremetal node vif detach ${name} ${typedWord(recorded.vif, 'vif')}; baremetal node vif attach ${name} ${typedWord(recorded.vif, 'vif')}`,
    },
  ];
}

function replace(node: Node, { vif }: RecordedVif): readonly Step[] {
  return [
    {
      text: 'A port that is gone cannot be bound again: take its record off the node, and attach a new port through Nova.',
      command: `baremetal node vif detach ${typedName(node)} ${typedWord(vif, 'vif')}; openstack server add network ${typedWord(node.instance_uuid, 'instance')} <network>`,
    },
  ];
}

/**
 * The image is on the disk by then (openstack/ironic ironic/drivers/modules/agent_base.py, switch_to_tenant_network),
 * so that neither image nor disk is worth looking at.
 */
async function handOff(facts: Facts): Promise<FindingDraft | undefined> {
  const node = await facts.node();
  const operation = OPERATIONS['deploy failed'];
  const reason = bestReason(errorTexts(node, await facts.maybe.history(), operation).current);
  if (!reason?.recognition || !HAND_OFF.includes(reason.recognition.signature.id)) return undefined;
  const wrong = (await tenantPorts(facts, node)).filter(({ binding }) => binding !== 'ours');
  const [first] = wrong;
  return {
    code: 'tenant-hand-off-failed',
    cause: 'network-vif',
    summary:
      "The deploy failed when the node was to move to the instance's network: look at the port, not at image or disk.",
    severity: 'critical',
    evidence: [
      { bearing: reason.recognition.signature.bearing, source: reason.source, observed: reason.text },
      ...wrong.map((one) => one.evidence),
    ],
    explains: ['deploy-failed-network-vif', ...alsoToldAs(reason.text, 'network-vif')],
    proposals: [propose('fix-network')],
    steps: [
      ...(first ? [lookAt(first.recorded)] : []),
      {
        text: 'Read the neutron-server log for that port: which mechanism driver refused it, and why; then the switch.',
      },
      {
        text: 'When the port binds again, deploy or rebuild; cleaning would not help.',
        command: node.instance_uuid
          ? `openstack server show ${typedWord(node.instance_uuid, 'instance')} -c name -c status -c fault`
          : `baremetal node deploy ${typedName(node)}`,
      },
    ],
    guide: 'ramdisk-logs',
  };
}
