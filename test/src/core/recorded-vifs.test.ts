import { expect, it } from 'vitest';
import { bindingOf, groupsOf, recordedVifs } from '../../../src/core/recorded-vifs.ts';
import type { Node, Port, Portgroup } from '../../../src/openstack/ironic/schema.ts';
import type { NeutronPort } from '../../../src/openstack/neutron/schema.ts';

const node = { uuid: 'n' } as Node;
const port = (internal_info: object, fields: Partial<Port> = {}) =>
  ({ uuid: 'p', address: 'm', internal_info, ...fields }) as Port;
const only = (internal_info: object, fields: Partial<Port> = {}) => {
  const [first] = recordedVifs([port(internal_info, fields)]);
  if (!first) throw new Error('nothing recorded');
  return first;
};

it('reads what Ironic records, by operation, and nothing else', () => {
  const recorded = recordedVifs([
    port({ cleaning_vif_port_id: 'a', tenant_vif_port_id: 'b', rescuing_vif_port_id: '', other: 'c' }),
  ]);
  expect(recorded.map((one) => [one.operation, one.vif])).toEqual([
    ['cleaning', 'a'],
    ['tenant', 'b'],
  ]);
  expect(recorded[0]?.source).toBe('ports[m].internal_info.cleaning_vif_port_id');
});

const group = (fields: Partial<Portgroup> = {}) =>
  ({
    uuid: 'g',
    name: 'bond0',
    address: 'm2',
    internal_info: { tenant_vif_port_id: 'd' },
    ...fields,
  }) as Portgroup;

it("reads an instance's VIF on a port group, and names the group as people do", () => {
  const groups = [
    group(),
    group({ name: null }),
    group({ name: null, address: null }),
    group({ internal_info: null }),
    group({ internal_info: { tenant_vif_port_id: '', cleaning_vif_port_id: 'e' } }),
  ];
  expect(recordedVifs([port({ cleaning_vif_port_id: 'a' })], groups)).toEqual([
    expect.objectContaining({ operation: 'cleaning', vif: 'a', address: 'm' }),
    {
      operation: 'tenant',
      vif: 'd',
      source: 'portgroups[bond0].internal_info.tenant_vif_port_id',
      address: 'm2',
    },
    expect.objectContaining({ source: 'portgroups[m2].internal_info.tenant_vif_port_id' }),
    expect.objectContaining({ source: 'portgroups[g].internal_info.tenant_vif_port_id', address: null }),
  ]);
});

it('asks for port groups only where a port is in one', async () => {
  const asked: string[] = [];
  const read = async () => [asked.push('read')];
  expect(await groupsOf([], read)).toEqual([]);
  expect(await groupsOf([port({}), port({}, { portgroup_uuid: null })], read)).toEqual([]);
  expect(asked).toEqual([]);
  expect(await groupsOf([port({}), port({}, { portgroup_uuid: 'g' })], read)).toEqual([1]);
});

it.each([
  ['gone', undefined],
  ['failed', { 'binding:vif_type': 'binding_failed', 'binding:host_id': 'n' }],
  ['unknown', {}],
  ['unbound', { 'binding:vif_type': 'unbound', 'binding:host_id': '' }],
  ['unbound', { 'binding:vif_type': 'unbound', 'binding:host_id': 'n' }],
  ['elsewhere', { 'binding:vif_type': 'ovs', 'binding:host_id': 'c' }],
  ['ours', { 'binding:vif_type': 'other', 'binding:host_id': 'n' }],
])('%s: %j', (expected, fields) => {
  const neutron = fields && ({ id: 'a', ...fields } as NeutronPort);
  expect(bindingOf(only({ tenant_vif_port_id: 'a' }), neutron, node)).toBe(expected);
});

it('what is on a port group is bound to the node, be one of its ports smart or not', () => {
  const [recorded] = recordedVifs([], [group()]);
  if (!recorded) throw new Error('nothing recorded');
  const bound = (host: string) =>
    bindingOf(
      recorded,
      { id: 'd', 'binding:vif_type': 'other', 'binding:host_id': host } as NeutronPort,
      node,
    );
  expect([bound('n'), bound('nic')]).toEqual(['ours', 'elsewhere']);
});

it('a smart NIC is bound to the host of its own', () => {
  const nic = { is_smartnic: true, local_link_connection: { hostname: 'nic' } };
  const neutron = { id: 'a', 'binding:vif_type': 'ovs', 'binding:host_id': 'nic' } as NeutronPort;
  expect(bindingOf(only({ tenant_vif_port_id: 'a' }, nic), neutron, node)).toBe('ours');
});
