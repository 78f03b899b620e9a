import { cut } from '../../lib/cut.ts';
import { plainLine } from '../../lib/log-lines.ts';

export type Fields = Readonly<Record<string, unknown>>;

/** What a log store holds of one entry, as lines that can be read like those of a file. */
export interface Readable {
  readonly lines: readonly string[];
  /** Time, process, level, logger and request, to be set before the first line; undefined when it brings its own. */
  readonly head: string | undefined;
  /** The fields it was made of, when it was structured. */
  readonly fields: Fields | undefined;
}

/** oslo.log's JSONFormatter, ECS, Fluentd of Kolla-Ansible, journald, OpenTelemetry; the first that is there is taken. */
export const MESSAGE = ['message', 'Payload', 'msg', 'log', 'MESSAGE', 'short_message', 'body'] as const;
export const LEVEL = [
  'log_level',
  'levelname',
  'log.level',
  'level',
  'Severity',
  'severity',
  'severity_text',
  'severity.text',
  'loglevel',
] as const;
export const LOGGER = ['python_module', 'log.logger', 'logger', 'logger_name', 'name', 'Logger'] as const;
export const PROCESS = ['Pid', 'process.pid', 'process', 'pid'] as const;
export const GLOBAL_REQUEST = ['global_request_id', 'context.global_request_id'] as const;
export const REQUEST = ['request_id', 'context.request_id'] as const;
/** oslo.log's `user_identity` begins with the user. */
export const USER = ['user_id', 'context.user_identity', 'context.user_id', 'context.user'] as const;
export const TRACE = ['traceback', 'error.stack_trace', 'stack_trace'] as const;
export const HOST = ['Hostname', 'hostname', 'host.name', 'host.hostname', 'host', '_HOSTNAME'] as const;
export const SERVICE = [
  'programname',
  'service.name',
  'service',
  'SYSLOG_IDENTIFIER',
  'container_name',
] as const;

