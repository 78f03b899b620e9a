import { secondsSince } from '../lib/duration.ts';
import type { Node } from '../openstack/ironic/schema.ts';
import type { RamdiskLog } from './facts.ts';
import type { Operation } from './failed-operation.ts';
import type { Evidence, FindingDraft, Step } from './finding.ts';
import { typedUuid, typedWord } from './node-words.ts';
import { shortened } from './ramdisk-agent.ts';
import type { Choice } from './ramdisk-choice.ts';
import { ageOf, asEvidence, earlierFinding, whereItIs } from './ramdisk-finding.ts';
import type { AgentRecord } from './ramdisk-journal.ts';
import type { RamdiskTrouble } from './ramdisk-trouble.ts';
import { propose } from './remediation.ts';

/** `[agent]deploy_logs_swift_days_to_expire`, by default. */
const KEPT_DAYS = 30;

/** A failure whose words do not tell, and no tarball of it: why that may be, and the exact place to look. */
export function missingLog(node: Node, operation: Operation, choice: Choice, now: Date): FindingDraft {
  const { earlier } = choice;
  const failed = secondsSince(node.provision_updated_at, now);
  const expired = failed !== undefined && failed > KEPT_DAYS * 86_400;
  const observed = earlier
    ? `the newest is ${earlier.file}, collected ${ageOf(earlier, now)} ago, before this failure`
    : "none whose name begins with the node's UUID";
  const evidence: Evidence = { bearing: 'supports', source: 'ramdisk_logs', observed };
  return {
    code: 'ramdisk-log-missing',
    cause: 'insufficient-evidence',
    summary: expired
      ? `No ramdisk log of this failure is left: Swift drops them after ${KEPT_DAYS} days by default.`
      : `No ramdisk log of this failure was found: ${operation.doing.toLowerCase()} may have failed before the agent ran, or it was not collected.`,
    severity: 'info',
    evidence: [evidence],
    proposals: [propose('collect-logs')],
    steps: whereToLook(node),
  };
}

function whereToLook(node: Node): readonly Step[] {
  const uuid = typedUuid(node);
  const conductor = typedWord(node.conductor ?? node.reservation, 'conductor');
  return [
    {
      text: `Look on conductor ${conductor} itself, and on others that held the node then: each keeps its own on its disk.`,
      command: `ls -lt /var/log/ironic/deploy/${uuid}_*`,
    },
    {
      text: 'See whether they are collected at all, and where to: never is a choice, and none exists for an agent that never called.',
      command: "grep -E '^ *deploy_logs_' /etc/ironic/ironic.conf",
    },
    {
      text: `See in the log of ${conductor} whether fetching or storing it failed.`,
      command: `journalctl -u '*ironic-conductor*' --since -2d | grep ${uuid} | grep -iE 'collect_system_logs|collect logs|logs from the node|Ramdisk logs'`,
    },
  ];
}

/** There, and it could not be opened: `log.cut` says why. */
export function closedLog(log: RamdiskLog): FindingDraft {
  return {
    code: 'ramdisk-log-unreadable',
    cause: 'insufficient-evidence',
    summary: 'The ramdisk left a log of this failure, and nothing in it could be read.',
    severity: 'info',
    evidence: [
      {
        bearing: 'supports',
        source: `ramdisk_logs[${log.file}]`,
        observed: log.cut ?? 'it was listed and not opened',
      },
    ],
    proposals: [propose('collect-logs')],
    steps: [whereItIs(log)],
  };
}

/** Read, and it holds nothing that is known to be a cause; an error that nobody knows is still worth its line. */
export function tellsNothing(log: RamdiskLog, error: AgentRecord | undefined): FindingDraft {
  const evidence = error
    ? asEvidence(log, { part: error.part, line: shortened(error.text), bearing: 'supports' })
    : {
        bearing: 'supports' as const,
        source: `ramdisk_logs[${log.file}]`,
        observed: `${log.parts.length} parts, no known error in any${log.cut ? `; ${log.cut}` : ''}`,
      };
  return {
    code: error ? 'ramdisk-error-unknown' : 'ramdisk-log-silent',
    cause: 'insufficient-evidence',
    summary: error
      ? "The ramdisk's log of this failure ends with an error that is not among the known ones."
      : "The ramdisk's log of this failure was read, and holds no error that is known.",
    severity: 'info',
    evidence: [evidence],
    proposals: [propose('collect-logs')],
    steps: [whereItIs(log)],
  };
}

/** Beside the absence: what an earlier tarball told. */
export function fromHistory(
  choice: Choice,
  troubles: readonly RamdiskTrouble[],
  now: Date,
): readonly FindingDraft[] {
  const [trouble] = troubles;
  return choice.earlier && trouble ? [earlierFinding(trouble, choice.earlier, now)] : [];
}
