import { randomUUID } from 'node:crypto';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { type SimulatedCloud, startSimulatedCloud } from '../../src/sandbox/cloud/server.ts';
import type { NodeRecord, ServerRecord } from '../../src/sandbox/cloud/state.ts';
import { type Asker, askWith } from './ask.ts';

/** People name things as they like; asking for a name gives what bears exactly that name. */
let cloud: SimulatedCloud;
let asker: Asker;
let servers: readonly ServerRecord[];
let names: readonly string[];

beforeAll(async () => {
  cloud = await startSimulatedCloud();
  asker = await askWith({ env: { ...cloud.env, OS_CLOUD_NAME: 'demo' } });
  servers = [...cloud.state.servers];
  names = cloud.state.nodes.map((one) => one.name ?? '');
});
afterEach(() => {
  cloud.state.servers = [...servers];
  for (const [index, node] of cloud.state.nodes.entries()) node.name = names[index] ?? node.name;
});
afterAll(async () => {
  await asker[Symbol.asyncDispose]();
  await cloud.close();
});

function addServer(name: string, more: Partial<ServerRecord> = {}): ServerRecord {
  const [first] = servers;
  if (!first) throw new Error('no server');
  const made: ServerRecord = { ...first, id: randomUUID(), name, host: null, nodeUuid: null, ...more };
  cloud.state.servers.push(made);
  return made;
}

function node(name: string): NodeRecord {
  const found = cloud.state.nodes.find((one) => one.name === name);
  if (!found) throw new Error(`no node ${name}`);
  return found;
}

const subjectOf = async (words: string) => (await asker.report(words)).subject;

describe('an instance', () => {
  // Nova's filter is a regular expression, and its colleagues are there to be matched by mistake.
  const colleagues = ['webXX1', 'web.+(1)2', 'b', 'x', 'anything', ''];

  test.each([
    'web.+(1)',
    'a|b',
    '[x',
    'x]',
    '{2}',
    '^$',
    'back\\slash',
    '.',
    '..',
    'a/b',
    '50%',
    "o'brien",
    'two words',
    '-rf',
    'wéb-日本',
    '🦆',
    '10.9.9.9',
    'app:8080',
    '52:54:00:aa:bb:cc',
    'deadbeefdeadbeefdeadbeefdeadbeee',
  ])('named %s', async (name) => {
    for (const other of colleagues) addServer(other);
    const { id } = addServer(name);
    expect(await subjectOf(name)).toMatchObject({ kind: 'instance', name, instance_uuid: id });
  });

  test('whose name another one has in another project is a choice between the two, told apart', async () => {
    const [one, two] = [addServer('twin', { projectId: 'red' }), addServer('twin', { projectId: 'blue' })];
    const found = await asker.unresolved('twin');
    if (found.kind !== 'several') throw new Error(found.kind);
    expect(found.choices.map((choice) => choice.id).sort()).toEqual([one.id, two.id].sort());
    const labels = found.choices.map((choice) => choice.label).join('\n');
    expect(labels).toContain('project red');
    expect(labels).toContain('project blue');
    expect(await subjectOf(one.id)).toMatchObject({ instance_uuid: one.id });
  });

  test('whose name is that of a node is a choice, and both can be asked for', async () => {
    const { id } = addServer('bm-a01');
    const found = await asker.unresolved('bm-a01');
    expect(found).toMatchObject({
      kind: 'several',
      choices: [{ kind: 'node', label: 'node bm-a01 (available)' }, { kind: 'instance' }],
    });
    expect(await subjectOf(id)).toMatchObject({ kind: 'instance' });
    expect(await subjectOf(node('bm-a01').uuid)).toMatchObject({ kind: 'node' });
  });
});

describe('a node', () => {
  test.each(['10.0.0.1', 'host.example.org', 'de-ad-be-ef-00-01', 'knoten~1', '0'])(
    'named %s',
    async (name) => {
      const { uuid } = Object.assign(node('bm-a01'), { name });
      expect(await subjectOf(name)).toMatchObject({ kind: 'node', name, node_uuid: uuid });
    },
  );

  test('is meant by its UUID also when another one is named by it', async () => {
    const { uuid } = node('bm-a01');
    node('bm-a02').name = uuid.replaceAll('-', '');
    for (const words of [uuid, uuid.toUpperCase(), uuid.replaceAll('-', '')])
      expect(await subjectOf(words)).toMatchObject({ kind: 'node', node_uuid: uuid });
  });

  test('whose BMC has the address that another one is named by is the one with the BMC', async () => {
    const { uuid, driver_info } = node('bm-a05');
    const address = String(driver_info['ipmi_address']);
    node('bm-a02').name = address;
    expect(await subjectOf(address)).toMatchObject({ node_uuid: uuid });
  });
});
