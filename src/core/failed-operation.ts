import { parseUtc } from '../lib/duration.ts';
import type { HistoryEvent, Node } from '../openstack/ironic/schema.ts';
import { depthOf, innermost, type Phase, phaseOf, type Recognition } from './error-signature.ts';
import type { FAILED_STATES } from './provision-state.ts';

/** An operation as its failure shows in Ironic. */
export interface Operation {
  /** Begins the codes of its findings: `clean` gives `clean-failed-…`. */
  readonly id: string;
  /** Begins its sentences. */
  readonly doing: string;
  /** What wrappers of its own errors say. */
  readonly phases: readonly Phase[];
  /** Its `event_type` in node history (openstack/ironic ironic/common/states.py), where it has one of its own. */
  readonly event_type?: string;
  /** The fault that its failure sets, and then `maintenance_reason` holds its error too. */
  readonly fault?: string;
}

export const OPERATIONS = {
  'clean failed': {
    id: 'clean',
    doing: 'Cleaning',
    phases: ['clean', 'tear-down'],
    event_type: 'cleaning',
    fault: 'clean failure',
  },
  'deploy failed': {
    id: 'deploy',
    doing: 'The deploy',
    phases: ['deploy'],
    event_type: 'deploying',
  },
  'inspect failed': {
    id: 'inspect',
    doing: 'Inspection',
    phases: ['inspect'],
    event_type: 'introspection',
  },
  'rescue failed': {
    id: 'rescue',
    doing: 'The rescue',
    phases: ['rescue'],
    fault: 'rescue abort failure',
  },
  'unrescue failed': { id: 'unrescue', doing: 'The unrescue', phases: ['unrescue', 'rescue'] },
  'service failed': {
    id: 'service',
    doing: 'Servicing',
    // Servicing shares its wrappers with cleaning: "Failed to prepare node ... for service".
    phases: ['service', 'clean'],
    fault: 'service failure',
  },
  'adopt failed': { id: 'adopt', doing: 'The adoption', phases: ['adopt', 'verify'], event_type: 'adoption' },
  error: { id: 'tear-down', doing: 'The tear-down', phases: ['tear-down'], event_type: 'unprovision' },
} as const satisfies Record<(typeof FAILED_STATES)[number], Operation>;

/** Phases of an operation proper; `api` and `schedule` wordings may stand inside any. */
const OPERATION_PHASES: readonly Phase[] = [
  'deploy',
  'clean',
  'inspect',
  'rescue',
  'unrescue',
  'service',
  'verify',
  'adopt',
  'tear-down',
  'power',
];

/** `event_type`s that belong to one kind of work. */
const SPECIAL_EVENTS = [
  'cleaning',
  'deploying',
  'introspection',
  'adoption',
  'unprovision',
  'verify',
  'monitoring',
  'console',
];

/** What is written together may differ by so much: clocks of conductors and of the database. */
export const SAME_MOMENT_MS = 120_000;

export interface ErrorText {
  readonly text: string;
  /** Where it was read, for the evidence. */
  readonly source: string;
}

export interface ErrorTexts {
  /** About the failure that the node is in, the best first. */
  readonly current: readonly ErrorText[];
  /** There, but about something else, with the reason why we think so. */
  readonly foreign: readonly (ErrorText & { readonly why: string })[];
}

/**
 * The errors of the failure that the node is in. `last_error` alone does not do: a later power action wipes or
 * replaces it, and what an earlier operation left stays until the next one, so the wrapper's phase and the times in
 * history are compared with the state.
 */
