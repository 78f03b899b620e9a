import { request } from 'node:http';
import { connect } from 'node:net';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { ServiceError } from '../../../src/core/errors.ts';
import { type Listener, listen } from '../../../src/http/listener.ts';
import type { Route } from '../../../src/http/route.ts';

const TOKEN = 'a-token-of-twenty-signs';
const log = { info: vi.fn(), error: vi.fn() };
let listener: Listener | undefined;
afterEach(async () => {
  await listener?.close();
  listener = undefined;
  vi.clearAllMocks();
});

const echo: Route = {
  method: 'POST',
  path: '/echo',
  token: TOKEN,
  answer: async ({ json }) => ({
    status: 200,
    body: JSON.stringify(json ?? null),
    type: 'application/json',
  }),
};
const open: Route = { method: 'GET', path: '/open', answer: async () => ({ status: 200, body: 'yes' }) };
const broken: Route = {
  method: 'GET',
  path: '/broken',
  answer: () => Promise.reject(new Error(`no database for ${TOKEN}`)),
};

async function start(routes: readonly Route[] = [echo, open, broken]): Promise<string> {
  listener = await listen({ host: '127.0.0.1', port: 0, routes, log, mostBytes: 1_000 });
  return listener.address;
}
const post = (url: string, body: string, authorization?: string) =>
  fetch(url, { method: 'POST', body, headers: authorization === undefined ? {} : { authorization } });

describe('what it answers', () => {
  it('a route with what it was sent', async () => {
    const answer = await post(`${await start()}/echo?x=1`, '{"a":1}', `Bearer ${TOKEN}`);
    expect([answer.status, await answer.text()]).toEqual([200, '{"a":1}\n']);
    expect(answer.headers.get('content-type')).toBe('application/json');
  });

  it('what is no JSON is as nothing', async () => {
    const answer = await post(`${await start()}/echo`, '{"a":', `Bearer ${TOKEN}`);
    expect(await answer.text()).toBe('null\n');
  });

  it('404 and 405 for what is not there', async () => {
    const base = await start();
    expect((await fetch(`${base}/`)).status).toBe(404);
    expect((await fetch(`${base}/echo/`)).status).toBe(404);
    const other = await fetch(`${base}/echo`);
    expect([other.status, await other.text()]).toEqual([405, 'This takes POST.\n']);
  });

  it('503 for what breaks; why is for the log alone', async () => {
    const answer = await fetch(`${await start()}/broken`);
    expect([answer.status, await answer.text()]).toEqual([
      503,
      'Something is wrong here; try again later.\n',
    ]);
    expect(log.error).toHaveBeenCalledOnce();
  });
});

describe('the token', () => {
  it.each([
    ['none', undefined],
    ['another', 'Bearer another-token'],
    ['a part of it', `Bearer ${TOKEN.slice(0, -1)}`],
    ['more than it', `Bearer ${TOKEN}x`],
    ['another scheme', `Basic ${TOKEN}`],
    ['two', `Bearer ${TOKEN} ${TOKEN}`],
    ['nothing behind the scheme', 'Bearer '],
  ])('%s is refused, and the body is not looked at', async (_, authorization) => {
    const answer = await post(`${await start()}/echo`, '{}', authorization);
    expect(answer.status).toBe(401);
    expect(answer.headers.get('www-authenticate')).toBe('Bearer');
  });

  it('the scheme is written in any case', async () => {
    expect((await post(`${await start()}/echo`, '{}', `bearer  ${TOKEN}`)).status).toBe(200);
  });
});

describe('bounds', () => {
  it('a body that says it is too long is refused', async () => {
    const answer = await post(`${await start()}/echo`, 'x'.repeat(1_001), `Bearer ${TOKEN}`);
    expect(answer.status).toBe(413);
  });

  it('so is one that does not say it', async () => {
    const base = await start();
    const { promise, resolve, reject } = Promise.withResolvers<number | undefined>();
    const headers = { authorization: `Bearer ${TOKEN}`, 'transfer-encoding': 'chunked' };
    const sent = request(`${base}/echo`, { method: 'POST', headers }, (response) => {
      resolve(response.statusCode);
      response.resume();
    }).on('error', reject);
    for (let part = 0; part < 20; part += 1) sent.write('x'.repeat(100));
    sent.end();
    expect(await promise).toBe(413);
  });
});

describe('begin and end', () => {
  it('a port that is taken is told in words', async () => {
    const { port } = new URL(await start());
    const again = listen({ host: '127.0.0.1', port: Number(port), routes: [], log });
    await expect(again).rejects.toThrow(ServiceError);
    await expect(again).rejects.toThrow(`http is 127.0.0.1:${port}, which cannot be had (EADDRINUSE)`);
  });

  it('closing ends what is being answered', async () => {
    let heard = (): void => undefined;
    const asked = new Promise<void>((resolve) => {
      heard = resolve;
    });
    const slow: Route = {
      method: 'GET',
      path: '/slow',
      answer: ({ signal }) =>
        new Promise((resolve) => {
          signal.addEventListener('abort', () => resolve({ status: 200, body: 'ended' }));
          heard();
        }),
    };
    const answer = fetch(`${await start([slow])}/slow`);
    await asked;
    await listener?.close();
    listener = undefined;
    expect(await (await answer).text()).toBe('ended\n');
  });

  it('a connection that says nothing keeps nobody', async () => {
    const { port } = new URL(await start());
    const silent = connect(Number(port), '127.0.0.1');
    await new Promise((resolve) => silent.once('connect', resolve));
    const gone = new Promise((resolve) => silent.once('close', resolve));
    await listener?.close();
    listener = undefined;
    await gone;
  });
});
