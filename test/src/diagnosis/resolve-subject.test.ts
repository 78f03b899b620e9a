import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { loadConfig } from '../../../src/config.ts';
import type { Resolution } from '../../../src/core/subject.ts';
import { createReads } from '../../../src/diagnosis/reads.ts';
import { resolveSubject } from '../../../src/diagnosis/resolve-subject.ts';
import { type Cloud, createCloud } from '../../../src/openstack/cloud.ts';
import { type SimulatedCloud, startSimulatedCloud } from '../../../src/sandbox/cloud/server.ts';

let simulated: SimulatedCloud;
let cloud: Cloud;

beforeAll(async () => {
  simulated = await startSimulatedCloud();
  cloud = createCloud(loadConfig({ ...simulated.env, OS_CLOUD_NAME: 'demo' }).clouds.get('demo'));
});
afterEach(() => simulated.faults.heal());
afterAll(async () => {
  cloud.close();
  await simulated.close();
});

async function resolve(words: string): Promise<Resolution> {
  simulated.requests.clear();
  return resolveSubject(words, createReads(cloud, { deadlineMs: 800 }));
}
const named = (name: string) => simulated.scenarios.find((one) => one.name === name)?.expect.subject ?? name;
const nodeCalled = (name: string) => {
  const node = simulated.state.nodes.find((one) => one.name === name);
  if (!node) throw new Error(`no node ${name}`);
  return node;
};
const asked = () => simulated.requests.filter((one) => one.service !== 'keystone').map((one) => one.path);

test('a node by its name, in two reads at the same moment', async () => {
  const name = named('healthy-available');
  expect(await resolve(name)).toMatchObject({
    kind: 'found',
    subject: { kind: 'node', name, aspects: ['node'] },
    notes: [],
  });
  expect(asked()).toHaveLength(2);
});

test('a node by its UUID with and without dashes', async () => {
  const node = nodeCalled(named('healthy-available'));
  for (const words of [node.uuid, node.uuid.replaceAll('-', ''), node.uuid.toUpperCase()]) {
    expect(await resolve(words)).toMatchObject({ kind: 'found', subject: { node_uuid: node.uuid } });
  }
});

test('a node by the MAC and by the UUID of its port, however the MAC is written', async () => {
  const [port] = simulated.state.ports;
  if (!port) throw new Error('no port');
  const mac = port.address;
  for (const words of [
    mac,
    mac.toUpperCase().replaceAll(':', '-'),
    mac.replaceAll(':', '').replace(/(....)(....)(....)/, '$1.$2.$3'),
    port.uuid,
  ]) {
    expect(await resolve(words), words).toMatchObject({
      kind: 'found',
      subject: { node_uuid: port.node_uuid },
    });
  }
});

test('a node by the address of its BMC, bare or as a URL', async () => {
  const node = nodeCalled(named('bmc-dead'));
  const address = String(node.driver_info['ipmi_address']);
  for (const words of [address, `https://${address}/`, `${address}:623`]) {
    expect(await resolve(words), words).toMatchObject({ kind: 'found', subject: { node_uuid: node.uuid } });
  }
});

test('a UUID that only Nova or Placement knows is a node that Ironic does not show', async () => {
  const uuid = simulated.state.providers.find(
    (one) => !simulated.state.nodes.some((node) => node.uuid === one.uuid),
  )?.uuid;
  expect(await resolve(uuid ?? '')).toMatchObject({
    kind: 'found',
    subject: { kind: 'node', node_uuid: uuid, aspects: ['node'] },
  });
  expect(await resolve('5a0b3c1e-0f59-4d0a-9c83-1f2f1c9b7a12')).toMatchObject({ kind: 'none' });
});

test('an instance by its name brings its node along', async () => {
  const server = simulated.state.servers.find((one) =>
    simulated.state.nodes.some((node) => node.instance_uuid === one.id),
  );
  if (!server) throw new Error('no server on a node');
  const found = await resolve(server.name);
  expect(found).toMatchObject({ kind: 'found', subject: { kind: 'instance', instance_uuid: server.id } });
  expect(found.kind === 'found' && found.subject.aspects).toEqual(['node', 'instance', 'flavor']);
});

test('a failed server has no node, and that is known', async () => {
  const found = await resolve(named('nothing-available'));
  expect(found).toMatchObject({
    kind: 'found',
    subject: { kind: 'instance', aspects: ['instance', 'flavor'] },
  });
});

