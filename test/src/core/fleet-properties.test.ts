import { describe, expect, it } from 'vitest';
import {
  createPropertyReader,
  createSwitchReader,
  hasValue,
  propertyWords,
  valuesOf,
} from '../../../src/core/fleet-properties.ts';
import type { Node, Port } from '../../../src/openstack/ironic/schema.ts';

const node = (fields: Partial<Node> = {}): Node => ({ uuid: 'n1', ...fields }) as Node;
const port = (link: Record<string, unknown>): Port =>
  ({ uuid: 'p', address: '52:54:00:00:00:01', local_link_connection: link }) as Port;
const read = (fields: Partial<Node>) => createPropertyReader()(node(fields));

describe('a rack, for which Ironic has no field', () => {
  it.each<[Partial<Node>, string | undefined]>([
    [{ extra: { rack: 'r12' } }, 'r12'],
    [{ properties: { rack_id: 7 } }, '7'],
    [{ extra: { location: { rack: 'B-04' } } }, 'B-04'],
    [{ description: 'Row 3, rack: B04, unit 12' }, 'B04'],
    [{ description: 'bracketed' }, undefined],
    [{ extra: { rack: '' }, properties: null }, undefined],
    [{ extra: { rack: { id: 3 } } }, undefined],
  ])('%j', (fields, rack) => expect(read(fields).rack).toBe(rack));

  it('stands where the configuration says, and nowhere else', () => {
    const reader = createPropertyReader({ rack: 'extra.dc.cabinet' });
    expect(reader(node({ extra: { dc: { cabinet: 'C9' }, rack: 'other' } })).rack).toBe('C9');
    expect(reader(node({ extra: { rack: 'other' } })).rack).toBeUndefined();
  });
});

describe('an image', () => {
  it.each([
    ['5b1f0e7c-9d54-4a0b-8a57-0f6f6c1a7a77', '5b1f0e7c-9d54-4a0b-8a57-0f6f6c1a7a77'],
    ['glance://5b1f', '5b1f'],
    ['https://user:pw@swift.example/v1/img.qcow2?temp_url_sig=abc', 'https://swift.example/v1/img.qcow2'],
    ['file:///images/a.raw', 'file:///images/a.raw'],
  ])('%s', (image_source, image) => expect(read({ instance_info: { image_source } }).image).toBe(image));
});

describe('firmware', () => {
  it('is told by keys of inspection rules and by capabilities', () => {
    const fields = {
      properties: { bios_version: 'U47', capabilities: 'boot_mode:uefi,ilo_firmware_version:2.55' },
      extra: { bmc_version: '3.1' },
    };
    expect(valuesOf(read(fields), 'firmware')).toEqual([
      'bios_version U47',
      'bmc_version 3.1',
      'ilo_firmware_version 2.55',
    ]);
  });
});

describe('switches', () => {
  it('of one name are told apart by their ids', () => {
    const reader = createSwitchReader();
    const of = (switch_id: string) => reader([port({ switch_id, switch_info: 'tor' })]);
    expect([of('00:01'), of('00:02'), of('00:01')]).toEqual(['tor', 'tor (00:02)', 'tor']);
  });

  it('are several where a node has several ports', () => {
    const ports = [
      port({ switch_id: '00:01', switch_info: 'a' }),
      port({ switch_id: '00:02', switch_info: 'b' }),
    ];
    const properties = { switch: createSwitchReader()(ports) };
    expect(valuesOf(properties, 'switch')).toEqual(['a', 'b']);
    expect([hasValue(properties, 'switch', 'b'), hasValue(properties, 'switch', 'c')]).toEqual([true, false]);
  });
});

it('the conductor is who holds the node, else who looks after it', () => {
  expect(read({ conductor: 'c1', reservation: 'c2' }).conductor).toBe('c2');
  expect(read({ conductor: 'c1', reservation: null }).conductor).toBe('c1');
});

it('words go behind "all"', () => {
  expect(propertyWords('switch', 'leaf-12')).toBe('on switch leaf-12');
  expect(propertyWords('conductor_group', '')).toBe('in no conductor group');
});
