import { createServer, type Server, type Socket } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { createWriter, type WriteCall, type Writer } from '../../../src/openstack/writer.ts';

/** What a connection did decides whether a call may have been carried out; only real sockets tell. */
const call: WriteCall = { service: 'neutron', method: 'DELETE', path: '/ports/p1' };
const open: { server?: Server; writer?: Writer; sockets: Set<Socket> } = { sockets: new Set() };

afterEach(async () => {
  for (const socket of open.sockets) socket.destroy();
  open.sockets.clear();
  open.writer?.close();
  await new Promise((resolve) => (open.server?.listening ? open.server.close(resolve) : resolve(undefined)));
});

async function listen(onSocket: (socket: Socket) => void): Promise<string> {
  const server = createServer((socket) => {
    open.sockets.add(socket);
    socket.on('error', () => undefined);
    onSocket(socket);
  });
  open.server = server;
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  return `127.0.0.1:${typeof address === 'object' ? address?.port : ''}`;
}

function writerTo(neutron: string): Writer {
  open.writer = createWriter({
    name: 'prod',
    auth: { auth_type: 'none' },
    interface: 'public',
    verify: true,
    endpoint_override: { neutron },
    absent: [],
    api_timeout_ms: 5_000,
    max_concurrent: 8,
  });
  return open.writer;
}

describe('a call', () => {
  it('did nothing where nobody listens', async () => {
    const place = await listen(() => undefined);
    await new Promise((resolve) => open.server?.close(resolve));
    expect(await writerTo(`http://${place}`).send(call)).toMatchObject({
      outcome: 'refused',
      code: 'unreachable',
      words: 'Neutron cannot be reached (ECONNREFUSED)',
      status: undefined,
    });
  });

  it('did nothing where the other side does not speak TLS', async () => {
    const place = await listen((socket) => socket.once('data', () => socket.end('HTTP/1.1 400 Bad\r\n\r\n')));
    expect(await writerTo(`https://${place}`).send(call)).toMatchObject({ outcome: 'refused', code: 'tls' });
  });

  it('did nothing where TLS never came about in time', async () => {
    const place = await listen(() => undefined);
    expect(await writerTo(`https://${place}`).send(call, { deadlineMs: 50 })).toMatchObject({
      outcome: 'refused',
      code: 'timeout',
    });
  });

  it('is unsure where the connection is lost after it was sent', async () => {
    const place = await listen((socket) => socket.once('data', () => socket.destroy()));
    expect(await writerTo(`http://${place}`).send(call)).toMatchObject({
      outcome: 'unsure',
      code: 'unreachable',
    });
  });

  it('is unsure where the answer breaks off', async () => {
    const place = await listen((socket) =>
      socket.once('data', () => socket.end('HTTP/1.1 200 OK\r\nContent-Length: 90\r\n\r\n{"ne')),
    );
    expect(await writerTo(`http://${place}`).send(call)).toMatchObject({ outcome: 'unsure' });
  });

  it('is unsure where it is no HTTP', async () => {
    const place = await listen((socket) => socket.once('data', () => socket.end('SSH-2.0-OpenSSH_9.2\r\n')));
    expect(await writerTo(`http://${place}`).send(call)).toMatchObject({ outcome: 'unsure' });
  });

  it.each([
    [new DOMException('The operation timed out', 'TimeoutError'), 'timeout'],
    [undefined, 'aborted'],
  ])('is unsure where no answer came in time, or where we had to go', async (reason, code) => {
    const caller = new AbortController();
    const place = await listen((socket) => socket.once('data', () => caller.abort(reason)));
    expect(await writerTo(`http://${place}`).send(call, { signal: caller.signal })).toMatchObject({
      outcome: 'unsure',
      code,
    });
  });

  it('did nothing where we went before it was sent', async () => {
    const place = await listen(() => undefined);
    expect(await writerTo(`http://${place}`).send(call, { signal: AbortSignal.abort() })).toMatchObject({
      outcome: 'refused',
      code: 'aborted',
    });
  });

  it('has a connection of its own each time', async () => {
    const answer = 'HTTP/1.1 204 No Content\r\nConnection: keep-alive\r\n\r\n';
    const place = await listen((socket) => socket.on('data', () => socket.write(answer)));
    const writer = writerTo(`http://${place}`);
    expect(await writer.send(call)).toMatchObject({ outcome: 'accepted', status: 204 });
    expect(await writer.send(call)).toMatchObject({ outcome: 'accepted', status: 204 });
    expect(open.sockets.size).toBe(2);
  });
});