test('a flavor by its id, which is a UUID in most clouds', async () => {
  const [flavor] = simulated.state.flavors;
  if (!flavor) throw new Error('no flavor');
  const own = flavor.id;
  try {
    for (const id of ['7f0d1c52-4f0e-4f4e-9a2b-0c8b8f2f1d11', '7f0d1c524f0e4f4e9a2b0c8b8f2f1d11']) {
      Object.assign(flavor, { id });
      expect(await resolve(id)).toMatchObject({ kind: 'found', subject: { kind: 'flavor', flavor: id } });
    }
  } finally {
    Object.assign(flavor, { id: own });
  }
});

test('a flavor by its name', async () => {
  const [flavor] = simulated.state.flavors;
  expect(await resolve(flavor?.name ?? '')).toMatchObject({
    kind: 'found',
    subject: { kind: 'flavor', aspects: ['flavor'] },
  });
});

test('a MAC that only a Neutron port has is about that port', async () => {
  const [port] = simulated.state.neutronPorts;
  if (!port) throw new Error('no Neutron port');
  const stray = { ...port, id: '5a0b3c1e-0f59-4d0a-9c83-1f2f1c9b7a11', mac_address: '52:54:00:ff:ff:77' };
  simulated.state.neutronPorts.push(stray);
  const found = await resolve(stray.mac_address);
  simulated.state.neutronPorts.pop();
  expect(found).toMatchObject({
    kind: 'found',
    subject: { kind: 'mac', mac: stray.mac_address, aspects: ['mac'] },
  });
});

test('a MAC that only a port group has is about its node', async () => {
  const node = nodeCalled('bm-c17');
  const group = simulated.state.portgroups.find(({ node_uuid }) => node_uuid === node.uuid);
  if (!group) throw new Error('no bond');
  const before = group.address;
  group.address = '52:54:00:ff:ff:78';
  const found = await resolve('52-54-00-FF-FF-78');
  group.address = before;
  expect(found).toMatchObject({ kind: 'found', subject: { kind: 'node', node_uuid: node.uuid } });
  expect(asked().filter((path) => path.startsWith('/v2.0/ports'))).toEqual([]);
});

test('one name that is a node and an instance is offered as a choice', async () => {
  const node = nodeCalled(named('healthy-available'));
  const [server] = simulated.state.servers;
  if (!server) throw new Error('no server');
  const before = server.name;
  server.name = node.name ?? '';
  const found = await resolve(server.name);
  server.name = before;
  expect(found).toMatchObject({
    kind: 'several',
    choices: [
      { kind: 'node', id: node.uuid },
      { kind: 'instance', id: server.id },
    ],
  });
});

test('a slip of the fingers gets the nearest names', async () => {
  const name = named('healthy-available');
  const slip = `${name.slice(0, -2)}${name.at(-1)}${name.at(-2)}x`;
  const found = await resolve(slip);
  expect(found.kind).toBe('none');
  expect(found.kind === 'none' && found.nearest.length).toBeGreaterThan(0);
});

test.each([
  ['nothing', ''],
  ['spaces', '   '],
  ['NUL', '\u0000'],
  ['a path', '/../v1/nodes'],
  ['an encoded path', '%2e%2e'],
  ['a query', '?limit=1'],
  ['4 000 letters', 'a'.repeat(4000)],
  ['a mention', '<!channel>'],
])('nonsense (%s) is nothing, and asks for nothing but that', async (_, words) => {
  const found = await resolve(words);
  expect(found.kind).toBe('none');
  // One segment stays one segment: no request goes where the words would lead.
  expect(asked().filter((path) => /\/\.\.(?:\/|$)|\/v1\/nodes\/.*\/v1/.test(path))).toEqual([]);
});

test('a node is found although Nova is down, with a note on what could not be checked', async () => {
  simulated.faults.down('nova');
  const found = await resolve(named('healthy-available'));
  expect(found).toMatchObject({ kind: 'found', subject: { kind: 'node' } });
  expect(found.kind === 'found' && found.notes[0]).toMatch(
    /instance has the same name could not be checked: Nova/,
  );
});

test('when nobody could say, the words are taken for a node and the reasons are kept', async () => {
  simulated.faults.down('ironic');
  simulated.faults.down('nova');
  const found = await resolve('bm-x99');
  expect(found).toMatchObject({ kind: 'found', subject: { kind: 'node', name: 'bm-x99' } });
  expect(found.kind === 'found' && found.notes.join(' ')).toMatch(/Ironic.*Nova/s);
});
