import { z } from 'zod';
import { ServiceError } from '../core/errors.ts';
import { createApi } from './api.ts';
import { SlackUser } from './directory.ts';
import type { Log } from './log.ts';

const Whoami = z.object({
  user_id: z.string(),
  user: z.string().nullish(),
  team: z.string(),
  team_id: z.string(),
  /** Absent for the token of a person. */
  bot_id: z.string().nullish(),
  enterprise_id: z.string().nullish(),
  /** From the header `x-oauth-scopes`, which every answer has. */
  response_metadata: z.object({ scopes: z.array(z.string()).nullish() }).nullish(),
});
export type Whoami = z.infer<typeof Whoami>;

/** What the other end of a Socket Mode connection says first. */
export type Greeting =
  | { readonly kind: 'hello'; readonly connections: number | undefined }
  | { readonly kind: 'disconnect'; readonly reason: string };

/** Looks at the Slack side without doing anything that a person would see. Each question is asked once. */
export interface SlackProbe {
  whoami(): Promise<Whoami>;
  user(id: string): Promise<SlackUser>;
  /** Ids. */
  members(group: string): Promise<readonly string[]>;
  /** Fails with Slack's word where the bot cannot read what is said there. */
  read(channel: string): Promise<void>;
  /** The same for writing: a message to the bot itself, which nobody else is shown and which does not last. */
  write(channel: string, self: string): Promise<void>;
  /** Milliseconds since the epoch by Slack's clock; undefined when it does not say. */
  time(): Promise<number | undefined>;
  /** Where Socket Mode would connect to. `token` is the app-level one. */
  socket(token: string): Promise<string>;
  /** Connects, hears the first word, and goes. */
  greet(url: string): Promise<Greeting>;
}

export interface SlackProbeOptions {
  readonly botToken: string;
  readonly apiUrl?: string | undefined;
  readonly clock: () => Date;
  /** Of one question. */
  readonly timeoutMs: number;
}

const SILENT: Log = {
  debug: () => undefined,
  info: () => undefined,
  warn: () => undefined,
  error: () => undefined,
};
/** No second try: whoever looks sees how it is. */
const ONCE = { repeatable: true, cosmetic: true } as const;

export function createSlackProbe(options: SlackProbeOptions): SlackProbe {
  const { botToken, apiUrl, clock, timeoutMs } = options;
  const apiFor = (token: string) =>
    createApi({
      botToken: token,
      ...(apiUrl === undefined ? {} : { apiUrl }),
      log: SILENT,
      clock,
      timeoutMs,
    });
  const { ask } = apiFor(botToken);
  return {
    async whoami() {
      return Whoami.parse(await ask('auth.test', {}, ONCE));
    },
    async user(id) {
      return z.object({ user: SlackUser }).parse(await ask('users.info', { user: id }, ONCE)).user;
    },
    async members(group) {
      const answer = await ask('usergroups.users.list', { usergroup: group }, ONCE);
      return z.object({ users: z.array(z.string()) }).parse(answer).users;
    },
    async read(channel) {
      await ask('conversations.history', { channel, limit: 1 }, ONCE);
    },
    async write(channel, self) {
      const text = 'Looking whether I can write here.';
      await ask('chat.postEphemeral', { channel, user: self, text }, ONCE);
    },
    async time() {
      const url = new URL('api.test', apiUrl ?? 'https://slack.com/api/');
      const answer = await fetch(url, { method: 'POST', signal: AbortSignal.timeout(timeoutMs) }).catch(
        () => undefined,
      );
      await answer?.body?.cancel();
      const at = Date.parse(answer?.headers.get('date') ?? '');
      return Number.isNaN(at) ? undefined : at;
    },
    async socket(token) {
      const { ask } = apiFor(token);
      return z.object({ url: z.string() }).parse(await ask('apps.connections.open', {}, ONCE)).url;
    },
    greet: (url) => greet(url, timeoutMs),
  };
}

const Greeted = z.object({
  type: z.enum(['hello', 'disconnect']),
  reason: z.string().nullish(),
  num_connections: z.number().nullish(),
});

function greet(url: string, timeoutMs: number): Promise<Greeting> {
  const failed = (words: string) =>
    new ServiceError(`Slack's Socket Mode ${words}`, { code: 'unreachable', service: 'slack' });
  return new Promise((resolve, reject) => {
    const socket = new WebSocket(url);
    const timer = setTimeout(() => end(() => reject(failed('did not say hello in time'))), timeoutMs);
    const end = (settle: () => void) => {
      clearTimeout(timer);
      settle();
      socket.close();
    };
    socket.addEventListener('message', ({ data }) => {
      const said = Greeted.safeParse(jsonOf(String(data)));
      if (!said.success) return;
      const { type, reason, num_connections } = said.data;
      end(() =>
        resolve(
          type === 'hello'
            ? { kind: 'hello', connections: num_connections ?? undefined }
            : { kind: 'disconnect', reason: reason ?? 'no reason' },
        ),
      );
    });
    socket.addEventListener('error', () => end(() => reject(failed('cannot be reached'))));
    socket.addEventListener('close', () => end(() => reject(failed('hung up without a word'))));
  });
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
