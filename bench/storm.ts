import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { FLAGS, VARIABLES } from '../packaging/shipped.ts';
import { type Local, startLocal } from '../src/local.ts';
import type { SimulatedCloud } from '../src/sandbox/cloud/server.ts';
import type { LocalSlack } from '../src/sandbox/slack/server.ts';
import type { Message } from '../src/sandbox/slack/types.ts';
import { createRandom } from '../test/support/random.ts';
import { stormPosts } from '../test/support/storm-alerts.ts';
import { HIDDEN_CAUSES, stormFleet } from '../test/support/storm-fleet.ts';
import type { Measured } from './run.ts';

const SEED = 7;
const HEALTHY = 1_600;
const SECONDS = 60;
/** Until everything is told; Slack takes one annotation a second. */
const PATIENCE_MS = 300_000;
/** Requests besides one per five nodes: log-ins, versions, the index of the fleet, one pass more than needed. */
const REQUESTS_BESIDES = 80;
/** Like a pass over a fleet by itself, with what a thousand alerts leave behind. */
const MOST_RSS_MB = 350;
/** Different subjects from which on alerts are told as one. */
const STORM_FROM = 5;

interface Story {
  readonly seconds: number;
  readonly posted: { readonly messages: number; readonly alerts: number };
  readonly first_summary_ms: number;
  readonly groups: readonly string[];
  readonly unanswered: number;
  readonly answered_twice: number;
  readonly summaries: number;
  readonly counted: string;
  readonly slack: Readonly<Record<string, number>>;
  readonly rate_limited: number;
  readonly most_posts_in_a_minute: number;
  readonly cloud_requests: number;
  readonly peak_rss_mb: number;
}

/** A thousand alerts for 400 nodes with five hidden causes, in a minute; then once more with a `kill -9` in the middle. */
export default async function storm(): Promise<Measured> {
  const calm = await play(false);
  const killed = await play(true);
  return {
    figures: { calm, killed },
    claims: { ...claims('', calm), ...claims('killed in the middle: ', killed) },
  };
}

function claims(prefix: string, story: Story): Record<string, boolean> {
  const nodes = HIDDEN_CAUSES.reduce((sum, one) => sum + one.nodes.length, 0);
  const named = HIDDEN_CAUSES.filter(({ nodes: members, says }) =>
    story.groups.some((line) => counts(line, members.length) && says.test(line)),
  );
  const said = {
    'all five causes are named with their numbers of nodes': named.length === HIDDEN_CAUSES.length,
    'every alert is counted': story.counted.includes(String(story.posted.alerts)),
    'every message is answered in its thread': story.unanswered === 0,
    'none is answered twice, and the storm has one message':
      story.answered_twice === 0 && story.summaries === 1,
    'the first summary comes within ten seconds': story.first_summary_ms <= 10_000,
    'Slack never asked to slow down': story.rate_limited === 0 && story.most_posts_in_a_minute <= 65,
    'the cloud is asked little': story.cloud_requests <= nodes / 5 + REQUESTS_BESIDES,
    'memory is bounded': story.peak_rss_mb <= MOST_RSS_MB,
  };
  return Object.fromEntries(Object.entries(said).map(([claim, holds]) => [prefix + claim, holds]));
}

async function play(kill: boolean): Promise<Story> {
  const folder = mkdtempSync(join(tmpdir(), 'ironic-oncall-storm-'));
  const simulation = { scenarios: [stormFleet], fleet: HEALTHY };
  const local = await startLocal({ slack: false, cloud: false }, {}, { simulation });
  const { slack, cloud } = local as { slack: LocalSlack; cloud: SimulatedCloud };
  const channel = slack.channels.values().find(({ name }) => name === 'baremetal-alerts')?.id ?? '';
  const bot = createChild(local, folder, channel);
  try {
    await bot.start();
    await slack.until(() => (slack.connections === 2 ? true : undefined), 60_000);
    return await measured(slack, cloud, channel, bot, kill);
  } finally {
    await bot.stop();
    await local.close();
    rmSync(folder, { recursive: true, force: true });
  }
}

async function measured(
  slack: LocalSlack,
  cloud: SimulatedCloud,
  channel: string,
  bot: Child,
  kill: boolean,
): Promise<Story> {
  const posts = stormPosts(createRandom(SEED));
  const hook = slack.webhookUrl(channel);
  const began = performance.now();
  const pace = (SECONDS * 1000) / posts.length;
  const seen = new Set<string>();
  let visible: number | undefined;
  const firstSummary = slack
    .until(() => (summariesIn(slack, channel).length > 0 ? performance.now() : undefined), PATIENCE_MS)
    .catch(() => Number.POSITIVE_INFINITY);
  for (const [index, { body }] of posts.entries()) {
    const answer = await fetch(hook, { method: 'POST', body: JSON.stringify(body) });
    if (!answer.ok) throw new Error(`the webhook took no alert: ${answer.status}`);
    for (const [node] of JSON.stringify(body).matchAll(/\b(?:dead|locked-out|mute|unsafe|frozen)-\d{3}\b/g))
      seen.add(node);
    if (visible === undefined && seen.size >= STORM_FROM && index > 0) visible = performance.now();
    if (kill && index === Math.floor(posts.length / 2)) void bot.killAndStart();
    await wait(Math.max(0, began + (index + 1) * pace - performance.now()));
  }
  const told = posts.reduce((sum, { alerts }) => sum + alerts, 0);
  await slack
    .until(() => (isTold(slack, channel, told) ? true : undefined), PATIENCE_MS)
    .catch(() => undefined);
  const summaries = summariesIn(slack, channel);
  const answers = answersIn(slack, channel);
  const text = summaries.map(textOf).join('\n');
  return {
    seconds: Math.round((performance.now() - began) / 1000),
    posted: { messages: posts.length, alerts: told },
    first_summary_ms: Math.round((await firstSummary) - (visible ?? began)),
    groups: text.split('\n').filter((line) => /\d+ nodes/.test(line)),
    unanswered: [...answers.values()].filter((count) => count === 0).length,
    answered_twice: [...answers.values()].filter((count) => count > 1).length,
    summaries: summaries.length,
    counted: text.split('\n').find((line) => /\balerts\b/.test(line)) ?? '',
    slack: Object.fromEntries(
      [...Map.groupBy(slack.apiCalls, ({ method }) => method)].map(([method, calls]) => [
        method,
        calls.length,
      ]),
    ),
    rate_limited: slack.apiCalls.filter(({ status }) => status === 429).length,
    most_posts_in_a_minute: mostInAMinute(
      slack.apiCalls
        .filter(({ method, args }) => method === 'chat.postMessage' && args['channel'] === channel)
        .map(({ at }) => at),
    ),
    cloud_requests: cloud.requests.length,
    peak_rss_mb: bot.peakMb(),
  };
}

