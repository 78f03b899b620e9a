import { describe, expect, it, test } from 'vitest';
import { ServiceError } from '../../../src/core/errors.ts';
import powerOn from '../../../src/remediations/power-on.ts';
import { minutesAgo } from '../../support/facts.ts';
import { DEAD_LOCK, followed, freshOf, goOf, HELD, NODE, refusalOf, SERVER } from '../../support/fresh.ts';

const params = { node: NODE };
const off = {
  provision_state: 'wait call-back',
  target_provision_state: 'active',
  power_state: 'power off',
  updated_at: minutesAgo(9),
};

it('switches a node on with one call', async () => {
  const go = await goOf(powerOn, params, { node: off });
  expect(go.calls).toEqual([
    {
      service: 'ironic',
      method: 'PUT',
      path: `/v1/nodes/${NODE}/states/power`,
      body: { target: 'power on' },
    },
  ]);
  expect(go).toMatchObject({ becomes: '`power on`', undo: '`power off`' });
  expect(go.watched).toEqual(expect.arrayContaining(['power_state', 'target_power_state']));
  expect(go.risk).toBeUndefined();
});

it('says what may be in the way', async () => {
  const beware = async (node: Record<string, unknown>) =>
    (await goOf(powerOn, params, { node: { ...off, ...node } })).beware.join(' ');
  expect(await beware({ maintenance: true, fault: 'power failure' })).toContain('cannot reach its BMC');
  expect(await beware({ provision_state: 'service failed' })).toContain('console first');
  expect(
    await beware({
      provision_state: 'active',
      instance_uuid: SERVER,
      protected: true,
      protected_reason: 'db',
    }),
  ).toBe('The node is protected: "db".');
});

describe('is refused', () => {
  test.each([
    ['for a node that a person holds', HELD, 'operator-maintenance'],
    ['while cleaning, by Ironic as well', { provision_state: 'clean wait' }, 'illegal-state'],
    ['while a conductor is at work', { provision_state: 'deploying' }, 'illegal-state'],
    ['while it is being switched', { target_power_state: 'power off' }, 'power-in-progress'],
    ['for a node that is on', { power_state: 'power on' }, 'already-so'],
    [
      'while firmware may be being written',
      { deploy_step: { step: 'update', interface: 'firmware' } },
      'firmware-step',
    ],
  ])('%s', async (_, node, code) => {
    expect((await refusalOf(powerOn, params, { node: { ...off, ...node } })).code).toBe(code);
  });
  it('for what is gone, locked for ever, or unreadable', async () => {
    expect((await refusalOf(powerOn, params, { node: null })).code).toBe('gone');
    const locked = { ...DEAD_LOCK, node: { ...off, ...DEAD_LOCK.node } };
    expect((await refusalOf(powerOn, params, locked)).code).toBe('dead-holder');
    await expect(powerOn.judge(params, freshOf({}))).rejects.toThrow(ServiceError);
  });
});

describe('has come true', () => {
  const follow = (node: Record<string, unknown>) =>
    followed(powerOn, params, { node: off }, { node: { ...off, ...node } });
  it('when it is on and nothing is left to do', async () => {
    expect(await follow({ power_state: 'power on' })).toMatchObject({ kind: 'done' });
    expect(await follow({ target_power_state: 'power on' })).toMatchObject({ kind: 'going' });
    expect(await follow({})).toMatchObject({
      kind: 'going',
      words: 'Still power off: Ironic has not begun.',
    });
  });
  it('not when Ironic says why it did not', async () => {
    const last_error =
      "Failed to change power state to 'power on' by 'power on': IPMI call failed: power on.";
    expect(await follow({ last_error, updated_at: minutesAgo(0) })).toMatchObject({
      kind: 'failed',
      words: expect.stringContaining('IPMI call failed'),
    });
  });
  it('and an old error is no news', async () => {
    const old = { ...off, last_error: 'Timeout reached while waiting for callback' };
    expect(await followed(powerOn, params, { node: old }, { node: old })).toMatchObject({ kind: 'going' });
  });
});
