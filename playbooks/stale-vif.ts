import { stepsAfterRepair } from '../src/core/after-repair.ts';
import type { Facts } from '../src/core/facts.ts';
import { bestReason, errorTexts, OPERATIONS, type Operation } from '../src/core/failed-operation.ts';
import type { Evidence, FindingDraft, Severity, Step } from '../src/core/finding.ts';
import { maintenanceHolder } from '../src/core/maintenance.ts';
import { secondsInState, typedName, typedWord } from '../src/core/node-words.ts';
import { definePlaybook } from '../src/core/playbook.ts';
import { isFailed, isIng, isWait } from '../src/core/provision-state.ts';
import {
  allRecordedVifs,
  anyInGroup,
  type Binding,
  bindingEvidence,
  bindingOf,
  neutronPortsOf,
  type RecordedVif,
  recordedVifs,
  type VifOperation,
} from '../src/core/recorded-vifs.ts';
import { propose } from '../src/core/remediation.ts';
import { formatDuration, secondsSince } from '../src/lib/duration.ts';
import type { Node } from '../src/openstack/ironic/schema.ts';
import type { NeutronPort } from '../src/openstack/neutron/schema.ts';

/**
 * States in which a record belongs to what is going on. A failed step leaves the ramdisk and its network up for a
 * person to look into (openstack/ironic ironic/conductor/cleaning.py, `tear_down_cleaning=False`), and a rescued
 * machine lives on the rescue network.
 */
const AT_HOME: Record<VifOperation, RegExp> = {
  cleaning: /^clean/,
  provisioning: /^(?:deploy|wait call-back|deleting|error)/,
  inspection: /^inspect/,
  rescuing: /rescu/,
  servicing: /^servic/,
  tenant: /^(?:active|deploy|wait call-back|deleting|error|rescu|unrescu|servic|adopt)/,
};

/** What is attached to a free node before its deploy begins stays that long without anybody minding. */
const BEFORE_A_DEPLOY_SECONDS = 3600;

export default definePlaybook({
  id: 'stale-vif',
  title: 'A Neutron port of an operation that is over',
  guide: 'clean-failed',
  covers: ['wait-communication'],
  causes: ['network-vif'],
  reads: ['node', 'ports', 'portgroups', 'neutron_ports', 'networks', 'history'],
  remedies: ['manage', 'unset-maintenance', 'detach-vif', 'fix-network', 'ask-operator'],
  about: ['node'],
  // While an operation runs its ports come and go; waiting in vain for one is told by stuck-in-wait.
  appliesTo: (node) => !isIng(node.provision_state) && !isWait(node.provision_state),
  checks: [
    {
      id: 'session-alive',
      asks: 'Does the Neutron port of the failed operation still exist?',
      appliesTo: (node) => isFailed(node.provision_state),
      run: session,
    },
    {
      id: 'left-behind',
      asks: 'Does Ironic remember Neutron ports of operations that are over?',
      suspects: (node, fleet) => {
        const ports = fleet.ports(node);
        if (!ports || recordedVifs(ports).some((one) => isOver(one, node))) return true;
        return isFree(node) && anyInGroup(ports);
      },
      run: leftBehind,
    },
  ],
});

interface Seen {
  readonly recorded: RecordedVif;
  readonly neutron: NeutronPort | undefined;
  readonly binding: Binding;
}

async function seen(facts: Facts, node: Node, records: readonly RecordedVif[]): Promise<readonly Seen[]> {
  if (records.length === 0) return [];
  const known = await neutronPortsOf(
    facts,
    records.map(({ vif }) => vif),
  );
  return records.map((recorded) => {
    const neutron = known.find((one) => one.id === recorded.vif);
    return { recorded, neutron, binding: bindingOf(recorded, neutron, node) };
  });
}

