import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { composeDiagnosis } from '../../src/compose.ts';
import { type Defaults, loadConfig } from '../../src/config.ts';
import type { Report } from '../../src/core/report.ts';
import { reportToJson } from '../../src/core/report-json.ts';
import type { Resolution } from '../../src/core/subject.ts';
import { type Diagnosed, refusalOf } from '../../src/diagnosis/diagnose.ts';
import { createLog } from '../../src/log.ts';

/** The whole engine behind one configuration, as the terminal and the bot have it, without their drawing. */
export interface Asker extends AsyncDisposable {
  why(words: string, cloud?: string): Promise<Diagnosed>;
  /** Fails the test when the words mean nothing. */
  report(words: string, cloud?: string): Promise<Report>;
  /** Fails the test when the words mean something. */
  unresolved(words: string, cloud?: string): Promise<Exclude<Resolution, { kind: 'found' }>>;
  /** What stands in the way of this cloud, in words; fails the test when nothing does. */
  refusal(words: string, cloud?: string): Promise<string>;
}

/** `clouds` is the text of a clouds.yaml; `env` comes on top of it, or stands alone. */
export async function askWith(given: {
  readonly clouds?: string;
  readonly env?: Readonly<Record<string, string>>;
  /** Milliseconds after the real time at which the asker believes to be. */
  readonly ahead?: number;
  /** As the local demo brings them along. */
  readonly defaults?: Defaults;
}): Promise<Asker> {
  const folder = mkdtempSync(join(tmpdir(), 'variants-'));
  const path = join(folder, 'clouds.yaml');
  if (given.clouds !== undefined) writeFileSync(path, given.clouds);
  const env = { ...(given.clouds === undefined ? {} : { OS_CLIENT_CONFIG_FILE: path }), ...given.env };
  const bugs: string[] = [];
  const config = loadConfig(env, given.defaults);
  const engine = await composeDiagnosis(config, {
    log: createLog({ level: 'error', destination: { write: (line) => void bugs.push(line) } }),
    clock: () => new Date(Date.now() + (given.ahead ?? 0)),
    newReference: () => 'ref',
  });
  const why = async (words: string, cloud = config.clouds.default) => {
    const diagnosed = await engine.diagnosis.diagnose(words, cloud);
    if (bugs.length > 0) throw new Error(bugs.join('\n'));
    return diagnosed;
  };
  return {
    why,
    async report(words, cloud) {
      const diagnosed = await why(words, cloud);
      if (diagnosed.kind === 'report') return diagnosed.report;
      throw new Error(`${words}: ${JSON.stringify(diagnosed.resolution)}`);
    },
    async unresolved(words, cloud) {
      const diagnosed = await why(words, cloud);
      if (diagnosed.kind === 'unresolved') return diagnosed.resolution;
      throw new Error(`${words}: ${JSON.stringify(diagnosed.report.verdict)}`);
    },
    async refusal(words, cloud) {
      try {
        const diagnosed = await why(words, cloud);
        throw new Error(`${words} was not refused but ${diagnosed.kind}`);
      } catch (error) {
        const words = refusalOf(error);
        if (words === undefined) throw error;
        return words;
      }
    },
    async [Symbol.asyncDispose]() {
      engine.close();
      rmSync(folder, { recursive: true });
    },
  };
}

/** All words of a report, for looking at what a person would read. */
export const wordsOf = (report: Report): string => JSON.stringify(reportToJson(report), null, 1);

/** Why checks could not be made, each reason once. */
export const reasonsOf = (report: Report): readonly string[] => [
  ...new Set(report.unknown.map((check) => check.reason)),
];
