import { readdirSync, readFileSync } from 'node:fs';
import { basename, dirname, join, relative, resolve } from 'node:path';
import { expect, test } from 'vitest';

/**
 * Who may import whom. A room is the longest matching prefix of a file's path; `types` are rooms from which only
 * types may come. Everything that is not named is forbidden.
 */
const ROOMS: Readonly<
  Record<string, { readonly may: readonly string[]; readonly types?: readonly string[] }>
> = {
  'src/lib': { may: [] },
  'src/sandbox': { may: ['src/lib'] },
  'src/openstack': { may: ['src/lib', 'src/core/errors.ts'] },
  'src/logs': { may: ['src/lib', 'src/core/errors.ts'] },
  'src/store': { may: ['src/lib', 'src/core/errors.ts'] },
  'src/core': { may: ['src/lib'], types: ['src/openstack', 'src/logs'] },
  playbooks: { may: ['src/core', 'src/lib', 'src/remediations'], types: ['src/openstack', 'src/logs'] },
  commands: { may: ['src/core', 'src/lib'] },
  'src/remediations': { may: ['src/core', 'src/lib'], types: ['src/openstack'] },
  'src/triggers': { may: ['src/core', 'src/lib'] },
  'src/audit': { may: ['src/core', 'src/store', 'src/lib'] },
  'src/approvals': { may: ['src/core', 'src/openstack', 'src/store', 'src/audit', 'src/lib'] },
  'src/alerts': { may: ['src/core', 'src/store', 'src/lib'], types: ['src/openstack'] },
  'src/diagnosis': { may: ['src/core', 'src/openstack', 'src/logs', 'src/lib'] },
  'src/slack': { may: ['src/core', 'src/lib'] },
  'src/picture': { may: ['src/core', 'src/lib'] },
  'src/fleet': { may: ['src/core', 'src/store', 'src/lib'] },
  'src/limits': { may: ['src/lib', 'src/core/errors.ts'] },
  'src/http': { may: ['src/core', 'src/lib'] },
  'src/tracing': { may: ['src/diagnosis', 'src/openstack', 'src/slack', 'src/lib'] },
  'src/metrics': { may: ['src/diagnosis', 'src/openstack', 'src/slack', 'src/lib'] },
  // Looks at everything that is configured, and is used by nothing but its own start.
  'src/doctor': { may: ['src'] },
  // The composition root and what only it uses.
  src: { may: ['src'] },
};

/** Libraries that belong to one room, so that its pitfalls stay there. */
const LIBRARIES: Readonly<Record<string, readonly string[]>> = {
  axios: ['src/openstack', 'src/logs'],
  bottleneck: ['src/lib/limits.ts', 'src/lib/steady-limiter.ts', 'src/limits', 'src/slack/outbox.ts'],
  ioredis: ['src/limits'],
  '@slack/': ['src/slack'],
  'chart.js': ['src/picture'],
  '@napi-rs/': ['src/picture'],
  kysely: ['src/store', 'src/audit', 'src/approvals', 'src/fleet', 'src/alerts'],
  pg: ['src/store'],
  'node:sqlite': ['src/store'],
  ws: ['src/sandbox'],
  re2js: ['src/lib'],
  pino: ['src/log.ts'],
  'prom-client': ['src/metrics'],
  '@opentelemetry/api': ['src/tracing'],
  '@opentelemetry/exporter-trace-otlp-proto': ['src/tracing'],
  '@opentelemetry/resources': ['src/tracing'],
  '@opentelemetry/sdk-trace': ['src/tracing'],
};

