import { randomBytes } from 'node:crypto';
import { readFile, writeFile } from 'node:fs/promises';
import { inspect, parseArgs } from 'node:util';
import { composeDiagnosis } from './compose.ts';
import { loadConfig } from './config.ts';
import { UsageError } from './core/errors.ts';
import type { Report } from './core/report.ts';
import { reportToJson } from './core/report-json.ts';
import { type Diagnosed, refusalOf } from './diagnosis/diagnose.ts';
import { scrubText } from './lib/scrub.ts';
import { createLog } from './log.ts';
import { drawReport, drawUnresolved } from './terminal-report.ts';

const USAGE = `usage: npm run -s why -- <node | instance | MAC | BMC address | port | flavor>
           [--cloud NAME] [--json] [--save-snapshot FILE] [--snapshot FILE] [--explain TEXT]
exit code: 0 healthy, 1 findings, 2 could not tell, 3 bad usage`;

/** What scripts branch on. */
const EXIT = { healthy: 0, findings: 1, cannotTell: 2, badUsage: 3 } as const;

const OPTIONS = {
  cloud: { type: 'string' },
  json: { type: 'boolean', default: false },
  'save-snapshot': { type: 'string' },
  snapshot: { type: 'string' },
  explain: { type: 'string' },
  help: { type: 'boolean', default: false },
} as const;

async function main(): Promise<number> {
  const { values, positionals } = parse();
  if (values.help) {
    console.log(USAGE);
    return EXIT.healthy;
  }
  const words = positionals.join(' ').trim();
  const sources = [words, values.snapshot, values.explain].filter(
    (source) => source !== undefined && source !== '',
  );
  if (sources.length !== 1) throw new UsageError(USAGE);
  const config = loadConfig();
  // stdout is the answer; a log line there would break whoever parses it.
  const log = createLog({ level: config.logLevel, destination: 2, quiet: true });
  const engine = await composeDiagnosis(config, {
    log,
    clock: () => new Date(),
    newReference: () => randomBytes(4).toString('hex'),
  });
  try {
    const cloud = values.cloud ?? config.clouds.default;
    const diagnosed = await run();
    if (diagnosed.kind === 'unresolved') {
      const answer = drawUnresolved(words, cloud, diagnosed.resolution);
      console.log(
        values.json ? JSON.stringify({ asked: words, cloud, ...diagnosed.resolution }, null, 2) : answer,
      );
      return diagnosed.resolution.kind === 'several' ? EXIT.badUsage : EXIT.cannotTell;
    }
    const { report } = diagnosed;
    console.log(values.json ? JSON.stringify(reportToJson(report), null, 2) : drawReport(report));
    // After the answer, which a full disk must not cost.
    if (values['save-snapshot']) await save(values['save-snapshot'], diagnosed.snapshot());
    return exitCode(report);

    async function run(): Promise<Diagnosed> {
      if (values.snapshot !== undefined) return engine.diagnosis.replay(await readJson(values.snapshot));
      if (values.explain !== undefined) return engine.diagnosis.replay({ message: values.explain });
      return engine.diagnosis.diagnose(words, cloud);
    }
  } finally {
    engine.close();
  }
}

function parse() {
  try {
    return parseArgs({ options: OPTIONS, allowPositionals: true, strict: true });
  } catch (error) {
    throw new UsageError(`${error instanceof Error ? error.message : String(error)}\n${USAGE}`);
  }
}

async function save(path: string, snapshot: Record<string, unknown>): Promise<void> {
  const text = `${JSON.stringify(snapshot, null, 2)}\n`;
  await writeFile(path, text, { mode: 0o600 }).catch((error: NodeJS.ErrnoException) => {
    throw new UsageError(`The snapshot cannot be written to ${path}: ${error.code ?? error.message}.`);
  });
}

async function readJson(path: string): Promise<unknown> {
  const text = await readFile(path, 'utf8').catch((error: NodeJS.ErrnoException) => {
    throw new UsageError(`The snapshot ${path} cannot be read: ${error.code ?? error.message}.`);
  });
  try {
    // Windows' own tools put a byte order mark in front.
    return JSON.parse(text.replace(/^\ufeff/, ''));
  } catch {
    throw new UsageError(`The snapshot ${path} is not JSON.`);
  }
}

function exitCode(report: Report): number {
  if (report.verdict.cause === 'healthy') return EXIT.healthy;
  return report.verdict.cause === 'insufficient-evidence' ? EXIT.cannotTell : EXIT.findings;
}

try {
  process.exitCode = await main();
} catch (error) {
  const words = refusalOf(error);
  // A bug of ours is no finding about the node, which is what Node's own exit code would say.
  process.exitCode = words === undefined ? EXIT.cannotTell : EXIT.badUsage;
  console.error(words ?? scrubText(inspect(error)));
}
