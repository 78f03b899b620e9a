import { bmcFamilyOf } from '../src/core/bmc.ts';
import { fellBackToEnroll, presentBmcSign } from '../src/core/bmc-words.ts';
import type { Cause } from '../src/core/cause.ts';
import { conductorNamed, isDead } from '../src/core/conductors.ts';
import { innermost } from '../src/core/error-signature.ts';
import type { Facts } from '../src/core/facts.ts';
import type { FindingDraft } from '../src/core/finding.ts';
import { maintenanceHolder } from '../src/core/maintenance.ts';
import { forHowLong, secondsInState, typedName } from '../src/core/node-words.ts';
import { definePlaybook } from '../src/core/playbook.ts';
import { RECOGNISED } from '../src/core/recognised-errors.ts';
import { propose } from '../src/core/remediation.ts';
import type { Node } from '../src/openstack/ironic/schema.ts';

/**
 * One reading of the power state, with all retries of ipmitool (60 s) or sushy (5 times 4 s and a 60 s read), is over
 * well before this many seconds.
 */
const VERIFYING_IS_LONG = 300;

/** The words of a failed power action, which an enrolled node can have without ever having been verified. */
const POWER_ACTION = /^\s*Failed to (?:change power state|set node power state)/i;

async function fellBack(facts: Facts): Promise<FindingDraft | undefined> {
  const node = await facts.node();
  const error = node.last_error ?? '';
  if (!fellBackToEnroll(node) || POWER_ACTION.test(error)) return undefined;
  const bmc = presentBmcSign(node)?.sign;
  const inner = bmc ?? innermost(error);
  const cause: Cause = inner?.signature.cause ?? 'insufficient-evidence';
  return {
    code: 'verify-failed',
    cause,
    summary: `It is in enroll because its last "manage" failed ${forHowLong(secondsInState(node, facts.now))} ago${inner ? `: ${inner.signature.says}` : ' for a reason that is not among the known ones'}.`,
    // With a fault of the BMC known, the finding about the BMC is the one to read first.
    severity: bmc ? 'warning' : 'critical',
    evidence: [
      {
        bearing: bmc ? 'supports' : (inner?.signature.bearing ?? 'supports'),
        source: 'node.last_error',
        observed: error,
      },
      {
        bearing: 'supports',
        source: 'node.provision_state',
        observed: `enroll since ${node.provision_updated_at ?? 'an unknown time'}`,
      },
    ],
    proposals: [
      propose('fix-bmc', { node: node.uuid }),
      ...(maintenanceHolder(node) === 'person' ? [] : [propose('manage', { node: node.uuid })]),
    ],
    steps: [
      {
        text: 'Compare address, user and protocol in driver_info with the BMC.',
        command: `baremetal node show ${typedName(node)} -f json --fields driver driver_info power_interface last_error`,
      },
      {
        text: 'Verify again once that is right.',
        command: `baremetal node manage ${typedName(node)} --wait 300`,
      },
    ],
  };
}

function silentBmc(node: Node): Cause {
  const family = bmcFamilyOf(node);
  if (family === 'ipmi') return 'ipmi-unreachable';
  return family === 'redfish' ? 'redfish-bmc-error' : 'power-sync-failure';
}

async function verifyingLong(facts: Facts): Promise<FindingDraft | undefined> {
  const node = await facts.node();
  const seconds = secondsInState(node, facts.now);
  // Without a lock nobody is asking the BMC, so the BMC cannot be what it waits for.
  if (seconds === undefined || seconds <= VERIFYING_IS_LONG || node.reservation === null) return undefined;
  const holder = conductorNamed((await facts.maybe.conductors()) ?? [], node.reservation);
  if (holder && isDead(holder)) return undefined;
  return {
    code: 'verifying-long',
    cause: silentBmc(node),
    summary: `The conductor has been trying to reach the BMC for ${forHowLong(seconds)}; a BMC that works is verified in seconds.`,
    severity: 'critical',
    evidence: [
      {
        bearing: 'supports',
        source: 'node.provision_updated_at',
        observed: `verifying since ${node.provision_updated_at}`,
      },
      ...(holder
        ? [
            {
              bearing: 'supports',
              source: `conductors[${holder.hostname}].alive`,
              observed: `true, last heartbeat ${holder.updated_at ?? 'unknown'}: it holds the node and waits`,
            } as const,
          ]
        : []),
    ],
    explains: ['ing-too-long', 'node-locked'],
    proposals: [propose('fix-bmc', { node: node.uuid }), propose('bmc-reset', { node: node.uuid })],
    steps: [
      {
        text: 'Check address and account in driver_info; if they are right, reset the BMC from its web page.',
        command: `baremetal node show ${typedName(node)} -f json --fields driver_info power_interface reservation`,
      },
      {
        text: 'No verb of the API leaves verifying; it ends with the attempt, or with a restart of that conductor.',
      },
    ],
  };
}

export default definePlaybook({
  id: 'verify-failed',
  title: 'Verifying the BMC failed',
  guide: 'node-locked',
  covers: [],
  causes: [...RECOGNISED.causes, 'power-sync-failure'],
  reads: ['node', 'conductors'],
  remedies: ['fix-bmc', 'bmc-reset', 'manage'],
  about: ['node'],
  checks: [
    {
      id: 'fell-back',
      asks: 'Did "manage" fail and take the node back to enroll?',
      suspects: fellBackToEnroll,
      run: fellBack,
    },
    {
      id: 'verifying-long',
      asks: 'Has verifying taken longer than a BMC needs?',
      appliesTo: (node) => node.provision_state === 'verifying',
      run: verifyingLong,
    },
  ],
});
