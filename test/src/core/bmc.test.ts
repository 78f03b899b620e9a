import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { bmcFamilyOf, bmcHostOf, bmcSubnetOf } from '../../../src/core/bmc.ts';
import { NodeSchema } from '../../../src/openstack/ironic/schema.ts';

const node = (driver_info: Record<string, unknown>, over = {}) =>
  NodeSchema.parse({ uuid: 'u', provision_state: 'active', driver_info, ...over });

describe('the address of a BMC', () => {
  it.each([
    [{ ipmi_address: '10.4.12.17' }, '10.4.12.17'],
    [{ redfish_address: 'https://user:secret@BMC-7.example:8443/x' }, 'bmc-7.example'],
    [{ redfish_address: '10.0.0.1:443' }, '10.0.0.1'],
    [{ redfish_address: 'https://[fd00::7]' }, 'fd00::7'],
    [{ ipmi_address: 'fd00:0:0:1::7' }, 'fd00:0:0:1::7'],
    [{ ipmi_address: '  ' }, undefined],
    [{ ipmi_address: 7 }, undefined],
    [{}, undefined],
  ])('is read from %j', (info, host) => {
    expect(bmcHostOf(node(info))).toBe(host);
  });

  it('has a subnet where it is a number', () => {
    expect(bmcSubnetOf(node({ ipmi_address: '10.4.12.17' }))).toBe('10.4.12.0/24');
    expect(bmcSubnetOf(node({ ipmi_address: 'fd00:0:0:1::7' }))).toBe('fd00:0:0:1::/64');
    expect(bmcSubnetOf(node({ ipmi_address: 'bmc.example' }))).toBeUndefined();
  });

  it('survives any text', () => {
    fc.assert(
      fc.property(fc.string(), (address) => {
        const host = bmcHostOf(node({ ipmi_address: address }));
        expect(host === undefined || host.length > 0).toBe(true);
      }),
    );
  });
});

describe('the protocol of a BMC', () => {
  it.each([
    [{ driver: 'ipmi' }, 'ipmi'],
    [{ driver: 'idrac' }, 'redfish'],
    [{ driver: 'idrac', power_interface: 'ipmitool' }, 'ipmi'],
    [{ driver: 'fake-hardware', power_interface: 'fake' }, 'other'],
  ])('follows the power interface before the driver: %j', (over, family) => {
    expect(bmcFamilyOf(node({}, over))).toBe(family);
  });
});
