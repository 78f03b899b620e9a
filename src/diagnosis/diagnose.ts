import { ServiceError, UsageError } from '../core/errors.ts';
import { type FactName, type Facts, FactUnread } from '../core/facts.ts';
import type { Playbook } from '../core/playbook.ts';
import { rank } from '../core/rank.ts';
import type { NodeGlance, Report } from '../core/report.ts';
import type { Aspect, Resolution, Subject } from '../core/subject.ts';
import { verdictOf } from '../core/verdict.ts';
import { formatDuration } from '../lib/duration.ts';
import type { Cloud } from '../openstack/cloud.ts';
import type { RequestRecord } from '../openstack/wire.ts';
import { inCloudTime } from './cloud-time.ts';
import { createFactBook, type FactBook, type Reading } from './fact-book.ts';
import { type CloudLogs, gatherFacts } from './gather-facts.ts';
import { createReads } from './reads.ts';
import { resolveSubject } from './resolve-subject.ts';
import { runPlaybooks } from './run-playbooks.ts';
import { makeSnapshot, openSnapshot } from './snapshot.ts';
import { diagnoses } from './told.ts';

/** Heard by whoever wires the engine; nothing of it reaches the person except the reference. */
export interface DiagnosisLog {
  info(fields: Record<string, unknown>, message: string): void;
  error(fields: Record<string, unknown>, message: string): void;
}

export interface DiagnosisOptions {
  readonly playbooks: readonly Playbook[];
  /** By the name that people give after `--cloud`. Created when first asked for; may throw a config ServiceError. */
  readonly cloud: (name: string) => Cloud;
  /** Where lines and tarballs of a cloud are kept, by its name; nothing is configured when absent. */
  readonly logs?: ((cloud: string) => CloudLogs) | undefined;
  readonly clock: () => Date;
  /** Milliseconds for everything between the question and the report. */
  readonly deadlineMs: number;
  /** Short and unique enough for a log search. */
  readonly newReference: () => string;
  readonly log: DiagnosisLog;
}

export type Diagnosed =
  | { readonly kind: 'report'; readonly report: Report; readonly snapshot: () => Record<string, unknown> }
  | { readonly kind: 'unresolved'; readonly resolution: Exclude<Resolution, { kind: 'found' }> };

export type Opened =
  | {
      readonly kind: 'found';
      readonly subject: Subject;
      /** Read as they are asked for, within the deadline. */
      readonly facts: Facts;
      readonly notes: readonly string[];
    }
  | { readonly kind: 'unresolved'; readonly resolution: Exclude<Resolution, { kind: 'found' }> };

export interface Diagnosis {
  /**
   * What is wrong with what `words` mean in that cloud, within the deadline, also when services are sick.
   * @throws UsageError or ServiceError `config` when the cloud itself cannot be used
   */
  diagnose(words: string, cloud: string, signal?: AbortSignal): Promise<Diagnosed>;
  /** The facts about what `words` mean, for answers that are no diagnosis. @throws as `diagnose` */
  open(words: string, cloud: string, signal?: AbortSignal): Promise<Opened>;
  /** The same judgement on saved facts; reads nothing. @throws UsageError when it is no snapshot. */
  replay(snapshot: unknown): Promise<Diagnosed & { readonly kind: 'report' }>;
}

/** What "why is there no node for it" comes down to, whichever of the reasons it is. */
const SCHEDULING_FACTS = [
  'instance',
  'flavor',
  'nodes',
  'compute_services',
  'allocation_candidates',
] as const;

