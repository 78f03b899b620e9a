import { describe, expect, it, test } from 'vitest';
import { ServiceError } from '../../../src/core/errors.ts';
import manage from '../../../src/remediations/manage.ts';
import { minutesAgo } from '../../support/facts.ts';
import { DEAD_LOCK, followed, freshOf, goOf, HELD, NODE, refusalOf } from '../../support/fresh.ts';

const params = { node: NODE };
const failed = {
  provision_state: 'clean failed',
  target_provision_state: 'available',
  maintenance: true,
  fault: 'clean failure',
  maintenance_reason: 'Timeout reached while cleaning',
  last_error: 'Timeout reached while cleaning',
};
const enrolled = { provision_state: 'enroll', provision_updated_at: minutesAgo(600) };

it('leaves clean failed with one call, and says that maintenance stays', async () => {
  const go = await goOf(manage, params, { node: failed });
  expect(go.calls).toEqual([
    {
      service: 'ironic',
      method: 'PUT',
      path: `/v1/nodes/${NODE}/states/provision`,
      body: { target: 'manage' },
      needs: '1.4',
    },
  ]);
  expect(go).toMatchObject({
    becomes: '`manageable`',
    beware: ['It stays in maintenance (fault clean failure).'],
  });
  expect(go.risk).toBeUndefined();
});

it('is no safe thing for a node that Nova may use', async () => {
  expect((await goOf(manage, params, { node: {} })).risk).toBe('disruptive');
});

it('expects little of a BMC that Ironic has lost', async () => {
  const node = { ...enrolled, maintenance: true, fault: 'power failure' };
  expect((await goOf(manage, params, { node })).beware.join()).toContain('probably fail');
});

describe('is refused', () => {
  test.each([
    ['to who holds the node', { ...failed, ...HELD }, 'operator-maintenance'],
    ['in deploy failed, which looks alike', { ...failed, provision_state: 'deploy failed' }, 'illegal-state'],
    ['while verifying', { provision_state: 'verifying' }, 'illegal-state'],
  ])('%s', async (_, node, code) => {
    expect((await refusalOf(manage, params, { node })).code).toBe(code);
  });
  it('for what is gone, locked for ever, or unreadable', async () => {
    expect((await refusalOf(manage, params, { node: null })).code).toBe('gone');
    const locked = { ...DEAD_LOCK, node: { ...failed, ...DEAD_LOCK.node } };
    expect((await refusalOf(manage, params, locked)).code).toBe('dead-holder');
    await expect(manage.judge(params, freshOf({}))).rejects.toThrow(ServiceError);
  });
});

describe('has come true', () => {
  it('in manageable, with a word on the maintenance that is still there', async () => {
    const after = { ...failed, provision_state: 'manageable' };
    const progress = await followed(manage, params, { node: failed }, { node: after });
    expect(progress).toMatchObject({
      kind: 'done',
      words: expect.stringContaining('still in maintenance (clean failure)'),
    });
  });
  it('not while the BMC is asked, and not when the node is back in enroll', async () => {
    const follow = (node: Record<string, unknown>) => followed(manage, params, { node: enrolled }, { node });
    expect(await follow(enrolled)).toMatchObject({
      kind: 'going',
      words: 'Still enroll: Ironic has not begun.',
    });
    expect(await follow({ provision_state: 'verifying', provision_updated_at: minutesAgo(1) })).toMatchObject(
      {
        kind: 'going',
        words: 'verifying, for 1 min',
      },
    );
    const back = {
      ...enrolled,
      provision_updated_at: minutesAgo(0),
      last_error: 'Failed to get power state for node x. Error: IPMI call failed: power status.',
    };
    expect(await follow(back)).toMatchObject({
      kind: 'failed',
      words: expect.stringContaining('IPMI call failed'),
    });
  });
});
