import { spawn, spawnSync } from 'node:child_process';
import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import { Agent, type ClientRequest, get, type IncomingMessage } from 'node:http';
import { createInterface } from 'node:readline';
import axios from 'axios';
import type { FleetReport } from '../src/core/fleet-report.ts';
import type { Measured } from './run.ts';

const NODES = 10_000;
const RUNS = 15;
const MOST_RATIO = 1.5;
const MOST_RSS_MB = 350;

interface Timed {
  /** The fastest of the runs, milliseconds. */
  readonly ms: number;
  readonly median_ms: number;
  /** The first of the process, when nothing is compiled yet. */
  readonly first_ms: number;
  /** Of the fastest, user and system time of this process. */
  readonly cpu_ms: number;
}

interface Read {
  readonly nodes: number;
  readonly troubled: number;
  readonly groups: readonly string[];
  readonly requests: number;
  readonly megabytes: number;
  readonly pass: Timed;
  readonly pages_only: Timed;
  readonly pages_without_axios: Timed;
  /** Of each pass to its pages alone, fetched right before it. */
  readonly ratios: readonly number[];
  readonly peak_rss_mb: number;
}

/**
 * Ten thousand nodes with every scenario among them, served by another process: read, judged and grouped, against
 * nothing but fetching and parsing the same pages in the same process, each list page by page and all lists at once: by
 * axios, as the bot fetches, and by Node's bare client.
 *
 * A machine that others use is faster for some seconds and slower for others, and the fastest of each kind come from
 * different ones. So a pass is held against its pages right before it, and of these ratios the middle one counts.
 */
