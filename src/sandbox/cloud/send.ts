import type { ServerResponse } from 'node:http';
import { Readable } from 'node:stream';
import type { Trouble } from './faults.ts';
import { htmlError, type Reply } from './reply.ts';

function bodyOf(body: unknown): string | Buffer {
  if (body === undefined) return '';
  if (Buffer.isBuffer(body)) return body;
  return typeof body === 'string' ? body : JSON.stringify(body);
}

/** Sends a reply, or what trouble makes of it. `now` is milliseconds of simulated time. */
export function send(
  response: ServerResponse,
  reply: Reply,
  trouble: Trouble | undefined,
  now: number,
): void {
  const isText = typeof reply.body === 'string';
  const isBytes = Buffer.isBuffer(reply.body);
  let body: string | Buffer = bodyOf(reply.body);
  if (trouble?.kind === 'garbage') body = '\u0000\u0001{"nodes": [<<<';
  const before = trouble?.kind === 'huge' ? trouble.bytes : 0;
  const bytes = typeof body === 'string' ? Buffer.from(body, 'utf8') : body;
  const type = isText
    ? 'text/html; charset=UTF-8'
    : isBytes
      ? 'application/octet-stream'
      : 'application/json';
  response.writeHead(reply.status, {
    ...(reply.body === undefined ? {} : { 'Content-Type': type }),
    'Content-Length': before + bytes.length,
    Date: new Date(now).toUTCString(),
    ...reply.headers,
  });
  if (trouble?.kind === 'truncate') {
    response.write(bytes.subarray(0, Math.floor(bytes.length / 2)), () => response.destroy());
    return;
  }
  if (before === 0) response.end(bytes);
  // Whoever has had enough destroys the connection, which is no failure here.
  else
    Readable.from(padded(before, bytes))
      .on('error', () => undefined)
      .pipe(response);
}

const PADDING = Buffer.alloc(64 * 1024, ' ');

/** So many bytes of white space and then the body, made as they are taken. */
function* padded(before: number, bytes: Buffer): Generator<Buffer> {
  for (let left = before; left > 0; left -= PADDING.length) yield PADDING.subarray(0, left);
  yield bytes;
}

/** The reply of a service that has no say in it. */
export function imposed(trouble: Omit<Trouble & { kind: 'status' }, 'kind'>): Reply {
  const headers = trouble.retryAfter === undefined ? {} : { 'Retry-After': String(trouble.retryAfter) };
  const plain = htmlError(trouble.code, 'Service trouble', 'The request could not be served.');
  return { ...(trouble.body === undefined ? plain : { status: trouble.code, body: trouble.body }), headers };
}
