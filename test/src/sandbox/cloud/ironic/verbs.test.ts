import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type SimulatedCloud, startSimulatedCloud } from '../../../../../src/sandbox/cloud/server.ts';
import type { Json } from '../../../../../src/sandbox/cloud/state.ts';
import { ask, faultstring, field, login, noon } from '../client.ts';

let cloud: SimulatedCloud;
let token: string;
beforeEach(async () => {
  cloud = await startSimulatedCloud({ clock: () => noon, ironicMaximum: '1.115' });
  token = await login(cloud);
});
afterEach(() => cloud.close());

const send = (method: string, path: string, body?: Json, version = '1.115') =>
  ask(cloud, 'ironic', `/v1/nodes/${path}`, {
    method,
    token,
    version,
    ...(body === undefined ? {} : { body }),
  });
const provision = (name: string, target: string, more: object = {}, version = '1.115') =>
  send('PUT', `${name}/states/provision`, { target, ...more } as Json, version);
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

describe('verbs of newer releases', () => {
  it('let go of what a step holds, and its ramdisk goes on', async () => {
    expect((await provision('bm-e71', 'unhold', {}, '1.84')).status).toBe(406);
    expect((await provision('bm-e71', 'unhold')).status).toBe(202);
    expect(course('bm-e71')).toEqual(['clean wait', 'cleaning', 'manageable']);
  });

  it('rebind the ports of a server that runs, without a reboot', async () => {
    const boundTo = (name: string) => cloud.state.neutronPorts.find((one) => one.host_id === node(name).uuid);
    expect(boundTo('bm-c16')?.vif_type).toBe('binding_failed');
    expect(faultstring(await provision('bm-c16', 'service'))).toContain('"service_steps" is required');
    const service_steps = [{ interface: 'network', step: 'reattach_networking' }];
    expect((await provision('bm-c16', 'service', { service_steps })).status).toBe(202);
    expect(course('bm-c16')).toEqual(['servicing', 'active']);
    expect(boundTo('bm-c16')).toMatchObject({ status: 'ACTIVE', vif_type: 'other' });
    expect(node('bm-c16').power_state).toBe('power on');
    // The VIF of a bond is on its port group.
    expect(boundTo('bm-c17')?.vif_type).toBe('binding_failed');
    await provision('bm-c17', 'service', { service_steps });
    expect(course('bm-c17')).toEqual(['servicing', 'active']);
    expect(boundTo('bm-c17')).toMatchObject({ status: 'ACTIVE', vif_type: 'other' });
  });

  it('fail over a step that the node does not have', async () => {
    const service_steps = [{ interface: 'deploy', step: 'dance' }];
    await provision('bm-c16', 'service', { service_steps });
    expect(course('bm-c16')).toEqual(['servicing', 'service failed']);
    expect(node('bm-c16').last_error).toContain('deploy.dance');
    expect((await provision('bm-c16', 'abort')).status).toBe(202);
    expect(node('bm-c16').provision_state).toBe('active');
  });
});

