import { expect, it } from 'vitest';
import { changing, inFlight, isAllocated, novaPower, tracesOfNova } from '../../../src/core/instance-view.ts';
import type { Node } from '../../../src/openstack/ironic/schema.ts';
import type { Server } from '../../../src/openstack/nova/schema.ts';
import { HEALTHY_NODE, minutesAgo, NOW } from '../../support/facts.ts';

const node = (fields: Partial<Node>): Node => ({ ...(HEALTHY_NODE as unknown as Node), ...fields });
const server = (status: string, task?: string) =>
  ({ id: 's', status, 'OS-EXT-STS:task_state': task ?? null }) as Server;
const now = new Date(NOW);

it('a server is in flight while Nova works on it or cannot say how it is', () => {
  expect(['ACTIVE', 'SHUTOFF', 'ERROR', 'DELETED'].map((one) => inFlight(server(one)))).toEqual([
    false,
    false,
    false,
    false,
  ]);
  expect(['BUILD', 'REBUILD', 'REBOOT', 'UNKNOWN'].every((one) => inFlight(server(one)))).toBe(true);
  expect(inFlight(server('ACTIVE', 'powering-off'))).toBe(true);
});

it('a node changes while it is worked on and some minutes after', () => {
  expect(changing(node({ provision_state: 'cleaning' }), now)).toBe(true);
  expect(changing(node({ provision_updated_at: minutesAgo(2) }), now)).toBe(true);
  expect(changing(node({ provision_updated_at: minutesAgo(9) }), now)).toBe(false);
});

it("knows Nova's traces, Ironic's own allocation, and the power that a status means", () => {
  expect(tracesOfNova(node({ instance_info: { vcpus: 4 } }))).toEqual(['vcpus']);
  expect(tracesOfNova(node({}))).toEqual([]);
  expect(isAllocated(node({ allocation_uuid: 'a' }))).toBe(true);
  expect(['ACTIVE', 'SHUTOFF', 'PAUSED'].map((one) => novaPower(server(one)))).toEqual([
    'power on',
    'power off',
    undefined,
  ]);
});
