import { randomUUID } from 'node:crypto';
import { createCloud } from '../../src/openstack/cloud.ts';
import { loadClouds } from '../../src/openstack/clouds-yaml.ts';
import { createWriter } from '../../src/openstack/writer.ts';
import { nodeDefaults } from '../../src/sandbox/cloud/node-defaults.ts';
import { startSimulatedCloud } from '../../src/sandbox/cloud/server.ts';
import type { WriteBench } from './write-bench.ts';
import { contractWrites } from './writes.ts';

/** Everything is laid into the state; time passes when it is told to. */
async function simulatedBench(): Promise<WriteBench> {
  const simulation = await startSimulatedCloud();
  const { state } = simulation;
  const readFile = (path: string) => (path === '/clouds.yaml' ? simulation.cloudsYaml() : undefined);
  const clouds = loadClouds({ env: {}, readFile, home: '/nowhere', cwd: '' });
  const cloud = createCloud(clouds.config('demo'));
  const writer = createWriter(clouds.config('demo-writer'));
  const onlooker = createWriter(clouds.config('demo-reader'));
  const uuids = () => randomUUID();
  return {
    cloud,
    writer,
    onlooker,
    async node({ waits = false } = {}) {
      const made = nodeDefaults(`w-${uuids()}`, 'ipmi', Date.now(), Date.now());
      Object.assign(made, {
        provision_state: 'enroll',
        network_interface: 'noop',
        rescue_interface: 'agent',
        resource_class: 'lab.w',
        automated_clean: waits,
        properties: { cpu_arch: 'x86_64' },
      });
      if (waits) made.hidden.ramdisk = 'silent';
      state.nodes.push(made);
      return made.uuid;
    },
    async port() {
      const template = state.neutronPorts[0];
      if (!template) throw new Error('the simulated cloud has no port');
      const made = { ...template, id: uuids(), device_id: '', device_owner: '', host_id: '' };
      state.neutronPorts.push(made);
      return made.id;
    },
    async provider() {
      const uuid = uuids();
      const resource_class = 'CUSTOM_W';
      state.knownClasses.add(resource_class);
      state.providers.push({
        uuid,
        generation: 1,
        inventories: { [resource_class]: { total: 1, reserved: 0 } },
        traits: [],
        allocations: {},
      });
      return { uuid, resource_class };
    },
    async server() {
      const failed = state.servers.find((one) => one.fault?.message === 'No valid host was found. ');
      if (!failed) throw new Error('every server found a host');
      return failed.id;
    },
    async pass() {
      simulation.advance(10_000);
    },
    async close() {
      for (const one of [cloud, writer, onlooker]) one.close();
      await simulation.close();
    },
  };
}

contractWrites('the simulated cloud', simulatedBench);
