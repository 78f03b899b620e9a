import { describe, expect, it } from 'vitest';
import {
  afterBmcRepair,
  bmcForCommand,
  bmcRoot,
  bmcRootTyped,
  bmcSocketTyped,
} from '../../../src/core/bmc-finding.ts';
import { NodeSchema } from '../../../src/openstack/ironic/schema.ts';

const node = (over: Record<string, unknown>) =>
  NodeSchema.parse({ uuid: 'u', name: 'node-17', provision_state: 'active', ...over });

describe('after the repair of a BMC', () => {
  it('a power fault goes by itself, a failed verification does not, and others are looked at', () => {
    expect(afterBmcRepair(node({ maintenance: true, fault: 'power failure' })).text).toContain('by itself');
    expect(afterBmcRepair(node({ provision_state: 'enroll' })).command).toContain('node manage node-17');
    expect(afterBmcRepair(node({})).command).toContain('node show node-17');
  });
});

describe('the address in a command', () => {
  it('is a placeholder where there is none that a shell takes as one word', () => {
    expect(bmcForCommand(node({ driver_info: { ipmi_address: '10.0.0.1' } }))).toBe('10.0.0.1');
    expect(bmcForCommand(node({ driver_info: { ipmi_address: '$(reboot)' } }))).toBe('<bmc-address>');
    expect(bmcForCommand(node({}))).toBe('<bmc-address>');
  });
});

describe("the BMC's web service", () => {
  const at = (redfish_address: string) => node({ driver_info: { redfish_address } });

  it.each([
    ['https://admin:secret@10.0.0.1/redfish/v1', 'https://10.0.0.1', '10.0.0.1:443'],
    ['http://bmc-17:8000', 'http://bmc-17:8000', 'bmc-17:8000'],
    ['bmc-17', 'https://bmc-17', 'bmc-17:443'],
    ['https://[fd00::17]', "'https://[fd00::17]'", "'[fd00::17]:443'"],
    ['https://$(reboot)', 'https://<bmc-address>', '<bmc-address>:443'],
    ["https://a';reboot;'", 'https://<bmc-address>', '<bmc-address>:443'],
  ])('of %s is typed so that a shell takes it as one word', (address, root, socket) => {
    expect(bmcRootTyped(at(address))).toBe(root);
    expect(bmcSocketTyped(at(address))).toBe(socket);
  });

  it('is told without the quotes in a sentence', () => {
    expect(bmcRoot(at('https://[fd00::17]'))).toBe('https://[fd00::17]');
    expect(bmcRoot(node({ driver_info: { ipmi_address: 'fd00::17' } }))).toBe('https://[fd00::17]');
  });
});
