import type { Cause } from '../src/core/cause.ts';
import type { Facts } from '../src/core/facts.ts';
import { OPERATIONS } from '../src/core/failed-operation.ts';
import { failureCode, noReasonCode } from '../src/core/failure-codes.ts';
import type { Evidence, FindingDraft, Severity } from '../src/core/finding.ts';
import { lockFinding } from '../src/core/lock-finding.ts';
import { lockConflicts } from '../src/core/lock-trace.ts';
import {
  type LogRecord,
  logRecords,
  nodeIn,
  placeOf,
  recordsFor,
  recordsForInstance,
  writtenAt,
} from '../src/core/log-records.ts';
import { isAtRest, weightOf } from '../src/core/log-weight.ts';
import { typedUuid, typedWord } from '../src/core/node-words.ts';
import { BUILD_FAILED_CODES } from '../src/core/nova-error.ts';
import { definePlaybook } from '../src/core/playbook.ts';
import { isFailed } from '../src/core/provision-state.ts';
import { RECOGNISED } from '../src/core/recognised-errors.ts';
import { causesIn, type TextCause, textFinding } from '../src/core/text-causes.ts';
import type { Node } from '../src/openstack/ironic/schema.ts';

/** nova-scheduler tells why it found no host at INFO (openstack/nova nova/filters.py, nova/scheduler/manager.py). */
const TELLING_INFO = /returned 0 hosts|Filtering removed all hosts|Got no allocation candidates/i;

/** The way into a failed state is written at ERROR (openstack/ironic ironic/conductor/task_manager.py); it is no reason. */
const MOVED = /\bmoved to provision state "/;

/** Lock lines are DEBUG and are the other check's. A warning tells of something that Ironic means to survive. */
function isTelling(record: LogRecord): boolean {
  if (MOVED.test(record.text)) return false;
  return record.level === 'error' || record.level === 'unknown' || TELLING_INFO.test(record.text);
}

interface Subject {
  /** Whose lines are looked for; absent when any line counts. */
  readonly node?: Node;
  readonly records: readonly LogRecord[];
}

async function subjectOf(facts: Facts): Promise<Subject> {
  const all = logRecords(await facts.logs());
  if (!facts.subject.aspects.includes('node')) {
    const { instance_uuid } = facts.subject;
    return { records: instance_uuid === undefined ? all : recordsForInstance(all, instance_uuid) };
  }
  const node = await facts.node();
  return { node, records: recordsFor(all, node) };
}

/** Without a node the server's own state tells whether something is wrong. */
async function weightFor(facts: Facts, { node, records }: Subject): Promise<(told: Told) => Severity> {
  if (node) return (told) => weightOf(told, node, records);
  const server = facts.subject.aspects.includes('instance') ? await facts.maybe.instance() : undefined;
  const works = /^(?:ACTIVE|SHUTOFF|PAUSED|SUSPENDED|RESCUE)$/.test(server?.status ?? '');
  return () => (works ? 'info' : 'critical');
}

interface Told {
  readonly record: LogRecord;
  readonly cause: TextCause;
  readonly times: number;
}

/** One entry per wording, the last of its kind; those that say why before those that say only where. */
function toldBy(records: readonly LogRecord[]): readonly Told[] {
  const byWording = new Map<string, Told>();
  for (const record of records) {
    for (const cause of causesIn(record.text).slice(0, 1)) {
      const { id } = cause.signs[0].signature;
      byWording.set(id, { record, cause, times: (byWording.get(id)?.times ?? 0) + 1 });
    }
  }
  const vague = ({ cause }: Told) => {
    const { depth, yields, bearing } = cause.signs[0].signature;
    if (cause.cause === 'insufficient-evidence') return 4;
    // Where a build failed first, an empty list of hosts is what the retries met.
    if (cause.cause.startsWith('nvh-')) return 2.5;
    if (depth === 'wrapper') return 3;
    return yields ? 2 : bearing === 'proves' ? 0 : 1;
  };
  return [...byWording.values()].sort(
    (a, b) =>
      vague(a) - vague(b) || (writtenAt(b.record) ?? 0) - (writtenAt(a.record) ?? 0) || b.times - a.times,
  );
}

