import pino, { type DestinationStream, type Logger } from 'pino';
import { errand } from './lib/errand.ts';
import { scrub } from './lib/scrub.ts';

export type Log = Logger;

export interface LogOptions {
  readonly level: string;
  /** File descriptor: 1 for a service, 2 where stdout belongs to an answer. */
  readonly destination: 1 | 2 | DestinationStream;
  /** Only warnings and worse, unless the level asks for more than `info`. */
  readonly quiet?: boolean;
}

/** Which piece of work a line belongs to: the same id stands in the logs of the services that were asked for it. */
function correlated(): object {
  const now = errand();
  return now ? { correlation: now.id, ...(now.from ? { origin: now.from } : {}) } : {};
}

/** JSON lines, one per thing that happened, with everything that looks like a secret masked before it is written. */
export function createLog({ level, destination, quiet }: LogOptions): Log {
  return pino(
    {
      level: quiet && level === 'info' ? 'warn' : level,
      base: { name: 'ironic-oncall' },
      timestamp: pino.stdTimeFunctions.isoTime,
      mixin: correlated,
      formatters: { level: (label) => ({ level: label }), log: (fields) => scrub(fields) },
      serializers: { err: (error: unknown) => scrub(pino.stdSerializers.err(error as Error)) },
    },
    typeof destination === 'number' ? pino.destination({ dest: destination, sync: true }) : destination,
  );
}
