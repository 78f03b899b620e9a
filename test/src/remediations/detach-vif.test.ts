import { describe, expect, it, test } from 'vitest';
import { ServiceError } from '../../../src/core/errors.ts';
import detachVif from '../../../src/remediations/detach-vif.ts';
import { DEAD_LOCK, followed, freshOf, goOf, HELD, NODE, refusalOf, SERVER } from '../../support/fresh.ts';

const VIF = '55555555-5555-4555-8555-555555555555';
const params = { node: NODE, vif: VIF };
const port = (internal_info: object) => ({
  uuid: 'p1',
  address: '52:54:00:00:00:01',
  node_uuid: NODE,
  internal_info,
});
const cloud = (node: object = {}, more: object = {}) => ({
  node,
  ports: [port({ tenant_vif_port_id: VIF })],
  neutron_ports: [],
  servers: [],
  compute_services: [],
  ...more,
});

it('frees the port with one call', async () => {
  const go = await goOf(detachVif, params, cloud());
  expect(go.calls).toEqual([
    { service: 'ironic', method: 'DELETE', path: `/v1/nodes/${NODE}/vifs/${VIF}`, needs: '1.28' },
  ]);
  expect(go.watched).toContain('allocation_uuid');
  expect(go.beware).toHaveLength(1);
});

it('frees a port group by the same call, and is done when no group has it', async () => {
  const ports = [{ ...port({}), portgroup_uuid: 'g' }];
  const on = (vif: string) => [{ uuid: 'g', node_uuid: NODE, internal_info: { tenant_vif_port_id: vif } }];
  const bonded = (more: object) => cloud({}, { ports, ...more });
  const go = await goOf(detachVif, params, bonded({ portgroups: on(VIF) }));
  expect(go.calls).toMatchObject([{ method: 'DELETE', path: `/v1/nodes/${NODE}/vifs/${VIF}` }]);
  expect((await refusalOf(detachVif, params, bonded({ portgroups: on(SERVER) }))).code).toBe('gone');
  await expect(detachVif.judge(params, freshOf(bonded({})))).rejects.toThrow(ServiceError);
  const after = (portgroups: object) =>
    followed(detachVif, params, bonded({ portgroups: on(VIF) }), bonded({ portgroups }));
  expect(await after(on(VIF))).toMatchObject({ kind: 'going' });
  expect(await after([])).toMatchObject({ kind: 'done' });
});

it('says where Neutron is not told', async () => {
  expect((await goOf(detachVif, params, cloud({ provision_state: 'manageable' }))).beware.join()).toContain(
    'Neutron keeps',
  );
});

it('detaches what belongs to a server that is gone', async () => {
  const neutron_ports = [{ id: VIF, device_id: SERVER }];
  expect((await goOf(detachVif, params, cloud({}, { neutron_ports }))).kind).toBe('go');
  await expect(
    detachVif.judge(params, freshOf(cloud({}, { neutron_ports, compute_services: undefined }))),
  ).rejects.toThrow(ServiceError);
});

describe('is refused', () => {
  test.each([
    ['for a node that a person holds', HELD, 'operator-maintenance'],
    ['where an instance is', { instance_uuid: SERVER }, 'instance-present'],
    ['while something is going on', { provision_state: 'wait call-back' }, 'illegal-state'],
    ['in active without an instance, which belongs to somebody', { provision_state: 'active' }, 'in-use'],
    ['where somebody is about to deploy', { allocation_uuid: SERVER }, 'in-use'],
  ])('%s', async (_, node, code) => {
    expect((await refusalOf(detachVif, params, cloud(node))).code).toBe(code);
  });
  it('for a VIF of cleaning, which looks alike, and for one of a live server', async () => {
    const ports = [port({ cleaning_vif_port_id: VIF })];
    expect((await refusalOf(detachVif, params, cloud({}, { ports }))).code).toBe('gone');
    const live = {
      neutron_ports: [{ id: VIF, device_id: SERVER }],
      servers: [{ id: SERVER, name: 'db-1', status: 'BUILD' }],
    };
    expect((await refusalOf(detachVif, params, cloud({}, live))).code).toBe('instance-present');
  });
  it('for what is gone, locked for ever, or unreadable', async () => {
    expect((await refusalOf(detachVif, params, { node: null })).code).toBe('gone');
    expect((await refusalOf(detachVif, params, DEAD_LOCK)).code).toBe('dead-holder');
    await expect(detachVif.judge(params, freshOf({ node: {} }))).rejects.toThrow(ServiceError);
  });
});

it('has come true when no port has it', async () => {
  expect(await followed(detachVif, params, cloud(), cloud({}, { ports: [port({})] }))).toMatchObject({
    kind: 'done',
  });
  expect(await followed(detachVif, params, cloud(), cloud())).toMatchObject({ kind: 'going' });
  expect(await followed(detachVif, params, cloud(), { node: null })).toMatchObject({ kind: 'failed' });
});
