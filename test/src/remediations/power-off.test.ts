import { describe, expect, it, test } from 'vitest';
import { ServiceError } from '../../../src/core/errors.ts';
import powerOff from '../../../src/remediations/power-off.ts';
import { minutesAgo } from '../../support/facts.ts';
import { DEAD_LOCK, followed, freshOf, goOf, HELD, NODE, refusalOf, SERVER } from '../../support/fresh.ts';

const params = { node: NODE };
const on = { provision_state: 'manageable', power_state: 'power on', updated_at: minutesAgo(9) };

it('switches an idle node off with one call, and is disruptive then', async () => {
  const go = await goOf(powerOff, params, { node: on });
  expect(go.calls).toEqual([
    {
      service: 'ironic',
      method: 'PUT',
      path: `/v1/nodes/${NODE}/states/power`,
      body: { target: 'power off' },
    },
  ]);
  expect(go).toMatchObject({ becomes: '`power off`', undo: '`power on`', beware: [] });
  expect(go.risk).toBeUndefined();
});

it('is destructive where an instance goes down with it', async () => {
  const node = { ...on, provision_state: 'active', instance_uuid: SERVER };
  const go = await goOf(powerOff, params, { node });
  expect(go.risk).toBe('destructive');
  expect(go.beware[0]).toContain(SERVER);
});

describe('is refused', () => {
  test.each([
    ['for a node that a person holds', HELD, 'operator-maintenance'],
    ['while cleaning', { provision_state: 'cleaning' }, 'illegal-state'],
    ['while it is being switched', { target_power_state: 'power on' }, 'power-in-progress'],
    ['for a node that is off', { power_state: 'power off' }, 'already-so'],
    ['where Ironic must never do it', { disable_power_off: true }, 'power-off-disabled'],
    [
      'while firmware may be being written',
      { provision_state: 'service wait', service_step: { step: 'update', interface: 'firmware' } },
      'firmware-step',
    ],
  ])('%s', async (_, node, code) => {
    expect((await refusalOf(powerOff, params, { node: { ...on, ...node } })).code).toBe(code);
  });
  it('for what is gone, locked for ever, or unreadable', async () => {
    expect((await refusalOf(powerOff, params, { node: null })).code).toBe('gone');
    const locked = { ...DEAD_LOCK, node: { ...on, ...DEAD_LOCK.node } };
    expect((await refusalOf(powerOff, params, locked)).code).toBe('dead-holder');
    await expect(powerOff.judge(params, freshOf({}))).rejects.toThrow(ServiceError);
  });
});

it('has come true when it is off, and has failed when Ironic says so', async () => {
  const follow = (node: Record<string, unknown>) =>
    followed(powerOff, params, { node: on }, { node: { ...on, ...node } });
  expect(await follow({ power_state: 'power off' })).toMatchObject({ kind: 'done' });
  expect(await follow({ target_power_state: 'power off' })).toMatchObject({ kind: 'going' });
  expect(
    await follow({ last_error: 'Failed to change power state', updated_at: minutesAgo(0) }),
  ).toMatchObject({
    kind: 'failed',
    words: 'The node is at power on: Failed to change power state',
  });
});
