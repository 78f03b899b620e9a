import type { Command, Redis } from 'ioredis';

export interface Clients {
  /** Their class: Bottleneck looks for it in node_modules where nobody hands it over, although it has a client. */
  readonly Redis: unknown;
  readonly client: Redis;
  readonly subscriber: Redis;
}

export interface ClientsOptions {
  readonly url: string;
  /** Of one answer, in ms. */
  readonly patienceMs: number;
  /** Hears of everything after which this connection is good for nothing; `undefined` is an answer that did not come. */
  readonly onFailure: (error: unknown) => void;
}

/** Who refuses these shares nothing; the library sends others of its own that an older server may refuse. */
const NEEDED = new Set(['eval', 'evalsha', 'subscribe', 'time', 'ping']);
/** What Bottleneck mends by itself (src/RedisDatastore.coffee, runScript), and the library (built/Script.js). */
const MENDED = /^(?:ERR )?(SETTINGS_KEY_NOT_FOUND|UNKNOWN_CLIENT)$/;

/** A pair that connects once: where one of the two is lost, both are, and the next pair begins from nothing. */
export async function openClients({ url, patienceMs, onFailure }: ClientsOptions): Promise<Clients> {
  const { Redis } = await import('ioredis');
  const open = () => {
    const client = new Redis(url, {
      lazyConnect: true,
      retryStrategy: () => null,
      autoResubscribe: false,
      disableClientInfo: true,
      connectionName: 'ironic-oncall',
      connectTimeout: patienceMs,
    });
    client.on('error', onFailure);
    client.on('end', () => onFailure(new Error('Connection is closed.')));
    const send = client.sendCommand.bind(client);
    client.sendCommand = (command, stream) => {
      watch(command, patienceMs, onFailure);
      return send(command, stream);
    };
    return client;
  };
  const [client, subscriber] = [open(), open()];
  client.duplicate = (() => subscriber) as unknown as Redis['duplicate'];
  return { Redis, client, subscriber };
}

function watch(command: Command, patienceMs: number, onFailure: (error: unknown) => void): void {
  // After a stall of our own an answer may be there that nobody has read yet: it is read before `setImmediate`.
  const late = () => setImmediate(() => command.isResolved || onFailure(undefined));
  const timer = setTimeout(late, patienceMs);
  const { name, reject, resolve } = command;
  command.resolve = (value) => {
    clearTimeout(timer);
    resolve.call(command, value);
  };
  command.reject = (error) => {
    clearTimeout(timer);
    const [, mended] = MENDED.exec(error.message) ?? [];
    // Redis 7 puts ERR before what a script says in one word, and Bottleneck looks for the word alone.
    if (mended !== undefined) error.message = mended;
    else if (NEEDED.has(name) && !error.message.includes('NOSCRIPT')) onFailure(error);
    reject.call(command, error);
  };
}
