import { describe, expect, it } from 'vitest';
import { fleetEntries } from '../../../src/core/fleet-entry.ts';
import { NodeSchema, PortSchema } from '../../../src/openstack/ironic/schema.ts';
import { ServerSchema } from '../../../src/openstack/nova/schema.ts';

const node = (more: Record<string, unknown>) => NodeSchema.parse({ uuid: 'n1', ...more });
const port = (more: Record<string, unknown>) =>
  PortSchema.parse({ uuid: 'p', address: '52:54:00:00:00:01', ...more });

describe('entries of a cloud', () => {
  it('know a node by its BMC, its ports and its serial, wherever enrolment left that', () => {
    const nodes = [
      node({
        name: 'bm-1',
        driver_info: { redfish_address: 'https://10.0.0.1/' },
        extra: { system_vendor: { serial_number: 'S1' } },
      }),
      node({
        uuid: 'n2',
        name: null,
        properties: { serial: ' S2 ' },
        driver_info: { ipmi_address: 'fd00::2' },
      }),
    ];
    expect(fleetEntries('prod', { nodes, ports: [port({ node_uuid: 'n1' })] })).toEqual([
      {
        kind: 'node',
        cloud: 'prod',
        id: 'n1',
        name: 'bm-1',
        addresses: ['10.0.0.1'],
        macs: ['52:54:00:00:00:01'],
        serials: ['S1'],
      },
      { kind: 'node', cloud: 'prod', id: 'n2', name: 'n2', addresses: ['fd00::2'], serials: ['S2'] },
    ]);
  });

  it('take instances from Nova, and from nodes what Nova does not list', () => {
    const server = ServerSchema.parse({
      id: 'i1',
      name: 'web',
      status: 'ACTIVE',
      'OS-EXT-SRV-ATTR:hypervisor_hostname': 'n1',
    });
    const nodes = [
      node({ instance_uuid: 'i1' }),
      node({ uuid: 'n2', instance_uuid: 'i2', instance_name: 'db' }),
    ];
    const entries = fleetEntries('prod', { nodes, servers: [server] });
    expect(entries.filter((one) => one.kind === 'instance')).toEqual([
      { kind: 'instance', cloud: 'prod', id: 'i1', name: 'web', node: 'n1' },
      { kind: 'instance', cloud: 'prod', id: 'i2', name: 'db', node: 'n2' },
    ]);
  });

  it('take each switch once, by its id and by what people call it', () => {
    const link = { switch_id: '00:1c:73:aa:00:12', port_id: 'e1', switch_info: 'leaf-12' };
    const ports = [
      port({ local_link_connection: link }),
      port({ local_link_connection: link }),
      port({ local_link_connection: {} }),
    ];
    expect(fleetEntries('prod', { nodes: [], ports })).toEqual([
      {
        kind: 'switch',
        cloud: 'prod',
        id: '00:1c:73:aa:00:12',
        name: 'leaf-12',
        macs: ['00:1c:73:aa:00:12'],
      },
    ]);
  });
});