describe('what a verb leads to', () => {
  it('marks a step that may not be aborted, which then goes on', async () => {
    node('bm-b02').clean_step = { step: 'update_firmware', interface: 'bios', abortable: false };
    expect((await provision('bm-b02', 'abort')).status).toBe(202);
    expect(node('bm-b02')).toMatchObject({
      provision_state: 'clean wait',
      clean_step: { abort_after: true },
    });
  });

  it('adopts what has an image to boot from, and nothing else', async () => {
    await provision('bm-e85', 'adopt');
    expect(course('bm-e85')).toEqual(['adopting', 'adopt failed']);
    expect(node('bm-e85').last_error).toContain("Missing are: ['image_source']");
    node('bm-e85').instance_info = { image_source: 'an-image' };
    await provision('bm-e85', 'adopt');
    expect(course('bm-e85')).toEqual(['adopting', 'active']);
  });

  it('brings a server back from its rescue as soon as the BMC answers', async () => {
    node('bm-e83').hidden.bmcError = 'IPMI call failed: power off.';
    await provision('bm-e83', 'unrescue');
    expect(course('bm-e83')).toEqual(['unrescuing', 'unrescue failed']);
    node('bm-e83').hidden.bmcError = null;
    await provision('bm-e83', 'unrescue');
    expect(course('bm-e83')).toEqual(['unrescuing', 'active']);
  });

  it('keeps a retired node back after it was undeployed, and takes its VIFs off', async () => {
    const { uuid } = node('bm-a02');
    node('bm-a02').retired = true;
    const port = cloud.state.ports.find((one) => one.node_uuid === uuid);
    const vif = cloud.state.neutronPorts.find((one) => one.id === port?.internal_info['tenant_vif_port_id']);
    await provision('bm-a02', 'deleted');
    expect(course('bm-a02').at(-1)).toBe('manageable');
    expect(port?.internal_info).toEqual({});
    expect(vif).toMatchObject({ host_id: '', vif_type: 'unbound' });
  });

  it('finds a conductor before it finds a lock', async () => {
    node('bm-c01').provision_state = 'deploy failed';
    const answer = await provision('bm-c01', 'deleted');
    expect(answer.status).toBe(404);
    expect(faultstring(answer)).toContain('No conductor service registered');
  });
});

describe('VIFs', () => {
  it('are detached where they are attached, and unbound from a node in use', async () => {
    const { uuid } = node('bm-a02');
    const port = cloud.state.ports.find((one) => one.node_uuid === uuid);
    const id = String(port?.internal_info['tenant_vif_port_id']);
    expect(field((await send('GET', 'bm-a02/vifs')).body, 'vifs.0.id')).toBe(id);
    expect(faultstring(await send('POST', 'bm-a02/vifs', { id }))).toContain(
      'already attached to Ironic Port',
    );
    expect((await send('DELETE', `bm-a02/vifs/${id}`)).status).toBe(204);
    expect(field((await send('GET', 'bm-a02/vifs')).body, 'vifs')).toEqual([]);
    expect(cloud.state.neutronPorts.find((one) => one.id === id)).toMatchObject({ vif_type: 'unbound' });
    const again = await send('DELETE', `bm-a02/vifs/${id}`);
    expect([again.status, faultstring(again)]).toEqual([
      400,
      `Unable to detach VIF ${id} from node ${uuid} because it is not attached to it.`,
    ]);
    expect((await send('POST', 'bm-a02/vifs', { id })).status).toBe(204);
    expect(faultstring(await send('POST', 'bm-a02/vifs', { id: 'another' }))).toContain('not enough free');
  });

  it('are put on a port group before a port, and then the ports in it are not to be had', async () => {
    const groupOf = (name: string) =>
      cloud.state.portgroups.find((one) => one.node_uuid === node(name).uuid)?.internal_info;
    const left = String(groupOf('bm-c19')?.['tenant_vif_port_id']);
    expect(field((await send('GET', 'bm-c19/vifs')).body, 'vifs.0.id')).toBe(left);
    const full = await send('POST', 'bm-c19/vifs', { id: 'v1' });
    expect([full.status, faultstring(full)]).toEqual([400, expect.stringContaining('not enough free')]);
    expect((await send('DELETE', `bm-c19/vifs/${left}`)).status).toBe(204);
    expect(groupOf('bm-c19')).toEqual({});
    expect((await send('POST', 'bm-c19/vifs', { id: 'v1' })).status).toBe(204);
    expect(groupOf('bm-c19')).toEqual({ tenant_vif_port_id: 'v1' });
  });

  it('on a port keep its group from having any, and the next goes to another port of it', async () => {
    const [first, second] = cloud.state.ports.filter((one) => one.node_uuid === node('bm-c19').uuid);
    const group = cloud.state.portgroups.find((one) => one.node_uuid === node('bm-c19').uuid);
    if (!first || !second || !group) throw new Error('no bond');
    group.internal_info = {};
    first.internal_info = { tenant_vif_port_id: 'v1' };
    expect((await send('POST', 'bm-c19/vifs', { id: 'v2' })).status).toBe(204);
    expect([group.internal_info, second.internal_info]).toEqual([{}, { tenant_vif_port_id: 'v2' }]);
  });
});
