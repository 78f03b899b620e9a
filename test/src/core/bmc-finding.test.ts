import { describe, expect, it } from 'vitest';
import { afterRepair, bmcForCommand } from '../../../src/core/bmc-finding.ts';
import { NodeSchema } from '../../../src/openstack/ironic/schema.ts';

const node = (over: Record<string, unknown>) =>
  NodeSchema.parse({ uuid: 'u', name: 'node-17', provision_state: 'active', ...over });

describe('after the repair of a BMC', () => {
  it('a power fault goes by itself, a failed verification does not, and others are looked at', () => {
    expect(afterRepair(node({ maintenance: true, fault: 'power failure' })).text).toContain('by itself');
    expect(afterRepair(node({ provision_state: 'enroll' })).command).toContain('node manage node-17');
    expect(afterRepair(node({})).command).toContain('node show node-17');
  });
});

describe('the address in a command', () => {
  it('is a placeholder where there is none that a shell takes as one word', () => {
    expect(bmcForCommand(node({ driver_info: { ipmi_address: '10.0.0.1' } }))).toBe('10.0.0.1');
    expect(bmcForCommand(node({ driver_info: { ipmi_address: '$(reboot)' } }))).toBe('<bmc-address>');
    expect(bmcForCommand(node({}))).toBe('<bmc-address>');
  });
});
