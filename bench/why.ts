import { composeDiagnosis } from '../src/compose.ts';
import { loadConfig } from '../src/config.ts';
import { defaultsOf } from '../src/local.ts';
import { createLog } from '../src/log.ts';
import { type SimulatedCloud, startSimulatedCloud } from '../src/sandbox/cloud/server.ts';
import { startLocalBot } from '../test/support/bot.ts';
import type { Measured } from './run.ts';

const DELAY_MS = 200;
/** Every third situation is timed, in several runs; the chain of requests is counted in all of them. */
const RUNS = 4;
const TIMED_EVERY = 3;
const ACKS = 20;

/** How much of a diagnosis is waiting for answers that must come in turn, and whether anything keeps an ack waiting. */
export default async function why(): Promise<Measured> {
  const diagnoses = await diagnose();
  const acks = await acknowledge();
  const worst = (pick: (one: Timed) => number) => Math.max(...diagnoses.map(pick));
  return {
    figures: { delay_ms: DELAY_MS, runs: RUNS, diagnoses, acks_ms_while_every_service_hangs: acks },
    claims: {
      'a diagnosis takes at most 1.25 x its longest chain':
        Math.max(...diagnoses.flatMap((one) => (one.runs === RUNS ? one.ratio : []))) <= 1.25,
      'no chain is longer than 4': worst((one) => one.chain) <= 4,
      'no request is made twice': worst((one) => one.repeated) === 0,
      'the ack leaves within 100 ms': acks.max <= 100,
    },
  };
}

interface Timed {
  readonly subject: string;
  readonly runs: number;
  readonly requests: number;
  /** Requests that could only be made one after the other. */
  readonly chain: number;
  readonly repeated: number;
  /** The fastest of the runs, milliseconds: whatever else the machine does can only add to it. */
  readonly ms: number;
  readonly median_ms: number;
  /** ms / (chain x delay). */
  readonly ratio: number;
}

async function diagnose(): Promise<readonly Timed[]> {
  // With the logs that the demo brings along. Loki answers at once and is not counted: it is no part of OpenStack, and
  // what is measured is whether reading it makes the way through OpenStack longer.
  const cloud = await startSimulatedCloud({ loki: true });
  const config = loadConfig({ ...cloud.env, OS_CLOUD_NAME: 'demo' }, defaultsOf(cloud));
  const newEngine = () =>
    composeDiagnosis(config, {
      log: createLog({ level: 'silent', destination: 2 }),
      clock: () => new Date(),
      newReference: () => 'bench',
    });
  const engine = await newEngine();
  // Compiles what is compiled once and takes the token, as a bot that has been running has done.
  for (const scenario of cloud.scenarios) await engine.diagnosis.diagnose(scenario.expect.subject, 'demo');
  cloud.faults.delay(DELAY_MS);
  const timed: Timed[] = [];
  for (const [index, { expect }] of cloud.scenarios.entries()) {
    const runs = index % TIMED_EVERY === 0 ? RUNS : 1;
    const work = () => engine.diagnosis.diagnose(expect.subject, 'demo');
    timed.push(await timeOne(cloud, expect.subject, work, runs));
  }
  // The very first diagnosis of a process has to log in, too.
  const [first] = cloud.scenarios;
  if (first) {
    const cold = await timeOne(cloud, `${first.expect.subject} (cold: login included)`, async () => {
      const fresh = await newEngine();
      const started = performance.now();
      await fresh.diagnosis.diagnose(first.expect.subject, 'demo');
      const ms = performance.now() - started;
      fresh.close();
      return ms;
    });
    timed.push(cold);
  }
  engine.close();
  await cloud.close();
  return timed;
}

async function timeOne(
  cloud: SimulatedCloud,
  subject: string,
  work: () => Promise<unknown>,
  runs = RUNS,
): Promise<Timed> {
  const times: number[] = [];
  let chain = 0;
  let requests = 0;
  let repeated = 0;
  for (let run = 0; run < runs; run++) {
    cloud.requests.clear();
    const started = performance.now();
    const own = await work();
    times.push(typeof own === 'number' ? own : performance.now() - started);
    const made = [...cloud.requests];
    requests = made.length;
    repeated = Math.max(repeated, made.length - new Set(made.map(identity)).size);
    // Noise can only make waits look longer, so the shortest chain that was seen is the true one.
    const seen = longestChain(made.map((one) => Date.parse(one.at)));
    chain = run === 0 ? seen : Math.min(chain, seen);
  }
  times.sort((a, b) => a - b);
  const ms = Math.round(times[0] ?? 0);
  const median_ms = Math.round(times[Math.floor(runs / 2)] ?? 0);
  const ratio = Math.round((ms / (chain * DELAY_MS)) * 100) / 100;
  return { subject, runs, requests, chain, repeated, ms, median_ms, ratio };
}

const identity = (one: { service: string; method: string; path: string; query: object }): string =>
  `${one.service} ${one.method} ${one.path} ${JSON.stringify(one.query)}`;

/**
 * A request that arrived when another had been answered may have waited for it. Counting every such pair as a
 * dependence also counts waiting in a queue of ours, which is as bad.
 */
function longestChain(arrivals: readonly number[]): number {
  let chain = 0;
  let free = Number.NEGATIVE_INFINITY;
  for (const at of [...arrivals].sort((a, b) => a - b)) {
    if (at < free) continue;
    chain += 1;
    free = at + DELAY_MS;
  }
  return chain;
}

/** Times of the acknowledgement in milliseconds, while no cloud service ever answers. */
async function acknowledge() {
  await using local = await startLocalBot();
  for (const service of ['keystone', 'ironic', 'nova', 'placement', 'neutron', 'glance'] as const) {
    local.cloud.faults.hang(service);
  }
  const times: number[] = [];
  for (let i = 0; i < ACKS; i++) {
    const started = performance.now();
    await local.slack.slash('U0MAYA0001', 'baremetal-oncall', '/ironic', `why node-${i}`);
    times.push(performance.now() - started);
  }
  local.cloud.faults.heal();
  times.sort((a, b) => a - b);
  const at = (share: number) => Math.round((times[Math.ceil(times.length * share) - 1] ?? 0) * 10) / 10;
  return { median: at(0.5), max: at(1) };
}
