import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parse } from 'yaml';
import { type ActingConfig, ActingSchema } from './approvals/config.ts';
import { folderOf } from './compose.ts';
import type { Defaults, Environment, Provided } from './config.ts';
import { AlertsSchema } from './core/alert-config.ts';
import { ServiceError } from './core/errors.ts';
import { FleetSchema } from './fleet/config.ts';
import { toolPosts } from './local-alerts.ts';
import { LogsSchema } from './logs/config.ts';
import type { SimulatedCloud, SimulationOptions } from './sandbox/cloud/server.ts';
import { ALERTS_CHANNEL, AUDIT_CHANNEL, STAFF, USERGROUP } from './sandbox/slack/seed.ts';
import type { LocalSlack } from './sandbox/slack/server.ts';

/** What `npm start` brings along where nothing is configured, as variables that the ordinary configuration reads. */
export interface Local {
  readonly env: Environment;
  /** What a configuration file would say of the simulated cloud. */
  readonly defaults: Defaults;
  readonly slack: LocalSlack | undefined;
  readonly cloud: SimulatedCloud | undefined;
  close(): Promise<void>;
}

export interface LocalOptions {
  /** For the page; any free one when absent. */
  readonly port?: number | undefined;
  readonly clock?: () => Date;
  /** What the simulated cloud holds, where it is not everything. */
  readonly simulation?: SimulationOptions;
}

interface Manifest {
  readonly features: {
    readonly slash_commands: readonly {
      command: string;
      description: string;
      usage_hint?: string;
      should_escape?: boolean;
    }[];
    readonly bot_user: { readonly display_name: string };
  };
  readonly oauth_config: { readonly scopes: { readonly bot: readonly string[] } };
  readonly settings: { readonly event_subscriptions: { readonly bot_events: readonly string[] } };
}

/** Starts the local Slack, the simulated cloud, or both, on loopback. */
export async function startLocal(
  provided: Provided,
  env: Environment,
  options: LocalOptions = {},
): Promise<Local> {
  const clock = options.clock ?? (() => new Date());
  const cloud = provided.cloud ? undefined : await startCloud({ clock, ...options.simulation });
  const slack = provided.slack ? undefined : await startSlack(cloud, options.port, clock);
  const writer = cloud?.writerYaml === undefined ? undefined : layWriter(cloud.writerYaml);
  return {
    slack,
    cloud,
    defaults: {
      ...defaultsOf(cloud),
      ...(slack ? { database: ':memory:', alerts: AlertsSchema.parse({ channels: [ALERTS_CHANNEL] }) } : {}),
      ...(slack && writer ? { acting: acting(), fleet: FleetSchema.parse({}) } : {}),
    },
    env: {
      ...env,
      ...(cloud ? { ...cloud.env, OS_CLOUD_NAME: 'demo', OS_CLOUD: undefined } : {}),
      ...(writer ? { OS_CLIENT_CONFIG_FILE: writer.path } : {}),
      ...(slack
        ? { SLACK_BOT_TOKEN: slack.botToken, SLACK_APP_TOKEN: slack.appToken, SLACK_API_URL: slack.apiUrl }
        : {}),
    },
    async close() {
      await Promise.all([slack?.close(), cloud?.close()]);
      writer?.remove();
    },
  };
}

/** Loaded only where it is wanted, as the local Slack is. */
async function startCloud(simulation: SimulationOptions): Promise<SimulatedCloud> {
  const { startSimulatedCloud } = await import('./sandbox/cloud/server.ts');
  return startSimulatedCloud({ objectStore: true, loki: true, ...simulation });
}

/** The credential that carries out is an entry of clouds.yaml, here as anywhere. */
function layWriter(yaml: string): { readonly path: string; remove(): void } {
  const folder = mkdtempSync(join(tmpdir(), 'ironic-oncall-'));
  const path = join(folder, 'clouds.yaml');
  writeFileSync(path, yaml, { mode: 0o600 });
  return { path, remove: () => rmSync(folder, { recursive: true, force: true }) };
}

/** The local Slack's own people: who is on call asks, and the approvers' group agrees. */
function acting(): ActingConfig {
  return ActingSchema.parse({
    writers: { demo: 'demo-writer' },
    request: { users: STAFF },
    approve: { groups: [USERGROUP.id] },
    audit_channel: AUDIT_CHANNEL,
  });
}

