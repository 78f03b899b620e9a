import { describe, expect, it, test } from 'vitest';
import { ServiceError } from '../../../src/core/errors.ts';
import setInterface from '../../../src/remediations/set-interface.ts';
import { DEAD_LOCK, followed, freshOf, goOf, HELD, NODE, refusalOf, SERVER } from '../../support/fresh.ts';

const params = { node: NODE, interface: 'network_interface', value: 'noop' } as const;
const node = { provision_state: 'manageable', network_interface: 'flat' };
const drivers = [
  {
    name: 'ipmi',
    enabled_network_interfaces: ['noop'],
    enabled_power_interfaces: ['ipmitool'],
    enabled_management_interfaces: ['ipmitool'],
  },
];

it('gives the node what its driver has enabled, with one call', async () => {
  const go = await goOf(setInterface, params, { node, drivers });
  expect(go.calls).toEqual([
    {
      service: 'ironic',
      method: 'PATCH',
      path: `/v1/nodes/${NODE}`,
      body: [{ op: 'replace', path: '/network_interface', value: 'noop' }],
      needs: '1.20',
    },
  ]);
  expect(go.seen['network_interface']).toBe('flat');
  expect(go.watched).toContain('network_interface');
  expect(go.undo).toContain('`flat`');
  expect(setInterface.detail?.(params)).toBe('network_interface to noop');
  expect(setInterface.target(params)).toBe(`node ${NODE}`);
});

it('is destructive where somebody has an instance', async () => {
  const fault = { maintenance: true, fault: 'power failure' };
  const go = await goOf(setInterface, params, {
    node: { ...node, ...fault, provision_state: 'active', instance_uuid: SERVER },
    drivers,
  });
  expect(go.risk).toBe('destructive');
});

describe('is refused', () => {
  test.each([
    ['for a node that a person holds', HELD, 'operator-maintenance'],
    ['in active, where Ironic changes none', { provision_state: 'active' }, 'illegal-state'],
    [
      'during a transition, in Ironic-set maintenance as well',
      {
        provision_state: 'clean wait',
        target_provision_state: 'available',
        maintenance: true,
        fault: 'power failure',
      },
      'illegal-state',
    ],
    ['while inspecting', { provision_state: 'inspecting' }, 'illegal-state'],
    ['where it is so already', { network_interface: 'noop' }, 'already-so'],
    ['where another interface is in the way', { power_interface: 'redfish' }, 'not-enabled'],
  ])('%s', async (_, fields, code) => {
    expect((await refusalOf(setInterface, params, { node: { ...node, ...fields }, drivers })).code).toBe(
      code,
    );
  });
  it('for a value that is not enabled either', async () => {
    const no = await refusalOf(setInterface, { ...params, value: 'neutron' }, { node, drivers });
    expect(no).toMatchObject({ code: 'not-enabled', words: expect.stringContaining('noop') });
  });
  it('where no conductor that lives has the driver', async () => {
    expect((await refusalOf(setInterface, params, { node, drivers: [] })).code).toBe('not-enabled');
  });
  it('for what is gone, locked for ever, or unreadable', async () => {
    expect((await refusalOf(setInterface, params, { node: null })).code).toBe('gone');
    const locked = { ...DEAD_LOCK, drivers, node: { ...node, ...DEAD_LOCK.node } };
    expect((await refusalOf(setInterface, params, locked)).code).toBe('dead-holder');
    await expect(setInterface.judge(params, freshOf({ node }))).rejects.toThrow(ServiceError);
  });
  it('by its parameters, for what is no interface', () => {
    const parse = (fields: object) => setInterface.params.safeParse({ ...params, ...fields }).success;
    expect(parse({})).toBe(true);
    expect(parse({ interface: 'instance_uuid' })).toBe(false);
    expect(parse({ value: '' })).toBe(false);
    expect(parse({ value: '../x' })).toBe(false);
  });
});

it('has come true when the node says so', async () => {
  const follow = (network_interface: string) =>
    followed(setInterface, params, { node, drivers }, { node: { ...node, network_interface } });
  expect(await follow('noop')).toMatchObject({ kind: 'done', seen: { network_interface: 'noop' } });
  expect(await follow('flat')).toMatchObject({ kind: 'going', words: 'network_interface is still flat.' });
});
