import type { Node } from '../openstack/ironic/schema.ts';
import { depthOf, innermost, type Recognition } from './error-signature.ts';
import type { Facts } from './facts.ts';
import { bestReason, type ErrorText, errorTexts, OPERATIONS, type Operation } from './failed-operation.ts';
import { failureCode, toldByNova } from './failure-codes.ts';
import type { Evidence } from './finding.ts';
import { type LogRecord, logRecords, placeOf, recordsFor } from './log-records.ts';
import { alsoToldAs } from './text-causes.ts';

/** The words of a failure, for a playbook that sets facts beside them. */
export interface FailureWords extends ErrorText {
  readonly recognition: Recognition;
  readonly operation: Operation;
}

/** The operation that a failed state is of; undefined in any other state. */
export function failedOperation(node: Node): Operation | undefined {
  const state = node.provision_state;
  return Object.hasOwn(OPERATIONS, state) ? OPERATIONS[state as keyof typeof OPERATIONS] : undefined;
}

/**
 * The reason of the failure that the node is in, when it is one of the wordings in `ids`: the very reason that the
 * playbook of the failed state tells of, so that both speak of the same thing. History is read only where `last_error`
 * leaves the matter open or has to be held against its time.
 */
export async function wordsOfFailure(
  facts: Facts,
  node: Node,
  ids: readonly string[],
): Promise<FailureWords | undefined> {
  const operation = failedOperation(node);
  if (!operation) return undefined;
  const own = bestReason(errorTexts(node, undefined, operation).current)?.recognition;
  // A sharp reason that is another one: no event in history would change the matter.
  if (own && depthOf(own) === 0 && !ids.includes(own.signature.id)) return undefined;
  const history = await facts.maybe.history();
  const best = bestReason(errorTexts(node, history, operation).current);
  if (!best?.recognition || !ids.includes(best.recognition.signature.id)) return undefined;
  return { text: best.text, source: best.source, recognition: best.recognition, operation };
}

/** The words themselves, with the bearing that they have wherever they are met. */
export function wordsAsEvidence({ recognition, source, text }: FailureWords): Evidence {
  return { bearing: recognition.signature.bearing, source, observed: text };
}

/** Codes under which those who know nothing but the words tell of the same failure. */
export function codesOfWords({ operation, recognition, text }: FailureWords): readonly string[] {
  const { cause } = recognition.signature;
  return [failureCode(operation, cause), ...toldByNova(operation), ...alsoToldAs(text, cause)];
}

/** An entry of a log that says one of the wordings in `ids` about the node, the last of its kind. */
export interface LoggedWords {
  readonly record: LogRecord;
  readonly recognition: Recognition;
}

/** Asks for logs, so only where something is suspected: an unread log makes a check "could not check". */
export async function loggedWords(
  facts: Facts,
  node: Node,
  ids: readonly string[],
): Promise<LoggedWords | undefined> {
  const records = recordsFor(logRecords((await facts.maybe.logs()) ?? []), node);
  for (const record of [...records].reverse()) {
    if (record.level === 'info' || record.level === 'debug') continue;
    const recognition = innermost(record.text);
    if (recognition && ids.includes(recognition.signature.id)) return { record, recognition };
  }
  return undefined;
}

/** A log line as evidence. */
export function logAsEvidence({ record, recognition }: LoggedWords): Evidence {
  return { bearing: recognition.signature.bearing, source: placeOf(record), observed: record.text };
}
