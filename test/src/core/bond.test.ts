import { describe, expect, it } from 'vitest';
import { bondKind, bootPortsIn, lldpOf } from '../../../src/core/bond.ts';
import type { Inventory, Port } from '../../../src/openstack/ironic/schema.ts';

it.each([
  ['802.3ad', 'lacp'],
  ['4', 'lacp'],
  ['balance-xor', 'static'],
  ['0', 'static'],
  ['active-backup', 'none'],
  ['6', 'none'],
  [null, 'none'],
])('%s asks the switch for %s', (mode, kind) => {
  expect(bondKind(mode)).toBe(kind);
});

const port = (address: string, fields: Partial<Port> = {}) =>
  ({ uuid: address, address, portgroup_uuid: 'g', ...fields }) as Port;

it('a port boots unless it is said not to', () => {
  const ports = [port('a'), port('b', { pxe_enabled: false }), port('c', { portgroup_uuid: 'other' })];
  expect(bootPortsIn({ uuid: 'g' } as never, ports).map((one) => one.address)).toEqual(['a']);
});

describe('LLDP', () => {
  const seen = (interfaces: object[]) => ({ inventory: { interfaces } }) as unknown as Inventory;
  const nic = (mac_address: string, lldp: unknown[] | null, has_carrier = true) => ({
    name: `nic-${mac_address}`,
    mac_address,
    has_carrier,
    lldp,
  });
  const bonded = [port('aa'), port('BB')];

  it('that nobody heard was not listened for', () => {
    expect(lldpOf(seen([nic('AA', []), nic('cc', null)]), bonded)).toBeUndefined();
    expect(lldpOf(seen([]), bonded)).toBeUndefined();
  });

  it('is compared between the bond and the rest, links that were down left out', () => {
    expect(lldpOf(seen([nic('AA', []), nic('bb', [], false), nic('cc', [[1, '04']])]), bonded)).toEqual({
      deaf: ['nic-AA'],
      hearing: [],
      others: ['nic-cc'],
    });
  });
});