async function errors(facts: Facts): Promise<readonly FindingDraft[] | undefined> {
  const subject = await subjectOf(facts);
  const { node, records } = subject;
  const telling = records.filter(isTelling);
  const [first, ...rest] = toldBy(telling).filter(({ cause }) => cause.cause !== 'healthy');
  if (!first) return unknownError(telling, node);
  const weight = await weightFor(facts, subject);
  const whose = node ? await whoseMacs(facts, first) : 'nobody';
  // Behind a wording that says why, vague ones are its echo.
  const sharp = ({ cause }: Told) => tellsWhy(cause) && !cause.signs[0].signature.yields;
  const others = rest.filter((one) => sharp(one) && one.cause.cause !== first.cause.cause).slice(0, 2);
  return [first, ...others].map((told, index) => {
    const { record, cause, times } = told;
    const severity = index === 0 && whose !== 'foreign' ? weight(told) : 'info';
    const draft = textFinding(cause, {
      prefix: 'log',
      source: placeOf(record),
      intro: `The log${record.host ? ` of ${record.host}` : ''} says`,
      text: record.text,
      named: {
        node: node ? typedUuid(node) : typedWord(nodeIn(record), 'node'),
        conductor: typedWord(record.host, 'conductor'),
      },
      severity,
    });
    const line: Evidence = {
      bearing: 'supports',
      source: placeOf(record),
      observed: `${times > 1 ? `${times} times, last: ` : ''}${record.text}`,
    };
    return {
      ...draft,
      evidence: [draft.evidence[0], line, ...draft.evidence.slice(1)] as const,
      echoes: echoesOf(cause),
      // What Nova's lines tell of a build is not in the ramdisk's log.
      ...(node || draft.guide ? {} : { guide: 'no-valid-host' as const }),
      ...(severity === 'critical' && tellsWhy(cause)
        ? { explains: reasonless(node, cause, whose === 'own') }
        : {}),
    };
  });
}

/** A wording that tells no cause knows which ones it is heard with. */
function echoesOf({ cause, signs }: TextCause): true | readonly Cause[] {
  return cause === 'insufficient-evidence' ? (signs[0].signature.also ?? true) : true;
}

const MAC = /\b(?:[0-9a-f]{2}:){5}[0-9a-f]{2}\b/gi;

/** A DHCP server names no node, only addresses: whether they are of this one, which its ports tell. */
async function whoseMacs(facts: Facts, { record, cause }: Told): Promise<'own' | 'foreign' | 'nobody'> {
  if (cause.cause !== 'dhcp-pxe-boot') return 'nobody';
  const named = record.text.match(MAC)?.map((mac) => mac.toLowerCase()) ?? [];
  if (named.length === 0) return 'nobody';
  const ports = await facts.maybe.ports();
  if (!ports) return 'nobody';
  return ports.some(({ address }) => named.includes(address.toLowerCase())) ? 'own' : 'foreign';
}

const tellsWhy = ({ cause, signs }: TextCause): boolean =>
  cause !== 'insufficient-evidence' && signs[0].signature.depth === 'inner';

/** Under which codes a failure is told that left no reason with the node or the server itself; the log has it then. */
function reasonless(node: Node | undefined, { cause }: TextCause, ownMac: boolean): readonly string[] {
  if (!node) return cause.startsWith('nvh-') ? [] : BUILD_FAILED_CODES;
  const state = node.provision_state;
  if (!isFailed(state)) return [];
  return [
    failureCode(OPERATIONS[state], 'insufficient-evidence'),
    noReasonCode(state),
    'ramdisk-log-missing',
    // A ramdisk that never called is a failure without a reason too, where what kept its machine away was logged.
    ...(ownMac ? [failureCode(OPERATIONS[state], 'wait-callback-timeout')] : []),
  ];
}

/** An error that nobody knows is still worth showing, though no cause; a node that works has survived it. */
function unknownError(
  telling: readonly LogRecord[],
  node: Node | undefined,
): readonly FindingDraft[] | undefined {
  const last = telling.filter((record) => record.level === 'error').at(-1);
  if (!last || (node && isAtRest(node))) return undefined;
  return [
    {
      code: 'log-error-unknown',
      cause: 'insufficient-evidence',
      summary: `The log${last.host ? ` of ${last.host}` : ''} holds an error that is not among the known ones.`,
      severity: node ? 'info' : 'warning',
      evidence: [{ bearing: 'supports', source: placeOf(last), observed: last.text }],
    },
  ];
}

async function locks(facts: Facts): Promise<readonly FindingDraft[] | undefined> {
  const { node, records } = await subjectOf(facts);
  const conflicts = lockConflicts(records);
  const last = (node ? conflicts.filter((one) => one.node === node.uuid) : conflicts).at(-1);
  return last ? [lockFinding(last, node)] : undefined;
}

export default definePlaybook({
  id: 'log-lines',
  title: 'What the logs say',
  guide: 'ramdisk-logs',
  covers: [...RECOGNISED.sections, 'node-locked'],
  causes: RECOGNISED.causes,
  reads: ['node', 'instance', 'logs', 'ports'],
  remedies: RECOGNISED.remedies,
  about: ['logs'],
  checks: [
    { id: 'errors', asks: 'Does a log line say why?', run: errors },
    { id: 'locks', asks: 'Do the logs show a lock that was in the way?', run: locks },
  ],
});
