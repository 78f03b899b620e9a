import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseAllDocuments } from 'yaml';

export const CHART = fileURLToPath(new URL('../../packaging/helm/ironic-oncall', import.meta.url));
const RENDERER = fileURLToPath(new URL('helm-render', import.meta.url));
/** Where Debian's golang-github-masterminds-sprig-dev lays Go's sources. */
const GOPATH = '/usr/share/gocode';

export interface Manifest {
  readonly kind: string;
  readonly metadata: { readonly name: string; readonly labels: Readonly<Record<string, string>> };
  // biome-ignore lint/suspicious/noExplicitAny: each kind has another shape, and the tests look into all of them.
  readonly [rest: string]: any;
}

export type Rendered =
  | { readonly kind: 'rendered'; readonly manifests: readonly Manifest[] }
  | { readonly kind: 'refused'; readonly words: string };

export interface Renderer {
  readonly name: string;
  /** The chart as release `oncall` in namespace `night`, with these values over its own. */
  render(values: object): Rendered;
}

const run = (command: string, args: readonly string[], env: object = {}) =>
  spawnSync(command, args, { cwd: RENDERER, encoding: 'utf8', env: { ...process.env, ...env } });

/** helm where it is to be had, else our own renderer, built with Go; undefined where there is neither. */
export function openRenderer(): Renderer | undefined {
  const folder = mkdtempSync(join(tmpdir(), 'helm-'));
  const valuesFile = (values: object) => {
    const file = join(folder, 'values.yaml');
    writeFileSync(file, JSON.stringify(values));
    return file;
  };
  if (run('helm', ['version']).status === 0) {
    const template = (file: string) =>
      run('helm', ['template', 'oncall', CHART, '--namespace', 'night', '-f', file]);
    return { name: 'helm', render: (values) => ended(template(valuesFile(values)), (text) => text) };
  }
  if (!existsSync(join(GOPATH, 'src/github.com/Masterminds/sprig'))) return undefined;
  const binary = join(folder, 'helm-render');
  const built = run('go', ['build', '-o', binary, '.'], {
    GO111MODULE: 'off',
    GOPATH,
    GOCACHE: join(tmpdir(), 'helm-render-cache'),
  });
  if (built.error) return undefined;
  if (built.status !== 0) throw new Error(built.stderr);
  const manifestsIn = (out: string) =>
    Object.entries(JSON.parse(out) as Record<string, string>)
      .filter(([name]) => name.endsWith('.yaml'))
      .map(([, text]) => text)
      .join('\n---\n');
  return {
    name: 'helm-render',
    render: (values) => ended(run(binary, [CHART, 'oncall', 'night', valuesFile(values)]), manifestsIn),
  };
}

function ended(
  { status, stdout, stderr }: ReturnType<typeof run>,
  manifestsIn: (out: string) => string,
): Rendered {
  if (status !== 0) return { kind: 'refused', words: stderr };
  const documents = parseAllDocuments(manifestsIn(stdout));
  const wrong = documents.flatMap((document) => document.errors ?? []);
  if (wrong.length > 0) throw new Error(`${wrong.join('\n')}\n${stdout}`);
  const manifests = documents.map((document) => document.toJS() as Manifest | null);
  return { kind: 'rendered', manifests: manifests.filter((one) => one !== null) };
}
