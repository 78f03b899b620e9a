import { describe, expect, it } from 'vitest';
import { ServiceError } from '../../../src/core/errors.ts';
import setMaintenance from '../../../src/remediations/set-maintenance.ts';
import { DEAD_LOCK, followed, freshOf, goOf, HELD, NODE, refusalOf } from '../../support/fresh.ts';

const params = { node: NODE, reason: 'INC-4412 switch port' };

it('holds a node with one call, for a reason', async () => {
  const go = await goOf(setMaintenance, params, { node: {} });
  expect(go.calls).toEqual([
    {
      service: 'ironic',
      method: 'PUT',
      path: `/v1/nodes/${NODE}/maintenance`,
      body: { reason: 'INC-4412 switch port' },
    },
  ]);
  expect(go.beware).toEqual([]);
  expect(setMaintenance.detail?.(params)).toBe('INC-4412 switch port');
});

it('says what is going on there', async () => {
  const go = await goOf(setMaintenance, params, { node: { provision_state: 'clean wait' } });
  expect(go.beware.join()).toContain('clean wait');
});

describe('is refused', () => {
  it("where it would overwrite a person's reason", async () => {
    const no = await refusalOf(setMaintenance, params, { node: HELD });
    expect(no).toMatchObject({ code: 'operator-maintenance', words: expect.stringContaining('DIMM B2') });
  });
  it('where Ironic would lift it with its own', async () => {
    const node = { maintenance: true, fault: 'power failure', maintenance_reason: 'During sync' };
    expect((await refusalOf(setMaintenance, params, { node })).code).toBe('already-so');
  });
  it('with a secret in its reason', async () => {
    const secret = { ...params, reason: 'BMC password=hunter22hunter' };
    const no = await refusalOf(setMaintenance, secret, { node: {} });
    expect(no.code).toBe('secret');
    expect(JSON.stringify(no)).not.toContain('hunter22');
  });
  it('without a reason, or with more than a line', () => {
    const fits = (reason: string) => setMaintenance.params.safeParse({ ...params, reason }).success;
    expect([fits('x'), fits(' '), fits(''), fits('a\nb'), fits('x'.repeat(256))]).toEqual([
      true,
      false,
      false,
      false,
      false,
    ]);
  });
  it('for what is gone, locked for ever, or unreadable', async () => {
    expect((await refusalOf(setMaintenance, params, { node: null })).code).toBe('gone');
    expect((await refusalOf(setMaintenance, params, DEAD_LOCK)).code).toBe('dead-holder');
    await expect(setMaintenance.judge(params, freshOf({}))).rejects.toThrow(ServiceError);
  });
});

it('has come true with these words, and not with those of somebody who was quicker', async () => {
  const follow = (node: Record<string, unknown>) => followed(setMaintenance, params, { node: {} }, { node });
  expect(await follow({ maintenance: true, maintenance_reason: params.reason })).toMatchObject({
    kind: 'done',
  });
  expect(await follow({})).toMatchObject({ kind: 'going' });
  expect(await follow(HELD)).toMatchObject({ kind: 'failed', words: expect.stringContaining('DIMM B2') });
});
