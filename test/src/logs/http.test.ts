import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { gzipSync } from 'node:zlib';
import nock from 'nock';
import { afterEach, describe, expect, it } from 'vitest';
import { ServiceError } from '../../../src/core/errors.ts';
import { createLogHttp } from '../../../src/logs/http.ts';
import type { Login } from '../../../src/logs/remote/login.ts';

const LOGIN: Login = { headers: { authorization: 'Bearer s3cr3t-token' }, ca: undefined, proof: undefined };
const ASK = { method: 'GET', path: '/x', query: { q: 'a b&c' } } as const;
const never = () => new AbortController().signal;

const cleanups: (() => unknown)[] = [];
afterEach(async () => {
  for (const cleanup of cleanups.splice(0)) await cleanup();
});

async function serve(listener: RequestListener): Promise<string> {
  const server = createServer(listener);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  cleanups.push(() => {
    server.closeAllConnections();
    return new Promise((resolve) => server.close(resolve));
  });
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

const httpFor = (base: string, maxBytes?: number) =>
  createLogHttp({ title: 'Loki', base, login: LOGIN, ...(maxBytes === undefined ? {} : { maxBytes }) });

async function failure(work: Promise<unknown>): Promise<ServiceError> {
  const error = await work.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  if (!(error instanceof ServiceError)) throw new Error('a ServiceError was expected', { cause: error });
  expect(error.service).toBe('logs');
  expect(`${error.message}${error.stack}${JSON.stringify(error)}`).not.toMatch(
    /s3cr3t|127\.0\.0\.1|https?:\/\//,
  );
  return error;
}

describe('a request to a log store', () => {
  it('goes below the configured address, with the login', async () => {
    const seen: unknown[] = [];
    const base = await serve((request, response) => {
      seen.push(request.method, request.url, request.headers.authorization);
      response.end('fine');
    });
    expect(await httpFor(`${base}/gateway/`).send(ASK, never())).toEqual({
      kind: 'answer',
      status: 200,
      text: 'fine',
    });
    expect(seen).toEqual(['GET', '/gateway/x?q=a+b%26c', 'Bearer s3cr3t-token']);
  });

  it('follows no redirect, so that the login stays here', async () => {
    let asked = 0;
    const base = await serve((_, response) => {
      asked += 1;
      response.writeHead(302, { location: '/login' }).end();
    });
    expect(await httpFor(base).send(ASK, never())).toMatchObject({ status: 302 });
    expect(asked).toBe(1);
  });

  it.each([
    ['plain', (size: number) => [{}, Buffer.alloc(size, 'x')] as const],
    [
      'packed',
      (size: number) => [{ 'content-encoding': 'gzip' }, gzipSync(Buffer.alloc(size, 'x'))] as const,
    ],
  ])('reads no body without end: %s', async (_, made) => {
    const [headers, body] = made(300_000);
    const base = await serve((_request, response) => response.writeHead(200, headers).end(body));
    expect(await httpFor(base, 100_000).send(ASK, never())).toEqual({ kind: 'too-big' });
    expect(await httpFor(base, 400_000).send(ASK, never())).toMatchObject({ kind: 'answer' });
  });

  it.each([
    ['headers never come', () => {}],
    [
      'the body never ends',
      (_: unknown, response: { write(text: string): void }) => response.write('{"status":'),
    ],
  ])('ends with its signal when %s', async (_, listener) => {
    const controller = new AbortController();
    const base = await serve((request, response) => {
      listener(request, response);
      setImmediate(() => controller.abort());
    });
    expect(await failure(httpFor(base).send(ASK, controller.signal))).toMatchObject({
      code: 'timeout',
      message: 'Loki did not answer in time',
    });
    // And what is given up already is not even sent.
    expect(await failure(httpFor(base).send(ASK, controller.signal))).toMatchObject({ code: 'timeout' });
  });

  it('tells a connection that breaks off from an answer', async () => {
    const base = await serve((_, response) => {
      response.writeHead(200, { 'content-length': '1000' });
      response.write('{"status":"suc');
      setImmediate(() => response.destroy());
    });
    expect(await failure(httpFor(base).send(ASK, never()))).toMatchObject({
      code: 'unreachable',
      message: 'The connection to Loki broke off',
    });
  });

  it('says that nobody listens', async () => {
    const base = await serve(() => {});
    for (const cleanup of cleanups.splice(0)) await cleanup();
    const error = await failure(httpFor(base).send(ASK, never()));
    expect(error.message).toBe(
      'Loki cannot be reached (ECONNREFUSED): check its address under logs, and the way there',
    );
  });

  it.each([
    ['SELF_SIGNED_CERT_IN_CHAIN', 'name the file of its CA as cacert'],
    ['ERR_TLS_CERT_ALTNAME_INVALID', 'is for another host'],
    ['CERT_HAS_EXPIRED', 'has expired'],
    ['CERT_NOT_YET_VALID', 'compare the clocks'],
    ['EPROTO', 'should the address begin with http:// ?'],
    ['CERT_REVOKED', 'the handshake was refused'],
  ])('says what is wrong with TLS: %s', async (code, words) => {
    if (!nock.isActive()) nock.activate();
    cleanups.push(() => {
      nock.cleanAll();
      nock.restore();
    });
    nock('https://127.0.0.1:3100')
      .get(/./)
      .replyWithError(Object.assign(new Error('x'), { code }));
    const error = await httpFor('https://127.0.0.1:3100')
      .send(ASK, never())
      .catch((reason: unknown) => reason);
    expect(error).toMatchObject({ code: 'tls', service: 'logs', message: expect.stringContaining(words) });
  });

  it('speaks no TLS with a server that does not, and says so', async () => {
    const base = await serve(() => {});
    const error = await httpFor(base.replace('http:', 'https:'))
      .send(ASK, never())
      .catch((reason: unknown) => reason);
    expect(error).toMatchObject({ code: 'tls' });
  });

  it('refuses an address that holds a password', () => {
    expect(() => httpFor('https://bot:s3cr3t@loki.example')).toThrow(
      'The configuration of logs from Loki cannot be used: its address holds a user or a password; name them as user and password_env',
    );
  });
});
