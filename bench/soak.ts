import { setTimeout as wait } from 'node:timers/promises';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { createLog } from '../src/log.ts';
import { CHANNEL, type LocalBot, startLocalBot } from '../test/support/bot.ts';
import type { Measured } from './run.ts';

const SECONDS = Number(process.env['SOAK_SECONDS'] ?? 120);
const SEED = Number(process.env['SOAK_SEED'] ?? 7);
/** As long as the slowest way to an answer takes: the deadline of a diagnosis, then Slack's patience. */
const SETTLE_MS = 60_000;
const SAMPLE_MS = 5_000;
/** The messages stay: the local Slack lives in the same heap. */
const MAX_GROWTH_MB_PER_MINUTE = 6;
const PEOPLE = ['maya', 'jonas'] as const;
const SERVICES = ['keystone', 'ironic', 'nova', 'placement', 'neutron', 'glance'] as const;
const METHODS = ['chat.postMessage', 'chat.update', 'assistant.threads.setStatus', 'response_url'] as const;

type Kind = 'commands' | 'mentions' | 'messages' | 'clicks' | 'faults';
type Asked = Record<Kind, number>;

/** Questions of all kinds while Slack and the cloud fail at random, the same ones for the same seed; nobody is left without an answer. */
export default async function soak(): Promise<Measured> {
  const rejections: string[] = [];
  const note = (error: unknown) => void rejections.push(String(error));
  process.on('unhandledRejection', note);
  const counts = { answered: 0, failures_told: 0, not_told: 0 };
  await using local = await startLocalBot({ log: counting(counts) });
  const random = createRandom(SEED);
  const asked: Asked = { commands: 0, mentions: 0, messages: 0, clicks: 0, faults: 0 };
  const roots: string[] = [];
  const heap: { minutes: number; mb: number }[] = [];
  const began = performance.now();
  const minutes = () => (performance.now() - began) / 60_000;
  for (let nextSample = SAMPLE_MS; minutes() * 60 < SECONDS; ) {
    void act(local, random, asked, roots);
    await wait(300 + random.next() * 700);
    if (performance.now() - began < nextSample) continue;
    nextSample += SAMPLE_MS;
    forget(local);
    heap.push({ minutes: minutes(), mb: heapUsed() });
  }
  local.cloud.faults.heal();
  local.slack.faults.latency('*', 0);
  const questions = () => asked.commands + asked.mentions + asked.messages + asked.clicks;
  const settled = () =>
    counts.answered + counts.failures_told >= questions() && local.slack.connections === 2;
  await local.slack.until(() => settled() || undefined, SETTLE_MS).catch(() => undefined);

  const { slack } = local;
  const unanswered = roots.filter(
    (root) =>
      !slack
        .messages(CHANNEL)
        .some((one) => one.thread_ts === root && one.ts !== root && !/diagnosing…/.test(one.text)),
  );
  const growth = slope(heap.slice(Math.floor(heap.length / 3)));
  process.off('unhandledRejection', note);
  return {
    figures: {
      seconds: SECONDS,
      seed: SEED,
      asked,
      ...counts,
      unanswered_mentions: unanswered.length,
      heap_mb: heap.map(({ mb }) => round(mb)),
      heap_mb_per_minute: round(growth),
      rejections,
    },
    claims: {
      'every question got a final answer':
        counts.answered + counts.failures_told === questions() && unanswered.length === 0,
      'no failure was kept from the person': counts.not_told === 0,
      'no rejection went unhandled': rejections.length === 0,
      'the heap does not grow': growth <= MAX_GROWTH_MB_PER_MINUTE,
      'both sockets stand at the end': slack.connections === 2 && local.bot.connected(),
    },
  };
}

/** Reads from the bot's log what became of each question. */
function counting(counts: { answered: number; failures_told: number; not_told: number }) {
  const write = (line: string) => {
    const { msg } = JSON.parse(line) as { msg?: string };
    if (msg === 'answered') counts.answered += 1;
    else if (msg === 'no answer') counts.failures_told += 1;
    else if (msg === 'the failure could not be told either') counts.not_told += 1;
  };
  return createLog({ level: 'info', destination: { write } });
}

