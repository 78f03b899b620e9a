import { expect, it } from 'vitest';
import { controllerSigns, diskWords, isBehindController } from '../../../src/core/disk-kind.ts';
import type { Inventory, Node } from '../../../src/openstack/ironic/schema.ts';

const PERC = { name: '/dev/sda', vendor: 'DELL', model: 'PERC H755 Front', size: 960e9, serial: '00ab' };
const SSD = { name: '/dev/sdb', vendor: 'ATA', model: 'SAMSUNG MZ7L3960', size: 960e9 };
const inventory = (...disks: object[]) => ({ inventory: { disks } }) as unknown as Inventory;
const node = (fields: object = {}) => ({ uuid: 'u', provision_state: 'clean failed', ...fields }) as Node;

it.each([
  ['DELL', 'PERC H755 Front', true],
  ['AVAGO', 'MR9361-8i', true],
  ['HPE', 'LOGICAL VOLUME', true],
  ['ATA', 'SAMSUNG MZ7L3960', false],
  ['', 'INTEL SSDPE2KX010T8', false],
])('%s %s', (vendor, model, expected) => {
  expect(isBehindController({ vendor, model })).toBe(expected);
});

it('the disk that failed decides', () => {
  expect(controllerSigns(node(), inventory(PERC, SSD), '/dev/sda')).toHaveLength(1);
  expect(controllerSigns(node({ raid_interface: 'redfish' }), inventory(PERC, SSD), '/dev/sdb')).toEqual([]);
});

it('without that disk, volumes that Ironic made tell, an interface alone does not', () => {
  expect(controllerSigns(node({ raid_config: { logical_disks: [{}] } }), null, undefined)).toHaveLength(1);
  expect(controllerSigns(node({ raid_interface: 'redfish' }), null, undefined)).toEqual([]);
});

it('words a disk with what is known of it', () => {
  expect(diskWords(PERC)).toBe('/dev/sda (DELL PERC H755 Front, 894.1 GiB, serial 00ab)');
  expect(diskWords({})).toBe('a disk');
});
