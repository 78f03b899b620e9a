import { afterAll, beforeAll, expect, it } from 'vitest';
import { type SimulatedCloud, startSimulatedCloud } from '../../../../../src/sandbox/cloud/server.ts';
import type { NodeRecord } from '../../../../../src/sandbox/cloud/state.ts';
import { type Ask, ask, faultstring, field, items, login, noon } from '../client.ts';

let cloud: SimulatedCloud;
let token: string;
let node: NodeRecord;
beforeAll(async () => {
  cloud = await startSimulatedCloud({ clock: () => noon, ironicMaximum: '1.86' });
  token = await login(cloud);
  const first = cloud.state.nodes[0];
  if (!first) throw new Error('no node');
  node = first;
});
afterAll(() => cloud.close());
const get = (path: string, how: Ask = {}) =>
  ask(cloud, 'ironic', `/v1/nodes/${node.uuid}/${path}`, { token, version: '1.86', ...how });

it('a node that was never inspected has no inventory, and that is a 404 in words', async () => {
  const answer = await get('inventory');
  expect(answer.status).toBe(404);
  expect(faultstring(answer)).toBe(`Node inventory record for node ${node.uuid} could not be found.`);
});

it('shows what inspection stored, from 1.81 on', async () => {
  cloud.state.nodeInventories.push({
    node_uuid: node.uuid,
    inventory: { interfaces: [{ name: 'eno1' }] },
    plugin_data: {},
  });
  const answer = await get('inventory', { version: '1.81' });
  expect(field(answer.body, 'inventory')).toEqual({ interfaces: [{ name: 'eno1' }] });
  expect((await get('inventory', { version: '1.80' })).status).toBe(404);
});

it('shows firmware from 1.86 on, without the node it belongs to', async () => {
  expect(items((await get('firmware')).body, 'firmware')).toEqual([]);
  cloud.state.firmware.push({
    node_uuid: node.uuid,
    component: 'bmc',
    initial_version: '6.10',
    current_version: '7.00',
    last_version_flashed: null,
    created_at: node.created_at,
    updated_at: node.created_at,
  });
  const [shown] = items((await get('firmware')).body, 'firmware');
  expect(shown).toMatchObject({ component: 'bmc', current_version: '7.00' });
  expect(field(shown, 'node_uuid')).toBeUndefined();
  expect((await get('firmware', { version: '1.85' })).status).toBe(404);
});
