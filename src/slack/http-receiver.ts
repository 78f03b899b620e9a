import type { Server } from 'node:http';
import { HTTPReceiver } from '@slack/bolt';
import type { LiveReceiver } from './dual-socket-receiver.ts';
import { boltLogger, type Log } from './log.ts';

/** Slack's signed requests on a host and port of our choice, at `POST /slack/events`. */
export function createHttpReceiver({
  signingSecret,
  host,
  port,
  log,
}: {
  readonly signingSecret: string;
  readonly host: string;
  /** 0 takes any free one. */
  readonly port: number;
  readonly log: Log;
}): LiveReceiver & { address(): string | undefined } {
  const receiver = new HTTPReceiver({ signingSecret, endpoints: ['/slack/events'], logger: boltLogger(log) });
  let server: Server | undefined;
  return {
    init: (app) => receiver.init(app),
    connected: () => server?.listening ?? false,
    /** `http://host:port` while it listens. */
    address() {
      const bound = server?.address();
      return typeof bound === 'object' && bound ? `http://${host}:${bound.port}` : undefined;
    },
    async start() {
      // Slack's proxy keeps connections open; a short idle time lets us stop without it.
      server = await receiver.start({ host, port }, { keepAliveTimeout: 5_000 });
    },
    async stop() {
      if (!server) return;
      const closing = receiver.stop();
      server.closeIdleConnections();
      await closing;
    },
  };
}
