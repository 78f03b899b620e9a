import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createFresh } from '../../../src/approvals/fresh.ts';
import { type Cloud, createCloud } from '../../../src/openstack/cloud.ts';
import { loadClouds } from '../../../src/openstack/clouds-yaml.ts';
import { type SimulatedCloud, startSimulatedCloud } from '../../../src/sandbox/cloud/server.ts';

let simulation: SimulatedCloud;
let cloud: Cloud;
beforeAll(async () => {
  simulation = await startSimulatedCloud();
  const readFile = (path: string) => (path === '/clouds.yaml' ? simulation.cloudsYaml() : undefined);
  cloud = createCloud(loadClouds({ env: {}, readFile, home: '/nowhere', cwd: '' }).config('demo-reader'));
});
afterAll(async () => {
  cloud.close();
  await simulation.close();
});

const look = () => createFresh(cloud, { now: new Date('2026-11-22T12:00:00Z') });
const NOBODY = '00000000-0000-4000-8000-000000000000';

describe('a fresh look', () => {
  it('reads each thing once, and is as old as itself', async () => {
    const uuid = simulation.state.nodes[0]?.uuid ?? '';
    const fresh = look();
    expect(fresh.now.toISOString()).toBe('2026-11-22T12:00:00.000Z');
    simulation.requests.clear();
    const [one, two] = await Promise.all([fresh.node(uuid), fresh.node(uuid)]);
    expect(two).toBe(one);
    expect(one?.uuid).toBe(uuid);
    const reads = () => simulation.requests.filter(({ path }) => path === `/v1/nodes/${uuid}`).length;
    expect(reads()).toBe(1);
    await look().node(uuid);
    expect(reads()).toBe(2);
  });

  it('reads with a credential that may only read', async () => {
    const { state } = simulation;
    const used = state.nodes.find((node) =>
      state.providers.some(
        (one) => one.uuid === node.uuid && Object.keys(one.allocations).length > 0 && node.instance_uuid,
      ),
    );
    const [port] = state.ports;
    const [neutronPort] = state.neutronPorts;
    if (!used?.instance_uuid || !port || !neutronPort) throw new Error('the cloud has no node in use');
    const fresh = look();
    const id = used.instance_uuid;
    expect((await fresh.nodesOf(id)).map((node) => node.uuid)).toEqual([used.uuid]);
    expect((await fresh.ports(port.node_uuid)).map((one) => one.uuid)).toContain(port.uuid);
    expect((await fresh.portsByMac(port.address)).map((one) => one.uuid)).toContain(port.uuid);
    const [group] = state.portgroups;
    expect(await fresh.portgroups(group?.node_uuid ?? '')).toMatchObject([{ uuid: group?.uuid }]);
    expect(await fresh.portgroupsByMac(group?.address ?? '')).toMatchObject([{ uuid: group?.uuid }]);
    expect(await fresh.traits(used.uuid)).toEqual(used.traits);
    expect((await fresh.conductors()).length).toBeGreaterThan(1);
    expect((await fresh.driver(used.driver))?.enabled_network_interfaces).toContain('noop');
    expect(await fresh.ironicVersion()).toBe('1.82');
    expect((await fresh.server(id))?.id).toBe(id);
    expect((await fresh.computeService('compute-2'))?.status).toBe('disabled');
    expect((await fresh.neutronPort(neutronPort.id))?.mac_address).toBe(neutronPort.mac_address);
    expect(await fresh.consumer(id)).toMatchObject({ consumer_generation: expect.any(Number) });
    expect(Object.keys((await fresh.inventories(used.uuid))?.inventories ?? {})).toHaveLength(1);
  });

  it('knows of nothing where nothing is', async () => {
    const fresh = look();
    expect(await fresh.node(NOBODY)).toBeNull();
    expect(await fresh.nodesOf(NOBODY)).toEqual([]);
    expect(await fresh.portgroupsByMac('00:00:00:00:00:00')).toEqual([]);
    expect(await fresh.traits(NOBODY)).toEqual([]);
    expect(await fresh.driver('none')).toBeNull();
    expect(await fresh.server(NOBODY)).toBeNull();
    expect(await fresh.computeService('compute-9')).toBeNull();
    expect(await fresh.neutronPort(NOBODY)).toBeNull();
    expect(await fresh.consumer(NOBODY)).toBeNull();
    expect(await fresh.inventories(NOBODY)).toBeNull();
  });

  it('fails, once for all who ask, where a service is sick', async () => {
    simulation.faults.status('nova', 500);
    const fresh = look();
    await expect(fresh.server(NOBODY)).rejects.toMatchObject({ code: 'server-error' });
    simulation.faults.heal();
    await expect(fresh.server(NOBODY)).rejects.toMatchObject({ code: 'server-error' });
    expect(await look().server(NOBODY)).toBeNull();
  });
});
