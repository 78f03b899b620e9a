import { randomUUID } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { loadConfig } from '../../src/config.ts';
import { createCloud } from '../../src/openstack/cloud.ts';
import { createWriter, type WriteCall, type Writer } from '../../src/openstack/writer.ts';
import type { WriteBench } from '../contract/write-bench.ts';
import { contractWrites } from '../contract/writes.ts';
import { LAB_LOG } from './lab-logs.ts';

/** Throw-away things in a real cloud: their names begin with `w-`, and they are gone afterwards. */
const config = (name: string) => ({
  ...loadConfig({ ...process.env }).clouds.get(name),
  api_timeout_ms: 60_000,
});
const cloudName = process.env['OS_CLOUD'] ?? 'lab';

async function mustSend(writer: Writer, call: WriteCall): Promise<void> {
  const { outcome, words } = await writer.send(call);
  if (outcome !== 'accepted') throw new Error(`${call.method} ${call.path}: ${words}`);
}

async function realBench(): Promise<WriteBench> {
  const cloud = createCloud(config(cloudName));
  const writer = createWriter(config(cloudName));
  const onlooker = createWriter(config(`${cloudName}-demo`));
  /** How each thing is done away with, call by call. */
  const made: (readonly WriteCall[])[] = [];
  const make = async (call: WriteCall, ...undo: readonly WriteCall[]) => {
    await mustSend(writer, call);
    made.push(undo);
  };
  const until = async <T>(read: () => Promise<T | undefined>): Promise<T> => {
    for (const end = Date.now() + 60_000; Date.now() < end; ) {
      const found = await read();
      if (found !== undefined) return found;
      await new Promise((resolve) => setTimeout(resolve, 300));
    }
    throw new Error('it never came');
  };

  return {
    cloud,
    writer,
    onlooker,
    async node({ waits = false } = {}) {
      const uuid = randomUUID();
      const path = `/v1/nodes/${uuid}`;
      const body = {
        uuid,
        name: `w-${uuid}`,
        driver: 'fake-hardware',
        resource_class: 'lab.w',
        network_interface: 'noop',
        boot_interface: 'fake',
        // Nobody ever boots, so that an agent never calls.
        deploy_interface: waits ? 'direct' : 'fake',
        inspect_interface: 'fake',
        rescue_interface: 'fake',
        automated_clean: waits,
        properties: { cpu_arch: 'x86_64' },
      };
      await make(
        { service: 'ironic', method: 'POST', path: '/v1/nodes', body },
        // In maintenance a node of any state may be deleted.
        { service: 'ironic', method: 'PUT', path: `${path}/maintenance`, body: { reason: 'over' } },
        { service: 'ironic', method: 'DELETE', path },
      );
      return uuid;
    },
    async port() {
      const [network] = await cloud.neutron.networks();
      const mac = `52:54:00:${randomUUID()
        .slice(0, 6)
        .replace(/..(?=.)/g, '$&:')}`;
      const port = { network_id: network?.id, name: 'w-port', mac_address: mac };
      await mustSend(writer, { service: 'neutron', method: 'POST', path: '/ports', body: { port } });
      const found = await until(async () => (await cloud.neutron.ports({ mac_address: mac }))[0]);
      made.push([{ service: 'neutron', method: 'DELETE', path: `/ports/${found.id}` }]);
      return found.id;
    },
    async provider() {
      const uuid = randomUUID();
      const resource_class = 'CUSTOM_W';
      const path = `/resource_providers/${uuid}`;
      const classPath = `/resource_classes/${resource_class}`;
      const provider = { name: `w-${uuid}`, uuid };
      await make({ service: 'placement', method: 'PUT', path: classPath });
      await make(
        { service: 'placement', method: 'POST', path: '/resource_providers', body: provider },
        { service: 'placement', method: 'DELETE', path },
        { service: 'placement', method: 'DELETE', path: classPath },
      );
      const body = { resource_provider_generation: 0, inventories: { [resource_class]: { total: 1 } } };
      await mustSend(writer, { service: 'placement', method: 'PUT', path: `${path}/inventories`, body });
      return { uuid, resource_class };
    },
    async server() {
      const id = `w-${randomUUID()}`;
      // No bare metal node has processors to share.
      const flavor = { id, name: id, vcpus: 1, ram: 1, disk: 1 };
      await make(
        { service: 'nova', method: 'POST', path: '/flavors', body: { flavor } },
        { service: 'nova', method: 'DELETE', path: `/flavors/${id}` },
      );
      const image = (await cloud.nova.servers({ all_tenants: true })).map((one) => one.image).find(Boolean);
      const server = { name: id, flavorRef: id, imageRef: image ? image.id : '', networks: 'none' };
      await mustSend(writer, { service: 'nova', method: 'POST', path: '/servers', body: { server } });
      const found = await until(async () =>
        (await cloud.nova.findServersByName(id)).find((one) => one.status === 'ERROR'),
      );
      made.push([{ service: 'nova', method: 'DELETE', path: `/servers/${found.id}` }]);
      return found.id;
    },
    async pass() {
      await new Promise((resolve) => setTimeout(resolve, 250));
    },
    async close() {
      // What a test has deleted itself is gone already.
      const undo = async (calls: readonly WriteCall[]) => {
        for (const call of calls) await writer.send(call);
      };
      await Promise.all(made.map(undo));
      for (const one of [cloud, writer, onlooker]) one.close();
    },
  };
}

contractWrites('a real cloud', realBench);

let writer: Writer;
beforeAll(() => {
  writer = createWriter(config(cloudName));
});
afterAll(() => writer.close());

const NOBODY = '00000000-0000-4000-8000-000000000000';

test.each([
  ['ironic-api', true, { service: 'ironic', method: 'DELETE', path: `/v1/nodes/${NOBODY}/maintenance` }],
  ['nova-api', true, { service: 'nova', method: 'DELETE', path: `/servers/${NOBODY}` }],
  ['placement', true, { service: 'placement', method: 'DELETE', path: `/allocations/${NOBODY}` }],
  // Neutron takes it in and loses it on the way to its lines about a write, see the writer.
  ['neutron', false, { service: 'neutron', method: 'DELETE', path: `/ports/${NOBODY}` }],
] as const)('%s writes the ids of a call into its log', async (log, both, call) => {
  const { global_request_id, request_id, status } = await writer.send(call);
  expect(status).toBe(404);
  const ids = both ? `[${global_request_id} ${request_id} ` : ` ${request_id} `;
  const written = async () => (await readFile(join(LAB_LOG, `${log}.log`), 'utf8')).includes(ids);
  await expect.poll(written, { timeout: 10_000 }).toBe(true);
});
