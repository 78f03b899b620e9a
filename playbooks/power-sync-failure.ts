import { bmcHostOf, bmcSubnetOf } from '../src/core/bmc.ts';
import { bmcSignsIn, fellBackToEnroll, presentBmcSign } from '../src/core/bmc-words.ts';
import type { Facts } from '../src/core/facts.ts';
import type { Evidence, FindingDraft, Step } from '../src/core/finding.ts';
import { maintenanceHolder, powerFailure } from '../src/core/maintenance.ts';
import { forHowLong, typedName, typedUuid, typedWord } from '../src/core/node-words.ts';
import { othersOf, someNames } from '../src/core/other-nodes.ts';
import { definePlaybook } from '../src/core/playbook.ts';
import { recoveryBlockers } from '../src/core/power-recovery.ts';
import { DEFAULT_SECONDS, isStable } from '../src/core/provision-state.ts';
import { recognised } from '../src/core/recognised.ts';
import { propose } from '../src/core/remediation.ts';
import { formatDuration, secondsSince } from '../src/lib/duration.ts';
import { ofList } from '../src/lib/of-list.ts';
import type { HistoryEvent, Node } from '../src/openstack/ironic/schema.ts';

const RECOVERY = formatDuration(DEFAULT_SECONDS.power_failure_recovery_interval);

/** Three failed reads, one per interval, and the fault is set: what is older and has no fault has passed. */
const NOTICED_WITHIN = 4 * DEFAULT_SECONDS.sync_power_state_interval;

/** A power action that failed longer ago is nobody's question any more, as long as the power can be read. */
const STILL_ASKED_ABOUT = 3600;

/** openstack/ironic ironic/conductor/base_manager.py: transient power states of a conductor that went away. */
const CUT_OFF = /Pending power operation was aborted due to conductor/i;

const SYNC_WORDS =
  /sync_power_state, max retries exceeded.*?node state (?<actual>[\w ]{1,20}?) does not match expected state '(?<expected>[^']{0,20})'/is;

/** ironic/common/nova.py `power_update` tells Nova only of on and off; an unreadable state is kept to itself. */
function whatNovaHeard(node: Node, actual: string | undefined): readonly Evidence[] {
  if (!node.instance_uuid) return [];
  const told =
    actual === 'power on' || actual === 'power off'
      ? `Nova was told "${actual}"`
      : 'Nova was told nothing and keeps the last known power state';
  return [{ bearing: 'supports', source: 'node.instance_uuid', observed: `${node.instance_uuid}: ${told}` }];
}

const withPowerFailure = ofList((nodes: readonly Node[]) => nodes.filter((node) => powerFailure(node)));

async function sharedTrouble(facts: Facts, node: Node): Promise<readonly Evidence[]> {
  const nodes = await facts.maybe.nodes();
  if (!nodes) return [];
  const faulted = othersOf(withPowerFailure(nodes), node);
  if (faulted.length === 0) return [];
  const subnet = bmcSubnetOf(node);
  const near = subnet ? faulted.filter((other) => bmcSubnetOf(other) === subnet) : [];
  const shared = near.length > 0 ? near : faulted;
  const where = near.length > 0 ? `BMC subnet ${subnet}` : `resource class ${node.resource_class ?? 'none'}`;
  const rest =
    near.length > 0 && faulted.length > near.length ? `; ${faulted.length - near.length} elsewhere` : '';
  return [
    {
      bearing: 'supports',
      source: 'nodes[fault=power failure]',
      observed: `${shared.length} more in ${where} with the same fault: ${someNames(shared, 3)}${rest}`,
    },
  ];
}

function powerSteps(node: Node): readonly Step[] {
  const name = typedName(node);
  return [
    {
      text: 'See what Ironic knows of the BMC (driver_info), then ask the BMC itself for its power state.',
      command: `baremetal node show ${name} -f json --fields driver_info power_state fault maintenance_reason`,
    },
    {
      text: 'Read what the conductor heard from the BMC; Ironic keeps only a summary of it.',
      command: `grep -A6 '${typedUuid(node)}' /var/log/ironic/ironic-conductor.log | tail -60`,
    },
    {
      text: `When the BMC answers again, wait: fault, reason and maintenance go by themselves at the next pass (every ${RECOVERY} by default). Lifting maintenance by hand before that brings the fault back.`,
    },
  ];
}

