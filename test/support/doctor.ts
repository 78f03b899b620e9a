import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Writable } from 'node:stream';
import { parse, stringify } from 'yaml';
import type { Result } from '../../src/doctor/check.ts';
import { runDoctor } from '../../src/doctor/run-doctor.ts';
import { scenarios } from '../../src/sandbox/cloud/scenarios.ts';
import { type SimulatedCloud, startSimulatedCloud } from '../../src/sandbox/cloud/server.ts';
import { AUDIT_CHANNEL, USERGROUP } from '../../src/sandbox/slack/seed.ts';
import { type LocalSlack, startLocalSlack } from '../../src/sandbox/slack/server.ts';

type Bag = Record<string, unknown>;

export interface CloudEntry extends Bag {
  auth: Bag;
}

/** The check and the words that a mistake has to be named with, and the words of what mends it. */
export type Named = readonly [id: string, told: RegExp, fix: RegExp];

/** What somebody has configured, before it is written down; a test spoils it. */
export interface Setup {
  env: Record<string, string | undefined>;
  /** ironic-oncall.yml; text is written as it is. */
  file: Bag | string;
  clouds: Record<string, CloudEntry>;
  args: string[];
  node: string;
  /** Milliseconds by which our own clock is ahead. */
  ahead: number;
}

export interface Examined {
  readonly code: number;
  readonly checks: readonly Result[];
  /** Everything that was printed. */
  readonly out: string;
}

export interface Clinic extends AsyncDisposable {
  readonly slack: LocalSlack;
  readonly cloud: SimulatedCloud;
  readonly folder: string;
  /** Everything as it should be, but for what `spoil` makes of it. */
  examine(spoil?: (setup: Setup) => void): Promise<Examined>;
}

/** A local Slack and a simulated cloud that are well, and the doctor. */
export async function openClinic(): Promise<Clinic> {
  const folder = mkdtempSync(join(tmpdir(), 'doctor-'));
  const { oauth_config } = parse(readFileSync(new URL('../../manifest.yml', import.meta.url), 'utf8')) as {
    readonly oauth_config: { readonly scopes: { readonly bot: readonly string[] } };
  };
  const slack = await startLocalSlack({ appName: 'ironic', scopes: oauth_config.scopes.bot });
  slack.faults.naturalLimits = false;
  const cloud = await startSimulatedCloud({
    scenarios: scenarios.filter(({ name }) => name === 'healthy-available'),
    objectStore: true,
    loki: true,
  });
  const secrets = ['sandbox-reader', 'sandbox-writer', 'sandbox-admin', slack.botToken, slack.appToken];

  return {
    slack,
    cloud,
    folder,
    async examine(spoil) {
      const setup = healthy(slack, cloud, folder);
      spoil?.(setup);
      const file = join(folder, 'ironic-oncall.yml');
      writeFileSync(file, typeof setup.file === 'string' ? setup.file : stringify(setup.file));
      const clouds = join(folder, 'clouds.yaml');
      writeFileSync(clouds, stringify({ clouds: setup.clouds }), { mode: 0o600 });
      const env = { HOME: folder, IRONIC_ONCALL_CONFIG: file, OS_CLIENT_CONFIG_FILE: clouds, ...setup.env };
      const { code, out } = await run(['--json', '--seconds', '600', ...setup.args], env, setup);
      const leaked = secrets.filter((secret) => out.includes(secret));
      if (leaked.length > 0) throw new Error(`a secret was printed:\n${out}`);
      return { code, out, checks: out.startsWith('{') ? (JSON.parse(out) as Examined).checks : [] };
    },
    async [Symbol.asyncDispose]() {
      await Promise.all([slack.close(), cloud.close()]);
      rmSync(folder, { recursive: true });
    },
  };
}

/** Sets a key deep inside, e.g. `acting.request.users`. */
export function put(setup: Setup, path: string, value: unknown): void {
  const steps = path.split('.');
  const last = steps.pop() ?? '';
  let bag = setup.file as Bag;
  for (const step of steps) {
    bag[step] ??= {};
    bag = bag[step] as Bag;
  }
  bag[last] = value;
}

/** The entry that reads, or the one that writes. */
export function entry(setup: Setup, name: 'demo' | 'writer' = 'demo'): CloudEntry {
  return entryOf(setup.clouds, name);
}

function healthy(slack: LocalSlack, cloud: SimulatedCloud, folder: string): Setup {
  const { clouds } = parse(cloud.cloudsYaml()) as { readonly clouds: Record<string, CloudEntry> };
  const log = join(folder, 'ironic-conductor.log');
  writeFileSync(log, 'a line\n');
  return {
    env: {
      SLACK_BOT_TOKEN: slack.botToken,
      SLACK_APP_TOKEN: slack.appToken,
      SLACK_API_URL: slack.apiUrl,
      OS_CLOUD: 'demo',
    },
    clouds: { demo: entryOf(clouds, 'demo-reader'), writer: entryOf(clouds, 'demo-writer') },
    file: {
      logs: { sources: [{ files: [log] }, { loki: cloud.loki?.url, query: cloud.loki?.selector }] },
      ramdisk_logs: [{ directory: folder }],
      database: join(folder, 'records.sqlite'),
      acting: {
        writers: { demo: 'writer' },
        request: { users: ['U0MAYA0001'] },
        approve: { groups: [USERGROUP.id] },
        audit_channel: AUDIT_CHANNEL,
      },
      alerts: { channels: ['C0ALERTS01'] },
    },
    args: [],
    node: process.versions.node,
    ahead: 0,
  };
}

function entryOf(clouds: Record<string, CloudEntry>, name: string): CloudEntry {
  const entry = clouds[name];
  if (!entry) throw new Error(`no entry ${name}`);
  return entry;
}

async function run(
  args: readonly string[],
  env: Readonly<Record<string, string | undefined>>,
  { node, ahead }: Pick<Setup, 'node' | 'ahead'>,
): Promise<{ readonly code: number; readonly out: string }> {
  let out = '';
  const sink = new Writable({
    write(piece, _, done) {
      out += piece;
      done();
    },
  });
  const clock = () => new Date(Date.now() + ahead);
  const code = await runDoctor(args, { env, out: sink, err: sink, clock, node, colours: false });
  return { code, out };
}
