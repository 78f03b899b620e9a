import type { StoryFinding } from '../core/alert-story.ts';
import type { FleetSubject } from '../core/fleet-entry.ts';
import type { FleetGroup, FleetReport } from '../core/fleet-report.ts';
import type { DiagnosisAnswer } from '../core/outcome.ts';
import type { NodeGlance } from '../core/report.ts';
import type { FleetAnswers } from './ports.ts';

const MAX_REASONS = 2;

/** What `why` found out, or in words why it could not be asked. */
export function findingOf(
  subject: FleetSubject,
  { outcome }: DiagnosisAnswer,
  now: string,
): StoryFinding | { readonly problem: string } {
  if (outcome.kind === 'refused') return { problem: outcome.message };
  if (outcome.kind === 'unresolved') return missing(subject, now);
  const { verdict, node, at, unknown } = outcome.report;
  const sick = [...new Set(unknown.filter(({ kind }) => kind === 'failed').map(({ reason }) => reason))];
  // Nothing of it could be read, which says nothing about it and will pass.
  if (node === null && verdict.cause === 'insufficient-evidence' && sick.length > 0)
    return { problem: sick.slice(0, MAX_REASONS).join('; ') };
  const { cause, confidence } = verdict;
  const summary = cause === 'healthy' && node ? looksWell(node) : verdict.summary;
  return { subject, cause, confidence, summary, provision_state: node?.provision_state ?? null, at };
}

function looksWell({ provision_state, power_state }: NodeGlance): string {
  const power = power_state === null ? '' : `, ${power_state.replace(/^power /, 'powered ')}`;
  return `Looks well now: ${provision_state ?? 'available'}${power}.`;
}

/** One pass over the fleet of a cloud, asked about one subject after the other. */
export interface PassFindings {
  readonly whole: FleetReport;
  among(uuids: readonly string[]): FleetReport;
  /** Of the node with that UUID, which is the subject or bears it. */
  node(subject: FleetSubject, uuid: string): StoryFinding;
  /** It was found to be in trouble. */
  isTrouble(uuid: string): boolean;
  /** Of an instance that is on no node that anybody knows. */
  nowhere(subject: FleetSubject): StoryFinding;
  /** Of a conductor, a compute host or a switch: what the nodes share that have it. */
  host(subject: FleetSubject): { readonly finding: StoryFinding; readonly groups: readonly FleetGroup[] };
  /** Gone from the cloud, as far as the list of nodes goes. */
  isGone(uuid: string): boolean;
}

/** @throws Error for a reading that answers a question that nobody has asked */
export function passFindings(look: FleetAnswers): PassFindings {
  const whole = look.report();
  if ('kind' in whole) throw new Error('a report without words fits every node');
  const { at, partial } = whole;
  const troubled = new Map(whole.nodes.map((one) => [one.uuid, one]));
  const open = new Map(whole.open.flatMap((one) => one.nodes.map((uuid) => [uuid, one] as const)));
  /** Null for a node that is not there. */
  const states = new Map<string, string | null>();

  const among = (uuids: readonly string[]) => look.among(new Set(uuids));

  function stateOf(uuid: string): string | null {
    const known = states.get(uuid);
    if (known !== undefined) return known;
    const state = among([uuid]).states[0]?.state ?? null;
    states.set(uuid, state);
    return state;
  }

  const unsure = (subject: FleetSubject, summary: string, state: string | null = null): StoryFinding => ({
    ...{ subject, cause: 'insufficient-evidence', confidence: 'possible', summary },
    ...{ provision_state: state, at },
  });

  return {
    whole,
    among,
    isTrouble: (uuid) => troubled.has(uuid),
    isGone: (uuid) => !partial && !troubled.has(uuid) && stateOf(uuid) === null,

    node(subject, uuid) {
      const trouble = troubled.get(uuid);
      if (trouble) {
        const { cause, confidence, summary, provision_state } = trouble;
        return { subject, cause, confidence, summary, provision_state, at };
      }
      const state = stateOf(uuid);
      if (state === null) {
        return partial
          ? unsure(subject, 'Could not tell: Ironic stopped answering before its list of nodes ended.')
          : missing(subject, at);
      }
      const question = open.get(uuid);
      if (question) {
        const { asks, reason } = question;
        return unsure(subject, `Could not tell: it is ${state}, and of "${asks}" ${reason}`, state);
      }
      const summary = `Looks well now: ${state}.`;
      return { subject, cause: 'healthy', confidence: 'likely', summary, provision_state: state, at };
    },

    nowhere: (subject) => unsure(subject, 'Could not tell: nobody knows of a node that it is on.'),

    host(subject) {
      const groups = whole.groups.filter((group) => isAbout(group, subject, whole));
      const [first] = groups;
      if (!first) {
        const words = `Could not tell: no trouble of the ${whole.total} nodes that were read points to it.`;
        return { finding: unsure(subject, words), groups };
      }
      const { cause, confidence, words, nodes } = first;
      const summary = `${nodes.length} ${nodes.length === 1 ? 'node' : 'nodes'}: ${words}`;
      return { finding: { subject, cause, confidence, summary, provision_state: null, at }, groups };
    },
  };
}

function missing(subject: FleetSubject, at: string): StoryFinding {
  const words = 'Could not tell: it is not in the cloud any more, or this credential is not shown it.';
  return {
    ...{ subject, cause: 'insufficient-evidence', confidence: 'possible', summary: words },
    ...{ provision_state: null, at },
  };
}

function isAbout(
  group: FleetGroup,
  { kind, id, name }: FleetSubject,
  { nodes }: Pick<FleetReport, 'nodes'>,
): boolean {
  if (kind === 'compute-host') {
    const members = new Set(group.nodes);
    const said = nodes.filter(({ uuid }) => members.has(uuid)).map(({ summary }) => summary);
    return group.cause === 'nvh-compute-service' && [group.words, ...said].some((text) => names(text, name));
  }
  const shared = [...(group.shared ? [group.shared] : []), ...group.besides];
  return shared.some((one) => one.kind === kind && (one.value === id || one.value === name));
}

/** As a whole word. */
function names(text: string, name: string): boolean {
  return text.split(/[^\p{L}\p{N}._-]+/u).some((word) => word.replace(/[.]+$/, '') === name);
}

/** Whether it says the same; when it was read tells nothing by itself. */
export function sameFindings(before: readonly StoryFinding[], now: readonly StoryFinding[]): boolean {
  const told = (all: readonly StoryFinding[]) => JSON.stringify(all.map(({ at: _, ...rest }) => rest));
  return told(before) === told(now);
}
