import http from 'node:http';
import https from 'node:https';
import type { Socket } from 'node:net';
import type { Readable } from 'node:stream';
import axios, { type AxiosInstance, isAxiosError } from 'axios';
import { ServiceError, type ServiceErrorCode } from '../core/errors.ts';
import { type Errand, errand } from '../lib/errand.ts';
import { type Limiter, type Limits, ownLimits } from '../lib/limits.ts';
import { type HttpAnswer, requestIdOf } from './answers.ts';
import type { Clock, Deadline } from './deadline.ts';
import { isTlsFailure, isUnreachable, tlsWords } from './network-errors.ts';
import { type Responder, titleOf } from './services.ts';
import { requests } from './told.ts';
import type { RequestRecord } from './wire.ts';

export interface HttpRequest {
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly json?: unknown;
  /** Sending it twice does no harm although it is no GET, e.g. asking for a token. */
  readonly harmless?: boolean | undefined;
  /** A success has its body as a `Readable` of the bytes as they are stored; whoever asked bounds it and ends it. */
  readonly stream?: boolean | undefined;
  /**
   * Told true as soon as the other side may have read something of it, and false again when its answer says that the
   * credentials were looked at and nothing else. Never told true: nothing can have been done.
   */
  readonly onReach?: ((reached: boolean) => void) | undefined;
  /** Told the text of a success before it is parsed, which waits for what this promises. It never throws. */
  readonly onText?: ((text: string) => Promise<void>) | undefined;
}

export interface HttpOptions {
  readonly cloud: string;
  /** False accepts any certificate. */
  readonly verify: boolean;
  /** PEM certificates that sign the services' own; the system's when absent. */
  readonly ca?: string | undefined;
  /** Requests under way at once per service. */
  readonly maxConcurrent: number;
  /** Where those are counted; in this process alone when absent. */
  readonly limits?: Limits | undefined;
  readonly clock: Clock;
  readonly onRequest?: ((record: RequestRecord) => void) | undefined;
}

export interface Http {
  /**
   * One request, whatever its status. A GET (or what is `harmless`) is tried up to three times when the connection fails or the answer is
   * 429, 502, 503 or 504; anything else is sent once, because it may have been carried out.
   * Throws `timeout`, `aborted`, `unreachable`, `tls` and `bad-answer`.
   */
  send(service: Responder, request: HttpRequest, deadline: Deadline): Promise<HttpAnswer>;
  /** Requests that wait for their turn, by service. */
  waiting(): Readonly<Record<string, number>>;
  /** Closes idle connections. */
  close(): void;
}

/** A page of 1 000 nodes in detail is about 5 MB. */
const MAX_BYTES = 32 * 1024 * 1024;
const ERROR_TEXT = 20_000;
export const GLOBAL_REQUEST_ID = 'X-OpenStack-Request-ID';
const ATTEMPTS = 3;
const FIRST_BACKOFF_MS = 200;
const TRY_AGAIN = new Set([429, 502, 503, 504]);

export function createHttp(options: HttpOptions): Http {
  const { clock, limits = ownLimits } = options;
  const trust = {
    rejectUnauthorized: options.verify,
    ...(options.ca === undefined ? {} : { ca: options.ca }),
  };
  const httpAgent = new http.Agent({ keepAlive: true });
  const httpsAgent = new https.Agent({ keepAlive: true, ...trust });
  // What is sent once has a connection of its own: one that the service was about to close would leave it unsure.
  const single = { httpAgent: new http.Agent(), httpsAgent: new https.Agent(trust) };
  const client: AxiosInstance = axios.create({
    adapter: 'http',
    httpAgent,
    httpsAgent,
    // The control plane is addressed directly: a proxy meant for the way to Slack would otherwise receive tokens.
    proxy: false,
    // A token must not follow a redirect to another host.
    maxRedirects: 0,
    maxContentLength: MAX_BYTES,
    responseType: 'text',
    transformResponse: (body: unknown) => body,
    transformRequest: (body: unknown) => body,
    validateStatus: () => true,
  });
  const limiters = new Map<Responder, Limiter>();
  const limiterOf = (service: Responder) => {
    const name = `openstack ${options.cloud} ${service}`;
    const known = limiters.get(service) ?? limits.limiter(name, { atOnce: options.maxConcurrent });
    limiters.set(service, known);
    return known;
  };

  /** The body as text, or as the stream that was asked for. */
  async function attempt(service: Responder, request: HttpRequest, deadline: Deadline): Promise<HttpAnswer> {
    const over = deadline.over(service);
    if (over) throw over;
    const started = clock.now();
    let answer: HttpAnswer | undefined;
    let failure: ServiceErrorCode | undefined;
    try {
      const response = await client.request<unknown>({
        method: request.method,
        url: request.url,
        headers: {
          accept: 'application/json',
          'user-agent': 'ironic-oncall',
          ...onBehalfOf(errand()),
          ...(request.json === undefined ? {} : { 'content-type': 'application/json' }),
          ...(request.stream ? { accept: '*/*', 'accept-encoding': 'identity' } : {}),
          ...request.headers,
        },
        data: request.json === undefined ? undefined : JSON.stringify(request.json),
        signal: deadline.signal,
        ...(request.stream ? { responseType: 'stream', decompress: false, maxContentLength: -1 } : {}),
        ...(isOnce(request) ? single : {}),
        ...(request.onReach ? { transport: watched(request) } : {}),
      });
      const { status } = response;
      if (status === 401) request.onReach?.(false);
      const data = request.stream && status > 299 ? await beginningOf(response.data) : response.data;
      answer = { status, headers: flatten(response.headers), body: data };
      return answer;
    } catch (error) {
      const translated = translate(service, error, deadline);
      failure = translated.code;
      throw translated;
    } finally {
      const record: RequestRecord = {
        cloud: options.cloud,
        service,
        method: request.method,
        path: URL.parse(request.url)?.pathname ?? '',
        status: answer?.status,
        ...(failure ? { failure } : {}),
        ms: clock.now() - started,
        serviceTime: timeOf(answer?.headers['date']),
        requestId: answer && requestIdOf(answer.headers),
      };
      requests.tell(record);
      options.onRequest?.(record);
      deadline.onRequest?.(record);
    }
  }

  return {
    async send(service, request, deadline) {
      for (let tried = 1; ; tried += 1) {
        // The place in the queue is given back while waiting for the next attempt.
        const turn = limiterOf(service).pass(() => attempt(service, request, deadline), {
          longestMs: deadline.remaining(),
        });
        const outcome = await deadline.race(service, turn).catch((error: unknown) => toFailure(error));
        const last = isOnce(request) || tried === ATTEMPTS;
        const again =
          outcome instanceof ServiceError ? outcome.code === 'unreachable' : TRY_AGAIN.has(outcome.status);
        const wait = backoff(tried, outcome, clock);
        if (last || !again || wait >= deadline.remaining()) {
          if (outcome instanceof ServiceError) throw outcome;
          const { status, body } = outcome;
          if (typeof body !== 'string') return outcome;
          if (status >= 200 && status <= 299) await request.onText?.(body);
          return { ...outcome, body: parse(body) };
        }
        await deadline.race(service, clock.sleep(wait, deadline.signal));
      }
    },
    waiting: () =>
      Object.fromEntries([...limiters].map(([service, limiter]) => [service, limiter.waiting()])),
    close() {
      httpAgent.destroy();
      httpsAgent.destroy();
    },
  };
}

