import type { Server } from 'node:http';
import { AuthorizationError, HTTPReceiver, type ReceiverEvent } from '@slack/bolt';
import type { LiveReceiver } from './dual-socket-receiver.ts';
import { createEventLog } from './event-log.ts';
import { boltLogger, type Log } from './log.ts';
import { timed } from './timed.ts';

const SIGNATURE = 'x-slack-signature';

/**
 * Slack's signed requests on a host and port of our choice, at `POST /slack/events`. Each signature counts once: Bolt
 * refuses those older than five minutes, and takes a younger one as often as it comes
 * (slackapi/bolt-js src/receivers/verify-request.ts).
 */
export function createHttpReceiver({
  signingSecret,
  host,
  port,
  log,
  clock,
}: {
  readonly signingSecret: string;
  readonly host: string;
  /** 0 takes any free one. */
  readonly port: number;
  readonly log: Log;
  readonly clock: () => Date;
}): LiveReceiver & { address(): string | undefined } {
  const receiver = new HTTPReceiver({
    signingSecret,
    endpoints: ['/slack/events'],
    logger: boltLogger(log),
    customPropertiesExtractor: ({ headers }) => ({ [SIGNATURE]: headers[SIGNATURE] }),
  });
  const signatures = createEventLog({ clock });
  async function refuseRepeated({ customProperties }: ReceiverEvent): Promise<void> {
    if (!(await signatures.seen(String(customProperties?.[SIGNATURE])))) return;
    // The one error that the receiver answers with 401.
    throw new AuthorizationError('a signature was used twice', new Error('replayed'));
  }
  let server: Server | undefined;
  return {
    init(app) {
      const timedApp = timed(app);
      const processEvent = async (event: ReceiverEvent) => {
        await refuseRepeated(event);
        await timedApp.processEvent(event);
      };
      receiver.init(
        new Proxy(app, { get: (of, key) => (key === 'processEvent' ? processEvent : Reflect.get(of, key)) }),
      );
    },
    connected: () => server?.listening ?? false,
    connections: () => (server?.listening ? 1 : 0),
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
