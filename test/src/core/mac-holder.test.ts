import { describe, expect, it } from 'vitest';
import { belongs, isOrphan, portWords, sameMac, stepsForMac } from '../../../src/core/mac-holder.ts';
import { NodeSchema, PortgroupSchema, PortSchema } from '../../../src/openstack/ironic/schema.ts';
import { NeutronPortSchema } from '../../../src/openstack/neutron/schema.ts';
import { HEALTHY_NODE, recorded } from '../../support/facts.ts';

const held = (more: object = {}) =>
  NeutronPortSchema.parse({
    id: 'n-1',
    mac_address: '52:54:00:AA:BB:CC',
    status: 'DOWN',
    device_id: '',
    ...more,
  });
const port = (internal_info: object = {}) =>
  PortSchema.parse({ uuid: 'p-1', address: '52:54:00:aa:bb:cc', internal_info });
const node = NodeSchema.parse({ ...HEALTHY_NODE, instance_uuid: 'server-1' });

describe('mac holder', () => {
  it('compares MACs however they are written', () => {
    expect(sameMac(held(), '52-54-00-aa-bb-cc')).toBe(true);
    expect(sameMac(held({ mac_address: null }), '52:54:00:aa:bb:cc')).toBe(false);
  });

  it("knows the node's own ports", () => {
    expect(belongs(held(), port(), node)).toBe(false);
    expect(belongs(held(), port({ cleaning_vif_port_id: 'n-1' }), node)).toBe(true);
    expect(belongs(held({ device_id: 'server-1' }), port(), node)).toBe(true);
    expect(belongs(held({ 'binding:host_id': HEALTHY_NODE.uuid }), port(), node)).toBe(true);
    expect(belongs(held(), port(), { ...node, instance_uuid: '' })).toBe(false);
    const group = PortgroupSchema.parse({ uuid: 'g', internal_info: { tenant_vif_port_id: 'n-1' } });
    expect(belongs(held(), group, node)).toBe(true);
  });

  it('calls a port an orphan only when nothing at all uses it', () => {
    expect(isOrphan(held())).toBe(true);
    expect(isOrphan(held({ device_id: 'x' }))).toBe(false);
    expect(isOrphan(held({ 'binding:host_id': 'x' }))).toBe(false);
    expect(isOrphan(held({ 'binding:vif_type': 'ovs' }))).toBe(false);
    expect(isOrphan(held({ status: 'ACTIVE' }))).toBe(false);
    const [real] = (recorded('neutron/ports-by-mac') as { ports: unknown[] }).ports;
    expect(isOrphan(NeutronPortSchema.parse(real))).toBe(true);
  });

  it('writes one line about it, and commands that hold no foreign words', () => {
    expect(portWords(held({ name: 'old' }))).toBe('"old", DOWN, no device, not bound');
    const steps = stepsForMac('$(reboot)', held({ id: 'a; rm -rf /' }));
    expect(steps.map(({ command }) => command).join('\n')).not.toMatch(/reboot|rm -rf/);
  });
});
