import { expect, test } from 'vitest';
import cloudSight from '../../../src/doctor/checks/cloud-sight.ts';

/** A Nova of two projects' servers, and what it says of one server by its UUID. */
const look = (one: (id: string) => number) => ({
  async get(service: string, path: string) {
    const id = /^\/servers\/(s\d)$/.exec(path)?.[1];
    if (id !== undefined) return { status: one(id), headers: {}, body: {} };
    const servers = [
      { id: 's1', tenant_id: 'ours' },
      { id: 's2', tenant_id: 'theirs' },
    ];
    return { status: 200, headers: {}, body: service === 'nova' ? { servers } : {} };
  },
});

const told = (one: (id: string) => number) => {
  const reader = {
    look: look(one),
    login: async () => ({ user: 'oncall', scope: 'project' }),
    config: { name: 'c' },
  };
  const cloud = {
    name: 'c',
    ready: async () => reader,
    addresses: async () => new Map([['nova', 'http://nova']]),
  };
  return cloudSight.run(cloud as never);
};

test('a reader who is shown the list of servers and not each of them is told so: it would take them for gone', async () => {
  expect(await told((id) => (id === 's1' ? 200 : 404))).toEqual([
    {
      state: 'warn',
      told: 'cannot see in Nova: the servers of other projects that it is shown in lists',
      fix: expect.stringContaining('docs/openstack/reader.md'),
    },
  ]);
});

test('one who is shown both sees all of Nova', async () => {
  expect(await told(() => 200)).toEqual([{ state: 'ok', told: 'all of Nova' }]);
});

test('a Nova that fails is no Nova that shows nothing', async () => {
  expect(await told(() => 503)).toMatchObject([{ state: 'fail', told: 'Nova fails (HTTP 503)' }]);
});
