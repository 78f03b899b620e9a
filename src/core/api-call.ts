/** A call that changes a cloud, as plain data: what the person reads before it is what is sent and what the journal keeps. */
export interface ApiCall {
  readonly service: 'ironic' | 'nova' | 'placement' | 'neutron';
  readonly method: 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  /** Behind the service's base address, as its client asks: `/v1/nodes/<uuid>/states/provision`, `/servers/<id>/action`. */
  readonly path: string;
  /** JSON; never a secret. */
  readonly body?: unknown;
  /** The lowest microversion in which it means what we mean, e.g. `1.85`; any when absent. */
  readonly needs?: string;
}

/** What a service said to a call. `request_id` is how its own log names it. */
export interface CallResult {
  readonly status: number | undefined;
  readonly request_id: string | undefined;
  /**
   * What we sent along; services write it in front of their own id, so it finds a call whose answer never came. Absent
   * where nothing was sent.
   */
  readonly global_request_id?: string | undefined;
  /** ISO 8601, when the answer, or its absence, was certain. */
  readonly at: string;
  /**
   * `accepted`: 2xx. `refused`: the service said no and did nothing (4xx). `unsure`: no answer, or one that does not tell
   * whether it was carried out (time-out, 5xx, garbage).
   */
  readonly outcome: 'accepted' | 'refused' | 'unsure';
  /** In words, secrets removed; empty when accepted. */
  readonly words: string;
}

/** The call on one line, as messages and the journal show it: `PUT /v1/nodes/6a2…/states/provision {"target":"abort"}`. */
export function callLine({ method, path, body }: ApiCall): string {
  return body === undefined ? `${method} ${path}` : `${method} ${path} ${JSON.stringify(body)}`;
}
