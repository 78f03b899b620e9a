import { describe, expect, it } from 'vitest';
import { ServiceError } from '../../../src/core/errors.ts';
import addTrait from '../../../src/remediations/add-trait.ts';
import { DEAD_LOCK, followed, freshOf, goOf, HELD, NODE, refusalOf } from '../../support/fresh.ts';

const params = { node: NODE, trait: 'CUSTOM_GPU' };
const cloud = (...traits: string[]) => ({ node: {}, traits });

it('adds one with a call that has no body', async () => {
  const go = await goOf(addTrait, params, cloud('CUSTOM_SSD'));
  expect(go.calls).toEqual([
    { service: 'ironic', method: 'PUT', path: `/v1/nodes/${NODE}/traits/CUSTOM_GPU`, needs: '1.37' },
  ]);
  expect(go.watched).toContain('CUSTOM_GPU');
});

describe('is refused', () => {
  it('where the node has it, or a person has the node', async () => {
    expect((await refusalOf(addTrait, params, cloud('CUSTOM_GPU'))).code).toBe('already-so');
    expect((await refusalOf(addTrait, params, { node: HELD, traits: [] })).code).toBe('operator-maintenance');
  });
  it('for what is gone, locked for ever, or unreadable', async () => {
    expect((await refusalOf(addTrait, params, { node: null })).code).toBe('gone');
    expect((await refusalOf(addTrait, params, DEAD_LOCK)).code).toBe('dead-holder');
    await expect(addTrait.judge(params, freshOf({ node: {} }))).rejects.toThrow(ServiceError);
  });
  it('by its parameters, for what is no trait', () => {
    const fits = (trait: string) => addTrait.params.safeParse({ node: NODE, trait }).success;
    expect([fits('HW_CPU_X86_VMX'), fits('custom_gpu'), fits('CUSTOM_GPU/..'), fits('')]).toEqual([
      true,
      false,
      false,
      false,
    ]);
  });
});

it('has come true when the node has it', async () => {
  expect(await followed(addTrait, params, cloud(), cloud('CUSTOM_GPU'))).toMatchObject({ kind: 'done' });
  expect(await followed(addTrait, params, cloud(), cloud())).toMatchObject({ kind: 'going' });
  expect(await followed(addTrait, params, cloud(), { node: null })).toMatchObject({ kind: 'failed' });
});
