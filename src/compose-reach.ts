import { createReach, type Reach } from './core/reach.ts';
import { type SourceAsked, sourcesAsked } from './logs/told.ts';
import { type Responder, SERVICES, titleOf } from './openstack/services.ts';
import { requests } from './openstack/told.ts';
import type { RequestRecord } from './openstack/wire.ts';

/** What this process finds out about the clouds and log sources that it asks. */
export interface ReachHalf {
  readonly reach: Reach;
  /** Hears of nothing any more. */
  close(): void;
}

export function composeReach({ clock }: { readonly clock: () => Date }): ReachHalf {
  const reach = createReach();
  const heard = (cloud: string, service: string, why: string | null | undefined) => {
    if (why !== undefined) reach.heard({ cloud, service, why, at: clock().toISOString() });
  };
  const ends = [
    requests.hear((record) => heard(record.cloud, serviceOf(record), whyOf(record))),
    sourcesAsked.hear((asked) => heard(asked.cloud, asked.source, whyOfLogs(asked))),
  ];
  return {
    reach,
    close() {
      for (const end of ends) end();
    },
  };
}

function serviceOf({ service }: RequestRecord): string {
  return service === 'keystone' || Object.hasOwn(SERVICES, service) ? titleOf(service as Responder) : service;
}

/** Goes on with "since 12 min"; null where it answered, if only that there is no such thing; undefined where nobody waited for the answer. */
function whyOf({ failure, status = 0 }: RequestRecord): string | null | undefined {
  if (failure === 'aborted') return undefined;
  if (failure === 'tls') return 'certificate not accepted';
  if (failure === 'bad-answer') return 'answers that nobody can read';
  if (failure !== undefined) return 'no answer';
  if (status === 401) return 'credential refused';
  return status >= 500 ? `HTTP ${status}` : null;
}

function whyOfLogs({ failure }: SourceAsked): string | null | undefined {
  if (failure === undefined) return null;
  if (failure === 'aborted') return undefined;
  return failure === 'timeout' || failure === 'unreachable' ? 'no answer' : 'not readable';
}