/** As a file would say it, so that its own words come first and its checks hold. */
export function defaultsOf(cloud: SimulatedCloud | undefined): Defaults {
  const { loki, logsContainer } = cloud ?? {};
  return {
    ...(loki ? { logs: LogsSchema.parse({ sources: [{ loki: loki.url, query: loki.selector }] }) } : {}),
    ...(logsContainer ? { ramdiskLogs: [{ swift: logsContainer }] } : {}),
  };
}

/** The workspace has the app installed as its manifest says. */
async function startSlack(
  cloud: SimulatedCloud | undefined,
  port: number | undefined,
  clock: () => Date,
): Promise<LocalSlack> {
  const { features, oauth_config, settings } = parse(
    readFileSync(folderOf('manifest.yml'), 'utf8'),
  ) as Manifest;
  const { startLocalSlack } = await import('./sandbox/slack/server.ts');
  const starting = startLocalSlack({
    clock,
    ...(port === undefined ? {} : { port }),
    appName: features.bot_user.display_name,
    commands: features.slash_commands.map(({ command, ...rest }) => ({ name: command, ...rest })),
    botEvents: settings.event_subscriptions.bot_events,
    scopes: oauth_config.scopes.bot,
    welcome: welcome(cloud),
    ...(cloud ? { tools: toolsOf(cloud, clock) } : {}),
  });
  return starting.catch((error: NodeJS.ErrnoException) => {
    if (error.syscall !== 'listen') throw error;
    const words = `IRONIC_ONCALL_PAGE_PORT is ${port}, which the page cannot have (${error.code})`;
    throw new ServiceError(words, { code: 'config', service: 'IRONIC_ONCALL_PAGE_PORT' });
  });
}

/** A monitoring of the simulated cloud, for whoever has none at hand. */
function toolsOf({ state, scenarios }: SimulatedCloud, clock: () => Date) {
  const first = scenarios.find(({ name }) => name === 'disk-erase-failed')?.expect.subject;
  return toolPosts(() => state.nodes, first, clock);
}

/** What shows the breadth best stands first; the page shows the first few at a glance. */
const FIRST_TRIES = [
  'clean-wait-b02',
  'bmc-dead',
  'deploying-on-dead-conductor',
  'disk-erase-failed',
  'conductor-disk-full',
  'operator-maintenance',
  'trait-mismatch',
  'healthy-available',
];
/** So that two of the ways to look closer stand among those at a glance. */
const BEFORE_LOOKS = 6;

/** Ways to look closer at one of them. */
const LOOKS = [
  { text: '/ironic logs bm-f01', about: 'What the deploy ramdisk and the services wrote about a node' },
  { text: '/ironic guide port-fast bm-b02', about: 'A procedure of the guide, filled in for a node' },
  { text: '/ironic logs bm-a11', about: 'Who holds the lock of a node, since when and what for' },
  { text: '/ironic history bm-a13', about: 'What went wrong with a node before' },
];

function welcome(cloud: SimulatedCloud | undefined) {
  const place = (name: string) =>
    FIRST_TRIES.includes(name) ? FIRST_TRIES.indexOf(name) : FIRST_TRIES.length;
  const scenarios = [...(cloud?.scenarios ?? [])].sort((a, b) => place(a.name) - place(b.name));
  const whys = scenarios.map(({ expect }) => ({
    text: `/ironic why ${expect.subject}`,
    about: expect.title,
  }));
  const looks = LOOKS.filter(({ text }) =>
    cloud?.state.nodes.some((node) => text.split(' ').includes(node.name)),
  );
  return {
    title: 'It is 03:10 and something is wrong with the bare metal',
    lines: cloud
      ? [
          `This is a Slack on your own machine, with a simulated OpenStack of ${cloud.state.nodes.length} nodes behind the bot.`,
          'Ask about any of them, or let the monitoring speak in #baremetal-alerts. Nothing here leaves this machine.',
        ]
      : ['This is a Slack on your own machine; the bot reads your real cloud. Ask about one of your nodes.'],
    tries: [
      ...whys.slice(0, BEFORE_LOOKS),
      ...(cloud
        ? [{ text: '/ironic fleet', about: 'Every node at once: what is wrong, and what they share' }]
        : []),
      ...looks,
      ...whys.slice(BEFORE_LOOKS),
      { text: '/ironic help', about: 'What else it can do' },
    ],
  };
}
