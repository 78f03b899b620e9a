import { expect, it } from 'vitest';
import { bindingOf, recordedVifs } from '../../../src/core/recorded-vifs.ts';
import type { Node, Port } from '../../../src/openstack/ironic/schema.ts';
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

it('a smart NIC is bound to the host of its own', () => {
  const nic = { is_smartnic: true, local_link_connection: { hostname: 'nic' } };
  const neutron = { id: 'a', 'binding:vif_type': 'ovs', 'binding:host_id': 'nic' } as NeutronPort;
  expect(bindingOf(only({ tenant_vif_port_id: 'a' }, nic), neutron, node)).toBe('ours');
});
