import { describe, expect, it } from 'vitest';
import {
  diskMeant,
  fits,
  identityOf,
  judgeHints,
  rootHintsOf,
  soundnessOf,
} from '../../../src/core/root-hints.ts';
import type { Node } from '../../../src/openstack/ironic/schema.ts';

const GIB = 2 ** 30;
const SDA = {
  name: '/dev/sda',
  size: 447.13 * GIB,
  serial: 'A1',
  wwn: '0x5',
  hctl: '0:0:0:0',
  model: 'SSD X',
  rotational: false,
};
const SDB = {
  name: '/dev/sdb',
  size: 60 * GIB,
  serial: 'B2',
  wwn: '0x5',
  hctl: '0:0:1:0',
  model: 'HDD',
  rotational: true,
};
const hints = (of: object) => ({
  hints: of as Record<string, unknown>,
  source: 'node.properties.root_device',
});

describe('fits', () => {
  it.each([
    ['size', 60, SDB, true],
    ['size', '60', SDB, true],
    ['size', '== 61', SDB, false],
    ['size', '= 60', SDA, true],
    ['size', '>= 448', SDA, false],
    ['size', '< 448', SDA, true],
    ['size', '447', SDA, undefined],
    ['size', '<range-in> [ 1 9 ]', SDA, undefined],
    ['rotational', true, SDB, true],
    ['rotational', 'false', SDB, false],
    ['serial', 'a1', SDA, true],
    ['serial', 's!= A1', SDA, false],
    ['model', '<in> ssd', SDA, true],
    ['model', 'SSD%20X', SDA, true],
    ['model', '<or> HDD <or> TAPE', SDB, true],
    ['model', '<all-in> a b', SDB, undefined],
    ['vendor', 'DELL', SDA, undefined],
    ['tran', 'nvme', SDA, undefined],
    ['hctl', '0:0:1:0', SDB, true],
  ])('%s %s', (hint, wanted, disk, expected) => {
    expect(fits(disk, hint, wanted)).toBe(expected);
  });
});

it("takes the instance's own hints before the node's", () => {
  const node = {
    properties: { root_device: { name: '/dev/sda' } },
    instance_info: { root_device: { serial: 'A1' } },
  } as unknown as Node;
  expect(rootHintsOf(node)?.source).toBe('node.instance_info.root_device');
  expect(rootHintsOf({ properties: { root_device: {} } } as unknown as Node)).toBeUndefined();
});

it('calls a hint sound by what it names', () => {
  expect(soundnessOf(hints({ name: '/dev/sda' }))).toBe('order');
  expect(soundnessOf(hints({ by_path: 'x', serial: 'A1' }))).toBe('sound');
  expect(soundnessOf(hints({ size: '> 1', rotational: false }))).toBe('loose');
});

it('says which hints fail on all disks', () => {
  const judged = judgeHints(hints({ serial: 'A1', size: '> 500' }), [SDA, SDB]);
  expect(judged).toEqual({ matching: [], surely: [], failing: ['size'] });
  expect(judgeHints(hints({ serial: 'A1' }), []).failing).toEqual([]);
});

it('identifies a disk by what no other one has', () => {
  expect(identityOf(SDA, [SDA, SDB])).toEqual({ hint: 'serial', value: 'A1' });
  const twin = { ...SDB, serial: 'A1' };
  expect(identityOf(SDA, [SDA, twin])).toEqual({ hint: 'hctl', value: '0:0:0:0' });
  expect(identityOf({ name: 'x' }, [SDA])).toBeUndefined();
});

it('does not guess which of several disks is meant', () => {
  expect(diskMeant(hints({ name: '/dev/sdb' }), [SDA, SDB])?.serial).toBe('B2');
  expect(diskMeant(hints({ size: '> 1' }), [SDA, SDB])).toBeUndefined();
  expect(diskMeant(hints({ name: '/dev/sda' }), [{ name: '/dev/sda', size: 0 }, SDB])?.serial).toBe('B2');
});
