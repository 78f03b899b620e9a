import { describe, expect, it, test } from 'vitest';
import { ServiceError } from '../../../src/core/errors.ts';
import unrescue from '../../../src/remediations/unrescue.ts';
import { minutesAgo } from '../../support/facts.ts';
import { DEAD_LOCK, followed, freshOf, goOf, HELD, NODE, refusalOf, SERVER } from '../../support/fresh.ts';

const params = { node: NODE };
const failed = {
  provision_state: 'rescue failed',
  target_provision_state: 'rescue',
  provision_updated_at: minutesAgo(30),
  instance_uuid: SERVER,
};

it("boots the tenant's system again with one call, and says that Nova does not know", async () => {
  const go = await goOf(unrescue, params, { node: failed });
  expect(go.calls).toEqual([
    {
      service: 'ironic',
      method: 'PUT',
      path: `/v1/nodes/${NODE}/states/provision`,
      body: { target: 'unrescue' },
      needs: '1.38',
    },
  ]);
  expect(go.beware.join()).toContain(SERVER);
});

describe('is refused', () => {
  test.each([
    ['for a node that a person holds', HELD, 'operator-maintenance'],
    [
      "in any maintenance, which Ironic doesn't do",
      { maintenance: true, fault: 'rescue abort failure' },
      'maintenance',
    ],
    ['where its owner rescues on purpose', { provision_state: 'rescue' }, 'instance-present'],
    ['while the rescue waits', { provision_state: 'rescue wait' }, 'illegal-state'],
  ])('%s', async (_, node, code) => {
    expect((await refusalOf(unrescue, params, { node: { ...failed, ...node } })).code).toBe(code);
  });
  it('by a release that cannot rescue', async () => {
    expect((await refusalOf(unrescue, params, { node: failed, version: '1.37' })).code).toBe(
      'version-too-old',
    );
  });
  it('for what is gone, locked for ever, or unreadable', async () => {
    expect((await refusalOf(unrescue, params, { node: null })).code).toBe('gone');
    const locked = { ...DEAD_LOCK, node: { ...failed, ...DEAD_LOCK.node } };
    expect((await refusalOf(unrescue, params, locked)).code).toBe('dead-holder');
    await expect(unrescue.judge(params, freshOf({}))).rejects.toThrow(ServiceError);
  });
});

it('has come true in active, and not in unrescue failed', async () => {
  const follow = (node: Record<string, unknown>) => followed(unrescue, params, { node: failed }, { node });
  expect(await follow({ provision_state: 'active' })).toMatchObject({ kind: 'done' });
  expect(await follow({ provision_state: 'unrescuing' })).toMatchObject({ kind: 'going' });
  expect(
    await follow({ provision_state: 'unrescue failed', last_error: 'Failed to unrescue: no' }),
  ).toMatchObject({ kind: 'failed' });
});
