import { describe, expect, it, test } from 'vitest';
import { ServiceError } from '../../../src/core/errors.ts';
import unhold from '../../../src/remediations/unhold.ts';
import { minutesAgo } from '../../support/facts.ts';
import { DEAD_LOCK, followed, freshOf, goOf, HELD, NODE, refusalOf } from '../../support/fresh.ts';

const params = { node: NODE };
const held = {
  provision_state: 'clean hold',
  target_provision_state: 'available',
  provision_updated_at: minutesAgo(300),
};

it('lets the operation go on with one call', async () => {
  const go = await goOf(unhold, params, { node: held });
  expect(go.calls).toEqual([
    {
      service: 'ironic',
      method: 'PUT',
      path: `/v1/nodes/${NODE}/states/provision`,
      body: { target: 'unhold' },
      needs: '1.85',
    },
  ]);
  expect(go.becomes).toBe('`clean wait`, and the operation goes on');
  expect(go.beware.join()).toContain('have they?');
});

describe('is refused', () => {
  test.each([
    ['for a node that a person holds in maintenance as well', HELD, 'operator-maintenance'],
    ['in a wait, which looks alike', { provision_state: 'clean wait' }, 'illegal-state'],
  ])('%s', async (_, node, code) => {
    expect((await refusalOf(unhold, params, { node: { ...held, ...node } })).code).toBe(code);
  });
  it('by a release that has no holds', async () => {
    expect((await refusalOf(unhold, params, { node: held, version: '1.84' })).code).toBe('version-too-old');
  });
  it('for what is gone, locked for ever, or unreadable', async () => {
    expect((await refusalOf(unhold, params, { node: null })).code).toBe('gone');
    const locked = { ...DEAD_LOCK, node: { ...held, ...DEAD_LOCK.node } };
    expect((await refusalOf(unhold, params, locked)).code).toBe('dead-holder');
    await expect(unhold.judge(params, freshOf({}))).rejects.toThrow(ServiceError);
  });
});

it('has come true when nothing holds it, or the next step does', async () => {
  const follow = (node: Record<string, unknown>) => followed(unhold, params, { node: held }, { node });
  expect(await follow({ provision_state: 'clean wait', provision_updated_at: minutesAgo(1) })).toMatchObject({
    kind: 'done',
    words: 'It goes on: clean wait, for 1 min.',
  });
  expect(await follow(held)).toMatchObject({ kind: 'going' });
  expect(await follow({ ...held, provision_updated_at: minutesAgo(0) })).toMatchObject({ kind: 'done' });
  expect(await follow({ provision_state: 'clean failed', last_error: 'no' })).toMatchObject({
    kind: 'failed',
  });
});
