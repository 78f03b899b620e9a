import { describe, expect, it, test } from 'vitest';
import { ServiceError } from '../../../src/core/errors.ts';
import abort from '../../../src/remediations/abort.ts';
import { minutesAgo } from '../../support/facts.ts';
import { DEAD_LOCK, followed, freshOf, goOf, HELD, NODE, refusalOf, SERVER } from '../../support/fresh.ts';

const params = { node: NODE };
const waiting = {
  provision_state: 'clean wait',
  target_provision_state: 'available',
  provision_updated_at: minutesAgo(90),
};
const codeOf = async (node: Record<string, unknown>, version?: string) =>
  (await refusalOf(abort, params, { node: { ...waiting, ...node }, ...(version ? { version } : {}) })).code;

describe('aborts', () => {
  it('a node whose ramdisk never called back, with exactly one call', async () => {
    const go = await goOf(abort, params, { node: waiting });
    expect(go.calls).toEqual([
      {
        service: 'ironic',
        method: 'PUT',
        path: `/v1/nodes/${NODE}/states/provision`,
        body: { target: 'abort' },
        needs: '1.13',
      },
    ]);
    expect(go.becomes).toBe('`clean failed`');
    expect(go.undo).toBe('`manage`, then `provide`');
    expect(go.beware).toEqual([]);
    expect(go.risk).toBeUndefined();
    expect(go.seen['provision_state']).toBe('clean wait');
  });
  it('and warns of a step that Ironic lets end first', async () => {
    const clean_step = { step: 'erase_devices', interface: 'deploy', abortable: false };
    const go = await goOf(abort, params, { node: { ...waiting, clean_step } });
    expect(go.beware).toEqual([
      'Step deploy.erase_devices is not abortable: Ironic lets it end and stops after it.',
    ]);
    const abortable = await goOf(abort, params, {
      node: { ...waiting, clean_step: { ...clean_step, abortable: true } },
    });
    expect(abortable.beware).toEqual([]);
  });
  it('a build, and says whose fails with it', async () => {
    const go = await goOf(abort, params, {
      node: { provision_state: 'wait call-back', target_provision_state: 'active', instance_uuid: SERVER },
    });
    expect(go.becomes).toBe('`deploy failed`');
    expect(go.calls[0]?.needs).toBe('1.110');
    expect(go.beware.join()).toContain(SERVER);
  });
  it('a deploy hold as the tear-down that it is', async () => {
    const node = { provision_state: 'deploy hold', target_provision_state: 'active' };
    expect((await goOf(abort, params, { node })).risk).toBe('destructive');
    expect(await codeOf({ ...node, instance_uuid: SERVER })).toBe('instance-present');
  });
  it('what Ironic has in maintenance, but no failed service there', async () => {
    const fault = { maintenance: true, fault: 'clean failure' };
    expect((await goOf(abort, params, { node: { ...waiting, ...fault } })).kind).toBe('go');
    expect(await codeOf({ provision_state: 'service failed', ...fault, fault: 'service failure' })).toBe(
      'maintenance',
    );
  });
});

describe('does not abort', () => {
  test.each([
    ['a node that a person holds', HELD, 'operator-maintenance'],
    ['where nothing waits', { provision_state: 'cleaning' }, 'illegal-state'],
    [
      'an update of firmware that the BMC works at',
      { driver_internal_info: { redfish_fw_updates: [{}] } },
      'firmware-step',
    ],
    [
      'a step that writes firmware',
      { clean_step: { step: 'update', interface: 'firmware' } },
      'firmware-step',
    ],
    [
      'a failed service whose error speaks of it',
      { provision_state: 'service failed', last_error: 'Firmware update timed out' },
      'firmware-step',
    ],
    [
      'what it is not shown',
      {
        driver_internal_info: {
          content: '** Redacted - Requires baremetal:node:get:driver_internal_info permission. **',
        },
      },
      'not-shown',
    ],
  ])('%s', async (_, node, code) => {
    expect(await codeOf(node)).toBe(code);
  });
  it('a build in a release that cannot', async () => {
    expect(await codeOf({ provision_state: 'wait call-back' }, '1.109')).toBe('version-too-old');
  });
  it('a node that is gone, or locked for ever', async () => {
    expect((await refusalOf(abort, params, { node: null })).code).toBe('gone');
    const locked = await refusalOf(abort, params, { ...DEAD_LOCK, node: { ...waiting, ...DEAD_LOCK.node } });
    expect(locked.code).toBe('dead-holder');
    expect(locked.words).toContain('conductor-2');
  });
  it('what cannot be read', async () => {
    await expect(abort.judge(params, freshOf({}))).rejects.toThrow(ServiceError);
    await expect(abort.judge(params, freshOf({ node: waiting, version: null }))).rejects.toThrow(
      ServiceError,
    );
    await expect(abort.judge(params, freshOf({ node: { ...waiting, reservation: 'x' } }))).rejects.toThrow(
      ServiceError,
    );
  });
});

it("takes a heartbeat for none of somebody else's doing, and another step for one", async () => {
  const { watched } = await goOf(abort, params, { node: waiting });
  expect(watched).not.toContain('provision_updated_at');
  expect(watched).toContain('step');
});

describe('has come true', () => {
  const follow = (after: Record<string, unknown>) =>
    followed(abort, params, { node: waiting }, { node: after });
  it('in clean failed', async () => {
    expect(await follow({ provision_state: 'clean failed' })).toMatchObject({ kind: 'done' });
  });
  it('not while the step goes on', async () => {
    const clean_step = { step: 'erase_devices', interface: 'deploy', abortable: false, abort_after: true };
    const progress = await follow({ ...waiting, provision_updated_at: minutesAgo(3), clean_step });
    expect(progress).toMatchObject({
      kind: 'going',
      words: 'clean wait, step deploy.erase_devices, for 3 min',
    });
    expect(await follow({ ...waiting, provision_state: 'cleaning' })).toMatchObject({ kind: 'going' });
  });
  it('not when the cleaning came to its end by itself', async () => {
    expect(await follow({ provision_state: 'available' })).toMatchObject({
      kind: 'failed',
      words: 'It ended in available.',
    });
  });
  it('in active as well, where a service was aborted', async () => {
    const node = { provision_state: 'service wait', target_provision_state: 'active' };
    expect(await followed(abort, params, { node }, { node: { provision_state: 'active' } })).toMatchObject({
      kind: 'done',
    });
  });
});
