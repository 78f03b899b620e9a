import { mkdtempSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { LogsSchema } from '../../../src/logs/config.ts';
import { openLogs } from '../../../src/logs/open-logs.ts';

const NOW = new Date('2026-11-22T19:00:00Z');
const deps = { secret: () => undefined, clock: () => NOW };
const open = (cloud: string, ...sources: unknown[]) => openLogs(LogsSchema.parse({ sources }), cloud, deps);

it('reads the sources of its own cloud only', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'open-logs-'));
  for (const name of ['prod', 'lab']) {
    const path = join(folder, `${name}.log`);
    writeFileSync(path, `2026-11-22 18:40:22.184 1 INFO x [-] node-17 in ${name}\n`);
    utimesSync(path, NOW, NOW);
  }
  const read = open(
    'prod',
    { files: [join(folder, 'prod.log')], host: 'c1', clouds: ['prod'] },
    { files: [join(folder, 'lab.log')], host: 'c1', clouds: ['lab'] },
  );
  const { signal } = new AbortController();
  const told = await read?.({ words: ['node-17'], from: new Date('2026-11-22T18:00:00Z'), to: NOW, signal });
  expect(told).toEqual([
    { source: 'prod', host: 'c1', lines: ['2026-11-22 18:40:22.184 1 INFO x [-] node-17 in prod'] },
  ]);
  read?.close();
});

it('reads a file that two sources mean once, under the name that the first gives', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'open-logs-'));
  const path = join(folder, 'conductor-1.log');
  writeFileSync(path, '2026-11-22 18:40:22.184 1 INFO x [-] node-17\n');
  utimesSync(path, NOW, NOW);
  const read = open(
    'prod',
    { files: [path], host: 'c1', service: 'ironic-conductor' },
    { files: [join(folder, '{service}.log')], host: 'controller' },
  );
  const { signal } = new AbortController();
  const told = await read?.({ words: ['node-17'], from: new Date('2026-11-22T18:00:00Z'), to: NOW, signal });
  expect(told?.map(({ source, host, lines, cut }) => [source, host, lines.length, cut])).toEqual([
    ['ironic-conductor', 'c1', 1, undefined],
  ]);
});

it('is nothing where nothing is configured for the cloud', () => {
  expect(openLogs(undefined, 'prod', deps)).toBeUndefined();
  expect(open('prod', { files: ['/x'], clouds: ['lab'] })).toBeUndefined();
});

it.each([
  ['a path with an unknown placeholder', { files: ['/var/log/{node}.log'] }],
  [
    'a variable that is not set',
    { loki: 'http://127.0.0.1:3100', query: '{job="x"}', token_env: 'LOKI_TOKEN' },
  ],
  ['a certificate that is not there', { opensearch: 'https://127.0.0.1:9200', cacert: '/nowhere/ca.pem' }],
])('%s is a mistake in the configuration, told at the start', (_, source) => {
  expect(() => open('prod', source)).toThrow(
    expect.objectContaining({ name: 'ServiceError', code: 'config' }),
  );
});
