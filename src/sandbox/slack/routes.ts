import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Api } from './api/dispatch.ts';
import type { FaultState, Trouble } from './faults.ts';
import { parseObject, readBody, readFields, send, sendJson, sendText } from './http.ts';
import { isRefusal, postAsApp } from './post.ts';
import { createRateLimiter } from './rate-limit.ts';
import { respondTo } from './responses.ts';
import type { Permits } from './triggers.ts';
import type { Json, Timers } from './types.ts';
import type { Workspace } from './workspace.ts';

export type Route = (request: IncomingMessage, response: ServerResponse, path: string) => Promise<void>;

/** /api/METHOD: JSON or form, the token as bearer or as a field. */
export function apiRoute(api: Api, faults: FaultState, timers: Timers): Route {
  return async (request, response, path) => {
    const method = path.slice('/api/'.length);
    const query = Object.fromEntries(new URL(request.url ?? '/', 'http://local').searchParams);
    const fields = await readFields(request);
    const wait = faults.delay(method);
    if (wait > 0) await new Promise<void>((resolve) => void timers.after(wait, resolve));
    if (fields === undefined) return sendJson(response, 200, { ok: false, error: 'invalid_json' });
    const bearer = /^Bearer (\S+)$/.exec(request.headers.authorization ?? '')?.[1];
    const answer = api.call(method, { ...query, ...fields }, bearer);
    if (answer.hang) return cutOnceHealed(response, faults);
    if (answer.page !== undefined) return send(response, 200, 'text/html; charset=utf-8', answer.page);
    if (answer.status >= 500) return sendText(response, answer.status, 'server error');
    sendJson(response, answer.status, answer.body, { ...answer.headers });
  };
}

/**
 * /actions/…: a response_url. A used up or expired one is 404, as reported by many apps; a refused body is 400, which
 * Slack documents for incoming webhooks.
 */
export function responseRoute(
  workspace: Workspace,
  permits: Permits,
  faults: FaultState,
  timers: Timers,
): Route {
  return async (request, response, path) => {
    const wait = faults.delay('response_url');
    if (wait > 0) await new Promise<void>((resolve) => void timers.after(wait, resolve));
    const trouble = faults.meet('response_url');
    if (trouble) return meetInPlain(trouble, response, faults);
    const body = parseObject((await readBody(request)).toString('utf8'));
    if (body === undefined) return sendJson(response, 400, { ok: false, error: 'invalid_payload' });
    const target = permits.respond(path);
    if ('error' in target) return sendJson(response, 404, { ok: false, error: target.error });
    const refusal = respondTo(workspace, target, body);
    if (refusal) return sendJson(response, 400, { ok: false, error: refusal.error });
    sendJson(response, 200, { ok: true });
  };
}

function meetInPlain(trouble: Trouble, response: ServerResponse, faults: FaultState): Promise<void> | void {
  if ('hang' in trouble) return cutOnceHealed(response, faults);
  if ('page' in trouble) return send(response, 200, 'text/html; charset=utf-8', trouble.page);
  if ('error' in trouble) return sendJson(response, 404, { ok: false, error: trouble.error });
  const { status, retryAfter } = trouble;
  const headers = retryAfter === undefined ? {} : { 'retry-after': String(retryAfter) };
  sendText(response, status, status === 429 ? 'rate_limited' : 'server error', headers);
}

async function cutOnceHealed(response: ServerResponse, faults: FaultState): Promise<void> {
  await faults.healed();
  response.destroy();
}

export interface Webhooks {
  /** The path of a channel's incoming webhook, made when first asked for. */
  path(channelId: string): string;
  readonly route: Route;
}

const objects = (value: unknown): Json[] => (Array.isArray(value) ? (value as Json[]) : []);

/** /services/…: incoming webhooks. Plain-text answers, about one post a second (docs.slack.dev, "Rate limits"). */
export function createWebhooks(workspace: Workspace, faults: FaultState, clock: () => Date): Webhooks {
  const byPath = new Map<string, string>();
  const limiter = createRateLimiter(clock);
  return {
    path(channelId) {
      const path = `/services/T0SANDBOX1/B0HOOK${channelId.slice(-4)}/local-${channelId.toLowerCase()}`;
      byPath.set(path, channelId);
      return path;
    },
    async route(request, response, path) {
      const channel = byPath.get(path);
      if (channel === undefined) return sendText(response, 404, 'no_service');
      const wait = faults.naturalLimits ? limiter.take(path, 60, 10) : undefined;
      if (wait !== undefined) return sendText(response, 429, 'rate_limited', { 'retry-after': String(wait) });
      const fields = await readFields(request);
      const body = typeof fields?.['payload'] === 'string' ? parseObject(fields['payload']) : fields;
      if (body === undefined) return sendText(response, 400, 'invalid_payload');
      const posted = postAsApp(workspace, {
        channel,
        text: typeof body['text'] === 'string' ? body['text'] : '',
        blocks: objects(body['blocks']),
        attachments: objects(body['attachments']),
        thread_ts: typeof body['thread_ts'] === 'string' ? body['thread_ts'] : undefined,
        as: { username: String(body['username'] ?? 'incoming-webhook'), bot_id: path.split('/')[3] ?? '' },
      });
      if (isRefusal(posted)) return sendText(response, 400, posted.error);
      sendText(response, 200, 'ok');
    },
  };
}

/** /upload/ID takes the bytes, /files/ID/NAME gives them back; never as something a browser would run. */
export function fileRoute(workspace: Workspace): Route {
  return async (request, response, path) => {
    const [, kind, id = ''] = path.split('/');
    const file = workspace.files.get(id);
    if (file === undefined) return sendText(response, 404, 'file_not_found');
    if (kind === 'upload' && request.method === 'POST') {
      const type = request.headers['content-type'] ?? '';
      const raw = await readBody(request);
      const data = type.includes('multipart/form-data') ? await firstPart(raw, type) : raw;
      if (file.stage === 'shared') return sendText(response, 404, 'file_not_found');
      // What was promised decides: Slack reserves room for that much.
      if (data.length !== file.size) return sendText(response, 400, 'length mismatch');
      workspace.files.set(id, { ...file, data, stage: 'uploaded' });
      return sendText(response, 200, `OK - ${data.length}`);
    }
    if (file.stage === 'promised') return sendText(response, 404, 'file_not_found');
    const shown = file.mimetype.startsWith('image/') ? 'inline' : 'attachment';
    send(response, 200, file.mimetype, file.data, {
      'content-disposition': `${shown}; filename*=UTF-8''${encodeURIComponent(file.name)}`,
      'content-security-policy': "default-src 'none'; sandbox",
    });
  };
}

async function firstPart(body: Buffer<ArrayBuffer>, type: string): Promise<Buffer> {
  const form = await new Response(body, { headers: { 'content-type': type } }).formData();
  for (const [, value] of form) {
    if (typeof value !== 'string') return Buffer.from(await value.arrayBuffer());
  }
  return Buffer.alloc(0);
}
