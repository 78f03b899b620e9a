import { describe, expect, it } from 'vitest';
import deployError from '../../playbooks/no-valid-host-deploy-error.ts';
import { rank } from '../../src/core/rank.ts';
import { examine, type FactsInMemory, minutesAgo, recorded } from '../support/facts.ts';
import { FITS_NOW, failedServer, GOLD } from '../support/scheduling.ts';

const found = async (facts: FactsInMemory) => rank((await examine(deployError, facts)).findings);
const RETRIES =
  'Exceeded maximum number of retries. Exhausted all hosts available for retrying build failures for instance 9.';

describe('no-valid-host-deploy-error', () => {
  it('sees through the exhausted retries of a real server whose node Ironic refuses', async () => {
    const facts = {
      instance: recorded('nova/server-invalid'),
      nodes: [recorded('ironic/node-invalid')],
    };
    const [finding] = await found(facts);
    expect(finding).toMatchObject({
      code: 'nvh-behind-deploy-error-retries',
      cause: 'nvh-behind-deploy-error',
      confidence: 'confirmed',
    });
    expect(finding?.steps?.[0]?.command).toBe('baremetal node validate lab-invalid');
    const [sharper] = await found({ ...facts, validation: recorded('ironic/validate-invalid') });
    expect(sharper?.evidence.at(-1)?.observed).toContain("Missing are: ['deploy_kernel', 'deploy_ramdisk']");
    expect(sharper?.summary.length).toBeLessThan(220);
    expect(sharper?.evidence.map(({ source }) => source)).toContain('validation.deploy');
  });

  it('does not blame the network for what kept a VIF from being attached', async () => {
    const vif = 'Cannot attach VIF 4f0a to the node 6bc1 due to error:';
    const why = 'Reason: No conductor service registered which supports driver ipmi for conductor group "".';
    const [finding] = await found({ message: `${vif} No valid host was found. ${why} (HTTP 400)` });
    expect(finding?.cause).toBe('interface-not-enabled');
    expect(finding?.confidence).not.toBe('confirmed');
    const [port] = await found({
      message: `${vif} Unable to attach VIF 4f0a, not enough free physical ports.`,
    });
    expect(port).toMatchObject({ cause: 'network-vif', confidence: 'confirmed' });
  });

  it("adds the error of the class's node that failed then, not one of another time", async () => {
    const last_error = 'Timeout reached while waiting for callback for node 1';
    const node = {
      ...GOLD,
      provision_state: 'deploy failed',
      last_error,
      provision_updated_at: minutesAgo(4),
    };
    const instance = failedServer(RETRIES, { created: minutesAgo(40) });
    const [finding] = await found({ ...FITS_NOW, instance, nodes: [node] });
    expect(finding?.evidence[1]).toMatchObject({ source: 'nodes[node-17].last_error', observed: last_error });
    const old = { ...node, provision_updated_at: minutesAgo(900) };
    expect((await found({ ...FITS_NOW, instance, nodes: [old] }))[0]?.evidence).toHaveLength(1);
  });

  it('puts the full disk of the conductor on top of what wraps it', async () => {
    const message =
      'Build of instance 9 aborted: Failed to provision instance 9: Failed to prepare to deploy: [Errno 28] No space left on device';
    const [top, below] = await found({ ...FITS_NOW, instance: failedServer(message) });
    expect(top).toMatchObject({
      cause: 'conductor-disk-full',
      severity: 'critical',
      confidence: 'confirmed',
    });
    expect(below).toMatchObject({ cause: 'nvh-behind-deploy-error', explained_by: top?.code });
  });

  it('keeps the wrapper on top where the inner wording is vague', async () => {
    const message =
      "Ironic node: 68230bde-9246-43df-8022-1aae6492f854 failed to validate. (deploy: Cannot validate PXE bootloader. Some parameters were missing in node's driver_info and configuration. Missing are: ['deploy_kernel'], power: No Error, storage: No Error)";
    const [top] = await found({ ...FITS_NOW, instance: failedServer(message) });
    expect(top).toMatchObject({
      code: 'nvh-behind-deploy-error-validation',
      cause: 'nvh-behind-deploy-error',
    });
    expect(top?.steps?.[0]?.command).toContain('68230bde-9246-43df-8022-1aae6492f854');
  });

  it('knows a node that was taken from under Nova, and a network that was not', async () => {
    const taken = 'Failed to reserve node 1111 when provisioning the instance 9';
    expect((await found({ instance: failedServer(taken) }))[0]?.cause).toBe('nvh-placement-stale');
    const network = 'Build of instance 9 aborted: Failed to allocate the network(s), not rescheduling.';
    expect((await found({ instance: failedServer(network) }))[0]?.cause).toBe('network-vif');
  });

  it("takes a server's own error at its word, and leaves that of a server that runs", async () => {
    const message =
      'Binding failed for port 6f2f5d0c-6d45-4f3e-9d9c-2d6d1a6b6b10, please check neutron logs.';
    const [finding, ...others] = await found({ ...FITS_NOW, instance: failedServer(message) });
    expect(finding).toMatchObject({
      check: 'no-valid-host-deploy-error/says-why',
      cause: 'network-vif',
      confidence: 'confirmed',
      evidence: [{ source: 'instance.fault.message', observed: message }],
    });
    expect(finding?.steps?.at(-1)?.command).toContain('99999999-9999-4999-8999-999999999999');
    expect(others).toEqual([]);
    expect(await found({ instance: failedServer(message, { status: 'ACTIVE' }) })).toEqual([]);
    expect(await found({ instance: failedServer('odd') })).toEqual([]);
  });

  it('does not take an event of a server that ran for the reason of its ERROR', async () => {
    const events = [
      { event: 'compute_attach_volume', result: 'Error', details: 'Block Device Mapping is Invalid.' },
    ];
    const instance_actions = [{ action: 'attach_volume', request_id: 'req-1', events }];
    expect(await found({ instance: failedServer(null), instance_actions })).toMatchObject([
      { cause: 'configdrive-volume' },
    ]);
    const ran = failedServer(null, { 'OS-SRV-USG:launched_at': minutesAgo(900) });
    expect(await found({ instance: ran, instance_actions })).toEqual([]);
  });

  it('finds a half-way stop in a real server whose nova-compute was restarted', async () => {
    const instance = recorded('nova/server-building-after-restart');
    const [finding] = await found({ instance, instance_actions: [] });
    expect(finding).toMatchObject({
      code: 'nvh-compute-service-restarted-in-build',
      cause: 'nvh-compute-service',
    });
    const [guess] = await found({ instance });
    expect(guess?.confidence).toBe('possible');
  });

  it('admits that nothing tells, where a server has neither fault nor host', async () => {
    const [finding] = await found({ instance: failedServer(null), instance_actions: [] });
    expect(finding).toMatchObject({ cause: 'insufficient-evidence', severity: 'critical' });
  });

  it('reads the fault from the failed event where the server has none', async () => {
    const events = [{ event: 'compute__do_build_and_run_instance', result: 'Error', details: RETRIES }];
    const instance_actions = [{ action: 'create', request_id: 'req-1', events }];
    const [finding] = await found({ instance: failedServer(null), instance_actions });
    expect(finding?.evidence[0]?.source).toBe('instance_actions[req-1].compute__do_build_and_run_instance');
  });

  it('reads a pasted line', async () => {
    const message =
      'Error in deploy of node 1111: [Errno 28] No space left on device: /var/lib/ironic/master_images';
    expect((await found({ message }))[0]?.cause).toBe('conductor-disk-full');
    expect(await found({ message: 'Hello, is node-17 well?' })).toEqual([]);
  });

  it('leaves plain scheduling failures and servers that are well alone', async () => {
    expect(await found(FITS_NOW)).toEqual([]);
    expect(await found({ instance: recorded('nova/server-active') })).toEqual([]);
    expect(await found({ instance: recorded('nova/server-building') })).toEqual([]);
    const broken = failedServer(null, {
      'OS-SRV-USG:launched_at': minutesAgo(900),
      'OS-EXT-SRV-ATTR:host': 'c',
    });
    expect(await found({ instance: broken })).toEqual([]);
  });

  it('cannot check without the server', async () => {
    const { unknown } = await examine(deployError, {
      flavor: null,
      instance: undefined,
      message: 'x',
      unread: { logs: 'gone' },
    });
    expect(unknown).toEqual([]);
    const sick = await examine(deployError, {
      instance: failedServer(null),
      unread: { instance_actions: 'Nova did not answer' },
    });
    expect(sick.findings[0]?.missing).toMatchObject([{ reason: 'Nova did not answer' }]);
  });
});
