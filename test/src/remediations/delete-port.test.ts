import { describe, expect, it, test } from 'vitest';
import { ServiceError } from '../../../src/core/errors.ts';
import deletePort from '../../../src/remediations/delete-port.ts';
import { minutesAgo } from '../../support/facts.ts';
import { CONDUCTORS, followed, freshOf, goOf, NODE, refusalOf, SERVER } from '../../support/fresh.ts';

const PORT = '55555555-5555-4555-8555-555555555555';
const MAC = '52:54:00:1a:b0:77';
const params = { port: PORT };
const orphan = {
  id: PORT,
  name: '',
  network_id: 'net',
  mac_address: MAC,
  status: 'DOWN',
  device_id: '',
  device_owner: '',
  'binding:host_id': '',
  'binding:vif_type': 'unbound',
  created_at: minutesAgo(600),
  updated_at: minutesAgo(600),
};
const ironicPort = { uuid: 'p1', address: MAC, node_uuid: NODE, internal_info: {}, extra: {} };
const cloud = (port: Record<string, unknown> = {}, more: object = {}) => ({
  neutron_ports: [{ ...orphan, ...port }],
  ports: [ironicPort],
  portgroups: [],
  node: {},
  conductors: CONDUCTORS,
  servers: [],
  compute_services: [],
  ...more,
});

it('deletes what belongs to nothing, with one call, and knows whose node it is in the way of', async () => {
  const go = await goOf(deletePort, params, cloud());
  expect(go.calls).toEqual([{ service: 'neutron', method: 'DELETE', path: `/ports/${PORT}` }]);
  expect(go.node?.name).toBe('node-17');
  expect(go.becomes).toContain(MAC);
  expect(go.watched).toEqual(expect.arrayContaining(['status', 'device_id', 'host_id', 'vif_type']));
  expect(deletePort.target(params)).toBe(`port ${PORT}`);
});

it('deletes what an instance or a node left behind that is gone for sure', async () => {
  expect(
    (await goOf(deletePort, params, cloud({ device_id: SERVER, device_owner: 'compute:nova' }))).kind,
  ).toBe('go');
  const deleted = [{ id: SERVER, name: 'db-1', status: 'DELETED' }];
  expect((await goOf(deletePort, params, cloud({ device_id: SERVER }, { servers: deleted }))).kind).toBe(
    'go',
  );
});

describe('is refused', () => {
  test.each([
    [
      'for a port of a live instance',
      { device_id: SERVER, device_owner: 'compute:nova' },
      'instance-present',
    ],
    ['for a port of a node', { device_id: NODE, device_owner: 'baremetal:none' }, 'in-use'],
    ['for a device that cannot be told', { device_id: 'lb-7' }, 'in-use'],
    ["for a router's", { device_owner: 'network:router_interface', device_id: SERVER }, 'in-use'],
    ["for a trunk's", { device_owner: 'trunk:subport' }, 'in-use'],
    ['for one that is up', { status: 'ACTIVE' }, 'in-use'],
    ['for one that is bound', { 'binding:host_id': 'compute-9', 'binding:vif_type': 'ovs' }, 'in-use'],
    [
      'for one that failed to bind to a node that exists',
      { 'binding:host_id': NODE, 'binding:vif_type': 'binding_failed' },
      'in-use',
    ],
    [
      'for one whose binding is not shown',
      { 'binding:host_id': undefined, 'binding:vif_type': undefined },
      'not-shown',
    ],
    ['for one that was just made', { created_at: minutesAgo(2), updated_at: minutesAgo(2) }, 'too-young'],
    ['for one of an unknown age', { created_at: null, updated_at: null }, 'too-young'],
  ])('%s', async (_, port, code) => {
    const servers = [{ id: SERVER, name: 'db-1', status: 'ACTIVE' }];
    expect((await refusalOf(deletePort, params, cloud(port, { servers }))).code).toBe(code);
  });
  it('for one that Ironic has recorded, wherever', async () => {
    for (const bag of [{ internal_info: { cleaning_vif_port_id: PORT } }, { extra: { vif_port_id: PORT } }]) {
      const no = await refusalOf(deletePort, params, cloud({}, { ports: [{ ...ironicPort, ...bag }] }));
      expect(no).toMatchObject({ code: 'in-use', words: expect.stringContaining(NODE) });
    }
  });
  it('for one that Ironic has recorded on a port group, whichever way that is found', async () => {
    const group = { uuid: 'g', node_uuid: NODE, internal_info: { tenant_vif_port_id: PORT } };
    const inGroup = [{ ...ironicPort, portgroup_uuid: 'g' }];
    for (const parts of [
      { ports: [], portgroups: [{ ...group, address: MAC }] },
      { ports: inGroup, portgroups: [{ ...group, address: null }] },
    ]) {
      const no = await refusalOf(deletePort, params, cloud({}, parts));
      expect(no).toMatchObject({ code: 'in-use', node: { uuid: NODE } });
    }
    const other = [{ ...group, address: MAC, internal_info: {} }];
    expect((await goOf(deletePort, params, cloud({}, { ports: inGroup, portgroups: other }))).kind).toBe(
      'go',
    );
  });
  it('for one that is gone', async () => {
    expect((await refusalOf(deletePort, params, { neutron_ports: [] })).code).toBe('gone');
  });
});

it('believes that nothing is there only of whom everything is shown to', async () => {
  const port = { device_id: SERVER };
  const parts = ['servers', 'compute_services', 'conductors', 'ports', 'portgroups', 'node', 'neutron_ports'];
  for (const hidden of parts) {
    const without = cloud(port, { [hidden]: undefined });
    await expect(deletePort.judge(params, freshOf(without)), hidden).rejects.toThrow(ServiceError);
  }
});

it('has come true when Neutron does not know it', async () => {
  expect(await followed(deletePort, params, cloud(), { neutron_ports: [] })).toMatchObject({ kind: 'done' });
  expect(await followed(deletePort, params, cloud(), cloud())).toMatchObject({
    kind: 'going',
    words: 'It is still there, DOWN.',
  });
});