const told = ({ recorded, neutron, binding }: Seen): readonly Evidence[] => [
  { bearing: 'supports', source: recorded.source, observed: recorded.vif },
  bindingEvidence(recorded, neutron, binding),
];

/** A failed operation whose network is gone: nothing that is still running on the machine can be reached any more. */
async function session(facts: Facts): Promise<FindingDraft | undefined> {
  const node = await facts.node();
  const ofRamdisk = recordedVifs(await facts.ports()).filter(
    (one) => one.operation !== 'tenant' && !isOver(one, node),
  );
  const gone = (await seen(facts, node, ofRamdisk)).filter(({ binding }) => binding === 'gone');
  const [first] = gone;
  if (!first || !isFailed(node.provision_state)) return undefined;
  const operation: Operation = OPERATIONS[node.provision_state];
  const reason = bestReason(errorTexts(node, await facts.maybe.history(), operation).current);
  // A reason that says more than "nobody called" stays the reason, also where its words are not known to us.
  const open =
    !reason ||
    ['wait-callback-timeout', 'network-vif'].includes(reason.recognition?.signature.cause ?? 'unknown');
  const held = maintenanceHolder(node) === 'person';
  const faulted = node.maintenance === true && node.fault === operation.fault;
  return {
    code: 'stale-session',
    cause: 'network-vif',
    summary: `The ${first.recorded.operation} session is stale: its Neutron port no longer exists, so lifting maintenance alone brings nothing back.`,
    severity: held || !open ? 'info' : 'critical',
    evidence: [...(told(first) as [Evidence, Evidence]), ...heartbeat(node, facts.now)],
    explains: open
      ? [
          `${operation.id}-callback-timeout`,
          `${operation.id}-failed-network-vif`,
          `${node.provision_state.replaceAll(' ', '-')}-no-reason`,
        ]
      : [],
    proposals: [
      ...(held
        ? [propose('ask-operator')]
        : node.provision_state === 'clean failed'
          ? [
              propose('manage', { node: node.uuid }),
              ...(faulted ? [propose('unset-maintenance', { node: node.uuid })] : []),
            ]
          : []),
      propose('fix-network'),
    ],
    steps: [
      {
        text: 'Find out who deleted the port: a clean-up of Neutron ports, a second Ironic on the same network, or a tear-down that was cut off. See what holds its MAC now.',
        command: `openstack port list --mac-address ${typedWord(first.recorded.address, 'mac')} --long`,
      },
      {
        text: 'Begin the operation anew; Ironic then makes fresh ports. The ramdisk that may still run has no network and will not call again.',
      },
      ...stepsAfterRepair(node),
    ],
  };
}

function heartbeat(node: Node, now: Date): readonly Evidence[] {
  const beat = node.driver_internal_info?.['agent_last_heartbeat'];
  const age = typeof beat === 'string' ? secondsSince(beat, now) : undefined;
  if (age === undefined) return [];
  return [
    {
      bearing: age > 600 ? 'supports' : 'speaks-against',
      source: 'node.driver_internal_info.agent_last_heartbeat',
      observed: `${formatDuration(age)} ago`,
    },
  ];
}

function isOver({ operation }: RecordedVif, node: Node): boolean {
  return !AT_HOME[operation].test(node.provision_state);
}

/** Nobody's: an instance's VIF is left over on it. A port group has no other, so that others need not be asked for theirs. */
function isFree(node: Node): boolean {
  return !AT_HOME.tenant.test(node.provision_state) && !node.instance_uuid && !node.allocation_uuid;
}

async function leftBehind(facts: Facts): Promise<readonly FindingDraft[]> {
  const node = await facts.node();
  const all = isFree(node) ? await allRecordedVifs(facts) : recordedVifs(await facts.ports());
  const stale = await seen(
    facts,
    node,
    all.filter((one) => isOver(one, node)),
  );
  return stale.flatMap((one) =>
    one.recorded.operation === 'tenant' ? tenant(node, one, facts.now) : ramdisk(node, one),
  );
}

