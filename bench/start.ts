import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as wait } from 'node:timers/promises';
import { bundle } from '../packaging/bundle.ts';
import { FLAGS, VARIABLES } from '../packaging/shipped.ts';
import { startLocal } from '../src/local.ts';
import { ALERTS_CHANNEL } from '../src/sandbox/slack/seed.ts';
import type { Measured } from './run.ts';

const RUNS = 5;
const FLEET = 10_000;
/** The first sweep of the fleet and whatever else a start brings along is over by then. */
const IDLE_MS = 10_000;
/** What reading a large fleet took is given back when the engine finds the time, which takes longer on a busy machine. */
const GIVEN_BACK_MS = 40_000;
const LOOK_MS = 1_000;

/**
 * From the start of a bundled bot until Slack can reach it, and what it occupies when nobody asks anything: with what it
 * brings along, and with ten thousand nodes in mind that alerts may name.
 */
export default async function start(): Promise<Measured> {
  const folder = mkdtempSync(join(tmpdir(), 'ironic-oncall-bench-'));
  const dist = join(folder, 'dist');
  await bundle(dist);
  // In this process, so that only the bot is measured; with everything switched on that takes room.
  const local = await startLocal({ slack: false, cloud: false }, {}, {});
  const config = join(folder, 'ironic-oncall.yml');
  writeFileSync(config, CONFIG);
  const bare = { ...local.env, IRONIC_ONCALL_CONFIG: config, PATH: process.env['PATH'], HOME: folder };
  const env = { ...bare, ...VARIABLES };
  const main = join(dist, 'main.mjs');
  const rounds: { readonly empty: number; readonly bot: number; readonly mb: number }[] = [];
  for (let run = 0; run < RUNS; run++) {
    const empty = emptyProgram();
    rounds.push({ empty, ...(await botStarted([...FLAGS, main], env, folder)) });
  }
  const plain = await botStarted([main], bare, folder);
  const demo = await botStarted([...FLAGS, main], { PATH: env.PATH, HOME: folder, ...VARIABLES }, folder);
  await local.close();
  const indexing = await indexed([...FLAGS, main], config, folder);
  rmSync(folder, { recursive: true });
  // Whatever else the machine does can only add to either.
  const fastest = Math.min(...rounds.map(({ bot }) => bot));
  const fastestEmpty = Math.min(...rounds.map(({ empty }) => empty));
  const ratio = Math.round((fastest / fastestEmpty) * 10) / 10;
  const idle = median(rounds.map(({ mb }) => mb));
  return {
    figures: {
      connected_ms: { fastest, median: median(rounds.map(({ bot }) => bot)) },
      empty_program_ms: { fastest: fastestEmpty, median: median(rounds.map(({ empty }) => empty)) },
      ratio,
      idle_rss_mb: { shipped: idle, without_options: plain.mb, whole_demo: demo.mb },
      indexed: { nodes: FLEET, rss_mb: indexing.mb, peak_rss_mb: indexing.peakMb },
    },
    claims: {
      'connected within 1 s, on a busy or slow machine within 20 x what an empty program takes':
        fastest <= 1000 || ratio <= 20,
      'idle with at most 130 MB': idle <= 130,
      'idle with at most 150 MB when ten thousand nodes are indexed': indexing.mb <= 150,
    },
  };
}

const CONFIG = `
acting: { writers: { demo: demo-writer }, request: { users: [U0MAYA0001] }, approve: { users: [U0JONAS001] } }
fleet: {}
http: { port: 0 }
`;

/** The same bot with a fleet that is read for what alerts may name, once all of it has been read. */
async function indexed(args: readonly string[], config: string, cwd: string) {
  const local = await startLocal(
    { slack: false, cloud: false },
    {},
    { simulation: { scenarios: [], fleet: FLEET } },
  );
  writeFileSync(
    config,
    `${CONFIG.replace('fleet: {}', 'fleet: { sweep: 0 }')}alerts: { channels: [${ALERTS_CHANNEL}] }\n`,
  );
  const env = {
    ...local.env,
    IRONIC_ONCALL_CONFIG: config,
    PATH: process.env['PATH'],
    HOME: cwd,
    ...VARIABLES,
  };
  const isRead = () =>
    (local.cloud?.requests ?? []).filter(({ path }) => path === '/v1/nodes').length > FLEET / 250;
  const { mb, peakMb } = await botStarted(args, env, cwd, isRead, GIVEN_BACK_MS);
  await local.close();
  return { mb, peakMb };
}

/** Milliseconds of a Node that has nothing to do. */
function emptyProgram(): number {
  const started = performance.now();
  spawnSync(process.execPath, ['-e', '0']);
  return Math.round(performance.now() - started);
}

/** Milliseconds until it says that Slack can reach it, and then the least of its resident set when nothing happens any more. */
async function botStarted(
  args: readonly string[],
  env: Record<string, string | undefined>,
  cwd: string,
  isAtRest: () => boolean = () => true,
  longestMs = IDLE_MS,
) {
  const started = performance.now();
  const child = spawn(process.execPath, args, { cwd, env, stdio: ['ignore', 'pipe', 'inherit'] });
  await saysThatItIsThere(child);
  const bot = Math.round(performance.now() - started);
  while (!isAtRest()) await wait(100);
  await wait(IDLE_MS);
  let mb = megabytes(child.pid ?? 0, 'VmRSS');
  for (let waited = IDLE_MS; waited < longestMs; waited += LOOK_MS) {
    await wait(LOOK_MS);
    mb = Math.min(mb, megabytes(child.pid ?? 0, 'VmRSS'));
  }
  const peakMb = megabytes(child.pid ?? 0, 'VmHWM');
  child.kill();
  await once(child, 'exit');
  return { bot, mb, peakMb };
}

async function saysThatItIsThere(child: ChildProcess & { readonly stdout: NodeJS.ReadableStream }) {
  const there = Promise.withResolvers<void>();
  createInterface({ input: child.stdout }).on('line', (line) => {
    if (/connected to Slack|is on the page/.test(line)) there.resolve();
  });
  child.once('exit', (code) => there.reject(new Error(`the bot ended with ${code}`)));
  await there.promise;
}

/** Of 10^6 bytes; what is resident now, or the most that ever was. */
function megabytes(pid: number, what: 'VmRSS' | 'VmHWM'): number {
  const status = readFileSync(`/proc/${pid}/status`, 'utf8');
  const kb = Number(status.split(`${what}:`)[1]?.trim().split(' ')[0]);
  return Math.round((kb * 1024) / 1e5) / 10;
}

function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  return Math.round((sorted[Math.floor(sorted.length / 2)] ?? 0) * 10) / 10;
}
