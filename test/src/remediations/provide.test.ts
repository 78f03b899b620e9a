import { describe, expect, it, test } from 'vitest';
import { ServiceError } from '../../../src/core/errors.ts';
import provide from '../../../src/remediations/provide.ts';
import { minutesAgo } from '../../support/facts.ts';
import { DEAD_LOCK, followed, freshOf, goOf, HELD, NODE, refusalOf, SERVER } from '../../support/fresh.ts';

const params = { node: NODE };
const manageable = { provision_state: 'manageable', provision_updated_at: minutesAgo(30) };

it('cleans and gives to Nova with one call', async () => {
  const go = await goOf(provide, params, { node: manageable });
  expect(go.calls).toEqual([
    {
      service: 'ironic',
      method: 'PUT',
      path: `/v1/nodes/${NODE}/states/provision`,
      body: { target: 'provide' },
      needs: '1.4',
    },
  ]);
  expect(go.becomes).toBe('`cleaning`, then `available`');
  expect(go.beware).toEqual(['Automated cleaning erases its disks.']);
  expect(go.watched).toContain('resource_class');
});

it('knows a node that is not cleaned, and one that Nova will not use', async () => {
  const uncleaned = await goOf(provide, params, { node: { ...manageable, automated_clean: false } });
  expect(uncleaned).toMatchObject({ becomes: '`available`', beware: [] });
  const faulted = { ...manageable, maintenance: true, fault: 'power failure', resource_class: null };
  const beware = (await goOf(provide, params, { node: faulted })).beware.join(' ');
  expect(beware).toContain('stays in maintenance (fault power failure)');
  expect(beware).toContain('no resource class');
  expect(beware).toContain('cannot reach its BMC');
});

describe('is refused', () => {
  test.each([
    ['for a node that a person holds', HELD, 'operator-maintenance'],
    ['for a retired node', { retired: true, retired_reason: 'end of lease' }, 'retired'],
    ['where an instance is', { instance_uuid: SERVER }, 'instance-present'],
    ['in clean failed, from which only manage leads', { provision_state: 'clean failed' }, 'illegal-state'],
    ['in available already', { provision_state: 'available' }, 'illegal-state'],
  ])('%s', async (_, node, code) => {
    expect((await refusalOf(provide, params, { node: { ...manageable, ...node } })).code).toBe(code);
  });
  it('for what is gone, locked for ever, or unreadable', async () => {
    expect((await refusalOf(provide, params, { node: null })).code).toBe('gone');
    const locked = { ...DEAD_LOCK, node: { ...manageable, ...DEAD_LOCK.node } };
    expect((await refusalOf(provide, params, locked)).code).toBe('dead-holder');
    await expect(provide.judge(params, freshOf({ version: '1.110' }))).rejects.toThrow(ServiceError);
  });
  it('never for a lock of a conductor that lives', async () => {
    const node = { ...manageable, reservation: 'conductor-1' };
    const conductors = [{ hostname: 'conductor-1', alive: true }];
    expect((await goOf(provide, params, { node, conductors })).seen['reservation']).toBe('conductor-1');
  });
});

describe('has come true', () => {
  const follow = (node: Record<string, unknown>) => followed(provide, params, { node: manageable }, { node });
  it('in available', async () => {
    expect(await follow({ provision_updated_at: minutesAgo(0) })).toMatchObject({ kind: 'done' });
  });
  it('not while it cleans, step by step', async () => {
    const node = {
      provision_state: 'clean wait',
      provision_updated_at: minutesAgo(2),
      clean_step: { step: 'erase_devices_metadata', interface: 'deploy' },
    };
    expect(await follow(node)).toMatchObject({
      kind: 'going',
      words: 'clean wait, step deploy.erase_devices_metadata, for 2 min',
    });
  });
  it('not in clean failed, whose inner reason it keeps', async () => {
    const last_error = `Failed to prepare node for cleaning: ${'wrapped in '.repeat(60)}: No suitable network port found`;
    const progress = await follow({ provision_state: 'clean failed', last_error });
    expect(progress).toMatchObject({
      kind: 'failed',
      words: expect.stringMatching(/^It ended in clean failed: .*No suitable network port found$/),
    });
    expect(progress.words.length).toBeLessThan(350);
  });
  it('not where no worker was free and the node is back', async () => {
    const node = {
      ...manageable,
      provision_updated_at: minutesAgo(0),
      last_error: 'No free conductor workers available',
    };
    expect(await follow(node)).toMatchObject({
      kind: 'failed',
      words: expect.stringContaining('No free conductor workers'),
    });
  });
});