export default async function fleet(): Promise<Measured> {
  const server = spawn(process.execPath, [import.meta.filename, 'serve'], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  try {
    const address = await new Promise<string>((resolve, reject) => {
      createInterface(server.stdout).once('line', resolve);
      server.once('exit', () => reject(new Error('the simulated cloud did not start')));
    });
    const timed = readIn(address, RUNS, true);
    // Each a process that reads the fleet once. As with time, what others do to the machine only adds to it.
    const peaks = [1, 2, 3].map(() => readIn(address, 0, false).peak_rss_mb);
    const peak = Math.min(...peaks);
    const ratio = middle(timed.ratios);
    return {
      figures: {
        ...timed,
        peak_rss_mb: peak,
        peaks_rss_mb: peaks,
        peak_rss_mb_of_many_passes_and_the_pages_alone_in_between: timed.peak_rss_mb,
        ratio,
        ratio_of_the_fastest: round(timed.pass.ms / timed.pages_only.ms),
        ratio_of_medians_without_axios: round(timed.pass.median_ms / timed.pages_without_axios.median_ms),
        ratio_of_medians: round(timed.pass.median_ms / timed.pages_only.median_ms),
        ratio_of_the_first: round(timed.pass.first_ms / timed.pages_only.first_ms),
        ratio_of_cpu: round(timed.pass.cpu_ms / timed.pages_only.cpu_ms),
      },
      claims: {
        [`a pass takes at most ${MOST_RATIO} x the time of its pages alone`]: ratio <= MOST_RATIO,
        [`a pass takes at most ${MOST_RSS_MB} MB`]: peak <= MOST_RSS_MB,
        'every node was read': timed.nodes > NODES,
        'what is wrong was found': timed.troubled > 50 && timed.groups.length > 20,
        'a page of a thousand nodes is one request': timed.requests <= (NODES / 1000) * 3 + 30,
      },
    };
  } finally {
    server.kill();
  }
}

const round = (ratio: number): number => Math.round(ratio * 100) / 100;
const middle = (values: readonly number[]): number =>
  values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.POSITIVE_INFINITY;

function readIn(address: string, runs: number, baseline: boolean): Read {
  const args = [import.meta.filename, 'read', address, String(runs), baseline ? 'with' : 'without'];
  const child = spawnSync(process.execPath, args, { encoding: 'utf8' });
  if (child.status !== 0) throw new Error(child.stderr);
  return JSON.parse(child.stdout) as Read;
}

async function serve(): Promise<void> {
  const { startSimulatedCloud } = await import('../src/sandbox/cloud/server.ts');
  const cloud = await startSimulatedCloud({ fleet: NODES });
  console.log(JSON.stringify(cloud.env));
}

/** A request of the pass, to be made again by itself. */
interface Page {
  readonly url: URL;
  readonly headers: Readonly<Record<string, string>>;
}

async function read(address: string, runs: number, baseline: boolean): Promise<Read> {
  const { loadConfig } = await import('../src/config.ts');
  const { loadPlaybooks } = await import('../src/compose.ts');
  const { createCloud } = await import('../src/openstack/cloud.ts');
  const { createFleetPass } = await import('../src/diagnosis/fleet-pass.ts');
  const config = loadConfig({ ...JSON.parse(address), OS_CLOUD_NAME: 'demo' });
  const cloud = createCloud(config.clouds.get('demo'));
  const silent = { info: () => undefined, error: (fields: object) => console.error(fields) };
  const pass = createFleetPass({
    playbooks: await loadPlaybooks([]),
    clock: () => new Date(),
    newReference: () => 'bench',
    log: silent,
  });
  await cloud.has('nova');
  let report: FleetReport | undefined;
  const once = async () => {
    const told = await pass.run(cloud);
    if (!('kind' in told)) report = told;
  };
  const passes: Sample[] = [];
  const alone: Sample[] = [];
  const bare: Sample[] = [];
  const pages = await recordPages(async () => {
    passes.push(await timed(once));
  });
  for (let run = 0; run < runs; run += 1) {
    if (baseline) {
      bare.push(await timed(() => fetchOnly(pages, byNode)));
      alone.push(await timed(() => fetchOnly(pages, byAxios)));
    }
    passes.push(await timed(once));
  }
  // The first pass was for the pages.
  const ratios = alone.map(({ ms }, run) => round((passes[run + 1]?.ms ?? 0) / ms));
  if (!report) throw new Error('a pass without a filter fits every node');
  const bytes = baseline ? await fetchOnly(pages, byNode) : 0;
  cloud.close();
  return {
    nodes: report.total,
    troubled: report.nodes.length,
    groups: report.groups.map(({ words, nodes }) => `${nodes.length}: ${words}`),
    requests: report.cost.requests,
    megabytes: Math.round(bytes / 1e6),
    pass: summary(passes),
    pages_only: summary(alone),
    pages_without_axios: summary(bare),
    ratios,
    // Kilobytes, as the kernel counts the most there ever was.
    peak_rss_mb: Math.round(process.resourceUsage().maxRSS / 1000),
  };
}

interface Sample {
  readonly ms: number;
  readonly cpu: number;
}

async function timed(work: () => Promise<unknown>): Promise<Sample> {
  const cpu = process.cpuUsage();
  const started = performance.now();
  await work();
  const ms = performance.now() - started;
  const { user, system } = process.cpuUsage(cpu);
  return { ms, cpu: (user + system) / 1000 };
}

function summary(samples: readonly Sample[]): Timed {
  const sorted = samples.toSorted((a, b) => a.ms - b.ms);
  const at = (index: number) => sorted[index] ?? { ms: 0, cpu: 0 };
  return {
    ms: Math.round(at(0).ms),
    median_ms: Math.round(at(Math.floor(sorted.length / 2)).ms),
    first_ms: Math.round(samples[0]?.ms ?? 0),
    cpu_ms: Math.round(at(0).cpu),
  };
}

/** What was asked of the cloud meanwhile, with its headers. */
async function recordPages(work: () => Promise<void>): Promise<readonly Page[]> {
  const pages: Page[] = [];
  const note = (message: unknown) => {
    const { request } = message as { readonly request: ClientRequest };
    const headers = Object.entries(request.getHeaders()).map(([name, value]) => [name, String(value)]);
    const url = new URL(request.path, `http://${request.getHeader('host')}`);
    if (request.method === 'GET') pages.push({ url, headers: Object.fromEntries(headers) });
  };
  subscribe('http.client.request.start', note);
  await work();
  unsubscribe('http.client.request.start', note);
  return pages;
}

/** The same requests: the pages of one list one after the other, as they lead to each other, and all lists at once. */
async function fetchOnly(pages: readonly Page[], textOf: TextOf): Promise<number> {
  const agent = new Agent({ keepAlive: true });
  let bytes = 0;
  const lists = Map.groupBy(pages, ({ url }) => `${url.host}${url.pathname}`);
  const walks = [...lists.values()].map(async (list) => {
    for (const page of list) {
      const text = await textOf(page, agent);
      bytes += text.length;
      JSON.parse(text);
    }
  });
  await Promise.all(walks);
  agent.destroy();
  return bytes;
}

type TextOf = (page: Page, agent: Agent) => Promise<string>;

const client = axios.create({
  adapter: 'http',
  responseType: 'text',
  proxy: false,
  transformResponse: (body: unknown) => body,
});
async function byAxios({ url, headers }: Page, httpAgent: Agent): Promise<string> {
  return (await client.get<string>(url.href, { headers: { ...headers }, httpAgent })).data;
}

async function byNode({ url, headers }: Page, agent: Agent): Promise<string> {
  const { promise, resolve, reject } = Promise.withResolvers<IncomingMessage>();
  get(url, { headers, agent }, resolve).once('error', reject);
  const chunks: Buffer[] = [];
  for await (const chunk of await promise) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString('utf8');
}

if (process.argv[1] === import.meta.filename) {
  const [mode, address = '', runs = '', baseline] = process.argv.slice(2);
  if (mode === 'serve') await serve();
  else console.log(JSON.stringify(await read(address, Number(runs), baseline === 'with')));
}