async function powerFault(facts: Facts): Promise<FindingDraft | undefined> {
  const node = await facts.node();
  const known = powerFailure(node);
  if (!known) return undefined;
  const reason = node.maintenance_reason || node.last_error || '';
  const { actual, expected } = SYNC_WORDS.exec(reason)?.groups ?? {};
  const blockers = recoveryBlockers(node);
  const shared = await sharedTrouble(facts, node);
  const differs = expected !== undefined && /^power (?:on|off)$/.test(actual ?? '');
  const what = differs
    ? `The machine stays at "${actual}" where Ironic expects "${expected}"`
    : 'The BMC did not tell the power state';
  const heal = blockers.length > 0 ? 'it does not heal now' : `it looks again every ${RECOVERY} by itself`;
  return {
    code: 'power-sync-fault',
    cause: 'power-sync-failure',
    summary: `${what}, so Ironic put the node into maintenance (${known === 'fault' ? 'fault ' : ''}power failure); ${heal}.`,
    severity: 'critical',
    evidence: [
      known === 'fault'
        ? { bearing: 'proves', source: 'node.fault', observed: `${node.fault} (set by the conductor)` }
        : {
            bearing: 'supports',
            source: 'node.maintenance',
            observed: "true, with a reason in the conductor's own words",
          },
      ...(node.maintenance_reason
        ? [
            {
              bearing: 'supports',
              source: 'node.maintenance_reason',
              observed: node.maintenance_reason,
            } as const,
          ]
        : []),
      { bearing: 'supports', source: 'node.power_state', observed: node.power_state ?? 'none' },
      ...whatNovaHeard(node, actual),
      ...shared,
      ...blockers,
    ],
    proposals: [
      propose('fix-bmc', { node: node.uuid, ...(bmcHostOf(node) ? { bmc: bmcHostOf(node) ?? '' } : {}) }),
      propose('wait', { node: node.uuid }),
      // For whoever has mended it and does not wait for the next pass, or whose node no pass comes to.
      ...(blockers.some(({ source }) => /reservation|conductor/.test(source))
        ? []
        : [propose('unset-maintenance', { node: node.uuid })]),
    ],
    steps: powerSteps(node),
  };
}

/** The last event of the power sync loop in history; other entries tell of operations. */
function lastMonitoring(history: readonly HistoryEvent[]): HistoryEvent | undefined {
  return [...history]
    .filter((event) => /sync_power_state/i.test(event.event ?? ''))
    .sort((a, b) => (b.created_at ?? '').localeCompare(a.created_at ?? ''))[0];
}

async function hiddenByMaintenance(facts: Facts): Promise<FindingDraft | undefined> {
  const node = await facts.node();
  const event = lastMonitoring(await facts.history());
  if (!event?.event) return undefined;
  return {
    code: 'power-sync-hidden',
    cause: 'power-sync-failure',
    summary:
      'Ironic cannot read the power state either; it sets no fault of its own while a person holds the node in maintenance.',
    severity: 'info',
    evidence: [
      { bearing: 'supports', source: 'node.power_state', observed: node.power_state ?? 'none' },
      { bearing: 'supports', source: `history[${event.created_at ?? ''}]`, observed: event.event },
    ],
    proposals: [propose('fix-bmc', { node: node.uuid })],
    steps: powerSteps(node),
  };
}

async function unreadPowerState(facts: Facts): Promise<FindingDraft | undefined> {
  const node = await facts.node();
  const sign = presentBmcSign(node);
  const since = secondsSince(node.provision_updated_at, facts.now);
  if (node.power_state !== 'error' && since !== undefined && since < NOTICED_WITHIN) return undefined;
  return {
    code: 'power-state-unread',
    cause: 'power-sync-failure',
    summary: `Ironic has no power state of the node, ${forHowLong(since)} after it became ${node.provision_state}; Nova does not schedule on such a node.`,
    severity: 'warning',
    evidence: [
      {
        bearing: 'supports',
        source: 'node.power_state',
        observed: node.power_state ?? 'none',
      },
      ...(sign
        ? [{ bearing: 'supports', source: sign.words.source, observed: sign.words.text } as const]
        : []),
    ],
    proposals: [propose('fix-bmc', { node: node.uuid })],
    steps: powerSteps(node),
  };
}

