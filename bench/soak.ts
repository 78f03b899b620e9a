import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { type Local, startLocal } from '../src/local.ts';
import { toolPosts } from '../src/local-alerts.ts';
import { scenarios } from '../src/sandbox/cloud/scenarios.ts';
import type { SimulatedCloud } from '../src/sandbox/cloud/server.ts';
import { ALERTS_CHANNEL, AUDIT_CHANNEL, STAFF, USERGROUP } from '../src/sandbox/slack/seed.ts';
import type { LocalSlack } from '../src/sandbox/slack/server.ts';
import type { Message } from '../src/sandbox/slack/types.ts';
import { type BotChild, startBotChild } from '../test/support/bot-child.ts';
import { stormFleet } from '../test/support/storm-fleet.ts';
import type { Measured } from './run.ts';
import { faultsOf } from './soak/faults.ts';
import { type Hearing, watchHearing } from './soak/hearing.ts';
import { type Heard, hearLog } from './soak/log.ts';
import { type Sample, sampled, slopeOf } from './soak/memory.ts';
import { type Asked, act } from './soak/people.ts';
import { dice, type Random } from './soak/random.ts';
import { recordsIn } from './soak/records.ts';

const SECONDS = Number(process.env['SOAK_SECONDS'] ?? 600);
const SEED = Number(process.env['SOAK_SEED'] ?? 7);
const CHANNEL = 'baremetal-oncall';
/** As long as the slowest way to an answer takes: the deadline of a diagnosis, then Slack's patience; an alert's next look. */
const SETTLE_MS = 180_000;
const LOOK_MS = 2_000;
const SAMPLE_MS = 5_000;
/** What a process may have gained at rest since it was at rest after its warm-up; a run so short says nothing of it. */
const MAX_MB_PER_MINUTE = 1;
const LONG_S = 300;
/** A thread's limiter stays for as long, so that a crowd leaves more and more of them until then; it goes before the seconds above. */
const WARM_UP_S = SECONDS < LONG_S ? 0 : 300;
/** A fleet that was read is kept for a minute. */
const REST_MS = 75_000;
/** Buffers that a socket or a database is done with are given back when they like; of so many samples the least counts. */
const RESTING_SAMPLES = 6;
const MAX_RSS_MB = 350;
/** One thing that a person does or that goes wrong each, in ms at most. */
const PACE_MS = 700;
const FAULT_SHARE = 0.2;
const ALERT_SHARE = 0.08;

interface World {
  readonly slack: LocalSlack;
  readonly cloud: SimulatedCloud;
  readonly bot: BotChild;
  readonly random: Random;
  readonly hearing: Hearing;
  readonly asked: Asked;
  readonly faults: Record<string, number>;
  readonly alerted: string[];
  readonly alerts: { fire(): Promise<void> };
}

/**
 * Questions, clicks and alerts of all kinds while Slack and the cloud fail at random, the same ones for the same seed: nobody is
 * left without an answer, nothing is done twice, and the bot, a process of its own, does not grow.
 */
export default async function soak(): Promise<Measured> {
  const folder = mkdtempSync(join(tmpdir(), 'ironic-oncall-soak-'));
  const simulation = { scenarios: [...scenarios, stormFleet] };
  const local = await startLocal({ slack: false, cloud: false }, {}, { simulation });
  const heard = hearLog();
  const bot = startBotChild({
    env: { ...local.env, IRONIC_ONCALL_CONFIG: configIn(folder), LOG_LEVEL: 'info' },
    flags: ['--expose-gc', '--import', join(import.meta.dirname, 'soak', 'memory-teller.ts')],
    cwd: folder,
    onLine: heard.onLine,
  });
  try {
    return await measured(local, bot, heard, join(folder, 'oncall.sqlite'));
  } finally {
    await bot[Symbol.asyncDispose]();
    await local.close();
    rmSync(folder, { recursive: true, force: true });
  }
}

