import { describe, expect, it, test } from 'vitest';
import { ServiceError } from '../../../src/core/errors.ts';
import powerCycle from '../../../src/remediations/power-cycle.ts';
import { minutesAgo } from '../../support/facts.ts';
import { DEAD_LOCK, followed, freshOf, goOf, HELD, NODE, refusalOf, SERVER } from '../../support/fresh.ts';

const params = { node: NODE };
const before = { last_power_state_change: minutesAgo(60) };
const on = {
  provision_state: 'wait call-back',
  power_state: 'power on',
  updated_at: minutesAgo(9),
  driver_internal_info: before,
};

it('resets with one call', async () => {
  const go = await goOf(powerCycle, params, { node: on });
  expect(go.calls).toEqual([
    {
      service: 'ironic',
      method: 'PUT',
      path: `/v1/nodes/${NODE}/states/power`,
      body: { target: 'rebooting' },
    },
  ]);
  expect(go.beware.join()).toContain('goes on waiting');
  expect(go.risk).toBeUndefined();
});

it('is destructive where an instance goes down with it, and cycles what may not be switched off', async () => {
  const node = { ...on, provision_state: 'active', instance_uuid: SERVER, disable_power_off: true };
  expect((await goOf(powerCycle, params, { node })).risk).toBe('destructive');
});

describe('is refused', () => {
  test.each([
    ['for a node that a person holds', HELD, 'operator-maintenance'],
    ['while cleaning', { provision_state: 'clean wait' }, 'illegal-state'],
    ['while it is being switched', { target_power_state: 'power on' }, 'power-in-progress'],
    ['for a node that is off, which power-on is for', { power_state: 'power off' }, 'already-off'],
    [
      'while firmware may be being written',
      { driver_internal_info: { redfish_fw_updates: [{}] } },
      'firmware-step',
    ],
  ])('%s', async (_, node, code) => {
    expect((await refusalOf(powerCycle, params, { node: { ...on, ...node } })).code).toBe(code);
  });
  it('for what is gone, locked for ever, or unreadable', async () => {
    expect((await refusalOf(powerCycle, params, { node: null })).code).toBe('gone');
    const locked = { ...DEAD_LOCK, node: { ...on, ...DEAD_LOCK.node } };
    expect((await refusalOf(powerCycle, params, locked)).code).toBe('dead-holder');
    await expect(powerCycle.judge(params, freshOf({}))).rejects.toThrow(ServiceError);
  });
});

describe('has come true', () => {
  const follow = (node: Record<string, unknown>) =>
    followed(powerCycle, params, { node: on }, { node: { ...on, ...node } });
  const stamped = { driver_internal_info: { last_power_state_change: minutesAgo(0) } };
  it('when Ironic has switched it and is done', async () => {
    expect(await follow(stamped)).toMatchObject({ kind: 'done' });
  });
  it('not while it looks as it did before', async () => {
    expect(await follow({})).toMatchObject({ kind: 'going', words: 'Still power on: Ironic has not begun.' });
  });
  it('not in between, and not when it stayed off', async () => {
    expect(await follow({ ...stamped, target_power_state: 'power on' })).toMatchObject({ kind: 'going' });
    const off = {
      ...stamped,
      power_state: 'power off',
      last_error: 'Failed to change power state',
      updated_at: minutesAgo(0),
    };
    expect(await follow(off)).toMatchObject({ kind: 'failed', words: expect.stringContaining('power off') });
  });
});
