import { type AddressInfo, createServer, connect as dial, type Socket } from 'node:net';

const url = process.env['TEST_REDIS_URL'];
if (!url) console.warn('TEST_REDIS_URL is not set: nothing is tested on Redis (see .ci/redis).');

/** A real server with a password; `.ci/redis` starts one and says its URL. */
export const REDIS = {
  /** What the suite is called. */
  name: url ? 'Redis' : 'Redis (skipped: TEST_REDIS_URL is not set)',
  /** For `describe.skipIf`: there is no server to be asked. */
  missing: !url,
  url: url ?? '',
};

/** A way to Redis that can be ill; the server behind it stays well. */
export interface IllWay extends AsyncDisposable {
  /** Of this way, with the server's own password. */
  readonly url: string;
  /** Connections are refused, and those that stand are cut. */
  cut(): Promise<void>;
  /** Nothing comes back any more, and nobody is told. */
  swallow(): void;
  /** Nothing gets there any more, and the connection stands. */
  deafen(): void;
  /** As on the first day. */
  mend(): Promise<void>;
}

export async function illWayTo(server: string): Promise<IllWay> {
  const to = new URL(server);
  const sockets = new Set<Socket>();
  let swallows = false;
  let isDeaf = false;
  let port = 0;
  const way = createServer((near) => {
    const far = dial(Number(to.port), to.hostname);
    for (const [socket, other] of [
      [near, far],
      [far, near],
    ] as const) {
      sockets.add(socket);
      socket.on('error', () => undefined);
      socket.on('close', () => {
        sockets.delete(socket);
        other.destroy();
      });
    }
    near.on('data', (bytes) => {
      if (!isDeaf) far.write(bytes);
    });
    far.on('data', (bytes) => {
      if (!swallows) near.write(bytes);
    });
  });
  const listen = () =>
    new Promise<void>((resolve) => {
      way.listen(port, '127.0.0.1', () => {
        ({ port } = way.address() as AddressInfo);
        resolve();
      });
    });
  const close = () =>
    new Promise<void>((resolve) => {
      way.close(() => resolve());
      for (const socket of sockets) socket.destroy();
    });
  await listen();
  const own = new URL(server);
  own.port = String(port);
  return {
    url: own.href,
    cut: close,
    swallow() {
      swallows = true;
    },
    deafen() {
      isDeaf = true;
    },
    async mend() {
      swallows = false;
      isDeaf = false;
      if (!way.listening) await listen();
    },
    async [Symbol.asyncDispose]() {
      if (way.listening) await close();
    },
  };
}
