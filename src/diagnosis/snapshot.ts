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

const UnreadSchema = z.record(z.string(), z.object({ kind: z.string(), reason: z.string() }));

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
  const said = UnreadSchema.safeParse(file['unread']);
  const values = new Map<FactName, unknown>();
  const unread = new Map<FactName, FactUnread>();
  for (const name of FACT_NAMES) {
    if (!(name in file) || file[name] === undefined) {
      const why = said.success ? said.data[name] : undefined;
      if (why) unread.set(name, new FactUnread(name, why.kind as UnreadKind, why.reason));
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
  const at = typeof value === 'string' ? parseUtc(value) : typeof value === 'number' ? value : undefined;
  return at === undefined ? clock() : new Date(at);
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