/** What a line longer than this would say is not read by anybody. */
const LONGEST_LINE = 16_000;
const DAY = /^(?:\[?\d{4}-\d{2}-\d{2}[T ]\d{2}:\d{2}|[A-Z][a-z]{2} [ \d]\d \d{2}:\d{2}:\d{2} )/;
/** oslo.log repeats it on each line of a traceback, where it would look like the head of another entry. */
const REPEATED_HEAD =
  /^\d{4}-\d{2}-\d{2} \d{2}:\d{2}:\d{2}\.\d{3} \d{1,10} (?:ERROR|TRACE) [\w.-]{1,200} (?!\[)/;

/**
 * A line as a shipper sent it: plain, or JSON around the message, at times twice (Docker around oslo.log). `known` are
 * fields that the store keeps beside it; `at` is when it was written, moved to the zone of times that name none.
 */
export function readLine(line: string, at: Date, known?: Fields): Readable {
  let fields = known;
  let text = line;
  for (let depth = 0; depth < 3; depth += 1) {
    const inner = objectIn(text);
    const message = inner && first(inner, MESSAGE);
    if (inner === undefined || message === undefined) break;
    // Of the same name, the inner one was written by the service.
    fields = { ...fields, ...inner };
    text = message;
  }
  return readable(text, fields, at);
}

/** `message` is the entry's text; `fields` may know level, logger and the like. */
function readable(message: string, fields: Fields | undefined, at: Date): Readable {
  const trace = fields && traceOf(fields);
  const lines = [message, ...(trace === undefined ? [] : [trace])]
    .flatMap((text) => text.trimEnd().split('\n'))
    .map((line) => shortened(plainLine(line)));
  const top = lines[0] ?? '';
  if (DAY.test(top)) return { lines, head: undefined, fields };
  const known = fields ? headOf(fields, top) : [];
  const head = [stamp(at), ...known].join(' ');
  if (known.length === 0) return { lines, head, fields };
  // Fluentd of Kolla-Ansible leaves the blank after the brackets; an indented traceback line keeps its own.
  const text = /^ \S/.test(top) ? top.slice(1) : top;
  return { lines: [text, ...lines.slice(1).map((line) => line.replace(REPEATED_HEAD, ''))], head, fields };
}

function shortened(line: string): string {
  // Megabytes are not worth being taken apart into code points.
  const ends =
    line.length > 4 * LONGEST_LINE ? line.slice(0, LONGEST_LINE) + line.slice(-LONGEST_LINE) : line;
  return cut(ends, LONGEST_LINE, 'middle');
}

/**
 * As oslo.log writes it: `7 ERROR ironic.conductor.manager [None req-… user]`
 * (openstack/oslo.log oslo_log/_options.py, logging_context_format_string).
 */
function headOf(fields: Fields, message: string): string[] {
  const level = levelWord(first(fields, LEVEL));
  const logger = first(fields, LOGGER);
  const process = first(fields, PROCESS);
  // Without a level the line is not oslo.log's, and a number before it would say nothing.
  return [
    ...(level && process && /^\d{1,10}$/.test(process) ? [process] : []),
    ...(level ? [level] : []),
    ...(level && logger && /^[\w.-]{1,100}$/.test(logger) ? [logger] : []),
    ...contextOf(fields, message),
  ];
}

/** What follows a request reads the first word behind the ids as the user (src/logs/request-ids.ts). */
function contextOf(fields: Fields, message: string): string[] {
  const request = requestId(first(fields, REQUEST));
  const global = requestId(first(fields, GLOBAL_REQUEST));
  const one = request ?? global;
  if (one === undefined || message.includes(one)) return [];
  const user = /^[\w.-]{1,100}/.exec(first(fields, USER) ?? '')?.[0] ?? '-';
  return [`[${global ?? 'None'} ${request ?? ''}${request ? ' ' : ''}${user}]`];
}

/** Fluentd of Kolla-Ansible stores it without its beginning. */
function requestId(id: string | undefined): string | undefined {
  const bare = id?.replace(/^req-/, '') ?? '';
  return /^[\w.-]{8,100}$/.test(bare) ? `req-${bare}` : undefined;
}

const LEVELS: Readonly<Record<string, string>> = {
  warn: 'WARNING',
  err: 'ERROR',
  crit: 'CRITICAL',
  fatal: 'CRITICAL',
  notice: 'INFO',
  audit: 'INFO',
};

function levelWord(word: string | undefined): string | undefined {
  if (word === undefined) return undefined;
  const known = /^(?:trace|debug|info|warning|error|critical)$/i.test(word);
  return known ? word.toUpperCase() : LEVELS[word.toLowerCase()];
}

/** `2026-11-22 18:40:22.184`: oslo.log's form. */
function stamp(at: Date): string {
  return at.toISOString().replace('T', ' ').slice(0, -1);
}

function objectIn(text: string): Fields | undefined {
  if (!/^\s*\{/.test(text)) return undefined;
  try {
    const value: unknown = JSON.parse(text);
    return isFields(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

function isFields(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function traceOf(fields: Fields): string | undefined {
  const lines = fields['traceback'];
  if (Array.isArray(lines)) return lines.filter((line) => typeof line === 'string').join('\n') || undefined;
  return first(fields, TRACE);
}

/** `/var/log/kolla/ironic/ironic-conductor.log` and `ironic-conductor.service` are both `ironic-conductor`. */
export function serviceName(name: string | undefined): string {
  return name?.replace(/^.*\//, '').replace(/\.(?:log|service)$/, '') || 'log';
}

/** The first of the names that is there and not empty. */
export function first(fields: Fields, names: readonly string[]): string | undefined {
  for (const name of names) {
    const value = fieldOf(fields, name);
    if (value !== undefined && value !== '') return value;
  }
  return undefined;
}

/** A dotted name may be one key, nested objects, or a mixture; of a list the first counts. */
export function fieldOf(fields: Fields, name: string): string | undefined {
  const value = Object.hasOwn(fields, name) ? fields[name] : undefined;
  const one = Array.isArray(value) ? value[0] : value;
  if (typeof one === 'string') return one;
  if (typeof one === 'number' || typeof one === 'boolean') return String(one);
  for (let dot = name.indexOf('.'); dot > 0; dot = name.indexOf('.', dot + 1)) {
    const key = name.slice(0, dot);
    const inner = Object.hasOwn(fields, key) ? fields[key] : undefined;
    const found = isFields(inner) ? fieldOf(inner, name.slice(dot + 1)) : undefined;
    if (found !== undefined) return found;
  }
  return undefined;
}
