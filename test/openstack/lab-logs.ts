import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

/** Where the laboratory's services write. */
export const LAB_LOG = join(dirname(process.env['OS_CLIENT_CONFIG_FILE'] ?? ''), 'log');

/** A configuration that names those files; `IRONIC_ONCALL_CONFIG` has its path. */
export async function labLogs(): Promise<{
  readonly env: Readonly<Record<string, string | undefined>>;
  remove(): Promise<void>;
}> {
  const folder = await mkdtemp(join(tmpdir(), 'ironic-oncall-'));
  const path = join(folder, 'ironic-oncall.yml');
  const conductor = (host: string) => ({
    files: [join(LAB_LOG, `${host}.log*`)],
    service: 'ironic-conductor',
    host,
  });
  const sources = [
    conductor('conductor-1'),
    conductor('conductor-2'),
    { files: [join(LAB_LOG, '{service}.log*')], host: 'controller' },
  ];
  // JSON is YAML.
  await writeFile(path, JSON.stringify({ logs: { seconds: 10, sources } }));
  return {
    env: { ...process.env, IRONIC_ONCALL_CONFIG: path },
    remove: () => rm(folder, { recursive: true, force: true }),
  };
}
