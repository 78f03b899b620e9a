import { z } from 'zod';
import { UsageError } from '../core/errors.ts';
import {
  FACT_NAMES,
  type FactName,
  type FactReader,
  FactUnread,
  type FactValues,
  type UnreadKind,
} from '../core/facts.ts';
import type { Aspect, Subject, SubjectKind } from '../core/subject.ts';
import { parseUtc } from '../lib/duration.ts';
import { scrub } from '../lib/scrub.ts';
import type { Reading } from './fact-book.ts';
import { SNAPSHOT_SHAPES } from './snapshot-shapes.ts';

const KINDS = ['failed', 'denied', 'unsupported', 'not-read', 'not-deployed'] as const satisfies UnreadKind[];
/** What was not read for a reason that we cannot make out must not pass for what nobody asked for. */
const UnreadSchema = z
  .record(
    z.string(),
    z
      .object({
        kind: z.enum(KINDS).catch('failed'),
        reason: z.string().catch('the snapshot does not say why'),
      })
      .catch({ kind: 'failed', reason: 'the snapshot does not say why' }),
  )
  .catch({});

const ASPECTS = ['node', 'instance', 'flavor', 'mac', 'message', 'logs'] as const satisfies Aspect[];
/** The subject as {@link makeSnapshot} wrote it; one written by hand has less and is told from the facts. */
const SubjectSchema = z.object({
  kind: z.enum(['node', 'instance', 'flavor', 'mac', 'message', 'snapshot']),
  cloud: z.string(),
  name: z.string(),
  node_uuid: z.string().exactOptional(),
  instance_uuid: z.string().exactOptional(),
  flavor: z.string().exactOptional(),
  mac: z.string().exactOptional(),
  aspects: z.array(z.enum(ASPECTS)).min(1),
});

export interface OpenSnapshot {
  readonly now: Date;
  readonly subject: Subject;
  readonly reader: FactReader;
}

/**
 * Opens the facts of one diagnosis that were saved, or written by hand. A missing key means "not read", `null` means
 * "read, and there is none"; a key that cannot be understood is a fact that could not be read, and says so.
 */
export function openSnapshot(json: unknown, clock: () => Date): OpenSnapshot {
  if (json === null || typeof json !== 'object' || Array.isArray(json)) {
    throw new UsageError('A snapshot is one JSON object: { "now": ..., "node": {...}, ... }.');
  }
  const file = json as Record<string, unknown>;
  const said = UnreadSchema.parse(file['unread']);
  const values = new Map<FactName, unknown>();
  const unread = new Map<FactName, FactUnread>();
  for (const name of FACT_NAMES) {
    if (!(name in file) || file[name] === undefined) {
      const why = said[name];
      if (why) unread.set(name, new FactUnread(name, why.kind, why.reason));
      continue;
    }
    const parsed = SNAPSHOT_SHAPES[name].safeParse(file[name]);
    if (parsed.success) values.set(name, parsed.data);
    else
      unread.set(
        name,
        new FactUnread(name, 'failed', `the snapshot's ${name} cannot be read: ${issueOf(parsed.error)}`),
      );
  }
  if (values.size === 0 && unread.size === 0) {
    throw new UsageError(`This snapshot holds none of the facts that are known: ${FACT_NAMES.join(', ')}.`);
  }
  deriveFlavor(values);
  const reader: Record<string, () => Promise<unknown>> = {};
  for (const [name, value] of values) reader[name] = async () => value;
  for (const [name, why] of unread) reader[name] = async () => Promise.reject(why);
  return {
    now: nowOf(file['now'], clock),
    subject: subjectOf(file['subject'], values),
    reader: reader as FactReader,
  };
}

function issueOf(error: z.ZodError): string {
  const first = error.issues[0];
  return first ? `${first.path.join('.') || 'value'}: ${first.message}` : 'unknown shape';
}

function nowOf(value: unknown, clock: () => Date): Date {
  const said = typeof value === 'string' ? parseUtc(value) : typeof value === 'number' ? value : undefined;
  const at = new Date(said ?? Number.NaN);
  return Number.isNaN(at.getTime()) ? clock() : at;
}

/** A server remembers its flavor; a snapshot that has the server has it too. */
function deriveFlavor(values: Map<FactName, unknown>): void {
  const remembered = (values.get('instance') as FactValues['instance'] | undefined)?.flavor;
  if (values.has('flavor') || !remembered?.original_name) return;
  const name = remembered.original_name;
  values.set('flavor', { ...remembered, id: name, name } satisfies FactValues['flavor']);
}

function subjectOf(saved: unknown, values: ReadonlyMap<FactName, unknown>): Subject {
  const node = values.get('node') as FactValues['node'] | undefined;
  const instance = values.get('instance') as FactValues['instance'] | undefined;
  const flavor = values.get('flavor') as FactValues['flavor'] | undefined;
  const mac = (values.get('neutron_ports') as FactValues['neutron_ports'] | undefined)?.[0]?.mac_address;
  const whole = SubjectSchema.safeParse(saved);
  if (whole.success) {
    // The same questions as then, and what was added to the file since.
    const added = (['message', 'logs'] as const).filter((name) => values.has(name));
    return { ...whole.data, aspects: [...new Set([...whole.data.aspects, ...added])] };
  }
  const aspects: Aspect[] = [];
  if (node) aspects.push('node');
  if (instance) aspects.push('instance');
  if (flavor) aspects.push('flavor');
  if (values.has('message')) aspects.push('message');
  if (values.has('logs')) aspects.push('logs');
  if (mac && !node) aspects.push('mac');
  const kind: SubjectKind = node
    ? 'node'
    : instance
      ? 'instance'
      : flavor
        ? 'flavor'
        : mac
          ? 'mac'
          : 'message';
  const words =
    saved !== null && typeof saved === 'object' ? (saved as Partial<Record<keyof Subject, unknown>>) : {};
  return {
    kind,
    cloud: typeof words.cloud === 'string' ? words.cloud : 'snapshot',
    name:
      typeof words.name === 'string'
        ? words.name
        : (node?.name ??
          node?.uuid ??
          instance?.name ??
          instance?.id ??
          flavor?.name ??
          mac ??
          'pasted text'),
    ...(node ? { node_uuid: node.uuid } : {}),
    ...(instance ? { instance_uuid: instance.id } : {}),
    ...(flavor ? { flavor: flavor.name } : {}),
    ...(mac ? { mac } : {}),
    aspects,
  };
}

/** The facts of one diagnosis as JSON, secrets removed: for replay, for a bug report, for the post-mortem. */
export function makeSnapshot(
  readings: ReadonlyMap<FactName, Reading>,
  context: { readonly subject: Subject; readonly now: Date },
): Record<string, unknown> {
  const facts: Record<string, unknown> = {};
  const unread: Record<string, { kind: UnreadKind; reason: string }> = {};
  for (const name of FACT_NAMES) {
    const reading = readings.get(name);
    if (reading?.kind === 'value') facts[name] = reading.value;
    if (reading?.kind === 'unread') unread[name] = { kind: reading.why.kind, reason: reading.why.reason };
  }
  return scrub({ now: context.now.toISOString(), subject: context.subject, ...facts, unread }) as Record<
    string,
    unknown
  >;
}
