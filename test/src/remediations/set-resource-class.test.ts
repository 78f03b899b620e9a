import { describe, expect, it, test } from 'vitest';
import { ServiceError } from '../../../src/core/errors.ts';
import setClass from '../../../src/remediations/set-resource-class.ts';
import { DEAD_LOCK, followed, freshOf, goOf, HELD, NODE, refusalOf, SERVER } from '../../support/fresh.ts';

const params = { node: NODE, value: 'gold' };

it('sets it with one call, and says what Placement makes of it', async () => {
  const go = await goOf(setClass, params, { node: {} });
  expect(go.calls).toEqual([
    {
      service: 'ironic',
      method: 'PATCH',
      path: `/v1/nodes/${NODE}`,
      body: [{ op: 'replace', path: '/resource_class', value: 'gold' }],
      needs: '1.21',
    },
  ]);
  expect(go).toMatchObject({
    becomes: 'resource_class `gold`, in Placement `CUSTOM_GOLD`',
    undo: 'setting it to `baremetal`',
  });
  expect(go.watched).toContain('resource_class');
});

it('knows the prefix that is written twice', async () => {
  const go = await goOf(setClass, { ...params, value: 'CUSTOM_GOLD' }, { node: {} });
  expect(go.beware.join()).toContain('CUSTOM_CUSTOM_GOLD');
});

it('gives a first class where another could not be changed', async () => {
  const node = { provision_state: 'clean failed', target_provision_state: 'available' };
  expect((await goOf(setClass, params, { node: { ...node, resource_class: null } })).kind).toBe('go');
  expect((await refusalOf(setClass, params, { node })).code).toBe('illegal-state');
});

describe('is refused', () => {
  test.each([
    ['for a node that a person holds', HELD, 'operator-maintenance'],
    ['where an instance is, which Nova has under the old one', { instance_uuid: SERVER }, 'instance-present'],
    [
      'during a transition',
      { provision_state: 'clean wait', target_provision_state: 'available' },
      'illegal-state',
    ],
    ['where it is so already', { resource_class: 'gold' }, 'already-so'],
  ])('%s', async (_, node, code) => {
    expect((await refusalOf(setClass, params, { node })).code).toBe(code);
  });
  it('for what is gone, locked for ever, or unreadable', async () => {
    expect((await refusalOf(setClass, params, { node: null })).code).toBe('gone');
    expect((await refusalOf(setClass, params, DEAD_LOCK)).code).toBe('dead-holder');
    await expect(setClass.judge(params, freshOf({}))).rejects.toThrow(ServiceError);
  });
  it('by its parameters, without a value', () => {
    expect(setClass.params.safeParse({ node: NODE }).success).toBe(false);
    expect(setClass.params.safeParse({ node: NODE, value: '' }).success).toBe(false);
  });
});

it('has come true when the node says so', async () => {
  const follow = (resource_class: string) =>
    followed(setClass, params, { node: {} }, { node: { resource_class } });
  expect(await follow('gold')).toMatchObject({ kind: 'done' });
  expect(await follow('baremetal')).toMatchObject({
    kind: 'going',
    words: 'resource_class is still baremetal.',
  });
  expect(await setClass.verify(params, freshOf({ node: null }), {})).toMatchObject({ kind: 'failed' });
});
