import { describe, expect, it } from 'vitest';
import deployFailed from '../../playbooks/deploy-failed.ts';
import { examine, type FactsInMemory, HEALTHY_NODE, minutesAgo, recorded } from '../support/facts.ts';
import { commandsOf, onlyFinding, proposed, stepsOf } from '../support/findings.ts';

const node = (last_error: string | null, fields: Record<string, unknown> = {}) => ({
  ...HEALTHY_NODE,
  provision_state: 'deploy failed',
  target_provision_state: 'active',
  provision_updated_at: minutesAgo(20),
  last_error,
  ...fields,
});
const find = (facts: FactsInMemory) => onlyFinding(deployFailed, facts);

it('blames the ramdisk that never called, on a recorded node', async () => {
  const finding = await find({
    now: '2026-11-22T17:40:00Z',
    node: recorded('ironic/node-deploy-failed'),
    history: recorded('ironic/history-deploy-failed'),
  });
  expect(finding).toMatchObject({
    code: 'deploy-callback-timeout',
    cause: 'wait-callback-timeout',
    confidence: 'confirmed',
  });
  expect(proposed(finding)[0]).toBe('undeploy');
});

describe('the innermost words decide', () => {
  it.each([
    ['conductor-disk-full', 'Failed to prepare to deploy: [Errno 28] No space left on device'],
    [
      'conductor-oom',
      'Failed to prepare to deploy: Available memory at 512, Insufficient as 1024 is required to proceed at this time.',
    ],
    [
      'image-download-checksum',
      "Deploy step {'step': 'write_image'} failed on node 1111. Image failed to verify against checksum. location: /tmp/x; image ID: y; image checksum: a; verification checksum: b",
    ],
    [
      'root-device-hints',
      "Deploy step {'step': 'write_image'} failed on node 1111. No suitable device was found for deployment using these hints {'serial': 's== x'}",
    ],
    [
      'image-unbootable',
      'Deploy step {} failed on node 1111. Failed to install a bootloader when deploying node 1111: Installing GRUB2 boot loader to device /dev/sda failed with x.',
    ],
    ['network-vif', "Failed to prepare to deploy: Failed to create neutron ports for node's 1111 ports []."],
  ])('%s', async (cause, last_error) => {
    const finding = await find({ node: node(last_error), history: [] });
    expect(finding).toMatchObject({ cause, code: `deploy-failed-${cause}`, severity: 'critical' });
    expect(finding.steps?.length).toBeGreaterThan(2);
  });

  it('takes the conductor that restarted for the reason, not the deploy', async () => {
    const last_error = "The deploying state can't be resumed by conductor c-1. Moving to fail state.";
    expect(await find({ node: node(last_error), history: [] })).toMatchObject({ cause: 'stuck-ing-state' });
  });
});

describe('the way out', () => {
  const CALLBACK = 'Timeout reached while waiting for callback for node 1111';

  it('leaves a node with an instance to Nova', async () => {
    const finding = await find({
      node: node(CALLBACK, { instance_uuid: '22222222-2222-4222-8222-222222222222' }),
      history: [],
    });
    expect(proposed(finding)).not.toContain('undeploy');
    expect(commandsOf(finding)).toContain('openstack server show 22222222-2222-4222-8222-222222222222');
  });

  it('never offers manage, and no undeploy where it would be refused', async () => {
    const free = await find({ node: node(CALLBACK), history: [] });
    expect(proposed(free)).toContain('undeploy');
    expect(commandsOf(free)).not.toContain('node manage');
    const held = await find({ node: node(CALLBACK, { protected: true }), history: [] });
    expect(proposed(held)).not.toContain('undeploy');
  });

  it('says that the console is gone only when the machine is off', async () => {
    expect(stepsOf(await find({ node: node(CALLBACK), history: [] }))).toMatch(
      /powered off after the failure/,
    );
    const on = node(CALLBACK, { power_state: 'power on' });
    expect(stepsOf(await find({ node: on, history: [] }))).not.toMatch(/powered off after the failure/);
  });
});

it('does not blame a cleaning of earlier for a deploy', async () => {
  const last_error = 'Timeout reached while cleaning the node. Failed on step {}.';
  const finding = await find({ node: node(last_error), history: [] });
  expect(finding).toMatchObject({ code: 'deploy-failed-no-reason', cause: 'insufficient-evidence' });
});

it('says that history was missing, and is then less sure of words with other readings', async () => {
  const last_error = 'Deploy step deploy failed on node 1111. [Errno 28] No space left on device';
  const read = await find({ node: node(last_error), history: [] });
  const unread = await find({ node: node(last_error), unread: { history: 'Ironic did not answer' } });
  expect([read.confidence, unread.confidence]).toEqual(['likely', 'possible']);
  expect(unread.missing).toEqual([{ fact: 'history', reason: 'Ironic did not answer' }]);
});

it('has nothing to say about an active node with an old error', async () => {
  const facts = { node: node('Failed to deploy: x', { provision_state: 'active' }) };
  expect(await examine(deployFailed, facts)).toEqual({ findings: [], clear: [], unknown: [] });
});

it('types the UUID where the name would mean something to a shell', async () => {
  const finding = await find({ node: node(null, { name: 'x; reboot' }), history: [] });
  expect(commandsOf(finding)).not.toContain('reboot');
  expect(commandsOf(finding)).toContain(HEALTHY_NODE.uuid);
});