/** What the bot says in the channel itself. */
const summariesIn = (slack: LocalSlack, channel: string): readonly Message[] =>
  slack.messages(channel).filter((one) => one.user === slack.botUserId && one.thread_ts === undefined);

/** How often the bot answered in the thread of each message of a tool. */
function answersIn(slack: LocalSlack, channel: string): ReadonlyMap<string, number> {
  const all = slack.messages(channel);
  const roots = all.filter((one) => one.thread_ts === undefined || one.thread_ts === one.ts);
  const tools = roots.filter((one) => one.user !== slack.botUserId && one.attachments !== undefined);
  return new Map(
    tools.map(({ ts }) => [
      ts,
      all.filter((one) => one.thread_ts === ts && one.ts !== ts && one.user === slack.botUserId).length,
    ]),
  );
}

function isTold(slack: LocalSlack, channel: string, alerts: number): boolean {
  const answers = answersIn(slack, channel);
  const [summary] = summariesIn(slack, channel);
  if (!summary || [...answers.values()].some((count) => count === 0)) return false;
  const lines = textOf(summary).split('\n');
  if (!lines.some((line) => line.startsWith(`${alerts} alerts`))) return false;
  return HIDDEN_CAUSES.every(({ nodes }) => lines.some((line) => counts(line, nodes.length)));
}

/** "130 nodes: …" or, in the first line, "130 of 400 nodes: …". */
const counts = (line: string, nodes: number): boolean =>
  new RegExp(`^${nodes} (?:of \\d+ )?nodes`).test(line);

/** Everything that a person reads of a message. */
function textOf({ text, blocks }: Message): string {
  const texts: string[] = [];
  const walk = (value: unknown): void => {
    if (Array.isArray(value)) for (const one of value) walk(one);
    else if (typeof value === 'object' && value !== null) {
      for (const [key, inner] of Object.entries(value)) {
        if (key === 'text' && typeof inner === 'string') texts.push(inner);
        else walk(inner);
      }
    }
  };
  walk(blocks);
  return [text, ...texts].join('\n').replaceAll('*', '');
}

function mostInAMinute(times: readonly number[]): number {
  return Math.max(
    0,
    ...times.map((at) => times.filter((other) => other >= at && other < at + 60_000).length),
  );
}

interface Child {
  start(): Promise<void>;
  killAndStart(): Promise<void>;
  stop(): Promise<void>;
  /** The most memory that it ever had. */
  peakMb(): number;
}

/** The product itself, as a process of its own. */
function createChild(local: Local, folder: string, channel: string): Child {
  const config = join(folder, 'ironic-oncall.yml');
  writeFileSync(config, JSON.stringify({ alerts: { channels: [channel] }, database: 'oncall.sqlite' }));
  const env = { ...process.env, ...VARIABLES, ...local.env, IRONIC_ONCALL_CONFIG: config, LOG_LEVEL: 'warn' };
  const main = join(import.meta.dirname, '..', 'src', 'main.ts');
  let child: ChildProcess | undefined;
  let peak = 0;
  const sampler = setInterval(() => {
    peak = Math.max(peak, peakOf(child?.pid));
  }, 500);
  const start = async () => {
    // As the image and the unit start it.
    child = spawn(process.execPath, [...FLAGS, main], { env, stdio: ['ignore', 2, 2] });
    await once(child, 'spawn');
  };
  const end = async (signal: 'SIGKILL' | 'SIGTERM') => {
    const ended =
      child && child.exitCode === null && child.signalCode === null ? once(child, 'exit') : undefined;
    child?.kill(signal);
    await ended;
  };
  return {
    start,
    async killAndStart() {
      await end('SIGKILL');
      await start();
    },
    async stop() {
      clearInterval(sampler);
      await end('SIGTERM');
    },
    peakMb: () => peak,
  };
}

/** As the kernel counts it; 0 where there is no such file. */
function peakOf(pid: number | undefined): number {
  try {
    const [, kilobytes = '0'] = /VmHWM:\s*(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8')) ?? [];
    return Math.round(Number(kilobytes) / 1000);
  } catch {
    return 0;
  }
}
