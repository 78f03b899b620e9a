import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { ServiceError } from '../../../../src/core/errors.ts';
import { scrub } from '../../../../src/lib/scrub.ts';
import { createContainerStore } from '../../../../src/logs/ramdisk/container-store.ts';
import { createDirectoryStore } from '../../../../src/logs/ramdisk/directory-store.ts';
import { openRamdiskLogs, readerOf } from '../../../../src/logs/ramdisk/open-ramdisk-logs.ts';
import { streamOf, tarball } from './tarballs.ts';

const NODE = '11111111-1111-4111-8111-111111111111';
const OTHER = '11111111-1111-4111-8111-111111111112';
const never = new AbortController().signal;
const name = (hour: number, node = NODE) => `${node}_2026-11-22-${hour}-00-00.tar.gz`;
const noObjects = () => {
  throw new Error('nobody asks for objects');
};

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'ramdisk-'));
  const bytes = await tarball({ name: 'journal', text: 'hello\n' });
  await Promise.all([10, 11, 12].map((hour) => writeFile(join(folder, name(hour)), bytes)));
  await writeFile(join(folder, name(13, OTHER)), bytes);
  await writeFile(join(folder, 'notes.txt'), 'x');
  await writeFile(join(folder, '..', 'outside-of-ramdisk.tar.gz'), bytes);
  await symlink(join(folder, '..', 'outside-of-ramdisk.tar.gz'), join(folder, name(14)));
  await mkdir(join(folder, name(15)));
});
afterAll(async () => {
  await rm(folder, { recursive: true });
  await rm(join(folder, '..', 'outside-of-ramdisk.tar.gz'));
});

test('a folder gives the tarballs of the node, newest first, two of them opened', async () => {
  const read = openRamdiskLogs([{ directory: folder, host: 'conductor-1' }], 'prod', {
    host: 'here',
    objects: noObjects,
  });
  const logs = (await read?.(NODE, never)) ?? [];
  expect(logs.map(({ file, parts }) => [file, parts.length])).toEqual([
    [name(12), 1],
    [name(11), 1],
    [name(10), 0],
  ]);
  expect(logs[0]).toMatchObject({ place: `conductor-1:${folder}`, collected_at: '2026-11-22T12:00:00Z' });
});

test('places of other clouds are not asked', () => {
  const config = [{ directory: folder, clouds: ['lab'] }];
  expect(openRamdiskLogs(config, 'prod', { host: 'here', objects: noObjects })).toBeUndefined();
  expect(openRamdiskLogs(undefined, 'prod', { host: 'here', objects: noObjects })).toBeUndefined();
});

test('a link in the place of a tarball is not followed when it is opened either', async () => {
  const store = createDirectoryStore(folder, 'c1');
  const file = { file: name(14), place: '', collected_at: null, instance_uuid: null, size: null };
  await expect(store.open(file, never)).rejects.toThrow('holds a link in the place of a tarball');
  await expect(store.open({ ...file, file: name(15) }, never)).rejects.toThrow(
    'holds something that is no file',
  );
});

test('a folder that is not there is told in words', async () => {
  const read = readerOf([createDirectoryStore('/nowhere/deploy', 'c1')]);
  await expect(read(NODE, never)).rejects.toMatchObject({
    name: 'ServiceError',
    code: 'not-found',
    service: 'logs',
    message: 'c1:/nowhere/deploy is not there',
  });
});

test('a sick place costs only itself, and is mentioned', async () => {
  const sick = createContainerStore('logs', {
    objects: () =>
      Promise.reject(new ServiceError('Swift failed (HTTP 500)', { code: 'server-error', service: 'swift' })),
    download: noObjects,
  });
  const [newest] = await readerOf([sick, createDirectoryStore(folder, 'c1')])(NODE, never);
  expect(newest).toMatchObject({ file: name(12) });
  expect(newest?.cut).toBe('Another place of ramdisk logs could not be read: Swift failed (HTTP 500)');
  await expect(readerOf([sick])(NODE, never)).rejects.toThrow('Swift failed');
});

test('a container takes only the names of the node, and a tarball that cannot be opened is still listed', async () => {
  const bytes = await tarball({ name: 'journal', text: 'hello\n' });
  const store = createContainerStore('logs', {
    objects: async () =>
      [name(10), name(11), name(12, OTHER), `${NODE}_../x`].map((one) => ({ name: one, bytes: 9 })),
    download: async (_, object) => {
      if (object === name(10)) return streamOf(bytes);
      throw new ServiceError('Swift does not allow this (HTTP 403)', { code: 'forbidden', service: 'swift' });
    },
  });
  const logs = await readerOf([store])(NODE, never);
  expect(logs.map(({ file, size, parts }) => [file, size, parts.length])).toEqual([
    [name(11), 9, 0],
    [name(10), 9, 1],
  ]);
  expect(logs[0]?.cut).toContain('could not be opened: Swift does not allow this');
});

test('what was read goes through the fact book without its secrets', async () => {
  const text = [
    'Nov 22 17:58:02 host ironic-python-agent[8]: agent_token: marked-secret-one',
    "Nov 22 17:58:02 host ironic-python-agent[8]: args: {'urls': ['https://s/v1/a?temp_url_sig=marked-secret-two&temp_url_expires=9']}",
    "Nov 22 17:58:02 host ironic-python-agent[8]: {'agent_token': 'marked-secret-three'}",
  ].join('\n');
  const bytes = await tarball({ name: 'journal', text });
  const store = createContainerStore('logs', {
    objects: async () => [{ name: name(10), bytes: null }],
    download: async () => streamOf(bytes),
  });
  const logs = await readerOf([store])(NODE, never);
  expect(JSON.stringify(logs)).toContain('marked-secret');
  expect(JSON.stringify(scrub(logs))).not.toContain('marked-secret');
});
