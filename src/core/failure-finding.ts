import { formatDuration } from '../lib/duration.ts';
import type { HistoryEvent, Node } from '../openstack/ironic/schema.ts';
import { adviceOn } from './advice.ts';
import { CAUSES } from './cause.ts';
import { depthOf } from './error-signature.ts';
import { bestReason, type ErrorTexts, errorTexts, type Operation, type Reason } from './failed-operation.ts';
import { failureCode, noReasonCode, toldByNova } from './failure-codes.ts';
import type { Evidence, FindingDraft, Step } from './finding.ts';
import { maintenanceHolder } from './maintenance.ts';
import { secondsInState, typedName, typedWord } from './node-words.ts';
import { recognised } from './recognised.ts';
import { isByApi, type Proposal, propose, type RemediationId } from './remediation.ts';

/** How a failed state is left, once its reason is known: what the API can do and what a person types. */
export interface WayOut {
  readonly proposals: readonly Proposal[];
  readonly steps: readonly Step[];
}

export interface Failure {
  readonly node: Node;
  /** Undefined when history could not be read. */
  readonly history: readonly HistoryEvent[] | undefined;
  readonly operation: Operation;
  readonly now: Date;
  readonly wayOut: WayOut;
}

/**
 * The finding for a node in a failed state: why, when Ironic's own words tell, and otherwise that they do not, with
 * what to read next. Somebody's own abort is a verdict and no trouble of the cloud.
 */
export function failureFinding(asked: Failure): FindingDraft {
  const { node, history, operation } = asked;
  const failure = { ...asked, wayOut: heldBack(node, asked.wayOut) };
  const texts = errorTexts(node, history, operation);
  const reason = bestReason(texts.current);
  if (!reason) return withoutReason(failure, texts);
  return reason.recognition ? explained(failure, reason, reason.recognition) : unknownWords(failure, reason);
}

/** Behind a person's hold the way out is theirs to go; what may be typed afterwards stays readable. */
function heldBack(node: Node, { proposals, steps }: WayOut): WayOut {
  if (maintenanceHolder(node) !== 'person') return { proposals, steps };
  const ask: Step = {
    text: 'A person holds the node in maintenance: ask before any of what follows changes it.',
  };
  return { proposals: [propose('ask-operator', { node: node.uuid })], steps: [ask, ...steps] };
}

function mayPropose(node: Node, id: RemediationId): boolean {
  return maintenanceHolder(node) !== 'person' || !isByApi(id);
}

function explained(
  { node, operation, wayOut }: Failure,
  reason: Reason,
  recognition: NonNullable<Reason['recognition']>,
): FindingDraft {
  const known = recognised(recognition, { source: reason.source, text: reason.text, named: named(node) });
  const also = recognition.signature.also ?? [];
  const doubt: readonly Step[] =
    also.length > 0 && depthOf(recognition) > 0
      ? [{ text: `Also known behind these words: ${also.map((cause) => CAUSES[cause]).join('; ')}.` }]
      : [];
  return {
    code: failureCode(operation, known.cause),
    cause: known.cause,
    summary: `${operation.doing} failed: ${known.says}.`,
    severity: known.cause === 'operator-maintenance' ? 'warning' : 'critical',
    evidence: [known.evidence],
    explains: known.cause === 'insufficient-evidence' ? [] : toldByNova(operation),
    proposals: [...wayOut.proposals, ...known.proposals.filter(({ id }) => mayPropose(node, id))],
    steps: [...known.steps, ...doubt, ...wayOut.steps],
    ...(known.guide ? { guide: known.guide } : {}),
  };
}

function unknownWords({ node, operation, wayOut }: Failure, reason: Reason): FindingDraft {
  const advice = adviceOn('insufficient-evidence');
  return {
    code: failureCode(operation, 'insufficient-evidence'),
    cause: 'insufficient-evidence',
    summary: `${operation.doing} failed, with an error whose words do not tell why.`,
    severity: 'critical',
    evidence: [{ bearing: 'supports', source: reason.source, observed: reason.text }],
    proposals: wayOut.proposals,
    steps: [...advice.steps(named(node)), ...wayOut.steps],
  };
}

function withoutReason({ node, history, operation, now, wayOut }: Failure, texts: ErrorTexts): FindingDraft {
  const state = node.provision_state;
  const age = secondsInState(node, now);
  const foreign = texts.foreign.map(
    ({ source, text, why }): Evidence => ({
      bearing: 'supports',
      source,
      observed: `"${text}" – not used: ${why}`,
    }),
  );
  const silent: Evidence =
    history === undefined
      ? {
          bearing: 'supports',
          source: 'node.last_error',
          observed: node.last_error ? 'of another time' : 'empty',
        }
      : {
          bearing: 'supports',
          source: 'history',
          observed: `${history.length} events, none of this failure`,
        };
  return {
    code: noReasonCode(state),
    cause: 'insufficient-evidence',
    summary: `${operation.doing} failed, and Ironic kept no error that tells why.`,
    severity: 'critical',
    evidence: [
      {
        bearing: 'supports',
        source: 'node.provision_state',
        observed: age === undefined ? state : `${state} for ${formatDuration(age)}`,
      },
      silent,
      ...foreign,
    ],
    proposals: wayOut.proposals,
    steps: [...adviceOn('insufficient-evidence').steps(named(node)), ...wayOut.steps],
  };
}

/** The node and its conductor as they are typed. */
export function named(node: Node): { readonly node: string; readonly conductor: string } {
  return { node: typedName(node), conductor: typedWord(node.conductor ?? node.reservation, 'conductor') };
}
