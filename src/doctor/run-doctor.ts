import type { Writable } from 'node:stream';
import { parseArgs } from 'node:util';
import { folderOf } from '../compose.ts';
import { type Environment, whatIsProvided } from '../config.ts';
import { UsageError } from '../core/errors.ts';
import { discover } from '../lib/discover.ts';
import { nearest } from '../lib/nearest.ts';
import type { Check, Result } from './check.ts';
import { cleaned } from './clean.ts';
import { type Context, createContext } from './context.ts';
import { counts, draw, firstToMend } from './draw.ts';
import { FIRST_STEPS } from './first-steps.ts';
import { runChecks } from './run-checks.ts';

const USAGE = `usage: npm run -s doctor -- [--cloud NAME] [--json] [--seconds N]
Looks whether everything that is configured works; changes nothing. For all of it there are 30 seconds, or --seconds.
exit code: 0 all is well or only to be looked at, 1 something fails, 2 a check of ours broke, 3 bad usage`;

/** What scripts branch on. */
const EXIT = { well: 0, failing: 1, broke: 2, badUsage: 3 } as const;

const OPTIONS = {
  cloud: { type: 'string' },
  json: { type: 'boolean', default: false },
  seconds: { type: 'string', default: '30' },
  help: { type: 'boolean', default: false },
} as const;

export interface Surroundings {
  readonly env: Environment;
  readonly out: Writable;
  readonly err: Writable;
  readonly clock: () => Date;
  /** Version of Node, without `v`. */
  readonly node: string;
  readonly colours: boolean;
}

/**
 * `npm run -s doctor -- ...`
 * @returns the exit code
 */
export async function runDoctor(args: readonly string[], around: Surroundings): Promise<number> {
  const { env, out, err, clock, node, colours } = around;
  let values: ReturnType<typeof parse>;
  try {
    values = parse(args);
  } catch (error) {
    if (!(error instanceof UsageError)) throw error;
    err.write(`${error.message}\n`);
    return EXIT.badUsage;
  }
  if (values.help) {
    out.write(`${USAGE}\n`);
    return EXIT.well;
  }
  const seconds = Number(values.seconds);
  const began = performance.now();
  const signal = AbortSignal.timeout(seconds * 1000);
  const context = createContext({
    env,
    clock,
    node,
    signal,
    cloud: values.cloud,
    // A login, a question and one that stands on its answer have to fit in.
    timeoutMs: (seconds * 1000) / 3,
  });
  const wrong = wrongCloud(context, values.cloud);
  if (wrong) {
    err.write(`${wrong}\n`);
    return EXIT.badUsage;
  }
  if (isUntouched(context)) {
    out.write(
      `${values.json ? JSON.stringify({ configured: false, first: FIRST_STEPS.split('\n').slice(2) }, null, 2) : FIRST_STEPS}\n`,
    );
    return EXIT.failing;
  }
  const results = cleaned(await runChecks(await loadChecks(), context), env, secretVariables(context));
  for (const cloud of context.clouds) cloud.close();
  const took = (performance.now() - began) / 1000;
  out.write(`${values.json ? toJson(results, took) : draw(results, { colours, seconds: took })}\n`);
  return exitCode(results);
}

/** The folder is the registry. */
export function loadChecks(): Promise<readonly Check[]> {
  return discover<Check>(folderOf('src/doctor/checks'), 'check', (unit) => {
    const { title, section, run } = unit as Partial<Check>;
    if (typeof title !== 'string' || typeof section !== 'string') return 'a check needs title and section';
    return typeof run === 'function' ? undefined : 'a check needs run()';
  });
}

function parse(args: readonly string[]) {
  try {
    const { values } = parseArgs({
      args: [...args],
      options: OPTIONS,
      allowPositionals: false,
      strict: true,
    });
    if (/^[1-9]\d{0,2}$/.test(values.seconds)) return values;
    throw new Error('--seconds is a whole number between 1 and 999');
  } catch (error) {
    throw new UsageError(`${error instanceof Error ? error.message : String(error)}\n${USAGE}`);
  }
}

function wrongCloud({ config }: Context, name: string | undefined): string | undefined {
  const names = config?.clouds.names ?? [];
  if (name === undefined || names.includes(name)) return undefined;
  const [near] = nearest(name, names, 1);
  return `--cloud: ${name} is none of ${names.join(', ')}${near ? `; did you mean ${near}?` : ''}`;
}

/** Nothing was meant to be configured, which is something else than mistakes. */
function isUntouched({ env, review }: Context): boolean {
  const { slack, cloud } = whatIsProvided(env);
  const tried = Object.entries(env).some(
    ([name, value]) =>
      value && /^(?:SLACK_|DATABASE_URL$|REDIS_URL$|IRONIC_ONCALL_CONFIG$|OS_CLOUD$|OS_AUTH)/.test(name),
  );
  return !slack && !cloud && !tried && review.file === undefined;
}

/** Variables that the configuration names as holding a secret. */
function secretVariables({ config }: Context): readonly string[] {
  const named: string[] = [];
  JSON.stringify([config?.logs, config?.alerts], (key, value: unknown) => {
    if (key.endsWith('_env') && typeof value === 'string') named.push(value);
    return value;
  });
  return named;
}

function toJson(results: readonly Result[], seconds: number): string {
  const first = firstToMend(results);
  const summary = { configured: true, seconds: Number(seconds.toFixed(1)), counts: counts(results) };
  return JSON.stringify({ ...summary, ...(first ? { first: first.id } : {}), checks: results }, null, 2);
}

function exitCode(results: readonly Result[]): number {
  if (results.some(({ broke }) => broke)) return EXIT.broke;
  return results.some(({ state }) => state === 'fail') ? EXIT.failing : EXIT.well;
}