/** Nova and others attach a VIF shortly before they deploy; what stays makes the next one find no free port. */
function tenant(node: Node, one: Seen, now: Date): readonly FindingDraft[] {
  if (!isFree(node)) return [];
  const young = (secondsInState(node, now) ?? 0) < BEFORE_A_DEPLOY_SECONDS;
  const touched = secondsSince(one.neutron?.updated_at ?? one.neutron?.created_at, now);
  const fresh = touched !== undefined && touched < BEFORE_A_DEPLOY_SECONDS;
  if (one.binding !== 'gone' && (young || fresh)) return [];
  const { vif } = one.recorded;
  const certain = one.binding === 'gone';
  return [
    {
      code: certain ? 'tenant-vif-left-gone' : 'tenant-vif-left',
      cause: 'network-vif',
      summary: certain
        ? 'A VIF is still attached although no instance is here and its Neutron port is gone; a deploy may find no free port.'
        : 'A VIF is attached although no instance is here; unless somebody is about to deploy, the next deploy may find no free port.',
      severity: severityOf(node, certain ? 'warning' : 'info'),
      evidence: [
        ...(told(one) as [Evidence, Evidence]),
        { bearing: 'supports', source: 'node.instance_uuid', observed: 'none' },
      ],
      proposals: held(node) ? [propose('ask-operator')] : [propose('detach-vif', { node: node.uuid, vif })],
      steps: [
        { text: 'See what Ironic has attached.', command: `baremetal node vif list ${typedName(node)}` },
        {
          text: 'Detach it when nobody is about to deploy with it.',
          command: `baremetal node vif detach ${typedName(node)} ${typedWord(vif, 'vif')}`,
        },
      ],
    },
  ];
}

/** The next operation of the same kind removes and replaces it (ironic/common/neutron.py, rollback_ports). */
function ramdisk(node: Node, one: Seen): readonly FindingDraft[] {
  const { operation, vif } = one.recorded;
  if (one.binding === 'gone' || !one.neutron) {
    return [
      {
        code: 'vif-record-stale',
        cause: 'network-vif',
        summary: `Ironic still remembers a ${operation} port that Neutron no longer has; the next ${operation} replaces it.`,
        severity: 'info',
        evidence: told(one) as [Evidence, Evidence],
        steps: [SELF_HEALS],
      },
    ];
  }
  // Two networks on one switch port: what Ironic switches for the ramdisk is taken from the instance.
  const both =
    node.provision_state === 'active' && node.network_interface === 'neutron' && one.binding === 'ours';
  return [
    {
      code: both ? 'vif-left-bound' : 'vif-left-behind',
      cause: 'network-vif',
      summary: both
        ? `The ${operation} port of this node is still bound beside its instance's, so its switch port may be in the wrong network.`
        : `A ${operation} port of this node was left in Neutron after the operation ended; the next ${operation} removes it.`,
      severity: severityOf(node, both ? 'warning' : 'info'),
      evidence: told(one) as [Evidence, Evidence],
      proposals: [propose('fix-network')],
      steps: [
        {
          text: 'See whether anything uses it.',
          command: `openstack port show ${typedWord(vif, 'vif')} -c status -c device_id -c binding_host_id -c network_id`,
        },
        ...(both
          ? [
              {
                text: 'Check the VLANs of the switch port. When nothing but this node has the port, delete it in Neutron; then bind the instance anew.',
                command: `openstack port delete ${typedWord(vif, 'vif')}`,
              },
            ]
          : [SELF_HEALS]),
      ],
    },
  ];
}

const SELF_HEALS: Step = {
  text: 'Nothing has to be done now: Ironic removes what it left on that network before it makes new ports.',
};

const held = (node: Node): boolean => maintenanceHolder(node) === 'person';
const severityOf = (node: Node, severity: Severity): Severity => (held(node) ? 'info' : severity);
