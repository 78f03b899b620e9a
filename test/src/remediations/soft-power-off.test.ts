import { describe, expect, it, test } from 'vitest';
import { ServiceError } from '../../../src/core/errors.ts';
import softPowerOff from '../../../src/remediations/soft-power-off.ts';
import { minutesAgo } from '../../support/facts.ts';
import { DEAD_LOCK, followed, freshOf, goOf, HELD, NODE, refusalOf, SERVER } from '../../support/fresh.ts';

const params = { node: NODE };
const on = { provision_state: 'active', power_state: 'power on', updated_at: minutesAgo(9) };

it('asks the operating system, with one call that 1.27 knows', async () => {
  const go = await goOf(softPowerOff, params, { node: on });
  expect(go.calls).toEqual([
    {
      service: 'ironic',
      method: 'PUT',
      path: `/v1/nodes/${NODE}/states/power`,
      body: { target: 'soft power off' },
      needs: '1.27',
    },
  ]);
  expect(go.becomes).toContain('obeys');
  expect(softPowerOff.patience).toBeGreaterThan(600);
});

it('is no less an outage for an instance', async () => {
  expect((await goOf(softPowerOff, params, { node: { ...on, instance_uuid: SERVER } })).risk).toBe(
    'destructive',
  );
});

describe('is refused', () => {
  test.each([
    ['for a node that a person holds', HELD, 'operator-maintenance'],
    ['while cleaning', { provision_state: 'clean wait' }, 'illegal-state'],
    ['while it is being switched', { target_power_state: 'power off' }, 'power-in-progress'],
    ['for a node that is off', { power_state: 'power off' }, 'already-so'],
    ['where Ironic must never do it', { disable_power_off: true }, 'power-off-disabled'],
  ])('%s', async (_, node, code) => {
    expect((await refusalOf(softPowerOff, params, { node: { ...on, ...node } })).code).toBe(code);
  });
  it('for what is gone, locked for ever, or unreadable', async () => {
    expect((await refusalOf(softPowerOff, params, { node: null })).code).toBe('gone');
    const locked = { ...DEAD_LOCK, node: { ...on, ...DEAD_LOCK.node } };
    expect((await refusalOf(softPowerOff, params, locked)).code).toBe('dead-holder');
    await expect(softPowerOff.judge(params, freshOf({}))).rejects.toThrow(ServiceError);
  });
});

it('has come true when it is off, and has failed when it did not obey', async () => {
  const follow = (node: Record<string, unknown>) =>
    followed(softPowerOff, params, { node: on }, { node: { ...on, ...node } });
  expect(await follow({ power_state: 'power off' })).toMatchObject({ kind: 'done' });
  expect(await follow({ target_power_state: 'power off' })).toMatchObject({ kind: 'going' });
  const last_error = "Failed to change power state to 'power off' by 'soft power off': timeout";
  expect(await follow({ last_error, updated_at: minutesAgo(0) })).toMatchObject({ kind: 'failed' });
});
