import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { bundle } from '../packaging/bundle.ts';
import { startLocal } from '../src/local.ts';
import type { SimulatedCloud } from '../src/sandbox/cloud/server.ts';
import { AUDIT_CHANNEL, STAFF, USERGROUP } from '../src/sandbox/slack/seed.ts';
import type { LocalSlack } from '../src/sandbox/slack/server.ts';
import { DATABASES } from '../test/support/databases.ts';
import { createRandom } from '../test/support/random.ts';
import { alert, annotationsOf, edit, type Told } from './replicas/alerts.ts';
import { healthyName, manyIll, stuckName, waitingName } from './replicas/many-ill.ts';
import { answersTo, command, mention, type Question, slowest } from './replicas/questions.ts';
import { compare, isIntact } from './replicas/records.ts';
import { type Wanted, want } from './replicas/remedies.ts';
import { startTwoBots } from './replicas/two-bots.ts';
import type { Measured } from './run.ts';

const EVENTS = Number(process.env['REPLICAS_EVENTS'] ?? 1_000);
const SECONDS = Number(process.env['REPLICAS_SECONDS'] ?? 90);
const SEED = Number(process.env['REPLICAS_SEED'] ?? 7);
/** After both can be reached. */
const KILL_AFTER_MS = 6_000;
/** Fewer would prove little. */
const LEAST_KILLS = Math.floor(SECONDS / 20);
/** People and tools come in bursts, so that limits are met. */
const BURST_MS = 2_000;
/** Until whoever is left has taken over what a process died with, which takes 90 s (src/alerts/lease.ts), and has drawn all of it. */
const SETTLE_MS = 240_000;
/** Of each answer of the cloud. */
const CLOUD_MS = 100;
/** src/openstack/config.ts, for each service and credential. */
const AT_ONCE = 8;
/** One a second, and the one that was at the beginning; answers come a little sooner or later. */
const POSTS_IN_TEN_SECONDS = 12;
const AGREES = { [STAFF[0]]: STAFF[1], [STAFF[1]]: STAFF[2], [STAFF[2]]: STAFF[1] } as const;

/**
 * Two replicas on one PostgreSQL and one Redis hear alerts, questions and clicks, many of them twice, while one of them is
 * killed every few seconds: everything that is kept is done, and done once.
 */
