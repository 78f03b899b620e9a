import type { Receiver } from '@slack/bolt';
import { createSocketLine, type SocketLineOptions } from './socket-line.ts';
import { timed } from './timed.ts';

/** A Bolt receiver that also knows whether Slack can reach us through it. */
export interface LiveReceiver extends Receiver {
  connected(): boolean;
  /** Connections that stand; those of Socket Mode, or 1 for a listener that listens. */
  connections(): number;
}

/**
 * Socket Mode over two connections: Slack closes each of them every few hours, and while one is renewed the other
 * hears. Slack sends a payload to one of them only, and counts at most ten for an app.
 */
export function createDualSocketReceiver(
  options: SocketLineOptions & {
    /** Slack refuses to connect us again, and no waiting heals that: the process had better end. */
    readonly onFatal: (error: unknown) => void;
    /** The last connection has ended: nothing can be heard. */
    readonly onDeaf?: () => void;
    /** A connection stands again after one had ended. */
    readonly onBack?: () => void;
  },
): LiveReceiver {
  const lines = [createSocketLine(options), createSocketLine(options)];
  return {
    init(app) {
      for (const line of lines) line.receiver.init(timed(app));
    },
    connected: () => lines.some((line) => line.connected()),
    connections: () => lines.filter((line) => line.connected()).length,
    /** Resolves when both stand. Rejects when Slack refuses; later refusals go to `onFatal`. */
    async start() {
      await Promise.all(
        lines.map((line) => {
          const first = Promise.withResolvers<void>();
          let stood = false;
          line
            .keep(
              () => {
                if (stood) options.onBack?.();
                stood = true;
                first.resolve();
              },
              () => {
                if (!lines.some((other) => other.connected())) options.onDeaf?.();
              },
            )
            .then(first.resolve, (error: unknown) => {
              if (stood) options.onFatal(error);
              else first.reject(error);
            });
          return first.promise;
        }),
      );
    },
    async stop() {
      await Promise.all(lines.map((line) => line.stop()));
    },
  };
}