export function errorTexts(
  node: Node,
  history: readonly HistoryEvent[] | undefined,
  operation: Operation,
): ErrorTexts {
  const failedAt = timeOf(node.provision_updated_at);
  const events = (history ?? []).filter(
    (event) => event.event && !/^(?:info|debug)$/i.test(event.severity ?? ''),
  );
  const current: ErrorText[] = [];
  const foreign: (ErrorText & { why: string })[] = [];

  const last: ErrorText | undefined = node.last_error
    ? { text: node.last_error, source: 'node.last_error' }
    : undefined;
  if (last) {
    const why = foreignPhase(last.text, operation) ?? outdated(last.text, events, failedAt);
    if (why) foreign.push({ ...last, why });
    else current.push(last);
  }
  const timed = events
    .filter((event) => belongs(event, operation, failedAt))
    .sort((a, b) => (timeOf(b.created_at) ?? 0) - (timeOf(a.created_at) ?? 0))
    .slice(0, failedAt === undefined ? 1 : 5)
    .map((event) => ({ text: event.event ?? '', source: `history[${event.created_at ?? event.uuid}]` }));
  current.push(...timed.filter((event) => !last || !same(event.text, last.text) || longer(event, last)));
  if (current.length === 0 && last) {
    const power = powerAtThatMoment(last, events, failedAt);
    if (power) return { current: [last], foreign: [] };
  }
  if (operation.fault && node.fault === operation.fault && node.maintenance_reason) {
    const reason = { text: node.maintenance_reason, source: 'node.maintenance_reason' };
    if (!current.some((one) => same(one.text, reason.text))) current.push(reason);
  }
  return { current, foreign };
}

/**
 * A power action that failed within the moment in which the operation did is a part of it: an operation ends where its
 * machine does not obey. Nothing better may be known, since another one may have written over the operation's own words.
 */
function powerAtThatMoment(
  last: ErrorText,
  events: readonly HistoryEvent[],
  failedAt: number | undefined,
): boolean {
  if (failedAt === undefined || phaseOf(last.text) !== 'power') return false;
  return events.some((event) => {
    const at = timeOf(event.created_at);
    return (
      at !== undefined && Math.abs(at - failedAt) <= SAME_MOMENT_MS && same(event.event ?? '', last.text)
    );
  });
}

export interface Reason extends ErrorText {
  readonly recognition: Recognition | undefined;
}

/** The text that says most about why: an inner wording before a vague one, before a wrapper, before unknown words. */
export function bestReason(texts: readonly ErrorText[]): Reason | undefined {
  const reasons = texts.map((one) => ({ ...one, recognition: innermost(one.text) }));
  return reasons.sort((a, b) => depthOf(a.recognition) - depthOf(b.recognition))[0];
}

function belongs(event: HistoryEvent, operation: Operation, failedAt: number | undefined): boolean {
  const type = event.event_type ?? '';
  if (SPECIAL_EVENTS.includes(type) && type !== operation.event_type) return false;
  if (foreignPhase(event.event ?? '', operation)) return false;
  const at = timeOf(event.created_at);
  if (failedAt === undefined) return type ? type === operation.event_type : ofItsPhase(event, operation);
  return at !== undefined && at >= failedAt - SAME_MOMENT_MS;
}

/** For an event that does not say of which kind it is. */
function ofItsPhase(event: HistoryEvent, operation: Operation): boolean {
  const phase = phaseOf(event.event ?? '');
  return phase !== undefined && operation.phases.includes(phase);
}

function foreignPhase(text: string, operation: Operation): string | undefined {
  const phase = phaseOf(text);
  if (!phase || operation.phases.includes(phase) || !OPERATION_PHASES.includes(phase)) return undefined;
  return `it is about another operation (${phase})`;
}

/** Known from history to be older than the failure. */
function outdated(
  text: string,
  events: readonly HistoryEvent[],
  failedAt: number | undefined,
): string | undefined {
  if (failedAt === undefined) return undefined;
  const times = events
    .filter((event) => same(event.event ?? '', text))
    .map((event) => timeOf(event.created_at))
    .filter((at) => at !== undefined);
  if (times.length === 0 || Math.max(...times) >= failedAt - SAME_MOMENT_MS) return undefined;
  return `history has the same words at ${new Date(Math.max(...times)).toISOString()}, before this failure`;
}

/** last_error is cut at 4 096 characters, history much later. */
function same(one: string, other: string): boolean {
  const [short, long] = one.length < other.length ? [one, other] : [other, one];
  return short === long || (short.length > 1000 && long.startsWith(short.slice(0, -20)));
}

const longer = (one: ErrorText, other: ErrorText): boolean => one.text.length > other.text.length;

const timeOf = (iso: string | null | undefined): number | undefined => (iso ? parseUtc(iso) : undefined);
