import { readFile } from 'node:fs/promises';
import type { ServerResponse } from 'node:http';
import { stripTypeScriptTypes } from 'node:module';
import { z } from 'zod';
import { type Acting, ActingError } from './acting.ts';
import { parseObject, readBody, send, sendJson, sendText } from './http.ts';
import { isRefusal, postAsApp } from './post.ts';
import type { Route } from './routes.ts';
import { BOT_USER, TEAM, USERGROUP } from './seed.ts';
import type { Channel, Json, Message, SlashCommand, ToolPost, View, WelcomeText } from './types.ts';
import type { Workspace } from './workspace.ts';

interface Options {
  readonly workspace: Workspace;
  readonly acting: Acting;
  readonly origin: string;
  readonly commands: readonly SlashCommand[];
  readonly welcome: WelcomeText | undefined;
  readonly tools: readonly ToolPost[];
  /** Whether the app is there to be talked to. */
  readonly connected: () => boolean;
  /** The app hears `app_home_opened`, so its Home tab is worth showing. */
  readonly hasHome: boolean;
}

const answers = z.record(z.string(), z.union([z.string(), z.array(z.string())])).default({});
const onMessage = { channel: z.string(), ts: z.string() };
const act = z.discriminatedUnion('do', [
  z.object({
    do: z.literal('post'),
    channel: z.string(),
    text: z.string().min(1),
    thread_ts: z.string().optional(),
  }),
  z.object({ do: z.literal('slash'), channel: z.string(), command: z.string(), text: z.string() }),
  z.object({
    do: z.literal('click'),
    channel: z.string().optional(),
    ts: z.string().optional(),
    view: z.string().optional(),
    block: z.string(),
    action: z.string(),
    value: z.union([z.string(), z.array(z.string())]).optional(),
    answers,
  }),
  z.object({
    do: z.literal('legacy'),
    ...onMessage,
    attachment: z.int(),
    action: z.int(),
    value: z.string().optional(),
  }),
  z.object({ do: z.literal('submit'), view: z.string(), answers }),
  z.object({ do: z.literal('close'), all: z.boolean().default(false) }),
  z.object({ do: z.literal('home') }),
  z.object({ do: z.literal('react'), ...onMessage, name: z.string() }),
  z.object({ do: z.literal('tool'), id: z.string() }),
]);
type Act = z.infer<typeof act>;

const PAGE_HEADERS = {
  'cache-control': 'no-store',
  'content-security-policy':
    "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src 'self' data:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
  'referrer-policy': 'no-referrer',
};
const FILE = /^\/page\/([a-z][a-z-]*)\.(ts|css|svg)$/;