const isOnce = (request: HttpRequest): boolean => request.method !== 'GET' && !request.harmless;

/**
 * Services write it beside their own id of the request, so that their logs are found by ours (openstack/oslo.middleware
 * oslo_middleware/request_id.py, the global request id).
 */
function onBehalfOf(now: Errand | undefined): Readonly<Record<string, string>> {
  return now ? { [GLOBAL_REQUEST_ID]: now.id } : {};
}

/** Node's own client, which tells when the connection stands: from then on the request is on its way. */
function watched({ url, onReach }: HttpRequest) {
  const secure = /^https:/i.test(url);
  return {
    request(options: https.RequestOptions, onAnswer: (answer: http.IncomingMessage) => void) {
      const sent = (secure ? https : http).request(options, onAnswer);
      sent.once('socket', (socket: Socket) => {
        if (!socket.connecting) onReach?.(true);
        else socket.once(secure ? 'secureConnect' : 'connect', () => onReach?.(true));
      });
      return sent;
    },
  };
}

/** A bug is thrown on; what a service did to us is looked at. */
function toFailure(error: unknown): ServiceError {
  if (error instanceof ServiceError) return error;
  throw error;
}

/** Full jitter, doubling; never earlier than the service asked for. */
function backoff(tried: number, outcome: HttpAnswer | ServiceError, clock: Clock): number {
  const jittered = clock.random() * FIRST_BACKOFF_MS * 2 ** (tried - 1);
  const asked =
    outcome instanceof ServiceError ? undefined : retryAfterMs(outcome.headers['retry-after'], clock.now());
  return Math.max(jittered, asked ?? 0);
}

/** Seconds, or a date (RFC 9110 10.2.3). */
export function retryAfterMs(value: string | undefined, now: number): number | undefined {
  if (value === undefined || value.trim() === '') return undefined;
  if (/^\s*\d+\s*$/.test(value)) return Number(value) * 1000;
  const at = Date.parse(value);
  return Number.isNaN(at) ? undefined : Math.max(0, at - now);
}

/**
 * Nothing of the library's error goes on: it carries the request with its token. Which kind of failure it was is told
 * by our own deadline first, because a body that stops half-way looks like a broken stream.
 */
function translate(service: Responder, error: unknown, deadline: Deadline): ServiceError {
  const over = deadline.over(service);
  if (over) return over;
  if (!isAxiosError(error)) throw error;
  const code = error.code ?? '';
  const title = titleOf(service);
  if (isTlsFailure(code, error.message)) {
    return new ServiceError(`TLS with ${title} fails: ${tlsWords(code)} (${code})`, { code: 'tls', service });
  }
  if (/maxContentLength/.test(error.message)) {
    return new ServiceError(`${title} answered with more than 32 MiB`, { code: 'bad-answer', service });
  }
  const reason = isUnreachable(code) ? code : 'connection lost';
  return new ServiceError(`${title} cannot be reached (${reason})`, { code: 'unreachable', service });
}

function timeOf(date: string | undefined): number | undefined {
  const time = Date.parse(date ?? '');
  return Number.isNaN(time) ? undefined : time;
}

function flatten(headers: object): Readonly<Record<string, string>> {
  return Object.fromEntries(
    Object.entries(headers).flatMap(([name, value]) =>
      value === undefined || value === null ? [] : [[name.toLowerCase(), [value].flat().join(', ')]],
    ),
  );
}

/** An error in the place of a stream: its words stand at the beginning, and the rest is not waited for. */
async function beginningOf(body: unknown): Promise<string> {
  let text = '';
  for await (const chunk of body as Readable) {
    text += String(chunk);
    if (text.length >= ERROR_TEXT) break;
  }
  return text.slice(0, ERROR_TEXT);
}

/** JSON if it is JSON, whatever the content type says: proxies and old services mislabel. */
function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}
