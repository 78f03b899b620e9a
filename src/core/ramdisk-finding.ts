import { cut } from '../lib/cut.ts';
import { formatDuration, parseUtc } from '../lib/duration.ts';
import type { Node } from '../openstack/ironic/schema.ts';
import { adviceOn } from './advice.ts';
import { CAUSES } from './cause.ts';
import { depthOf } from './error-signature.ts';
import type { RamdiskLog } from './facts.ts';
import type { Operation, Reason } from './failed-operation.ts';
import { failureCode, noReasonCode } from './failure-codes.ts';
import { named } from './failure-finding.ts';
import type { Evidence, FindingDraft, Step } from './finding.ts';
import { typedWord } from './node-words.ts';
import type { RamdiskSign, RamdiskTrouble } from './ramdisk-trouble.ts';
import { afterRamdisk } from './ramdisk-way-out.ts';
import { sentence } from './recognised.ts';
import { propose } from './remediation.ts';

export interface RamdiskMatter {
  readonly node: Node;
  readonly operation: Operation;
  /** What Ironic's own words say, as far as they say anything. */
  readonly reason: Reason | undefined;
  readonly log: RamdiskLog;
}

/** How what the ramdisk tells stands to what Ironic's words tell. */
type Standing = 'decides' | 'agrees' | 'differs';

function standingOf({ cause }: RamdiskTrouble, reason: Reason | undefined): Standing {
  const known = reason?.recognition?.signature;
  if (!known || known.depth === 'wrapper' || known.cause === 'insufficient-evidence') {
    return known?.cause === cause ? 'agrees' : 'decides';
  }
  if (known.cause === cause) return 'agrees';
  return known.also?.includes(cause) ? 'decides' : 'differs';
}

/**
 * What a ramdisk's own log tells of the failure that the node is in. Where Ironic's words say why themselves, another
 * reading of the log stands beside them and says so; it never takes their place.
 */
export function ramdiskFinding(trouble: RamdiskTrouble, matter: RamdiskMatter): FindingDraft {
  const { node, operation, reason, log } = matter;
  const standing = standingOf(trouble, reason);
  const advice = adviceOn(trouble.cause);
  const [first, ...rest] = trouble.signs;
  const next: readonly Step[] = trouble.next ? [{ text: sentence(trouble.next) }] : [];
  const hardware = trouble.cause === 'insufficient-evidence';
  // Advice on a cause is for its usual reasons; what the kernel or a table tells has its own next step.
  const usual = trouble.signature === undefined ? [] : advice.steps(named(node));
  const id = trouble.signature ?? trouble.id;
  return {
    code: `ramdisk-${trouble.id}`,
    cause: trouble.cause,
    summary: `${operation.doing} failed: ${trouble.says}.`,
    severity: standing === 'differs' ? (depthOf(reason?.recognition) === 0 ? 'info' : 'warning') : 'critical',
    evidence: [
      asEvidence(log, first),
      ...rest.map((sign) => asEvidence(log, sign)),
      ...ironicsWords(standing, reason),
    ],
    ...(standing === 'differs'
      ? {}
      : {
          explains: [
            failureCode(operation, trouble.cause),
            failureCode(operation, 'insufficient-evidence'),
            noReasonCode(node.provision_state),
            ...(reason?.recognition ? [failureCode(operation, reason.recognition.signature.cause)] : []),
            `log-${id}`,
            `message-${id}`,
          ],
        }),
    proposals: [
      ...(hardware ? [propose('fix-disk')] : advice.remediations.map((one) => propose(one))),
      ...afterRamdisk(node).proposals,
    ],
    steps: [
      ...next,
      ...usual.filter(({ text }) => !/^Unpack the ramdisk's own log/.test(text)),
      whereItIs(log),
      ...afterRamdisk(node).steps,
    ],
  };
}

function ironicsWords(standing: Standing, reason: Reason | undefined): readonly Evidence[] {
  const known = reason?.recognition?.signature;
  if (!reason || !known || standing === 'decides') return [];
  if (standing === 'agrees') return [{ bearing: 'supports', source: reason.source, observed: reason.text }];
  return [
    {
      bearing: 'speaks-against',
      source: reason.source,
      observed: `Ironic's own words name another cause (${CAUSES[known.cause]}): ${reason.text}`,
    },
  ];
}

/** `ramdisk_logs[<file>].journal`. */
export function asEvidence(log: RamdiskLog, { part, line, bearing }: RamdiskSign): Evidence {
  return { bearing, source: `ramdisk_logs[${log.file}].${part}`, observed: line };
}

/** How a person gets at the tarball; a snapshot may hold anything for its name and place. */
export function whereItIs({ file, place }: RamdiskLog): Step {
  const container = /^Swift container (?<name>\S{1,256})$/.exec(place)?.groups?.['name'];
  if (container !== undefined) {
    return {
      text: "Read the whole of the ramdisk's log.",
      command: `openstack object save ${typedWord(container, 'container')} ${typedWord(file, 'tarball')}`,
    };
  }
  return {
    text: `Read the whole of the ramdisk's log${place ? `, in ${cut(place, 120)}` : ' where it was collected'}.`,
    command: `tar -xzOf ${typedWord(file, 'tarball')} journal | less`,
  };
}

/** What an earlier operation's ramdisk told: of history, which the present trouble may or may not repeat. */
export function earlierFinding(trouble: RamdiskTrouble, log: RamdiskLog, now: Date): FindingDraft {
  const [first, ...rest] = trouble.signs;
  return {
    code: 'ramdisk-log-earlier',
    cause: trouble.cause,
    summary: `An earlier ramdisk of this node, ${ageOf(log, now)} ago, told of this: ${trouble.says}.`,
    severity: 'info',
    evidence: [
      asEvidence(log, first),
      ...rest.map((sign) => asEvidence(log, sign)),
      {
        bearing: 'speaks-against',
        source: `ramdisk_logs[${log.file}]`,
        observed: `collected at ${log.collected_at}, before what the node is in now`,
      },
    ],
    steps: [whereItIs(log)],
  };
}

export function ageOf({ collected_at }: RamdiskLog, now: Date): string {
  const at = parseUtc(collected_at ?? '');
  return at === undefined ? 'an unknown time' : formatDuration((now.getTime() - at) / 1000);
}
