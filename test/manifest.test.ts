import { readdirSync, readFileSync } from 'node:fs';
import { Ajv } from 'ajv';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { z } from 'zod';
import type { Desk } from '../src/slack/answer.ts';
import { register } from '../src/slack/listeners/index.ts';
import { COMMAND_SCOPE, EVENT_SCOPES, METHOD_SCOPES } from '../src/slack/scopes.ts';

const root = new URL('../', import.meta.url);
const read = (path: string) => readFileSync(new URL(path, root), 'utf8');
const Manifest = z.object({
  features: z.object({
    app_home: z.object({
      home_tab_enabled: z.boolean(),
      messages_tab_enabled: z.boolean(),
      messages_tab_read_only_enabled: z.boolean(),
    }),
    slash_commands: z.array(z.object({ command: z.string() })),
  }),
  oauth_config: z.object({ scopes: z.object({ bot: z.array(z.string()) }) }),
  settings: z.object({
    event_subscriptions: z.object({ bot_events: z.array(z.string()) }),
    interactivity: z.object({ is_enabled: z.boolean() }),
    socket_mode_enabled: z.boolean(),
  }),
});
const raw: unknown = parse(read('manifest.yml'));
const manifest = Manifest.parse(raw);

/** What the code asks Bolt for. */
function registered() {
  const commands: string[] = [];
  const events: string[] = [];
  const actions: unknown[] = [];
  const views: unknown[] = [];
  const app = {
    command: (name: string) => commands.push(name),
    event: (name: string) => events.push(name),
    action: (matcher: unknown) => actions.push(matcher),
    view: (matcher: unknown) => views.push(matcher),
  };
  const desk = { slash: '/ironic' } as Desk;
  register(app as never, { desk } as never);
  return { commands, events, actions, views };
}

describe('manifest.yml', () => {
  it("is what Slack's own schema takes", () => {
    // The schema's only format is `uri`, on its own `$schema` field.
    const ajv = new Ajv({ strict: false, formats: { uri: true } });
    const validate = ajv.compile(JSON.parse(read('test/fixtures/slack-manifest/manifest.schema.json')));
    expect(validate(raw), JSON.stringify(validate.errors)).toBe(true);
    expect(validate({ ...(raw as object), display_information: { name: 'x'.repeat(40) } })).toBe(false);
  });

  it('names the slash commands that the code registers', () => {
    expect(manifest.features.slash_commands.map(({ command }) => command)).toEqual(registered().commands);
  });

  it('subscribes to the events that the code listens to, and to no other', () => {
    const subscribed = manifest.settings.event_subscriptions.bot_events;
    expect(subscribed.toSorted()).toEqual(Object.keys(EVENT_SCOPES).toSorted());
    // Messages are subscribed to by the kind of channel and arrive as `message`.
    const heard = subscribed.map((event) => event.replace(/^message\..*/, 'message'));
    expect(registered().events.toSorted()).toEqual([...new Set(heard)].toSorted());
  });

  it('asks for the scopes that the calls and events need, and for no other', () => {
    const needed = [
      COMMAND_SCOPE,
      ...Object.values(EVENT_SCOPES).flat(),
      ...Object.values(METHOD_SCOPES).flat(),
    ];
    expect(manifest.oauth_config.scopes.bot).toEqual([...new Set<string>(needed)].toSorted());
  });

  it('turns on interactivity and direct messages, since buttons and messages are listened to', () => {
    expect(registered().actions.length).toBeGreaterThan(0);
    expect(manifest.settings.interactivity.is_enabled).toBe(true);
    expect(registered().views.length).toBeGreaterThan(0);
    expect(manifest.features.app_home).toMatchObject({
      home_tab_enabled: registered().events.includes('app_home_opened'),
      messages_tab_enabled: true,
      messages_tab_read_only_enabled: false,
    });
    expect(manifest.settings.socket_mode_enabled).toBe(true);
  });
});

describe('Web API calls', () => {
  const sources = readdirSync(new URL('src/slack/', root), { recursive: true, encoding: 'utf8' })
    .filter((path) => path.endsWith('.ts'))
    .map((path) => ({ path, text: read(`src/slack/${path}`) }));

  it('are made in one place alone, which takes only methods of the table', () => {
    const callers = sources.filter(({ text }) =>
      /\bapiCall\(|\bclient\.(chat|views|conversations|users|auth|files)\b|\bsay\(\{|\brespond\(\{/.test(
        text,
      ),
    );
    expect(callers.map(({ path }) => path)).toEqual(['api.ts']);
  });

  it('cover the whole table', () => {
    const called = sources
      .filter(({ path }) => path !== 'scopes.ts')
      .flatMap(({ text }) => [...text.matchAll(/\bask\(\s*'([\w.]+)'/g)].map(([, name]) => name));
    expect([...new Set(called)].toSorted()).toEqual(Object.keys(METHOD_SCOPES).toSorted());
  });
});
