import { type Logger, LogLevel } from '@slack/bolt';

/** The part of pino that is used here. Fields first, then a fixed sentence. */
export interface Log {
  debug(fields: object, message: string): void;
  info(fields: object, message: string): void;
  warn(fields: object, message: string): void;
  error(fields: object, message: string): void;
}

const MAX_MESSAGE = 500;

/** What a log may say of an error: never a header, a body or a token. */
export function errorFields(error: unknown): Readonly<Record<string, unknown>> {
  if (!(error instanceof Error)) return { error: masked(String(error)) };
  const { code, service, status } = error as Error & { code?: unknown; service?: unknown; status?: unknown };
  const where = error.stack?.split('\n').slice(1, 6).join('\n');
  return { error: error.name, message: masked(error.message), code, service, status, stack: where };
}

/** Slack's tokens and whatever follows "Bearer". */
export function masked(text: string): string {
  return text
    .slice(0, MAX_MESSAGE)
    .replace(/\b(xox[a-z]|xapp|xwfp)-[\w-]+/gi, '$1-***')
    .replace(/\bBearer\s+\S+/gi, 'Bearer ***')
    .replace(/\/(hooks|actions|commands|services)\/\S+/gi, '/$1/***');
}

/**
 * Bolt's and its clients' own talk. Never at debug: there the Socket Mode client prints whole payloads
 * (slackapi/node-slack-sdk packages/socket-mode/src/SocketModeClient.ts).
 */
export function boltLogger(log: Log): Logger {
  const say = (level: 'info' | 'warn' | 'error', parts: readonly unknown[]) => {
    const words = parts.map((part) =>
      part instanceof Error ? `${part.name}: ${part.message}` : String(part),
    );
    log[level]({ from: 'bolt' }, masked(words.join(' ')));
  };
  return {
    debug: () => undefined,
    // What they call information is chatter of the connection.
    info: (...parts) => log.debug({ from: 'bolt' }, masked(parts.map(String).join(' '))),
    warn: (...parts) => say('warn', parts),
    error: (...parts) => say('error', parts),
    setLevel: () => undefined,
    getLevel: () => LogLevel.INFO,
    setName: () => undefined,
  };
}
