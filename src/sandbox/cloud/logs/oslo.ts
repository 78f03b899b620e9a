import { numberFrom, plainIdFrom, uuidFrom } from '../ids.ts';
import { projects, users } from '../keystone/identities.ts';
import type { LokiStream } from '../loki/query-range.ts';
import type { LogRecord } from './records.ts';

/** Who asked for what a service is doing: somebody with a request, or nobody but the service itself. */
export type Asker = { readonly by: 'nova' | 'operator'; readonly request: string } | 'itself';

const identities = {
  nova: `${plainIdFrom('user-nova')} ${plainIdFrom('project-service')} - - default default`,
  operator: `${users[0]?.id ?? '-'} ${projects.admin.id} - - default default`,
} as const;

/** The id of a request, the same for the same words. */
export function requestId(words: string): string {
  return `req-${uuidFrom(`request-${words}`)}`;
}

/**
 * What stands in brackets (openstack/oslo.log oslo_log/_options.py, logging_context_format_string and
 * logging_user_identity_format). A service's own rounds go on under one id as long as it lives.
 */
export function contextOf(asker: Asker, service: string, host: string): string {
  if (asker === 'itself') return `[None ${requestId(`${service}@${host}`)} - - - - - -]`;
  return `[None ${asker.request} ${identities[asker.by]}]`;
}

/** An entry as oslo.log writes it: a traceback's lines repeat time, process and logger. UTC. */
export function osloEntry(record: LogRecord): string {
  const { at, level, logger, context, text, traceback } = record;
  const time = new Date(at).toISOString().slice(0, 23).replace('T', ' ');
  const pid = 1200 + numberFrom(`${record.service}@${record.host}`, 20_000);
  return [
    `${time} ${pid} ${level} ${logger} ${context} ${text}`,
    ...traceback.map((line) => `${time} ${pid} ERROR ${logger} ${line}`),
  ].join('\n');
}

/** Selects everything that the simulated services write. */
export const streamSelector = '{job="openstack"}';

/** What was written stays as it is, and questions come often. */
const entries = new WeakMap<LogRecord, string>();

function entryOf(record: LogRecord): string {
  const known = entries.get(record) ?? osloEntry(record);
  entries.set(record, known);
  return known;
}

/** What has been written until now, as a shipper that keeps tracebacks together brings it to Loki. */
export function streamsOf(records: readonly LogRecord[], now: number): readonly LokiStream[] {
  const written = records.filter(({ at }) => at <= now).toSorted((a, b) => a.at - b.at);
  return [...Map.groupBy(written, ({ service, host }) => `${service}@${host}`).values()].map((own) => ({
    labels: { job: 'openstack', host: own[0]?.host ?? '', service_name: own[0]?.service ?? '' },
    lines: own.map((record) => [record.at, entryOf(record)] as const),
  }));
}
