import { randomUUID } from 'node:crypto';
import { ServiceError } from '../core/errors.ts';
import type { CloudDeps } from './cloud.ts';
import type { CloudConfig } from './config.ts';
import { type Deadline, startDeadline, systemClock } from './deadline.ts';
import { createHttp, GLOBAL_REQUEST_ID } from './http.ts';
import { NEWEST_IRONIC } from './ironic/abilities.ts';
import {
  createNegotiator,
  ironicDialect,
  learnRange,
  type Negotiator,
  standardDialect,
  tooOld,
  type VersionDialect,
} from './microversion.ts';
import { NEWEST_NOVA } from './nova/abilities.ts';
import { NEWEST_PLACEMENT } from './placement/client.ts';
import { createSession } from './session.ts';
import { verdictOnAnswer, verdictOnFailure, type WriteVerdict } from './write-verdict.ts';

/** A call that changes a cloud. */
export interface WriteCall {
  readonly service: 'ironic' | 'nova' | 'placement' | 'neutron';
  readonly method: 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  /** Behind the service's base address, in the form in which it is sent. */
  readonly path: string;
  /** JSON. */
  readonly body?: unknown;
  /** The lowest microversion in which it means what is meant. */
  readonly needs?: string | undefined;
}

export interface WriteOptions {
  readonly signal?: AbortSignal | undefined;
  /** Milliseconds from now for everything: login, versions, the call. */
  readonly deadlineMs?: number | undefined;
  /** `req-<uuid>`; a new one when absent. */
  readonly globalRequestId?: string | undefined;
}

export interface WriteResult extends WriteVerdict {
  /**
   * Sent along as `X-OpenStack-Request-ID`. Services write it in front of their own request id (oslo.log's
   * `logging_context_format_string`), so that a call whose answer never came can be found in their logs. They take it
   * in by openstack/oslo.middleware oslo_middleware/request_id.py; older releases of Ironic by their own
   * openstack/ironic ironic/api/hooks.py. Neutron of 2022 loses it before its lines about a write
   * (openstack/neutron-lib neutron_lib/context.py, `from_dict`).
   */
  readonly global_request_id: string;
  /** ISO 8601, when the answer, or its absence, was certain. */
  readonly at: string;
}

/** Changes one cloud, with one identity. Nothing else in the house can: clients of a `Cloud` only read. */
export interface Writer {
  readonly cloud: string;
  /**
   * Sends the call once. Never throws for a sick service: what became of the call is the result. Only a 401 is answered
   * with a fresh token and the same call again, because who is not let in does nothing (openstack/keystonemiddleware).
   */
  send(call: WriteCall, options?: WriteOptions): Promise<WriteResult>;
  /** Closes idle connections. */
  close(): void;
}

/**
 * Ironic's API waits up to 60 s for a conductor's answer (openstack/oslo.messaging `rpc_response_timeout`) and then says
 * so, which is better to have than a time-out of our own.
 */
export const WRITE_TIMEOUT_MS = 65_000;

const DIALECTS: Readonly<Record<WriteCall['service'], VersionDialect | undefined>> = {
  ironic: ironicDialect(NEWEST_IRONIC),
  nova: standardDialect('nova', 'compute', NEWEST_NOVA),
  placement: standardDialect('placement', 'placement', NEWEST_PLACEMENT),
  neutron: undefined,
};

export function createWriter(config: CloudConfig, deps: CloudDeps = {}): Writer {
  const { clock = systemClock, onRequest, limits } = deps;
  const { name, verify, ca, max_concurrent: maxConcurrent } = config;
  const http = createHttp({ cloud: name, verify, ca, maxConcurrent, limits, clock, onRequest });
  const session = createSession(config, http, clock);
  const versionsOf = new Map<string, Negotiator>();
  for (const [service, dialect] of Object.entries(DIALECTS))
    if (dialect) versionsOf.set(service, createNegotiator(dialect));

  /**
   * Pins the newest version that both sides know. The range is learnt by a harmless read, so that a 406 is never the
   * answer to a write that may have been carried out, and no write goes out as `latest`, which may mean more than we
   * know.
   */
  async function versionFor({ service, needs }: WriteCall, deadline: Deadline) {
    const versions = versionsOf.get(service);
    if (!versions) return {};
    await learnRange(versions, (request) => session.send(service, request, deadline));
    if (needs !== undefined && versions.reaches(needs) === false)
      throw tooOld(service, 'this', needs, versions.range());
    return versions.headers();
  }

  return {
    cloud: name,
    async send(call, options = {}) {
      const { globalRequestId = `req-${randomUUID()}`, deadlineMs = WRITE_TIMEOUT_MS, signal } = options;
      const { service, method, path, body } = call;
      let reached = false;
      const onReach = (now: boolean) => {
        reached = now;
      };
      const done = (verdict: WriteVerdict): WriteResult => ({
        ...verdict,
        global_request_id: globalRequestId,
        at: new Date(clock.now()).toISOString(),
      });
      if (!isAsSent(path)) {
        const words = 'The path of this call would be sent in another form than it is shown';
        return done(verdictOnFailure(service, new ServiceError(words, { code: 'config', service }), false));
      }
      using deadline = startDeadline(deadlineMs, clock, { signal });
      try {
        const version = await versionFor(call, deadline);
        const headers = { ...version, [GLOBAL_REQUEST_ID]: globalRequestId };
        const request = { method, path, headers, json: body, onReach };
        const answer = await session.send(service, request, deadline);
        // A cloud that was rolled back refuses the version; the next call learns the range anew.
        versionsOf.get(service)?.refused(answer);
        return done(verdictOnAnswer(service, answer));
      } catch (error) {
        // What is on its way has a result, whatever happened to us meanwhile.
        if (!reached && !(error instanceof ServiceError)) throw error;
        return done(verdictOnFailure(service, error, reached));
      }
    },
    close: () => http.close(),
  };
}

/** Walks nowhere else: `..`, a second slash or a fragment would make it another call than the one that was approved. */
function isAsSent(path: string): boolean {
  const url = URL.parse(`http://service.invalid${path}`);
  return path.startsWith('/') && url !== null && url.pathname + url.search === path && !path.includes('//');
}
