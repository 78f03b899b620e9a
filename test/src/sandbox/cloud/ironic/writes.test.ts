import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type SimulatedCloud, startSimulatedCloud } from '../../../../../src/sandbox/cloud/server.ts';
import type { Json } from '../../../../../src/sandbox/cloud/state.ts';
import { ask, faultstring, login, noon } from '../client.ts';

let cloud: SimulatedCloud;
let token: string;
beforeEach(async () => {
  cloud = await startSimulatedCloud({ clock: () => noon });
  token = await login(cloud);
});
afterEach(() => cloud.close());

const send = (method: string, path: string, body?: Json) =>
  ask(cloud, 'ironic', `/v1/nodes/${path}`, {
    method,
    token,
    version: '1.82',
    ...(body === undefined ? {} : { body }),
  });
const provision = (node: string, target: string) => send('PUT', `${node}/states/provision`, { target });
const node = (name: string) => {
  const found = cloud.state.nodes.find((one) => one.name === name);
  if (!found) throw new Error(name);
  return found;
};

/** The states that a node passes through, looked at every ten seconds for an hour. */
function course(name: string): string[] {
  const seen = [node(name).provision_state];
  for (let i = 0; i < 360; i += 1) {
    cloud.advance(10_000);
    const state = node(name).provision_state;
    if (seen.at(-1) !== state) seen.push(state);
  }
  return seen;
}

describe('writing to Ironic', () => {
  it('cleans a node on its way to available, and Placement follows', async () => {
    expect((await provision('bm-g01', 'provide')).status).toBe(202);
    expect(node('bm-g01').reservation).not.toBeNull();
    expect(course('bm-g01')).toEqual(['cleaning', 'clean wait', 'cleaning', 'available']);
    expect(node('bm-g01').reservation).toBeNull();
    const provider = cloud.state.providers.find((one) => one.uuid === node('bm-g01').uuid);
    expect(provider?.inventories['CUSTOM_BAREMETAL_GPU']?.reserved).toBe(0);
  });

  it('fails cleaning when the ramdisk stays silent', async () => {
    await provision('bm-a12', 'manage');
    expect(node('bm-a12').provision_state).toBe('manageable');
    expect(node('bm-a12').last_error).toContain('Timeout reached while cleaning');
    await provision('bm-a12', 'provide');
    expect(node('bm-a12').last_error).toBeNull();
    expect(course('bm-a12')).toEqual(['cleaning', 'clean wait', 'clean failed']);
    expect(node('bm-a12').last_error).toContain('Failed on step {}.');
    expect(cloud.state.history.filter((entry) => entry.node_uuid === node('bm-a12').uuid)).toHaveLength(2);
  });

  it('verifies a node, which falls back to enroll while its BMC is unreachable', async () => {
    await provision('bm-b01', 'manage');
    expect(course('bm-b01')).toEqual(['verifying', 'enroll']);
    expect(node('bm-b01').last_error).toContain('Failed to get power state for node');
    node('bm-b01').hidden.bmcError = null;
    await provision('bm-b01', 'manage');
    expect(course('bm-b01')).toEqual(['verifying', 'manageable']);
  });

  it('deploys, and tears down into cleaning', async () => {
    await provision('bm-a01', 'active');
    expect(course('bm-a01')).toEqual(['deploying', 'wait call-back', 'deploying', 'active']);
    await provision('bm-a01', 'deleted');
    expect(course('bm-a01')).toEqual(['deleting', 'cleaning', 'clean wait', 'cleaning', 'available']);
    expect(node('bm-a01').instance_uuid).toBeNull();
  });

  it('aborts a wait, after which nothing comes of the wait any more', async () => {
    await provision('bm-b02', 'abort');
    expect(node('bm-b02').last_error).toBe('By request, the clean operation was aborted');
    expect(course('bm-b02')).toEqual(['clean failed']);
  });

  it('forgets what it planned for a node that was taken elsewhere', async () => {
    await provision('bm-g01', 'provide');
    cloud.advance(60_000);
    expect(node('bm-g01').provision_state).toBe('clean wait');
    expect((await provision('bm-g01', 'abort')).status).toBe(202);
    expect(course('bm-g01')).toEqual(['clean failed']);
  });

  it('refuses verbs that the state does not accept, with 400', async () => {
    const answer = await provision('bm-a02', 'provide');
    expect(answer.status).toBe(400);
    expect(faultstring(answer)).toBe(
      `The requested action "provide" can not be performed on node "${node('bm-a02').uuid}" while it is in state "active".`,
    );
  });

  it('answers 409 while a conductor holds the lock, also if it is dead', async () => {
    for (const [name, target, host] of [
      ['bm-a11', 'manage', 'cond-2'],
      ['bm-c01', 'deleted', 'cond-4'],
    ] as const) {
      const answer = await provision(name, target);
      expect(answer.status).toBe(409);
      expect(faultstring(answer)).toContain(`is locked by host ${host}, please retry`);
    }
  });

  it('refuses to deploy in maintenance and to use interfaces that are not enabled', async () => {
    node('bm-a18').provision_state = 'available';
    expect(faultstring(await provision('bm-a18', 'active'))).toContain("because it's in maintenance mode");
    const gone = await provision('bm-a17', 'provide');
    expect(gone.status).toBe(400);
    expect(faultstring(gone)).toBe(
      "Could not find the following interface in the 'ironic.hardware.interfaces.network' entrypoint: neutron. Valid interfaces are ['flat', 'noop'].",
    );
  });

  it('lets unrelated fields of such a node be patched, and the interface itself', async () => {
    const extra = await send('PATCH', 'bm-a17', [{ op: 'add', path: '/extra/rack', value: 'a' }]);
    expect(extra.status).toBe(200);
    const fixed = await send('PATCH', 'bm-a17', [
      { op: 'replace', path: '/network_interface', value: 'flat' },
    ]);
    expect(fixed.status).toBe(200);
    expect((await provision('bm-a17', 'provide')).status).toBe(202);
  });

  it('sets and clears maintenance, the fault with it', async () => {
    expect((await send('PUT', 'bm-a01/maintenance', { reason: 'a test' })).status).toBe(202);
    expect(node('bm-a01')).toMatchObject({ maintenance: true, maintenance_reason: 'a test', fault: null });
    expect((await send('DELETE', 'bm-a05/maintenance')).status).toBe(202);
    expect(node('bm-a05')).toMatchObject({ maintenance: false, maintenance_reason: null, fault: null });
    const orphan = await send('PUT', 'bm-c02/maintenance', {});
    expect(orphan.status).toBe(400);
    expect(faultstring(orphan)).toContain('No conductor service registered');
  });

  it('switches power, or says why the BMC would not', async () => {
    expect((await send('PUT', 'bm-a01/states/power', { target: 'power on' })).status).toBe(202);
    expect(node('bm-a01').target_power_state).toBe('power on');
    await send('PUT', 'bm-a05/states/power', { target: 'power on' });
    cloud.advance(10_000);
    expect(node('bm-a01').power_state).toBe('power on');
    expect(node('bm-a05').last_error).toBe(
      "Failed to change power state to 'power on': IPMI call failed: power status.",
    );
    expect((await send('PUT', 'bm-b02/states/power', { target: 'power off' })).status).toBe(400);
  });
});
