import { describe, expect, it, test } from 'vitest';
import { ServiceError } from '../../../src/core/errors.ts';
import undeploy from '../../../src/remediations/undeploy.ts';
import { minutesAgo } from '../../support/facts.ts';
import { DEAD_LOCK, followed, freshOf, goOf, HELD, NODE, refusalOf, SERVER } from '../../support/fresh.ts';

const params = { node: NODE };
const failed = {
  provision_state: 'deploy failed',
  target_provision_state: 'active',
  provision_updated_at: minutesAgo(30),
};

it('tears down what nobody has an instance on, with one call that every release knows', async () => {
  const go = await goOf(undeploy, params, { node: failed });
  expect(go.calls).toEqual([
    {
      service: 'ironic',
      method: 'PUT',
      path: `/v1/nodes/${NODE}/states/provision`,
      body: { target: 'deleted' },
      needs: '1.1',
    },
  ]);
  expect(go).toMatchObject({
    becomes: '`deleting`, `cleaning`, then `available`',
    undo: 'nothing undoes it',
  });
  expect(go.beware.join()).toContain('erases the disks');
});

test.each(['wait call-back', 'error'])('and so in %s', async (provision_state) => {
  expect((await goOf(undeploy, params, { node: { ...failed, provision_state } })).kind).toBe('go');
});

it('knows where a retired node ends, and what goes with the deployment', async () => {
  const go = await goOf(undeploy, params, { node: { ...failed, retired: true, allocation_uuid: SERVER } });
  expect(go.becomes).toContain('`manageable`');
  expect(go.beware.join()).toContain('allocation');
});

describe('is refused', () => {
  test.each([
    ['where an instance is', { instance_uuid: SERVER }, 'instance-present'],
    ['for a protected node', { protected: true, protected_reason: 'production' }, 'protected'],
    ['for a node that a person holds', HELD, 'operator-maintenance'],
    [
      'in active, which belongs to somebody even without an instance',
      { provision_state: 'active' },
      'in-use',
    ],
    ['in rescue', { provision_state: 'rescue' }, 'in-use'],
    ['in service failed', { provision_state: 'service failed' }, 'in-use'],
    ['in clean failed, which looks alike', { provision_state: 'clean failed' }, 'illegal-state'],
    [
      'while firmware may be being written',
      { provision_state: 'wait call-back', deploy_step: { step: 'update', interface: 'firmware' } },
      'firmware-step',
    ],
  ])('%s', async (_, node, code) => {
    expect((await refusalOf(undeploy, params, { node: { ...failed, ...node } })).code).toBe(code);
  });
  it('for what is gone, locked for ever, or unreadable', async () => {
    expect((await refusalOf(undeploy, params, { node: null })).code).toBe('gone');
    const locked = { ...DEAD_LOCK, node: { ...failed, ...DEAD_LOCK.node } };
    expect((await refusalOf(undeploy, params, locked)).code).toBe('dead-holder');
    await expect(undeploy.judge(params, freshOf({}))).rejects.toThrow(ServiceError);
  });
});

describe('has come true', () => {
  const follow = (node: Record<string, unknown>) => followed(undeploy, params, { node: failed }, { node });
  it('when the node is available', async () => {
    expect(await follow({ provision_updated_at: minutesAgo(0) })).toMatchObject({ kind: 'done' });
  });
  test.each(['deleting', 'cleaning', 'clean wait'])('not in %s', async (provision_state) => {
    expect(await follow({ provision_state })).toMatchObject({ kind: 'going' });
  });
  test.each(['clean failed', 'error'])('not in %s', async (provision_state) => {
    expect(await follow({ provision_state, last_error: 'Failed to tear down: no' })).toMatchObject({
      kind: 'failed',
      words: `It ended in ${provision_state}: Failed to tear down: no`,
    });
  });
});
