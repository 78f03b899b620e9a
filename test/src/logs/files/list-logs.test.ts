import { chmodSync, mkdirSync, mkdtempSync, symlinkSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeEach, expect, it } from 'vitest';
import { parseFilePattern } from '../../../../src/logs/files/file-pattern.ts';
import { listLogs, serviceOf, some } from '../../../../src/logs/files/list-logs.ts';

const DAY = new Date('2026-11-22T00:00:00Z');
let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'list-logs-'));
});

function write(name: string, at = new Date('2026-11-22T18:00:00Z')): void {
  mkdirSync(join(folder, name, '..'), { recursive: true });
  writeFileSync(join(folder, name), 'x\n');
  utimesSync(join(folder, name), at, at);
}
const list = (...patterns: string[]) =>
  listLogs(
    patterns.map((one) => parseFilePattern(join(folder, one))),
    { host: 'here' },
    DAY,
    new AbortController().signal,
  );

it('hosts and services come from the path, rotated files belong to their log, old ones are left', async () => {
  write('c1/ironic-conductor.log', new Date('2026-11-22T18:00:00Z'));
  write('c1/ironic-conductor.log.1', new Date('2026-11-22T10:00:00Z'));
  write('c1/ironic-conductor.log.2.gz', new Date('2026-11-21T10:00:00Z'));
  write('c2/nova-compute.log-20261122', new Date('2026-11-22T12:00:00Z'));
  const { files, problems } = await list('{host}/{service}.log*');
  expect(problems).toEqual([]);
  expect(files.map(({ host, service, name }) => [host, service, name])).toEqual([
    ['c1', 'ironic-conductor', 'ironic-conductor.log'],
    ['c2', 'nova-compute', 'nova-compute.log-20261122'],
    ['c1', 'ironic-conductor', 'ironic-conductor.log.1'],
  ]);
});

it('a file with two names is read once, a loop of links ends, hidden files are not meant', async () => {
  write('a/x.log');
  write('.hidden.log');
  symlinkSync(join(folder, 'a/x.log'), join(folder, 'a/current.log'));
  symlinkSync(folder, join(folder, 'a/again'));
  symlinkSync(join(folder, 'nowhere'), join(folder, 'a/dead.log'));
  const { files, problems } = await list('**/*.log', '*/*.log');
  expect(files).toHaveLength(1);
  expect(problems).toEqual([]);
});

it('a link to a folder is followed where the pattern goes through it', async () => {
  write('real/x.log');
  symlinkSync(join(folder, 'real'), join(folder, 'link'));
  const { files } = await list('l*/x.log');
  expect(files).toHaveLength(1);
});

it('what matches nothing is said', async () => {
  const { files, problems } = await list('nothing/*.log');
  expect(files).toEqual([]);
  expect(problems).toEqual([`no file matches ${folder}/nothing/*.log`]);
});

it.skipIf(process.getuid?.() === 0)('a closed folder is said and costs only itself', async () => {
  write('open/x.log');
  write('closed/x.log');
  chmodSync(join(folder, 'closed'), 0);
  const { files, problems } = await list('**/x.log');
  expect(files).toHaveLength(1);
  expect(problems).toEqual([`${folder}/closed could not be listed`]);
});

it('thousands of files are no trouble', async () => {
  for (let index = 0; index < 3000; index++) write(`many/${index}.log`);
  const { files } = await list('many/*.log');
  expect(files).toHaveLength(3000);
});

it.each([
  ['ironic-conductor.log', 'ironic-conductor'],
  ['ironic-conductor.log.12.gz', 'ironic-conductor'],
  ['ironic-conductor.log-20261122.gz', 'ironic-conductor'],
  ['ironic-conductor-20261122.log', 'ironic-conductor'],
  ['ironic.log-2026-11-22T18', 'ironic'],
  ['conductor-1.log', 'conductor-1'],
  ['syslog.1', 'syslog'],
  ['messages-20261122', 'messages'],
  ['nova-compute', 'nova-compute'],
  ['.log', '.log'],
])('%s is the log of %s', (name, service) => {
  expect(serviceOf(name)).toBe(service);
});

it('many names are shortened', () => {
  expect(some(['a', 'b', 'c', 'd', 'e'])).toBe('a, b, c and 2 more');
});
