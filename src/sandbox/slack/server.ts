import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type Acting, createActing } from './acting.ts';
import { type ApiCall, createApi } from './api/dispatch.ts';
import { type Ack, type Envelope, systemTimers } from './delivery.ts';
import { connectEvents, DEFAULT_BOT_EVENTS } from './events.ts';
import { createFaults, type Faults } from './faults.ts';
import { sendText } from './http.ts';
import { createIds } from './ids.ts';
import { createInteractions } from './interactions.ts';
import { createModals } from './modals.ts';
import { createPage } from './page-api.ts';
import { createRequestUrl } from './request-url.ts';
import { apiRoute, createWebhooks, fileRoute, type Route, responseRoute } from './routes.ts';
import { BOT_USER, STAFF, TEAM } from './seed.ts';
import { createSocketMode, type Taken } from './socket.ts';
import { createPermits } from './triggers.ts';
import type { Channel, Message, SlashCommand, Timers, ToolPost, User, View, WelcomeText } from './types.ts';
import { Workspace } from './workspace.ts';

export interface LocalSlackOptions {
  readonly host?: '127.0.0.1';
  /** 0 or absent: any free port. */
  readonly port?: number;
  readonly clock?: () => Date;
  readonly timers?: Timers;
  /** The app's slash commands, as its manifest states them. With none given, any command is passed on. */
  readonly commands?: readonly SlashCommand[];
  readonly welcome?: WelcomeText;
  /** The app's handle in the workspace. */
  readonly appName?: string;
  /** Bot events as the manifest lists them (`settings.event_subscriptions.bot_events`). */
  readonly botEvents?: readonly string[];
  /** Scopes of the bot token, as the manifest asks for them; all there are when absent. */
  readonly scopes?: readonly string[];
  /** What other tools post when somebody on the page has them do so. */
  readonly tools?: readonly ToolPost[];
  /** Deliver by signed HTTP to this address instead of over Socket Mode. */
  readonly requestUrl?: string;
}

export interface LocalSlackFaults extends Faults {
  /** Sends `disconnect`, reason `refresh_requested`, to the oldest socket or to all. */
  refresh(which?: 'one' | 'all'): void;
  /** Sends `disconnect`, reason `warning`, as Slack does some seconds before it refreshes. */
  warn(which?: 'one' | 'all'): void;
  /** Cuts every socket without a word. */
  dropSockets(): void;
  /** The way between the app and this Slack is cut, sockets and requests; `heal` mends it. */
  cutOff(): void;
}

export interface LocalSlack extends Acting {
  /** The page, `http://127.0.0.1:PORT/`. */
  readonly url: string;
  /** What `SLACK_API_URL` takes; ends with `/api/`. */
  readonly apiUrl: string;
  readonly botToken: string;
  readonly appToken: string;
  readonly signingSecret: string;
  readonly botUserId: string;
  readonly teamId: string;
  webhookUrl(channel: string): string;
  /** What everybody in the channel sees, oldest first, replies included. */
  messages(channel: string): readonly Message[];
  /** What only this person sees, in any channel, oldest first. */
  ephemerals(user: string): readonly Message[];
  /** The person's open modals, root first. */
  views(user: string): readonly View[];
  home(user: string): View | undefined;
  /** The assistant status of a thread; empty when there is none. */
  status(channel: string, threadTs: string): string;
  /** Hands the app any payload as if Slack had sent it, to see what it makes of one that nobody clicked. */
  forge(envelope: Envelope): Promise<Ack>;
  readonly users: ReadonlyMap<string, User>;
  readonly channels: ReadonlyMap<string, Channel>;
  readonly apiCalls: readonly ApiCall[];
  /** What the app acknowledged over Socket Mode so far, oldest first. */
  readonly taken: readonly Taken[];
  /** A further channel with the staff and the app in it. */
  addChannel(name: string): Channel;
  /** Living Socket Mode connections. */
  readonly connections: number;
  readonly faults: LocalSlackFaults;
  /** Asks again after every change until the answer is not undefined; rejects after `ms`. */
  until<T>(probe: () => T | undefined, ms?: number): Promise<T>;
  close(): Promise<void>;
}

// Clearly fake, so that nobody mistakes them for secrets.
const TOKENS = { bot: 'xoxb-local-sandbox-not-a-secret', app: 'xapp-local-sandbox-not-a-secret' } as const;
/** By which an app comes, and nobody else. */
const APPS_WAYS = ['/api/', '/actions/', '/upload/'] as const;
const SIGNING_SECRET = 'local-sandbox-signing-secret';

