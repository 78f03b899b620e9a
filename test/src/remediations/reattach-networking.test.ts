import { describe, expect, it, test } from 'vitest';
import { ServiceError } from '../../../src/core/errors.ts';
import reattach from '../../../src/remediations/reattach-networking.ts';
import { minutesAgo } from '../../support/facts.ts';
import { DEAD_LOCK, followed, freshOf, goOf, HELD, NODE, refusalOf, SERVER } from '../../support/fresh.ts';

const VIF = '55555555-5555-4555-8555-555555555555';
const params = { node: NODE };
const active = {
  provision_state: 'active',
  instance_uuid: SERVER,
  network_interface: 'neutron',
  provision_updated_at: minutesAgo(600),
};
const port = {
  uuid: 'p1',
  address: '52:54:00:00:00:01',
  node_uuid: NODE,
  internal_info: { tenant_vif_port_id: VIF },
};
const cloud = (node: object = {}, more: object = {}) => ({
  node: { ...active, ...node },
  ports: [port],
  neutron_ports: [{ id: VIF }],
  ...more,
});

it('asks for the service step, and for no ramdisk', async () => {
  const go = await goOf(reattach, params, cloud());
  expect(go.calls).toEqual([
    {
      service: 'ironic',
      method: 'PUT',
      path: `/v1/nodes/${NODE}/states/provision`,
      body: {
        target: 'service',
        service_steps: [{ interface: 'network', step: 'reattach_networking' }],
        disable_ramdisk: true,
      },
      needs: '1.110',
    },
  ]);
  expect(go.becomes).toContain('without a reboot');
});

it('takes a VIF on a port group for one that is attached, and does nothing where groups cannot be read', async () => {
  const ports = [{ ...port, internal_info: {}, portgroup_uuid: 'g' }];
  const portgroups = [{ uuid: 'g', node_uuid: NODE, internal_info: { tenant_vif_port_id: VIF } }];
  expect((await goOf(reattach, params, cloud({}, { ports, portgroups }))).kind).toBe('go');
  const lost = cloud({}, { ports, portgroups, neutron_ports: [] });
  expect((await refusalOf(reattach, params, lost)).words).toContain(VIF);
  await expect(reattach.judge(params, freshOf(cloud({}, { ports })))).rejects.toThrow(ServiceError);
});

it('does not count on a VIF that Ironic would pass over, on a port that is in a group', async () => {
  const member = { ...port, portgroup_uuid: 'g' };
  const group = { uuid: 'g', node_uuid: NODE, internal_info: {} };
  const alone = cloud({}, { ports: [member], portgroups: [group] });
  expect(await refusalOf(reattach, params, alone)).toMatchObject({
    code: 'gone',
    words: expect.stringMatching(/in a port group.*passes over/),
  });
  // Nor is what Neutron lost of it in the way of the others.
  const other = { ...port, uuid: 'p2', internal_info: { tenant_vif_port_id: '6'.repeat(8) } };
  const beside = cloud(
    {},
    { ports: [member, other], portgroups: [group], neutron_ports: [{ id: '6'.repeat(8) }] },
  );
  expect((await goOf(reattach, params, beside)).kind).toBe('go');
});

describe('is refused', () => {
  test.each([
    ['for a node that a person holds', HELD, 'operator-maintenance'],
    [
      "in any maintenance, which Ironic doesn't do",
      { maintenance: true, fault: 'power failure' },
      'maintenance',
    ],
    [
      'in service failed, where other steps have failed',
      { provision_state: 'service failed' },
      'illegal-state',
    ],
    ['in available', { provision_state: 'available' }, 'illegal-state'],
    ['for another network interface', { network_interface: 'flat' }, 'not-enabled'],
  ])('%s', async (_, node, code) => {
    expect((await refusalOf(reattach, params, cloud(node))).code).toBe(code);
  });
  it.each(['1.86', '1.87', '1.109'])(
    'by Ironic %s, which may boot a ramdisk on the instance',
    async (version) => {
      expect((await refusalOf(reattach, params, cloud({}, { version }))).code).toBe('version-too-old');
    },
  );
  it('where nothing is attached, or Neutron has lost it', async () => {
    expect((await refusalOf(reattach, params, cloud({}, { ports: [] }))).code).toBe('gone');
    expect((await refusalOf(reattach, params, cloud({}, { neutron_ports: [] }))).code).toBe('gone');
  });
  it('for what is gone, locked for ever, or unreadable', async () => {
    expect((await refusalOf(reattach, params, { node: null })).code).toBe('gone');
    expect((await refusalOf(reattach, params, DEAD_LOCK)).code).toBe('dead-holder');
    await expect(reattach.judge(params, freshOf(cloud({}, { neutron_ports: undefined })))).rejects.toThrow(
      ServiceError,
    );
  });
});

it('has come true when it is active again, and not before it began', async () => {
  const follow = (node: object) => followed(reattach, params, cloud(), cloud(node));
  expect(await follow({ provision_updated_at: minutesAgo(0) })).toMatchObject({ kind: 'done' });
  expect(await follow({})).toMatchObject({ kind: 'going', words: 'Still active: Ironic has not begun.' });
  expect(await follow({ provision_state: 'servicing' })).toMatchObject({ kind: 'going' });
  expect(await follow({ provision_state: 'service failed', last_error: 'NetworkError' })).toMatchObject({
    kind: 'failed',
  });
});