/** One thing that somebody does, or that breaks. Only what Slack took on is counted as asked. */
async function act({ slack, cloud }: LocalBot, random: Random, asked: Asked, roots: string[]): Promise<void> {
  const who = random.pick(PEOPLE);
  const subject = () => random.pick([...cloud.scenarios.map(({ expect }) => expect.subject), 'no-such-node']);
  const words = random.pick([
    `why ${subject()}`,
    `why ${subject()}`,
    subject(),
    'help',
    'wyh node',
    'explain No valid host was found.',
  ]);
  const dice = random.next();
  if (dice < 0.3) {
    const { ok } = await slack.slash(who, random.pick([CHANNEL, 'general']), '/ironic', words);
    if (ok) asked.commands += 1;
  } else if (dice < 0.5) {
    asked.mentions += 1;
    slack.faults.redeliverNext = random.next() < 0.2;
    roots.push(slack.postMessage(who, CHANNEL, `@ironic ${words}`).ts);
  } else if (dice < 0.6) {
    asked.messages += 1;
    slack.postMessage(who, 'app', words);
  } else if (dice < 0.75) {
    const reports = slack
      .messages(CHANNEL)
      .filter(({ blocks }) => JSON.stringify(blocks ?? []).includes('"look-again"'));
    if (reports.length > 0 && (await slack.click(who, random.pick(reports), 'look-again')).ok)
      asked.clicks += 1;
  } else {
    asked.faults += 1;
    random.pick(faultsOf({ slack, cloud }, random))();
  }
}

function faultsOf(
  { slack, cloud }: Pick<LocalBot, 'slack' | 'cloud'>,
  random: Random,
): readonly (() => void)[] {
  const method = random.pick(METHODS);
  const service = random.pick(SERVICES);
  const few = 1 + Math.floor(random.next() * 3);
  return [
    () => slack.faults.refresh('one'),
    () => slack.faults.refresh('all'),
    () => slack.faults.dropSockets(),
    () => slack.faults.rateLimit(method, few, few),
    () => slack.faults.answer(method, 1, 503),
    () => slack.faults.refuse('chat.update', 1, 'message_not_found'),
    () => slack.faults.latency('*', random.next() * 1_500),
    () => slack.faults.latency('*', 0),
    () => slack.faults.answer('apps.connections.open', 1, 500),
    () => cloud.faults.down(service),
    () => cloud.faults.hang(service),
    () => cloud.faults.status(service, 500),
    () => cloud.faults.expireTokens(),
    () => cloud.faults.heal(),
    () => cloud.faults.heal(),
  ];
}

interface Random {
  next(): number;
  pick<T>(from: readonly T[]): T;
}

/** Numbers in [0, 1) that a seed repeats (a linear congruential generator: nothing here needs better). */
function createRandom(seed: number): Random {
  let state = seed;
  const next = () => {
    state = (state * 1_664_525 + 1_013_904_223) % 2 ** 32;
    return state / 2 ** 32;
  };
  return { next, pick: (from) => from[Math.floor(next() * from.length)] as (typeof from)[number] };
}

/** What the local Slack and the simulated cloud write down of every call is none of the bot's growth. */
function forget({ slack, cloud }: LocalBot): void {
  cloud.requests.clear();
  (slack.apiCalls as unknown[]).length = 0;
}

/** In MB, of what is still reachable. */
function heapUsed(): number {
  setFlagsFromString('--expose-gc');
  runInNewContext('gc')();
  return process.memoryUsage().heapUsed / 1e6;
}

/** Least squares, MB a minute. */
function slope(points: readonly { readonly minutes: number; readonly mb: number }[]): number {
  const mean = (of: (one: (typeof points)[number]) => number) =>
    points.reduce((sum, one) => sum + of(one), 0) / points.length;
  const x = mean(({ minutes }) => minutes);
  const y = mean(({ mb }) => mb);
  const spread = mean(({ minutes }) => (minutes - x) ** 2);
  return spread > 0 ? mean(({ minutes, mb }) => (minutes - x) * (mb - y)) / spread : 0;
}

const round = (value: number): number => Math.round(value * 10) / 10;
