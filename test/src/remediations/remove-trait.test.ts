import { describe, expect, it } from 'vitest';
import { ServiceError } from '../../../src/core/errors.ts';
import removeTrait from '../../../src/remediations/remove-trait.ts';
import { DEAD_LOCK, followed, freshOf, goOf, HELD, NODE, refusalOf, SERVER } from '../../support/fresh.ts';

const params = { node: NODE, trait: 'CUSTOM_GPU' };
const cloud = (...traits: string[]) => ({ node: {}, traits });

it('removes one with a call that has no body', async () => {
  const go = await goOf(removeTrait, params, cloud('CUSTOM_GPU', 'CUSTOM_SSD'));
  expect(go.calls).toEqual([
    { service: 'ironic', method: 'DELETE', path: `/v1/nodes/${NODE}/traits/CUSTOM_GPU`, needs: '1.37' },
  ]);
  expect(go.beware).toHaveLength(1);
});

it('thinks of the instance that was placed for it', async () => {
  const node = { provision_state: 'active', instance_uuid: SERVER };
  expect((await goOf(removeTrait, params, { node, traits: ['CUSTOM_GPU'] })).beware.join()).toContain(SERVER);
});

describe('is refused', () => {
  it('where the node has none, or a person has the node', async () => {
    expect((await refusalOf(removeTrait, params, cloud('CUSTOM_GPU2'))).code).toBe('already-so');
    expect((await refusalOf(removeTrait, params, { node: HELD, traits: ['CUSTOM_GPU'] })).code).toBe(
      'operator-maintenance',
    );
  });
  it('for what is gone, locked for ever, or unreadable', async () => {
    expect((await refusalOf(removeTrait, params, { node: null })).code).toBe('gone');
    expect((await refusalOf(removeTrait, params, DEAD_LOCK)).code).toBe('dead-holder');
    await expect(removeTrait.judge(params, freshOf({ node: {} }))).rejects.toThrow(ServiceError);
  });
});

it('has come true when the node is without it', async () => {
  const before = cloud('CUSTOM_GPU');
  expect(await followed(removeTrait, params, before, cloud())).toMatchObject({ kind: 'done' });
  expect(await followed(removeTrait, params, before, before)).toMatchObject({ kind: 'going' });
  expect(await followed(removeTrait, params, before, { node: null })).toMatchObject({ kind: 'failed' });
});