const top = resolve(import.meta.dirname, '..');
const files = ['src', 'playbooks', 'commands'].flatMap((folder) =>
  readdirSync(join(top, folder), { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.ts'))
    .map((name) => join(folder, name)),
);

interface Import {
  readonly from: string;
  readonly to: string;
  readonly typeOnly: boolean;
}

const IMPORT = /^(?:import|export)\s+(type\s+)?(?:[^'";]*?\sfrom\s+)?'([^']+)'/gm;
const DYNAMIC = /\bimport\(\s*'([^']+)'\s*\)/g;

function importsOf(file: string): readonly Import[] {
  const text = readFileSync(join(top, file), 'utf8');
  const found = [...text.matchAll(IMPORT)].map((match) => ({
    from: file,
    to: match[2] ?? '',
    typeOnly: match[1] !== undefined || /^(?:import|export)\s*\{(?:\s*type\s[^,}]+,?)+\s*\}/.test(match[0]),
  }));
  const dynamic = [...text.matchAll(DYNAMIC)].map((match) => ({
    from: file,
    to: match[1] ?? '',
    typeOnly: false,
  }));
  return [...found, ...dynamic].map((one) =>
    one.to.startsWith('.') ? { ...one, to: relative(top, resolve(top, dirname(file), one.to)) } : one,
  );
}

const imports = files.flatMap(importsOf);
const within = (path: string, room: string) =>
  path === room || path.startsWith(`${room}/`) || path === `${room}.ts`;
const roomOf = (path: string) =>
  Object.keys(ROOMS)
    .filter((room) => within(path, room))
    .sort((a, b) => b.length - a.length)[0];

function verdictOn(one: Import): string | undefined {
  const room = roomOf(one.from);
  const rule = room === undefined ? undefined : ROOMS[room];
  if (!room || !rule) return `${one.from} is in no room`;
  if (within(one.to, room)) return undefined;
  const allowed = [...rule.may, ...(one.typeOnly ? (rule.types ?? []) : [])];
  return allowed.some((other) => within(one.to, other)) ? undefined : `${one.from} imports ${one.to}`;
}

test('the rule itself refuses what it should', () => {
  expect(verdictOn({ from: 'src/core/x.ts', to: 'src/openstack/http.ts', typeOnly: false })).toContain(
    'imports',
  );
  expect(verdictOn({ from: 'src/core/x.ts', to: 'src/openstack/http.ts', typeOnly: true })).toBeUndefined();
  expect(verdictOn({ from: 'src/diagnosis/x.ts', to: 'playbooks/healthy.ts', typeOnly: false })).toContain(
    'imports',
  );
  expect(imports.length).toBeGreaterThan(100);
  expect(imports.some((one) => one.typeOnly)).toBe(true);
});

test('every import follows the direction of the flow', () => {
  const own = imports.filter((one) => /^(?:src|playbooks|commands|test|bench)(?:\/|$)/.test(one.to));
  expect(own.map(verdictOn).filter((wrong) => wrong !== undefined)).toEqual([]);
});

test('a library with pitfalls is used in its own room only', () => {
  const strays = imports.flatMap((one) => {
    const library = Object.keys(LIBRARIES).find(
      (name) => one.to === name || one.to.startsWith(name.endsWith('/') ? name : `${name}/`),
    );
    if (!library || LIBRARIES[library]?.some((room) => within(one.from, room))) return [];
    return [`${one.from} imports ${one.to}`];
  });
  expect(strays).toEqual([]);
});

test('no import cycle exists', () => {
  const graph = new Map<string, string[]>();
  for (const one of imports) {
    if (!one.typeOnly && files.includes(one.to))
      graph.set(one.from, [...(graph.get(one.from) ?? []), one.to]);
  }
  const done = new Set<string>();
  const cycles: string[] = [];
  const walk = (file: string, path: readonly string[]): void => {
    const seen = path.indexOf(file);
    if (seen >= 0) cycles.push([...path.slice(seen), file].join(' -> '));
    if (seen >= 0 || done.has(file)) return;
    for (const next of graph.get(file) ?? []) walk(next, [...path, file]);
    done.add(file);
  };
  for (const file of files) walk(file, []);
  expect(cycles).toEqual([]);
});

test('only the configuration reads the environment', () => {
  const readers = files.filter((file) => /process\.env\b/.test(readFileSync(join(top, file), 'utf8')));
  expect(readers).toEqual(['src/config.ts']);
});

test('every playbook, command, remediation and trigger has a test of its own', () => {
  const untested = files
    .filter((file) => /^(?:playbooks|commands|src\/remediations|src\/triggers)\/[^/]+\.ts$/.test(file))
    .filter(
      (file) => !readdirSync(join(top, 'test', dirname(file))).includes(`${basename(file, '.ts')}.test.ts`),
    );
  expect(untested).toEqual([]);
});