/** The page's own small API: a stream of what one person sees, and one place to post what they do. */
export function createPage(options: Options) {
  const { workspace, acting, origin, commands, welcome, tools, connected, hasHome } = options;
  const viewers = new Map<ServerResponse, string>();

  const tell = (to: ServerResponse, kind: string, data: unknown) =>
    to.write(`data: ${JSON.stringify({ kind, data })}\n\n`);
  const broadcast = (kind: string, data: unknown, may: (user: string) => boolean) => {
    for (const [to, user] of viewers) if (may(user)) tell(to, kind, data);
  };
  const sees = (message: Message) => (user: string) =>
    workspace.channels.get(message.channel)?.members.has(user) === true &&
    (message.ephemeral_to === undefined || message.ephemeral_to === user);
  const shownChannel = (channel: Channel): Json => ({ ...channel, members: [...channel.members] });

  function snapshot(user: string): Json {
    const mine = [...workspace.channels.values()].filter((channel) => channel.members.has(user));
    return {
      me: user,
      app: BOT_USER,
      team: TEAM.name,
      users: [...workspace.users.values()],
      usergroups: [{ id: USERGROUP.id, handle: USERGROUP.handle }],
      channels: mine.map(shownChannel),
      messages: mine.flatMap((channel) => workspace.all(channel.id).filter((message) => sees(message)(user))),
      views: workspace.views.get(user) ?? [],
      home: workspace.homes.get(user) ?? null,
      statuses: Object.fromEntries(workspace.statuses),
      commands,
      welcome: welcome ?? null,
      tools: tools.map(({ id, channel, label, about }) => ({
        id,
        channel: workspace.channel(channel)?.id ?? '',
        label,
        about,
      })),
      connected: connected(),
      hasHome,
    };
  }

  workspace.onChange((change) => {
    if (change.kind === 'posted' || change.kind === 'changed')
      broadcast('message', change.message, sees(change.message));
    else if (change.kind === 'deleted')
      broadcast('gone', { channel: change.message.channel, ts: change.message.ts }, sees(change.message));
    else if (change.kind === 'views')
      broadcast('views', workspace.views.get(change.user) ?? [], (user) => user === change.user);
    else if (change.kind === 'home')
      broadcast('home', workspace.homes.get(change.user) ?? null, (user) => user === change.user);
    else if (change.kind === 'status') {
      const { channel, thread_ts, status } = change;
      broadcast(
        'status',
        { key: `${channel}:${thread_ts}`, status },
        (user) => workspace.channels.get(channel)?.members.has(user) === true,
      );
    }
  });

  function target(
    user: string,
    request: { channel?: string | undefined; ts?: string | undefined; view?: string | undefined },
  ): Message | View {
    const views = [...(workspace.views.get(user) ?? []), workspace.homes.get(user)];
    const found =
      request.view === undefined
        ? workspace.find(request.channel ?? '', request.ts ?? '')
        : views.find((view) => view?.id === request.view);
    if (found === undefined) throw new ActingError('it is gone');
    if ('ts' in found && !sees(found)(user)) throw new ActingError('it is gone');
    return found;
  }

  async function perform(user: string, request: Act): Promise<unknown> {
    switch (request.do) {
      case 'post':
        return acting.postMessage(user, request.channel, request.text, request.thread_ts).ts;
      case 'slash':
        return acting.slash(user, request.channel, request.command, request.text);
      case 'click': {
        const { value, block, answers: filled } = request;
        const options = { blockId: block, answers: filled, ...(value === undefined ? {} : { value }) };
        return acting.click(user, target(user, request), request.action, options);
      }
      case 'legacy':
        return acting.clickLegacy(
          user,
          target(user, request) as Message,
          request.attachment,
          request.action,
          request.value,
        );
      case 'submit':
        return acting.submitView(user, request.answers, target(user, request) as View);
      case 'close':
        return acting.closeView(user, { all: request.all });
      case 'home':
        return acting.openHome(user);
      case 'tool':
        return letSpeak(request.id);
      case 'react':
        return acting.react(user, target(user, request) as Message, request.name);
    }
  }

  function letSpeak(id: string): void {
    const tool = tools.find((one) => one.id === id);
    const channel = workspace.channel(tool?.channel ?? '');
    const said = tool?.post() ?? [];
    if (!channel || said.length === 0) throw new ActingError('the tool has nothing to say now');
    for (const { username, text = '', attachments = [] } of said) {
      const as = { username, bot_id: `B0TOOL${channel.id.slice(-4)}` };
      const posted = postAsApp(workspace, { channel: channel.id, text, blocks: [], attachments, as });
      if (isRefusal(posted)) throw new ActingError(posted.error);
    }
  }

  async function serveFile(response: ServerResponse, name: string, extension: string): Promise<void> {
    const path = new URL(`./page/${name}.${extension}`, import.meta.url);
    const source = await readFile(path, 'utf8').catch(() => undefined);
    if (source === undefined) return sendText(response, 404, 'not found');
    if (extension === 'css') return send(response, 200, 'text/css; charset=utf-8', source, PAGE_HEADERS);
    if (extension === 'svg') return send(response, 200, 'image/svg+xml', source, PAGE_HEADERS);
    send(response, 200, 'text/javascript; charset=utf-8', stripped(source), PAGE_HEADERS);
  }

  const route: Route = async (request, response, path) => {
    const asked = new URL(request.url ?? '/', origin).searchParams.get('as') ?? '';
    const user = workspace.user(asked);
    if (path === '/page/people') {
      const people = [...workspace.users.values()].filter((one) => !one.is_bot);
      return sendJson(response, 200, { people, team: TEAM.name });
    }
    if (path === '/page/events' && user && !user.is_bot) {
      response.writeHead(200, { 'content-type': 'text/event-stream', 'cache-control': 'no-store' });
      viewers.set(response, user.id);
      response.on('close', () => viewers.delete(response));
      tell(response, 'snapshot', snapshot(user.id));
      return;
    }
    if (path === '/page/act' && request.method === 'POST' && user && !user.is_bot) {
      // Another site's page may send a simple request here, but neither this type nor our origin.
      const foreign =
        request.headers.origin !== undefined && request.headers.origin !== `http://${request.headers.host}`;
      if (foreign || request.headers['content-type'] !== 'application/json')
        return sendText(response, 403, 'forbidden');
      const parsed = act.safeParse(parseObject((await readBody(request)).toString('utf8')));
      if (!parsed.success) return sendJson(response, 400, { ok: false, error: 'bad request' });
      try {
        return sendJson(response, 200, { ok: true, result: (await perform(user.id, parsed.data)) ?? null });
      } catch (error) {
        if (!(error instanceof ActingError)) throw error;
        return sendJson(response, 200, { ok: false, error: error.message });
      }
    }
    const file = FILE.exec(path);
    if (file) return serveFile(response, file[1] ?? '', file[2] ?? '');
    if (path !== '/' && !path.startsWith('/archives/')) return sendText(response, 404, 'not found');
    const html = await readFile(new URL('./page/index.html', import.meta.url), 'utf8');
    send(response, 200, 'text/html; charset=utf-8', html, PAGE_HEADERS);
  };

  return {
    route,
    connection: () => broadcast('connection', { connected: connected() }, () => true),
    close() {
      for (const viewer of viewers.keys()) viewer.end();
    },
  };
}

/** Node warns once that stripping is experimental; that is no news for the person who starts a sandbox. */
function stripped(source: string): string {
  const { emitWarning } = process;
  process.emitWarning = () => {};
  try {
    return stripTypeScriptTypes(source);
  } finally {
    process.emitWarning = emitWarning;
  }
}