/** Starts a Slack of one workspace on loopback. Everything lives in memory and is gone with `close()`. */
export async function startLocalSlack(options: LocalSlackOptions = {}): Promise<LocalSlack> {
  const clock = options.clock ?? (() => new Date());
  const timers = options.timers ?? systemTimers;
  const faults = createFaults();
  const ids = createIds(clock);
  const workspace = new Workspace(ids, options.appName ?? 'oncall-bot');
  const permits = createPermits(ids, clock);
  const server = createServer();
  const host = options.host ?? '127.0.0.1';
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(options.port ?? 0, host, resolve);
  });
  const { port } = server.address() as AddressInfo;
  const origin = `http://${host}:${port}`;

  const sockets = createSocketMode({ ids, timers, clock, faults, onCount: () => page.connection() });
  const delivery = options.requestUrl
    ? createRequestUrl({ url: options.requestUrl, secret: SIGNING_SECRET, clock, timers })
    : sockets;
  const api = createApi(
    {
      workspace,
      permits,
      faults,
      origin: () => origin,
      openSocket: () => sockets.ticket(`ws://${host}:${port}`),
    },
    TOKENS,
    clock,
    options.scopes,
  );
  const botEvents = options.botEvents ?? DEFAULT_BOT_EVENTS;
  const { homeOpened } = connectEvents(workspace, delivery, faults, botEvents);
  const commands = options.commands ?? [];
  const interactions = createInteractions({ workspace, delivery, permits, origin: () => origin, commands });
  const acting = createActing(
    workspace,
    interactions,
    createModals(workspace, delivery, permits),
    homeOpened,
  );
  const page = createPage({
    workspace,
    acting,
    origin,
    commands,
    welcome: options.welcome,
    tools: options.tools ?? [],
    connected: () => options.requestUrl !== undefined || sockets.connections > 0,
    hasHome: botEvents.includes('app_home_opened'),
  });
  const webhooks = createWebhooks(workspace, faults, clock);
  const file = fileRoute(workspace);
  const routes: readonly (readonly [string, Route])[] = [
    ['/api/', apiRoute(api, faults, timers)],
    ['/actions/', responseRoute(workspace, permits, faults, timers)],
    ['/services/', webhooks.route],
    ['/upload/', file],
    ['/files/', file],
    ['/', page.route],
  ];

  server.on('request', (request, response) => {
    // A foreign name in Host is a page elsewhere that had its name point to loopback.
    if (request.headers.host !== `${host}:${port}` && request.headers.host !== `localhost:${port}`) {
      return sendText(response, 421, 'misdirected request');
    }
    const path = new URL(request.url ?? '/', origin).pathname;
    if (faults.unreachable && APPS_WAYS.some((prefix) => path.startsWith(prefix)))
      return request.socket.destroy();
    const route = routes.find(([prefix]) => path.startsWith(prefix))?.[1] ?? page.route;
    route(request, response, path).catch(() => {
      if (!response.headersSent) sendText(response, 500, 'server error');
      else response.destroy();
    });
  });
  server.on('upgrade', (request, socket, head) => {
    if (faults.unreachable) socket.destroy();
    else sockets.upgrade(request, socket, head);
  });

  const id = (channel: string): string => workspace.channel(channel)?.id ?? channel;
  const who = (user: string): string => workspace.user(user)?.id ?? user;
  const switches = Object.assign(faults, {
    refresh: (which: 'one' | 'all' = 'one') => sockets.disconnect(which, 'refresh_requested'),
    warn: (which: 'one' | 'all' = 'one') => sockets.disconnect(which, 'warning'),
    dropSockets: () => sockets.drop(),
    cutOff() {
      faults.unreachable = true;
      sockets.drop();
    },
  });

  return {
    ...acting,
    url: `${origin}/`,
    apiUrl: `${origin}/api/`,
    botToken: TOKENS.bot,
    appToken: TOKENS.app,
    signingSecret: SIGNING_SECRET,
    botUserId: BOT_USER,
    teamId: TEAM.id,
    webhookUrl(channel) {
      const found = workspace.channel(channel);
      if (found === undefined) throw new Error(`no such channel: ${channel}`);
      return `${origin}${webhooks.path(found.id)}`;
    },
    messages: (channel) => workspace.all(id(channel)).filter((message) => message.ephemeral_to === undefined),
    ephemerals: (user) =>
      [...workspace.channels.keys()]
        .flatMap((channel) => workspace.all(channel))
        .filter((message) => message.ephemeral_to === who(user)),
    views: (user) => workspace.views.get(who(user)) ?? [],
    home: (user) => workspace.homes.get(who(user)),
    status: (channel, thread) => workspace.statuses.get(`${id(channel)}:${thread}`) ?? '',
    forge: (envelope) => delivery.ask(envelope),
    users: workspace.users,
    channels: workspace.channels,
    apiCalls: api.log,
    get taken() {
      return sockets.taken();
    },
    addChannel(name) {
      const members = new Set([...STAFF, BOT_USER]);
      const channel = { id: ids.next('C'), name, topic: '', is_im: false, members };
      workspace.channels.set(channel.id, channel);
      workspace.emit({ kind: 'channel', channel });
      return channel;
    },
    get connections() {
      return sockets.connections;
    },
    faults: switches,
    async until(probe, ms = 5000) {
      const now = probe();
      if (now !== undefined) return now;
      return new Promise((resolve, reject) => {
        const look = () => {
          const found = probe();
          if (found !== undefined) finish(() => resolve(found));
        };
        const stop = workspace.onChange(() => queueMicrotask(look));
        // Some probes ask for more than the workspace's state: calls, connections.
        const poll = setInterval(look, 20);
        const limit = setTimeout(() => finish(() => reject(new Error(`not within ${ms} ms`))), ms);
        const finish = (settle: () => void) => {
          stop();
          clearInterval(poll);
          clearTimeout(limit);
          settle();
        };
      });
    },
    async close() {
      page.close();
      delivery.close();
      sockets.close();
      server.closeAllConnections();
      await new Promise<void>((resolve) => server.close(() => resolve()));
    },
  };
}