async function failedPowerAction(facts: Facts): Promise<FindingDraft | undefined> {
  const node = await facts.node();
  const error = node.last_error ?? '';
  // `last_error` has no date of its own; history dates it.
  const event = (await facts.history()).find((one) => one.event && error.startsWith(one.event.slice(0, 200)));
  const age = secondsSince(event?.created_at, facts.now);
  if (!event || age === undefined || age > STILL_ASKED_ABOUT) return undefined;
  if (CUT_OFF.test(error)) return cutOff(node, event, age);
  const sign = bmcSignsIn(error)[0];
  const named = { node: typedName(node), conductor: typedWord(node.conductor, 'conductor') };
  const known =
    sign && !sign.signature.yields
      ? recognised(sign, { source: 'node.last_error', text: error, named })
      : undefined;
  return {
    code: 'power-action-failed',
    cause: known?.cause ?? 'power-sync-failure',
    summary: `The last power action failed ${formatDuration(age)} ago, and the machine is where it was${known ? `: ${known.says}` : ''}.`,
    severity: 'warning',
    evidence: [
      known?.evidence ?? { bearing: 'supports', source: 'node.last_error', observed: error },
      { bearing: 'supports', source: `history[${event.created_at}]`, observed: event.event ?? '' },
    ],
    proposals: known?.proposals ?? [
      propose('fix-bmc', { node: node.uuid }),
      propose('look-again', { node: node.uuid }),
    ],
    steps: known?.steps ?? powerSteps(node),
    ...(known?.guide ? { guide: known.guide } : {}),
  };
}

function cutOff(node: Node, event: HistoryEvent, age: number): FindingDraft {
  return {
    code: 'power-action-cut-off',
    cause: 'stuck-ing-state',
    summary: `A power action was cut off ${formatDuration(age)} ago when its conductor went away; nobody knows whether the machine obeyed.`,
    severity: 'warning',
    evidence: [
      { bearing: 'supports', source: 'node.last_error', observed: node.last_error ?? '' },
      {
        bearing: 'supports',
        source: `history[${event.created_at ?? ''}]`,
        observed: 'written as the conductor started or took the node over',
      },
      {
        bearing: 'supports',
        source: 'node.power_state',
        observed: `${node.power_state ?? 'none'}, as last read`,
      },
    ],
    proposals: [propose('look-again', { node: node.uuid })],
    steps: [
      {
        text: 'Look at the power state that the BMC tells now, and repeat the power action if it is still wanted.',
        command: `baremetal node show ${typedName(node)} -f json --fields power_state target_power_state last_error`,
      },
    ],
    guide: 'ing-state',
  };
}

export default definePlaybook({
  id: 'power-sync-failure',
  title: 'Power state cannot be read or kept',
  guide: 'power-fault',
  covers: ['ing-state', 'ipmi', 'bmc-password'],
  causes: [
    'power-sync-failure',
    'stuck-ing-state',
    'ipmi-unreachable',
    'ipmi-session-cipher',
    'bmc-credentials',
    'redfish-bmc-tls',
    'redfish-bmc-error',
  ],
  reads: ['node', 'nodes', 'history'],
  remedies: ['fix-bmc', 'bmc-reset', 'fix-config', 'wait', 'look-again', 'unset-maintenance'],
  about: ['node'],
  checks: [
    {
      id: 'power-fault',
      asks: 'Has Ironic given up on the power state of the node?',
      suspects: (node) => powerFailure(node) !== undefined,
      run: powerFault,
    },
    {
      id: 'hidden-by-maintenance',
      asks: "Does a person's maintenance hide that the BMC does not answer?",
      appliesTo: (node) =>
        maintenanceHolder(node) === 'person' && (node.power_state === null || node.power_state === 'error'),
      run: hiddenByMaintenance,
    },
    {
      id: 'power-state-known',
      asks: 'Does Ironic know whether the machine is on?',
      appliesTo: (node) =>
        !node.maintenance &&
        // The fake interface repeats what is recorded, so nothing was ever there to be read.
        node.power_interface !== 'fake' &&
        (node.power_state === 'error' ||
          (node.power_state === null && isStable(node.provision_state) && node.provision_state !== 'enroll')),
      run: unreadPowerState,
    },
    {
      id: 'power-action',
      asks: 'Did a power action fail within the last hour?',
      appliesTo: (node) =>
        !node.maintenance &&
        isStable(node.provision_state) &&
        !fellBackToEnroll(node) &&
        (CUT_OFF.test(node.last_error ?? '') ||
          /^\s*Failed to (?:change power state|set node power state)/i.test(node.last_error ?? '')),
      run: failedPowerAction,
    },
  ],
});
