/** Stable words for what went wrong with a service; people and metrics rely on them. */
export type ServiceErrorCode =
  | 'timeout'
  | 'unreachable'
  | 'tls'
  | 'unauthorized'
  | 'forbidden'
  | 'not-found'
  | 'conflict'
  | 'rate-limited'
  | 'refused'
  | 'server-error'
  | 'bad-answer'
  | 'not-in-catalog'
  | 'not-deployed'
  | 'version-too-old'
  | 'config'
  | 'aborted';

export interface ServiceErrorInit {
  readonly code: ServiceErrorCode;
  /** The field's own name: ironic, nova, placement, neutron, glance, keystone, slack, or a file name for `config`. */
  readonly service: string;
  readonly status?: number | undefined;
  /** As the service gave it in its reply, so that its log can be searched. */
  readonly requestId?: string | undefined;
  /** The service's own error text, secrets removed, at most 2000 code points. */
  readonly detail?: string | undefined;
}

/**
 * A service that is sick, unreachable or refuses. The message is safe to show to a person:
 * it never holds a header, a body or a URL.
 */
export class ServiceError extends Error {
  override readonly name = 'ServiceError';
  readonly code: ServiceErrorCode;
  readonly service: string;
  readonly status: number | undefined;
  readonly requestId: string | undefined;
  readonly detail: string | undefined;

  constructor(message: string, init: ServiceErrorInit) {
    super(message);
    this.code = init.code;
    this.service = init.service;
    this.status = init.status;
    this.requestId = init.requestId;
    this.detail = init.detail;
  }
}

/**
 * The person's own input cannot be used: a bad subject, an unreadable snapshot, an unknown option.
 * The message is the whole answer, in words that name the next step.
 */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}
