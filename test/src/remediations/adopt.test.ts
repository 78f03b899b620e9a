import { describe, expect, it, test } from 'vitest';
import { ServiceError } from '../../../src/core/errors.ts';
import adopt from '../../../src/remediations/adopt.ts';
import { minutesAgo } from '../../support/facts.ts';
import { DEAD_LOCK, followed, freshOf, goOf, HELD, NODE, refusalOf } from '../../support/fresh.ts';

const params = { node: NODE };
const failed = {
  provision_state: 'adopt failed',
  target_provision_state: 'active',
  provision_updated_at: minutesAgo(30),
};

it('tries again with one call', async () => {
  const go = await goOf(adopt, params, { node: failed });
  expect(go.calls).toEqual([
    {
      service: 'ironic',
      method: 'PUT',
      path: `/v1/nodes/${NODE}/states/provision`,
      body: { target: 'adopt' },
      needs: '1.17',
    },
  ]);
  expect(go.becomes).toBe('`active`');
});

describe('is refused', () => {
  test.each([
    ['for a node that a person holds', HELD, 'operator-maintenance'],
    ['for a first adoption, which Ironic would begin', { provision_state: 'manageable' }, 'illegal-state'],
    ['in deploy failed, which looks alike', { provision_state: 'deploy failed' }, 'illegal-state'],
  ])('%s', async (_, node, code) => {
    expect((await refusalOf(adopt, params, { node: { ...failed, ...node } })).code).toBe(code);
  });
  it('for what is gone, locked for ever, or unreadable', async () => {
    expect((await refusalOf(adopt, params, { node: null })).code).toBe('gone');
    const locked = { ...DEAD_LOCK, node: { ...failed, ...DEAD_LOCK.node } };
    expect((await refusalOf(adopt, params, locked)).code).toBe('dead-holder');
    await expect(adopt.judge(params, freshOf({}))).rejects.toThrow(ServiceError);
  });
});

it('has come true in active, and not when it failed again', async () => {
  const follow = (node: Record<string, unknown>) => followed(adopt, params, { node: failed }, { node });
  expect(await follow({ provision_state: 'active' })).toMatchObject({ kind: 'done' });
  expect(await follow({ provision_state: 'adopting' })).toMatchObject({ kind: 'going' });
  const again = {
    ...failed,
    provision_updated_at: minutesAgo(0),
    last_error: 'Error while attempting to adopt node x: no image_source.',
  };
  expect(await follow(again)).toMatchObject({
    kind: 'failed',
    words: expect.stringContaining('no image_source'),
  });
});
