import { describe, expect, it, test } from 'vitest';
import { ServiceError } from '../../../src/core/errors.ts';
import inspect from '../../../src/remediations/inspect.ts';
import { minutesAgo } from '../../support/facts.ts';
import { DEAD_LOCK, followed, freshOf, goOf, HELD, NODE, refusalOf, SERVER } from '../../support/fresh.ts';

const params = { node: NODE };
const failed = {
  provision_state: 'inspect failed',
  target_provision_state: 'manageable',
  provision_updated_at: minutesAgo(30),
};

it('inspects again with one call', async () => {
  const go = await goOf(inspect, params, { node: failed });
  expect(go.calls).toEqual([
    {
      service: 'ironic',
      method: 'PUT',
      path: `/v1/nodes/${NODE}/states/provision`,
      body: { target: 'inspect' },
      needs: '1.6',
    },
  ]);
  expect(go).toMatchObject({ becomes: '`inspecting`, then `manageable`' });
});

describe('is refused', () => {
  test.each([
    ['for a node that a person holds', HELD, 'operator-maintenance'],
    ['in available, which looks as idle', { provision_state: 'available' }, 'illegal-state'],
    ['where an instance is', { instance_uuid: SERVER }, 'instance-present'],
    ['where nothing can inspect', { inspect_interface: 'no-inspect' }, 'not-enabled'],
  ])('%s', async (_, node, code) => {
    expect((await refusalOf(inspect, params, { node: { ...failed, ...node } })).code).toBe(code);
  });
  it('for what is gone, locked for ever, or unreadable', async () => {
    expect((await refusalOf(inspect, params, { node: null })).code).toBe('gone');
    const locked = { ...DEAD_LOCK, node: { ...failed, ...DEAD_LOCK.node } };
    expect((await refusalOf(inspect, params, locked)).code).toBe('dead-holder');
    await expect(inspect.judge(params, freshOf({}))).rejects.toThrow(ServiceError);
  });
});

it('has come true in manageable, also from there, and not before', async () => {
  const follow = (node: Record<string, unknown>) => followed(inspect, params, { node: failed }, { node });
  const manageable = { provision_state: 'manageable', provision_updated_at: minutesAgo(30) };
  const later = { ...manageable, provision_updated_at: minutesAgo(1) };
  expect(await follow(manageable)).toMatchObject({ kind: 'done' });
  expect(await follow({ provision_state: 'inspect wait' })).toMatchObject({ kind: 'going' });
  expect(await follow(failed)).toMatchObject({ kind: 'going' });
  expect(
    await follow({ ...failed, provision_updated_at: minutesAgo(0), last_error: 'Timeout' }),
  ).toMatchObject({ kind: 'failed' });
  expect(await followed(inspect, params, { node: manageable }, { node: manageable })).toMatchObject({
    kind: 'going',
  });
  expect(await followed(inspect, params, { node: manageable }, { node: later })).toMatchObject({
    kind: 'done',
  });
});
