import { expect, test } from 'vitest';
import { byAge, parseTarballName, tarballPrefix } from '../../../../src/logs/ramdisk/tarball-name.ts';

const NODE = '11111111-1111-4111-8111-111111111111';
const INSTANCE = '22222222-2222-4222-8222-222222222222';

test.each([
  ['an old release', `${NODE}_2026-11-22-17:58:02.tar.gz`, null],
  ['an old release with an instance', `${NODE}_${INSTANCE}_2026-11-22-17:58:02.tar.gz`, INSTANCE],
  ['a node with a name', `${NODE}_node_17_${INSTANCE}_2026-11-22-17-58-02.tar.gz`, INSTANCE],
  ['a label', `${NODE}_node-17_cleaning_2026-11-22-17-58-02.tar.gz`, null],
  ['a label and an instance', `${NODE}_${INSTANCE}_service_2026-11-22-17-58-02.tar.gz`, INSTANCE],
  ['a name that looks like an instance', `${NODE}_${NODE}_${INSTANCE}_2026-11-22-17-58-02.tar.gz`, INSTANCE],
])('%s is read', (_, file, instance_uuid) => {
  expect(parseTarballName(file, NODE)).toEqual({ file, collected_at: '2026-11-22T17:58:02Z', instance_uuid });
});

test.each([
  `${INSTANCE}_2026-11-22-17:58:02.tar.gz`,
  `${NODE}0_2026-11-22-17:58:02.tar.gz`,
  `${NODE}.tar.gz`,
  `${NODE}_2026-11-22.tar.gz`,
  `${NODE}_2026-11-22-17:58:02.tar.xz`,
  `${NODE}_../../etc_2026-11-22-17:58:02.tar.gz`,
  `${NODE}_a\n_2026-11-22-17:58:02.tar.gz`,
  `../${NODE}_2026-11-22-17:58:02.tar.gz`,
])('%j is not one of the node', (file) => {
  expect(parseTarballName(file, NODE)).toBeUndefined();
});

test('a time that does not exist is no time', () => {
  expect(parseTarballName(`${NODE}_2026-13-41-17:58:02.tar.gz`, NODE)?.collected_at).toBeNull();
});

test('the newest is first, what tells no time last', () => {
  const times = [null, '2026-11-20T00:00:00Z', '2026-11-22T00:00:00Z'];
  expect(times.map((collected_at) => ({ collected_at })).sort(byAge)[0]?.collected_at).toBe(times[2]);
  expect(tarballPrefix(NODE)).toBe(`${NODE}_`);
});
