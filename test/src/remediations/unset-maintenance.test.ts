import { describe, expect, it, test } from 'vitest';
import { ServiceError } from '../../../src/core/errors.ts';
import unset from '../../../src/remediations/unset-maintenance.ts';
import { DEAD_LOCK, followed, freshOf, goOf, HELD, NODE, refusalOf } from '../../support/fresh.ts';

const params = { node: NODE };
const faulted = {
  maintenance: true,
  fault: 'power failure',
  maintenance_reason: 'During sync_power_state, max retries exceeded for node x',
};

it('lifts what Ironic has set, with one call', async () => {
  const go = await goOf(unset, params, { node: faulted });
  expect(go.calls).toEqual([{ service: 'ironic', method: 'DELETE', path: `/v1/nodes/${NODE}/maintenance` }]);
  expect(go.watched).toEqual(expect.arrayContaining(['maintenance', 'maintenance_reason', 'fault']));
});

test.each([
  ['power failure', 'available', /BMC does not answer/],
  ['clean failure', 'clean failed', /old data/],
  ['clean failure', 'manageable', /not why it is in manageable/],
  ['rescue abort failure', 'rescue failed', /rescue ramdisk/],
  ['service failure', 'service failed', /console first/],
])('names what may still be wrong after %s in %s', async (fault, provision_state, words) => {
  const go = await goOf(unset, params, { node: { ...faulted, fault, provision_state } });
  expect(go.beware.join(' ')).toMatch(words);
});

it('knows by its words what an Ironic without faults has set', async () => {
  const go = await goOf(unset, params, { node: { ...faulted, fault: undefined } });
  expect(go.beware.join(' ')).toContain('no fault');
});

describe('is refused', () => {
  it('for a person, and says whose reason it is', async () => {
    const no = await refusalOf(unset, params, { node: HELD });
    expect(no.code).toBe('operator-maintenance');
    expect(no.words).toContain('INC-4411 swapping DIMM B2');
  });
  it('where nobody can tell who set it', async () => {
    const node = { maintenance: true, maintenance_reason: null, fault: undefined };
    expect((await refusalOf(unset, params, { node })).code).toBe('operator-maintenance');
  });
  it('where there is nothing to lift', async () => {
    expect((await refusalOf(unset, params, { node: {} })).code).toBe('already-so');
  });
  it('for what is gone, locked for ever, or unreadable', async () => {
    expect((await refusalOf(unset, params, { node: null })).code).toBe('gone');
    const locked = { ...DEAD_LOCK, node: { ...faulted, ...DEAD_LOCK.node } };
    expect((await refusalOf(unset, params, locked)).code).toBe('dead-holder');
    await expect(unset.judge(params, freshOf({}))).rejects.toThrow(ServiceError);
  });
});

it('has come true when it is lifted, and not before', async () => {
  const follow = (node: Record<string, unknown>) => followed(unset, params, { node: faulted }, { node });
  expect(await follow({})).toMatchObject({ kind: 'done' });
  expect(await follow(faulted)).toMatchObject({
    kind: 'going',
    words: expect.stringContaining('max retries exceeded'),
  });
  expect(await unset.verify(params, freshOf({ node: null }), {})).toMatchObject({ kind: 'failed' });
});

it('keeps secrets out of what is shown', async () => {
  const node = {
    ...faulted,
    maintenance_reason: 'ipmitool -U admin -P hunter22 power status failed password=hunter22',
  };
  expect(JSON.stringify(await goOf(unset, params, { node }))).not.toContain('hunter22');
});
