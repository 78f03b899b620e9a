import { createCloud } from '../../src/openstack/cloud.ts';
import { loadClouds } from '../../src/openstack/clouds-yaml.ts';
import { startSimulatedCloud } from '../../src/sandbox/cloud/server.ts';
import type { ContractCloud } from './reads.ts';

/** The simulated cloud, reached through its clouds.yaml as anybody would. */
export async function simulatedCloud(name = 'demo'): Promise<ContractCloud> {
  const simulation = await startSimulatedCloud();
  const readFile = (path: string) => (path === '/clouds.yaml' ? simulation.cloudsYaml() : undefined);
  const clouds = loadClouds({ env: {}, readFile, home: '/nowhere', cwd: '' });
  const cloud = createCloud(clouds.config(name));
  return {
    cloud,
    async close() {
      cloud.close();
      await simulation.close();
    },
  };
}