async function measured(local: Local, bot: BotChild, heard: Heard, file: string): Promise<Measured> {
  const { slack, cloud } = local as { slack: LocalSlack; cloud: SimulatedCloud };
  await slack.until(() => (slack.connections === 2 ? true : undefined), 60_000);
  const hearing = watchHearing(slack);
  const asked: Asked = {
    taken: { commands: 0, mentions: 0, messages: 0, clicks: 0, modals: 0 },
    untaken: 0,
    roots: [],
  };
  const alerted: string[] = [];
  const alerts = alertsOf({ slack, cloud, alerted });
  const parts = { slack, cloud, bot, hearing, asked, alerted, alerts };
  const world: World = { ...parts, random: dice(SEED), faults: {} };
  const before = await play(world, 0, WARM_UP_S);
  const warm = await atRest(world);
  const samples = await play(world, WARM_UP_S, WARM_UP_S + SECONDS);
  cloud.faults.heal();
  slack.faults.heal();
  const taken = () => Object.values(asked.taken).reduce((sum, count) => sum + count, 0);
  const unanswered = () => asked.roots.filter((root) => answersBelow(slack, CHANNEL, root).length === 0);
  const notes = () => world.alerted.map((alert) => answersBelow(slack, ALERTS_CHANNEL, alert).length);
  const isSettled = () =>
    heard.answers() >= taken() &&
    unanswered().length === 0 &&
    notes().every((count) => count > 0) &&
    slack.connections === 2;
  for (let waited = 0; waited < SETTLE_MS && !isSettled(); waited += LOOK_MS) await wait(LOOK_MS);
  const cold = await atRest(world);
  hearing.stop();
  const wasAlive = bot.process.exitCode === null;
  const connections = slack.connections;
  await bot[Symbol.asyncDispose]();
  const records = await recordsIn(file, cloud);
  const growth = warm && cold ? round((cold.heap - warm.heap) / (SECONDS / 60)) : 0;
  return {
    figures: {
      seconds: { warm_up: WARM_UP_S, measured: SECONDS },
      seed: SEED,
      asked: asked.taken,
      not_taken_in_time: asked.untaken,
      answers: heard.counts,
      alerts: world.alerted.length,
      annotations_but_one: notes().filter((count) => count !== 1),
      faults: world.faults,
      ...records,
      deaf: {
        by_itself_ms: Math.round(hearing.deaf.ms),
        on_purpose_ms: Math.round(hearing.deaf.on_purpose_ms),
        cut_on_purpose: hearing.deaf.cut_on_purpose,
        slack_stood_still: hearing.deaf.slack_stood_still,
      },
      heap_mb: [...before, ...samples].map(({ heap }) => round(heap)),
      rss_mb: [...before, ...samples].map(({ rss }) => round(rss)),
      mb_at_rest: { after_warm_up: warm, at_the_end: cold, per_minute: growth },
      mb_per_minute_at_work: { heap: round(slopeOf(samples, 'heap')), rss: round(slopeOf(samples, 'rss')) },
      errors: heard.errors,
      strays: bot.strays,
    },
    claims: {
      'every question, click and form is answered': heard.answers() >= taken() && unanswered().length === 0,
      'no failure was kept from the person': heard.counts.not_told === 0,
      'every alert has one annotation': notes().every((count) => count === 1),
      'the process lives on, and no rejection went unhandled': wasAlive && bot.strays.length === 0,
      'memory is flat': growth <= MAX_MB_PER_MINUTE,
      'memory is bounded': [...before, ...samples].every(({ rss }) => rss <= MAX_RSS_MB),
      'never deaf but where both connections were cut on purpose': hearing.deaf.ms === 0,
      'both connections stand at the end': connections === 2,
      'the journal is whole, and every change has its "started"':
        records.journal_intact && records.unrecorded === 0,
      'nothing was done twice': records.done_twice === 0,
    },
  };
}

/** What it holds when nobody asks anything; undefined in a short run. */
async function atRest({ slack, cloud, bot }: World): Promise<Sample | undefined> {
  if (SECONDS < LONG_S || bot.process.exitCode !== null) return undefined;
  slack.faults.heal();
  cloud.faults.heal();
  await wait(REST_MS);
  const samples: Sample[] = [];
  while (samples.length < RESTING_SAMPLES) {
    samples.push(await sampled(bot, 0));
    await wait(SAMPLE_MS);
  }
  return samples.toSorted((one, other) => one.heap - other.heap)[0];
}

/** From one second to another; whatever is begun goes on behind its back. */
async function play(world: World, from: number, to: number): Promise<readonly Sample[]> {
  const { slack, cloud, bot, random, hearing, asked, faults, alerts } = world;
  const samples: Sample[] = [];
  const began = performance.now();
  for (let next = 0; performance.now() - began < (to - from) * 1_000 && bot.process.exitCode === null; ) {
    const share = random.next();
    if (share < FAULT_SHARE) {
      const [name, run] = random.pick(faultsOf({ slack, cloud }, hearing, random));
      faults[name] = (faults[name] ?? 0) + 1;
      run();
    } else if (share < FAULT_SHARE + ALERT_SHARE) void alerts.fire();
    else void act({ slack, cloud }, random, asked);
    await wait(PACE_MS * (0.3 + 0.7 * random.next()));
    if (performance.now() - began < next) continue;
    next += SAMPLE_MS;
    // What Slack and the cloud write down of every call is nobody's growth.
    cloud.requests.clear();
    (slack.apiCalls as unknown[]).length = 0;
    samples.push(await sampled(bot, from / 60 + (performance.now() - began) / 60_000));
  }
  return samples;
}

/** One of a node that nobody has spoken of yet. */
function alertsOf({ slack, cloud, alerted }: Pick<World, 'slack' | 'cloud' | 'alerted'>) {
  const nodes = cloud.state.nodes.filter(({ name }) =>
    /^(?:dead|locked-out|mute|unsafe|frozen)-\d+$/.test(name),
  );
  return {
    async fire(): Promise<void> {
      const node = nodes.shift();
      if (!node) return;
      const failing = { ...node, provision_state: 'clean failed', maintenance: false };
      const [post] = toolPosts(
        () => [failing],
        node.name,
        () => new Date(),
      );
      const before = slack.messages(ALERTS_CHANNEL).length;
      for (const body of post?.post() ?? [])
        await fetch(slack.webhookUrl(ALERTS_CHANNEL), { method: 'POST', body: JSON.stringify(body) });
      const posted = slack
        .messages(ALERTS_CHANNEL)
        .slice(before)
        .find((one) => JSON.stringify(one.attachments ?? []).includes(node.name));
      if (posted) alerted.push(posted.ts);
    },
  };
}

const answersBelow = (slack: LocalSlack, channel: string, root: string): readonly Message[] =>
  slack.messages(channel).filter(({ thread_ts, ts, user, text }) => {
    return thread_ts === root && ts !== root && user === slack.botUserId && !/…$/.test(text);
  });

function configIn(folder: string): string {
  const file = join(folder, 'ironic-oncall.yml');
  const config = {
    database: 'oncall.sqlite',
    acting: {
      writers: { demo: 'demo-writer' },
      request: { users: STAFF },
      approve: { groups: [USERGROUP.id] },
      audit_channel: AUDIT_CHANNEL,
      cool_down: 0,
      blast_radius: { raise_above: 1_000, refuse_above: 1_000 },
    },
    alerts: { channels: [ALERTS_CHANNEL] },
    fleet: {},
  };
  writeFileSync(file, JSON.stringify(config));
  return file;
}

const round = (value: number): number => Math.round(value * 100) / 100;
