import { depthOf } from '../src/core/error-signature.ts';
import type { Facts } from '../src/core/facts.ts';
import { bestReason, errorTexts } from '../src/core/failed-operation.ts';
import type { FindingDraft } from '../src/core/finding.ts';
import { definePlaybook } from '../src/core/playbook.ts';
import { isWait } from '../src/core/provision-state.ts';
import { closedLog, fromHistory, missingLog, tellsNothing } from '../src/core/ramdisk-absence.ts';
import { unknownAgentError } from '../src/core/ramdisk-agent.ts';
import { chooseLog, mayHaveLeftLog, ramdiskFailure } from '../src/core/ramdisk-choice.ts';
import { ramdiskFinding } from '../src/core/ramdisk-finding.ts';
import { journalOf } from '../src/core/ramdisk-journal.ts';
import { ramdiskTroubles, ramdiskWorkOf } from '../src/core/ramdisk-trouble.ts';
import { judgeWait } from '../src/core/waiting.ts';
import type { Node } from '../src/openstack/ironic/schema.ts';

/** Further causes in one log are more likely to be its noise. */
const MOST_FINDINGS = 2;

export default definePlaybook({
  id: 'ramdisk-logs',
  title: "What the deploy ramdisk's own log says",
  guide: 'ramdisk-logs',
  covers: [],
  causes: [
    'agent-comm',
    'agent-tls',
    'clean-step-failed',
    'configdrive-volume',
    'dhcp-pxe-boot',
    'image-download-checksum',
    'image-invalid',
    'image-unbootable',
    'insufficient-evidence',
    'inspection-failed',
    'lacp-ipxe',
    'network-vif',
    'raid-bios-firmware',
    'root-device-hints',
  ],
  reads: ['node', 'history', 'ramdisk_logs'],
  remedies: [
    'collect-logs',
    'fix-image',
    'fix-clock',
    'fix-config',
    'fix-disk',
    'fix-network',
    'fix-bmc',
    'fix-node',
    'manage',
    'inspect',
    'unrescue',
  ],
  about: ['node'],
  checks: [
    {
      id: 'of-the-failure',
      asks: "Does the ramdisk's own log say why the operation failed?",
      // A tarball exists only where an agent ran and the conductor could still ask it.
      appliesTo: (node) => ramdiskFailure(node) !== undefined && mayHaveLeftLog(node.last_error),
      run: ofTheFailure,
    },
    {
      id: 'of-an-earlier-time',
      asks: 'Did an earlier ramdisk of this node leave word of the same trouble?',
      appliesTo: (node) =>
        isWait(node.provision_state) && Boolean(node.driver_internal_info?.['agent_last_heartbeat']),
      run: ofAnEarlierTime,
    },
  ],
});

async function ofTheFailure(facts: Facts): Promise<readonly FindingDraft[] | undefined> {
  const node = await facts.node();
  const failure = ramdiskFailure(node);
  if (!failure) return undefined;
  const { operation, work } = failure;
  // Beside each other: a tarball takes two requests.
  const [logs, history] = await Promise.all([facts.ramdisk_logs(), facts.maybe.history()]);
  const reason = bestReason(errorTexts(node, history, operation).current);
  if (reason && !mayHaveLeftLog(reason.text)) return undefined;
  const vague =
    depthOf(reason?.recognition) > 0 || reason?.recognition?.signature.cause === 'insufficient-evidence';
  const choice = chooseLog(logs, node);
  const log = choice.own;
  if (!log) {
    if (!vague) return undefined;
    // Words that name a cause from afar do not need a log to be missed.
    if (reason?.recognition && reason.recognition.signature.cause !== 'insufficient-evidence')
      return undefined;
    const before = choice.earlier ? ramdiskTroubles(choice.earlier, work) : [];
    return [missingLog(node, operation, choice, facts.now), ...fromHistory(choice, before, facts.now)];
  }
  const matter = { node, operation, reason, log };
  const found = ramdiskTroubles(log, work).map((trouble) => ramdiskFinding(trouble, matter));
  if (found.length > 0) return asOne(found);
  if (!vague) return undefined;
  return [log.parts.length === 0 ? closedLog(log) : tellsNothing(log, unknownAgentError(journalOf(log)))];
}

/** The first decides; a second one stands beside it and does not compete for the verdict. */
function asOne([first, ...rest]: readonly FindingDraft[]): readonly FindingDraft[] {
  if (!first) return [];
  return [first, ...rest.slice(0, MOST_FINDINGS - 1).map((one) => ({ ...one, severity: 'info' as const }))];
}

/** While a ramdisk is at work its log is on the machine; what is kept is of an attempt before. */
async function ofAnEarlierTime(facts: Facts): Promise<readonly FindingDraft[] | undefined> {
  const node = await facts.node();
  if (!suspicious(node, facts) || !isWait(node.provision_state)) return undefined;
  const choice = chooseLog(await facts.ramdisk_logs(), node);
  const log = choice.earlier ?? choice.own;
  if (!log) return undefined;
  const troubles = ramdiskTroubles(log, ramdiskWorkOf(node));
  const found = fromHistory({ own: undefined, earlier: log }, troubles, facts.now);
  return found.length > 0 ? found : undefined;
}

const suspicious = (node: Node, { now }: Facts): boolean =>
  ['agent-stuck', 'silent'].includes(judgeWait(node, now).kind);