export default async function replicas(): Promise<Measured> {
  const redis = process.env['TEST_REDIS_URL'];
  const postgres = DATABASES.find(({ kind }) => kind === 'postgres');
  if (!redis || !postgres || postgres.missing)
    throw new Error('TEST_DATABASE_URL and TEST_REDIS_URL have to be set: see .ci/postgres and .ci/redis');
  const database = await postgres.create();
  const folder = mkdtempSync(join(tmpdir(), 'ironic-oncall-replicas-'));
  const dist = join(folder, 'dist');
  await bundle(dist);
  const simulation = {
    scenarios: [manyIll(shares().remedies)],
    fleet: EVENTS,
    loki: false,
    objectStore: false,
  };
  const local = await startLocal({ slack: false, cloud: false }, {}, { simulation });
  const { slack, cloud } = local as { slack: LocalSlack; cloud: SimulatedCloud };
  // A thousand people at once are more than Slack takes; what the bot may do is measured instead.
  slack.faults.naturalLimits = false;
  cloud.faults.delay(CLOUD_MS);
  const names = (prefix: string, count: number) =>
    Array.from({ length: count }, (_, at) => slack.addChannel(`${prefix}-${at + 1}`).id);
  const channels = { talk: names('talk', 6), alerts: names('alerts', 3) };
  const config = join(folder, 'ironic-oncall.yml');
  writeFileSync(config, configOf(channels.alerts));
  const url = database.options.url ?? '';
  const env = {
    ...local.env,
    PATH: process.env['PATH'],
    DATABASE_URL: url,
    ...(process.env['REPLICAS_ALONE'] ? {} : { REDIS_URL: redis }),
    IRONIC_ONCALL_CONFIG: config,
    NODE_COMPILE_CACHE: join(folder, 'cache'),
  };
  const bots = startTwoBots(join(dist, 'main.mjs'), env);
  try {
    await bothHear(slack);
    const began = performance.now();
    const killing = AbortSignal.timeout(SECONDS * 1000);
    const [day] = await Promise.all([aBadDay(slack, channels), killAgainAndAgain(slack, bots, killing)]);
    await settled(slack, day.told, url, cloud);
    await bots.stop();
    const seconds = Math.round((performance.now() - began) / 1000);
    return measured({
      slack,
      cloud,
      seconds,
      bots,
      ...day,
      deeds: await compare(url, cloud),
      intact: isIntact(env),
    });
  } finally {
    await bots.stop();
    await local.close();
    await database.drop();
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Of all events; an alert is told, told again and over, and a remedy is asked about, clicked, sent and agreed to. */
const shares = () => ({
  alerts: Math.round(EVENTS * 0.16),
  commands: Math.round(EVENTS * 0.25),
  mentions: Math.round(EVENTS * 0.16),
  /** Of each of two kinds. */
  remedies: Math.round(EVENTS * 0.012),
});

interface Day {
  readonly told: readonly Told[];
  readonly questions: readonly Question[];
  readonly wanted: readonly Wanted[];
  readonly resolved: number;
}

async function aBadDay(
  slack: LocalSlack,
  channels: { readonly talk: readonly string[]; readonly alerts: readonly string[] },
): Promise<Day> {
  const random = createRandom(SEED);
  const one = <T>(of: readonly T[]): T => of[Math.floor(random() * of.length)] as T;
  const { alerts, commands, mentions, remedies } = shares();
  let nodes = 0;
  const nextNode = () => healthyName(nodes++);
  const told: Told[] = [];
  let resolved = 0;
  const acts: (() => Promise<Question | undefined>)[] = [
    ...Array.from({ length: commands }, () => {
      const [who, channel, node] = [one(STAFF), one(channels.talk), nextNode()];
      return () => command(slack, who, channel, node);
    }),
    ...Array.from({ length: mentions }, () => {
      const [who, channel, node, twice] = [one(STAFF), one(channels.talk), nextNode(), random() < 0.3];
      return () => mention(slack, who, channel, node, twice);
    }),
    ...Array.from({ length: alerts }, () => {
      const [channel, node, twice] = [one(channels.alerts), nextNode(), random() < 0.4];
      const laterMs = 3_000 + random() * 20_000;
      return async () => {
        const message = await alert(slack, channel, node, twice);
        told.push(message);
        await wait(laterMs);
        if (edit(slack, message)) resolved += 1;
        return undefined;
      };
    }),
  ];
  const when = acts.map((act) => ({
    act,
    at: Math.floor((random() * SECONDS * 1000) / BURST_MS) * BURST_MS,
  }));
  const began = performance.now();
  const all = when.map(async ({ act, at }) => {
    await wait(Math.max(0, began + at - performance.now()));
    return await act();
  });
  // Whoever has a form open opens no other.
  const ill = Array.from({ length: remedies }, (_, at) => [stuckName(at), waitingName(at)]).flat();
  const lanes = STAFF.map(async (asks, lane) => {
    const wanted: Wanted[] = [];
    for (const node of ill.filter((_, at) => at % STAFF.length === lane))
      wanted.push(await want(slack, { asks, agrees: AGREES[asks] }, one(channels.talk), node, random));
    return wanted;
  });
  const questions = (await Promise.all(all)).filter((question) => question !== undefined);
  return { told, questions, wanted: (await Promise.all(lanes)).flat(), resolved };
}

/** With two sockets each. */
const bothHear = (slack: LocalSlack) =>
  slack.until(() => (slack.connections === 4 ? true : undefined), SETTLE_MS);

/** Only when both are there again: a machine on which a start takes long would otherwise see nothing but starts. */
async function killAgainAndAgain(
  slack: LocalSlack,
  bots: ReturnType<typeof startTwoBots>,
  signal: AbortSignal,
): Promise<void> {
  while (!signal.aborted) {
    await bothHear(slack);
    await wait(KILL_AFTER_MS, undefined, { signal }).catch(() => undefined);
    if (!signal.aborted) await bots.killNext();
  }
  await bothHear(slack);
}

async function settled(
  slack: LocalSlack,
  told: readonly Told[],
  url: string,
  cloud: SimulatedCloud,
): Promise<void> {
  for (const end = performance.now() + SETTLE_MS; performance.now() < end; await wait(3_000)) {
    if (told.some((one) => annotationsOf(slack, one) === 0)) continue;
    if ((await compare(url, cloud)).open === 0) return;
  }
}

interface Outcome extends Day {
  readonly slack: LocalSlack;
  readonly cloud: SimulatedCloud;
  readonly seconds: number;
  readonly bots: ReturnType<typeof startTwoBots>;
  readonly deeds: Awaited<ReturnType<typeof compare>>;
  readonly intact: boolean;
}

function measured(outcome: Outcome): Measured {
  const { slack, cloud, seconds, bots, told, questions, wanted, resolved, deeds, intact } = outcome;
  const annotations = told.map((one) => annotationsOf(slack, one));
  const answers = questions.map((one) => [one, answersTo(slack, one)] as const);
  const accepted = answers.filter(([{ accepted: taken }]) => taken);
  const lost = accepted.filter(([, count]) => count === 0).map(([question]) => question);
  const most = Math.max(...cloud.most.values());
  const posts = mostPosts(slack);
  const said = Object.fromEntries([...bots.said].toSorted(([a], [b]) => (a < b ? -1 : 1)));
  return {
    figures: {
      seconds,
      seed: SEED,
      kills: bots.kills.length,
      events_acknowledged: slack.taken.length,
      alerts: {
        told: told.length,
        resolved,
        unanswered: annotations.filter((count) => count === 0).length,
        answered_twice: annotations.filter((count) => count > 1).length,
      },
      questions: {
        asked: questions.length,
        slack_told_that_nobody_took_them: questions.length - accepted.length,
        answered: accepted.filter(([, count]) => count > 0).length,
        answered_twice: accepted.filter(([, count]) => count > 1).map(([{ node }]) => node),
        taken_over: bots.said.get(TAKEN_OVER) ?? 0,
        lost: lost.map(({ kind, node }) => `${kind} ${node}`),
        slowest_ms: slowest(slack, questions),
      },
      remedies: {
        wanted: wanted.length,
        acts: wanted.reduce((sum, { acts }) => sum + acts, 0),
        seen_to_their_end: wanted.filter(({ seen }) => seen).length,
        unseen: wanted.filter(({ seen }) => !seen).map(({ node }) => node),
        written: cloud.effects.length,
        ...deeds,
      },
      most_requests_at_once: Object.fromEntries(cloud.most),
      most_posts_in_ten_seconds: posts,
      said,
    },
    claims: {
      'replicas were killed all the time': bots.kills.length >= LEAST_KILLS,
      'every alert has exactly one annotation': told.length > 0 && annotations.every((count) => count === 1),
      'no question is answered twice': accepted.every(([, count]) => count <= 1),
      'no question is lost, though processes died over some': lost.length === 0 && bots.said.has(TAKEN_OVER),
      'every approval is over': deeds.open === 0,
      'nothing is done twice': deeds.twice.length === 0,
      'nothing is done that is not on record, and nothing is on record as done that is not':
        deeds.unrecorded.length === 0 && deeds.without.length === 0,
      'everything that was agreed to is done, but for what a process died over': isDone(outcome),
      'the journal is intact': intact,
      'both together ask no service more than one may': most <= AT_ONCE,
      'both together post no more into a channel than one may': posts <= POSTS_IN_TEN_SECONDS,
      'limits were shared all the time': bots.said.get(ALONE) === undefined && bots.said.has(SHARED),
    },
  };
}

const SHARED = 'info: limits are shared through Redis';
const TAKEN_OVER = 'info: a question is taken over';
const ALONE = 'warn: limits are those of this process alone until Redis is there';

/** Nothing here is refused or fails by itself. Between "started" and the call there is a moment in which a process may die. */
function isDone({ bots, deeds }: Outcome): boolean {
  const { succeeded = 0, unconfirmed = 0, ...others } = deeds.approvals;
  const died = unconfirmed <= Math.ceil(bots.kills.length / 4) && deeds.unsure.length <= unconfirmed;
  return succeeded > 0 && died && Object.keys(others).length === 0;
}

/** Of any channel, in any ten seconds. */
function mostPosts(slack: LocalSlack): number {
  const posts = slack.apiCalls.filter(({ method }) => method === 'chat.postMessage');
  const counts = [...Map.groupBy(posts, ({ args }) => args['channel']).values()].flatMap((some) =>
    some.map(({ at }) => some.filter((other) => other.at >= at && other.at < at + 10_000).length),
  );
  return Math.max(0, ...counts);
}

const configOf = (channels: readonly string[]): string =>
  JSON.stringify({
    alerts: { channels },
    acting: {
      writers: { demo: 'demo-writer' },
      request: { users: STAFF },
      approve: { groups: [USERGROUP.id] },
      audit_channel: AUDIT_CHANNEL,
      cool_down: 0,
      blast_radius: { raise_above: 100_000, refuse_above: 100_000 },
    },
  });