export function createDiagnosis(options: DiagnosisOptions): Diagnosis {
  const { clock, deadlineMs, log } = options;

  async function examine(
    book: FactBook,
    context: {
      subject: Subject;
      now: Date;
      notes: readonly string[];
      started: number;
      requests: () => number;
    },
    signal: AbortSignal,
  ): Promise<Diagnosed & { kind: 'report' }> {
    const reference = options.newReference();
    const lateReason = `no answer within ${formatDuration(deadlineMs / 1000)}`;
    const outcomes = await runPlaybooks(options.playbooks, book, {
      signal,
      lateReason,
      onBug: (check, error) => log.error({ reference, check, err: error }, 'a check broke'),
    });
    const seen = readingsAtTheEnd(book, signal.aborted ? lateReason : undefined, context.now);
    const findings = rank(outcomes.findings);
    const report: Report = {
      subject: context.subject,
      verdict: verdictOf(findings, outcomes.unknown),
      findings,
      clear: outcomes.clear,
      unknown: outcomes.unknown,
      node: glance(book),
      notes: [...context.notes, ...cutNotes(seen)],
      cost: { requests: context.requests(), ms: Math.round(performance.now() - context.started) },
      at: context.now.toISOString(),
      reference,
    };
    const { cause, confidence } = report.verdict;
    log.info({ reference, subject: context.subject.name, cause, confidence, ...report.cost }, 'diagnosed');
    diagnoses.tell(report);
    return {
      kind: 'report',
      report: withoutHealth(report),
      snapshot: () => makeSnapshot(seen, context),
    };
  }

  /** Finds out what is meant and lays out a book of its facts; nothing but that is read yet. */
  async function lookUp(words: string, name: string, outer: AbortSignal | undefined) {
    const deadline = AbortSignal.timeout(deadlineMs);
    const signal = outer ? AbortSignal.any([deadline, outer]) : deadline;
    const cloud = options.cloud(name);
    let requests = 0;
    let ahead = 0;
    const onRequest = ({ service, serviceTime }: RequestRecord) => {
      requests += 1;
      if (service === 'ironic' && serviceTime !== undefined) ahead = serviceTime - clock().getTime();
    };
    const reads = createReads(cloud, { signal, onRequest });
    const resolution = await resolveSubject(words, reads);
    if (resolution.kind !== 'found') return { kind: 'unresolved', resolution } as const;
    const logs = options.logs?.(name) ?? {};
    const subject = logs.lines ? withLogs(resolution.subject) : resolution.subject;
    const { now, notes } = inCloudTime(clock(), ahead, resolution.notes);
    const book = createFactBook(gatherFacts(subject, reads, logs, now), { subject, now, clock });
    return { kind: 'found', subject, now, notes, book, signal, requests: () => requests } as const;
  }

  return {
    async diagnose(words, name, outer) {
      const started = performance.now();
      const found = await lookUp(words, name, outer);
      if (found.kind === 'unresolved') return found;
      const { subject, book, signal } = found;
      if (subject.aspects.includes('flavor') && !subject.aspects.includes('node'))
        book.prefetch(SCHEDULING_FACTS);
      return examine(book, { ...found, started }, signal);
    },

    async open(words, name, outer) {
      const found = await lookUp(words, name, outer);
      if (found.kind === 'unresolved') return found;
      const { subject, notes, book } = found;
      return { kind: 'found', subject, notes, facts: book.view().facts };
    },

    async replay(snapshot) {
      const started = performance.now();
      const { reader, subject, now } = openSnapshot(snapshot, clock);
      // The facts are as old as the snapshot, and so is the evidence.
      const book = createFactBook(reader, { subject, now, clock: () => now });
      const never = new AbortController().signal;
      return examine(book, { subject, now, notes: [], started, requests: () => 0 }, never);
    },
  };
}

/** Lines are looked for where they can be about the subject; a flavor's name is in too many. */
function withLogs(subject: Subject): Subject {
  const named = subject.aspects.some((aspect) => aspect === 'node' || aspect === 'instance');
  const aspects: readonly Aspect[] = named ? [...subject.aspects, 'logs'] : subject.aspects;
  return { ...subject, aspects };
}

/** A log that was read in part must not pass for one that was read. */
function cutNotes(seen: ReadonlyMap<FactName, Reading>): readonly string[] {
  return (['logs', 'ramdisk_logs'] as const).flatMap((name) => {
    const reading = seen.get(name) as Reading<typeof name> | undefined;
    if (reading?.kind !== 'value') return [];
    return [...new Set(reading.value.flatMap((one) => one.cut ?? []))];
  });
}

/** "Healthy" beside a trouble, or where something could not be read, would be a contradiction on the page. */
function withoutHealth(report: Report): Report {
  if (report.verdict.cause === 'healthy') return report;
  return { ...report, findings: report.findings.filter((finding) => finding.cause !== 'healthy') };
}

/** What the verdict rests on: an answer that comes later must not stand in the snapshot, and its absence must. */
function readingsAtTheEnd(book: FactBook, late: string | undefined, now: Date) {
  const seen = new Map<FactName, Reading>(book.readings());
  for (const name of book.waiting()) {
    const why = new FactUnread(name, late ? 'failed' : 'not-read', late ?? `${name} was not waited for`);
    seen.set(name, { kind: 'unread', why, at: now.toISOString() });
  }
  return seen;
}

function glance(book: FactBook): NodeGlance | null {
  const reading = book.readings().get('node');
  const node =
    reading?.kind === 'value' ? (reading.value as Awaited<ReturnType<Cloud['ironic']['getNode']>>) : null;
  if (!node) return null;
  return {
    uuid: node.uuid,
    name: node.name ?? null,
    provision_state: node.provision_state || null,
    power_state: node.power_state ?? null,
    maintenance: node.maintenance ?? false,
    instance_uuid: node.instance_uuid ?? null,
    reservation: node.reservation ?? null,
    provision_updated_at: node.provision_updated_at ?? null,
  };
}

/** Words for what stopped a diagnosis before it began; undefined for a bug, which nobody should have to read. */
export function refusalOf(error: unknown): string | undefined {
  if (error instanceof UsageError) return error.message;
  return error instanceof ServiceError && error.code === 'config' ? error.message : undefined;
}
