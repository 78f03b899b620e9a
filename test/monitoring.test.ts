import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { afterAll, expect, test } from 'vitest';
import { createMetrics } from '../src/metrics/metrics.ts';

const folder = fileURLToPath(new URL('../docs/monitoring/', import.meta.url));
const read = (name: string) => readFileSync(`${folder}${name}`, 'utf8');

const metrics = createMetrics(
  {
    connections: () => 2,
    outbox: () => ({ waiting: 0, oldestMs: 0 }),
    waitingRequests: () => ({ nova: 0 }),
    limitsShared: () => true,
    approvals: async () => ({ running: 1 }),
    journal: async () => 1,
    stories: async () => ({ open: 1 }),
  },
  () => undefined,
);
afterAll(() => metrics.close());
const text = await metrics.text();
const known = [...text.matchAll(/^# TYPE (\S+)/gm)].map(([, name = '']) => name);

/** Series belong to a metric: a histogram has three of a kind. */
const namesIn = (document: string) => [
  ...new Set(
    [...document.matchAll(/\b(?:ironic_oncall|process|nodejs)_\w+/g)].map(([name]) =>
      known.includes(name) ? name : name.replace(/_(?:bucket|count|sum)$/, ''),
    ),
  ),
];

test.each(['dashboard.json', 'alerts.yml', 'alerts.test.yml'])(
  '%s asks for metrics that there are',
  (name) => {
    const names = namesIn(read(name));
    expect(names.length).toBeGreaterThan(3);
    expect(names.filter((one) => !known.includes(one))).toEqual([]);
  },
);

test('the dashboard shows every number of ours', () => {
  const shown = namesIn(read('dashboard.json'));
  const ours = known.filter((name) => name.startsWith('ironic_oncall_'));
  expect(ours.filter((name) => !shown.includes(name))).toEqual([]);
});

test('the dashboard has a data source to choose, and panels that do not lie on each other', () => {
  const { panels, templating } = JSON.parse(read('dashboard.json')) as {
    panels: { id: number; gridPos: { x: number; y: number; w: number; h: number } }[];
    templating: { list: { name: string }[] };
  };
  expect(templating.list.map(({ name }) => name)).toEqual(['datasource', 'instance']);
  expect(new Set(panels.map(({ id }) => id)).size).toBe(panels.length);
  const cells = panels.flatMap(({ gridPos: { x, y, w, h } }) =>
    Array.from({ length: w * h }, (_, cell) => `${x + (cell % w)},${y + Math.floor(cell / w)}`),
  );
  expect(new Set(cells).size).toBe(cells.length);
});

const promtool = spawnSync('promtool', ['--version']).status === 0;
if (!promtool) console.warn('promtool is not here: the rules are not run (Debian: prometheus).');
test.skipIf(!promtool)('the rules fire when they should, as Prometheus reads them', () => {
  const told = (...args: string[]) => spawnSync('promtool', args, { cwd: folder, encoding: 'utf8' });
  const checked = told('check', 'rules', 'alerts.yml');
  expect(checked.stderr).toBe('');
  expect(checked.status).toBe(0);
  const run = told('test', 'rules', 'alerts.test.yml');
  expect(run.status, run.stdout + run.stderr).toBe(0);
});
