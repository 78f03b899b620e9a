import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { parse } from 'yaml';
import type { ReportJson } from '../../src/core/report-json.ts';
import { LAB_SOURCES } from './lab-logs.ts';

const run = promisify(execFile);

/** In seconds. How fast the laboratory's machine is, and what else it is doing, is not what its tests are about. */
const PATIENCE = { deadline: 110, api_timeout: 60, logs: 60 };

export interface Told {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

export interface Lab extends AsyncDisposable {
  /** As the process's own, but for files that have patience. */
  readonly env: Readonly<Record<string, string | undefined>>;
  /** The command that an engineer types. */
  why(...words: string[]): Promise<Told>;
  report(subject: string): Promise<ReportJson & { readonly code: number }>;
}

/** The cloud that the environment names; with `logs` its services' files are looked through as well. */
export async function patientLab({ logs = false } = {}): Promise<Lab> {
  const folder = await mkdtemp(join(tmpdir(), 'ironic-oncall-'));
  const write = async (name: string, content: unknown) => {
    const path = join(folder, name);
    // JSON is YAML.
    await writeFile(path, JSON.stringify(content));
    return path;
  };
  const { clouds } = parse(await readFile(process.env['OS_CLIENT_CONFIG_FILE'] ?? '', 'utf8')) as {
    readonly clouds: Readonly<Record<string, object>>;
  };
  const patient = Object.entries(clouds).map(([name, cloud]) => [
    name,
    { ...cloud, api_timeout: PATIENCE.api_timeout },
  ]);
  const env = {
    ...process.env,
    OS_CLIENT_CONFIG_FILE: await write('clouds.yaml', { clouds: Object.fromEntries(patient) }),
    IRONIC_ONCALL_CONFIG: await write('ironic-oncall.yml', {
      deadline: PATIENCE.deadline,
      ...(logs ? { logs: { seconds: PATIENCE.logs, sources: LAB_SOURCES } } : {}),
    }),
  };
  const why: Lab['why'] = (...words) =>
    run('npm', ['run', '-s', 'why', '--', ...words], { maxBuffer: 64e6, env }).then(
      ({ stdout, stderr }) => ({ code: 0, stdout, stderr }),
      (failed: Told) => failed,
    );
  return {
    env,
    why,
    async report(subject) {
      const { code, stdout } = await why(subject, '--json');
      return { ...(JSON.parse(stdout) as ReportJson), code };
    },
    [Symbol.asyncDispose]: () => rm(folder, { recursive: true, force: true }),
  };
}
