import { describe, expect, it, test } from 'vitest';
import { ServiceError } from '../../../src/core/errors.ts';
import setProperty from '../../../src/remediations/set-property.ts';
import { DEAD_LOCK, followed, freshOf, goOf, HELD, NODE, refusalOf, SERVER } from '../../support/fresh.ts';

const params = { node: NODE, property: 'capabilities', value: 'boot_mode:uefi,raid:1' } as const;
const written = { properties: { cpu_arch: 'x86_64', capabilities: { boot_mode: 'uefi', raid: '1' } } };

it('writes capabilities as Nova reads them, with one call', async () => {
  const go = await goOf(setProperty, params, { node: written });
  expect(go.calls).toEqual([
    {
      service: 'ironic',
      method: 'PATCH',
      path: `/v1/nodes/${NODE}`,
      body: [{ op: 'add', path: '/properties/capabilities', value: 'boot_mode:uefi,raid:1' }],
    },
  ]);
  expect(go.seen['capabilities']).toBe('{"boot_mode":"uefi","raid":"1"}');
  expect(go.watched).toContain('capabilities');
});

describe('is refused', () => {
  test.each([
    ['for a node that a person holds', HELD, 'operator-maintenance'],
    ['where an instance is', { instance_uuid: SERVER }, 'instance-present'],
    [
      'during a transition',
      { provision_state: 'deploying', target_provision_state: 'active' },
      'illegal-state',
    ],
    ['where they are so already', { properties: { capabilities: 'boot_mode:uefi,raid:1' } }, 'already-so'],
  ])('%s', async (_, node, code) => {
    expect((await refusalOf(setProperty, params, { node })).code).toBe(code);
  });
  it('for what is gone, locked for ever, or unreadable', async () => {
    expect((await refusalOf(setProperty, params, { node: null })).code).toBe('gone');
    expect((await refusalOf(setProperty, params, DEAD_LOCK)).code).toBe('dead-holder');
    await expect(setProperty.judge(params, freshOf({}))).rejects.toThrow(ServiceError);
  });
  it('by its parameters, for other properties and for what Nova cannot read', () => {
    const fits = (fields: object) => setProperty.params.safeParse({ ...params, ...fields }).success;
    expect(fits({})).toBe(true);
    expect(fits({ property: 'root_device' })).toBe(false);
    expect(fits({ property: 'driver_info/ipmi_password' })).toBe(false);
    expect(fits({ value: '{"boot_mode":"uefi"}' })).toBe(false);
    expect(fits({ value: 'boot_mode' })).toBe(false);
  });
});

it('has come true when the node says so', async () => {
  const follow = (properties: object) =>
    followed(setProperty, params, { node: written }, { node: { properties } });
  expect(await follow({ capabilities: params.value })).toMatchObject({ kind: 'done' });
  expect(await follow({})).toMatchObject({ kind: 'going', words: 'capabilities are still unset.' });
});
