import { ServiceError, type ServiceErrorCode } from '../core/errors.ts';
import { codeOf, detailOf, errorOf, type HttpAnswer, requestIdOf } from './answers.ts';
import { type ServiceName, titleOf } from './services.ts';

/** Refusals that pass by themselves, and everything that a read can meet too. */
export type WriteCode = ServiceErrorCode | 'node-locked' | 'action-limit' | 'no-free-worker';

/** What became of a write, as far as anybody can tell. */
export interface WriteVerdict {
  /**
   * `accepted`: 2xx. `refused`: the service said no, or never heard of it; nothing was done. `unsure`: it may have been
   * carried out: no answer, a server error, a redirect, or an answer in no form of the service's.
   */
  readonly outcome: 'accepted' | 'refused' | 'unsure';
  /** Undefined when accepted. */
  readonly code: WriteCode | undefined;
  readonly status: number | undefined;
  /** As the service gave it. */
  readonly request_id: string | undefined;
  /** In words, secrets removed; empty when accepted. */
  readonly words: string;
  /** The conductor that holds the node, for `node-locked`. */
  readonly locked_by: string | undefined;
}

/**
 * Server errors that are a plain no. The limits of openstack/ironic ironic/conductor/manager.py are looked at before
 * anything is done (`_concurrent_action_limit`), and without a worker the state is put back before the answer
 * (`provisioning_error_handler`, `power_state_error_handler` of ironic/conductor/utils.py). Without Keystone
 * openstack/keystonemiddleware auth_token lets nobody through to the service.
 */
const PLAIN_NO: readonly (readonly [code: WriteCode, words: RegExp])[] = [
  ['action-limit', /\bconcurrent action limit for\b/i],
  ['no-free-worker', /\black of free conductor workers\b|\bno free conductor workers\b/i],
  ['server-error', /\bKeystone service is temporarily unavailable\b/i],
];

/** NodeLocked of openstack/ironic ironic/common/exception.py. */
const LOCKED = /\bis locked by host ([^\s,]{1,255})/i;

export function verdictOnAnswer(service: ServiceName, answer: HttpAnswer): WriteVerdict {
  const { status, body } = answer;
  const request_id = requestIdOf(answer.headers);
  const none = { status, request_id, locked_by: undefined } as const;
  if (status >= 200 && status <= 299) {
    if (typeof body !== 'string' || body.trim() === '')
      return { ...none, outcome: 'accepted', code: undefined, words: '' };
    const words = `${titleOf(service)} answered with something that is not its own (HTTP ${status})`;
    return { ...none, outcome: 'unsure', code: 'bad-answer', words };
  }
  const detail = detailOf(body)?.replace(/\s+/g, ' ');
  const said = (what: string) => (detail === undefined ? what : `${what}: ${detail}`);
  if (status >= 400 && status <= 499) {
    const words = said(`${titleOf(service)} refused it (HTTP ${status})`);
    const locked_by = status === 409 ? LOCKED.exec(detail ?? '')?.[1] : undefined;
    const code = locked_by === undefined ? codeOf(status) : 'node-locked';
    return { ...none, outcome: 'refused', code, words, locked_by };
  }
  const no = PLAIN_NO.find(([, pattern]) => pattern.test(detail ?? ''));
  if (no) {
    const words = said(`${titleOf(service)} refused it (HTTP ${status})`);
    return { ...none, outcome: 'refused', code: no[0], words };
  }
  const words = said(errorOf(service, answer).message);
  return { ...none, outcome: 'unsure', code: codeOf(status), words };
}

/** Without an answer. `reached`: the service may have read the request. */
export function verdictOnFailure(service: ServiceName, error: unknown, reached: boolean): WriteVerdict {
  const known = error instanceof ServiceError ? error : undefined;
  return {
    outcome: reached ? 'unsure' : 'refused',
    code: known?.code ?? 'bad-answer',
    status: known?.status,
    request_id: known?.requestId,
    words: withDetail(known) ?? `What ${titleOf(service)} answered could not be read`,
    locked_by: undefined,
  };
}

function withDetail(error: ServiceError | undefined): string | undefined {
  return error?.detail === undefined ? error?.message : `${error.message}: ${error.detail}`;
}
