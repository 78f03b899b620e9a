import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { projects } from '../../src/sandbox/cloud/keystone/identities.ts';
import { type SimulatedCloud, startSimulatedCloud } from '../../src/sandbox/cloud/server.ts';
import { type Asker, askWith, reasonsOf } from './ask.ts';

/** What may be said with less than an administrator's eyes. */
let cloud: SimulatedCloud;
let ask: Asker;

beforeAll(async () => {
  cloud = await startSimulatedCloud();
  ask = await askWith({ clouds: cloud.cloudsYaml() });
});
afterEach(() => cloud.faults.heal());
afterAll(async () => {
  await ask[Symbol.asyncDispose]();
  await cloud.close();
});

const named = (name: string) => cloud.scenarios.find((one) => one.name === name)?.expect.subject ?? name;
const OTHERS_NODES =
  'nodes of other projects, which Ironic does not show to this credential; a reader in system scope, or an administrator, sees them (a node that disappeared is most likely there: /ironic guide nodes-disappeared)';
const OTHERS_INSTANCES =
  'instances of other projects, which Nova does not list for this credential; an administrator sees them';

describe('a reader in system scope', () => {
  test.each(['healthy-available', 'healthy-active'])(
    '%s is healthy, but not for certain: validation is for members',
    async (name) => {
      const report = await ask.report(named(name), 'demo-reader');
      expect(report.verdict).toMatchObject({ cause: 'healthy', confidence: 'likely' });
      expect(reasonsOf(report)).toEqual([
        'Ironic does not allow this to the credentials (HTTP 403): Access was denied to the following resource: baremetal:node:validate (by default a member in system scope, or an administrator, may read it)',
      ]);
    },
  );

  test.each(['bmc-dead', 'clean-timed-out', 'deploying-on-dead-conductor', 'nothing-available'])(
    'names %s as an administrator does',
    async (name) => {
      const [reader, admin] = await Promise.all([
        ask.report(named(name), 'demo-reader'),
        ask.report(named(name), 'demo'),
      ]);
      expect(reader.verdict).toEqual(admin.verdict);
    },
  );
});

test('an application credential sees what its user sees', async () => {
  const report = await ask.report(named('healthy-available'), 'demo-appcred');
  expect(report.verdict).toMatchObject({ cause: 'healthy', confidence: 'confirmed' });
  expect(report.unknown).toEqual([]);
});

describe('a plain member of a project', () => {
  test('is not told that there is no such node, but whose nodes could not be seen', async () => {
    expect(await ask.unresolved(named('bmc-dead'), 'demo-member')).toEqual({
      kind: 'none',
      nearest: [],
      unreadable: [OTHERS_INSTANCES, OTHERS_NODES],
    });
    expect(await ask.unresolved('10.4.12.17', 'demo-member')).toMatchObject({
      unreadable: [OTHERS_INSTANCES, OTHERS_NODES],
    });
  });

  test('gets no cause out of a list of nodes that Ironic cut to its own project', async () => {
    const flavor = cloud.state.flavors.find((one) => one.name !== named('class-mismatch'));
    const report = await ask.report(flavor?.name ?? '', 'demo-member');
    expect(report.verdict.cause).toBe('insufficient-evidence');
    expect(report.findings).toEqual([]);
    expect(reasonsOf(report)).toContain(
      'Ironic shows this credential only the nodes of its own project; a reader in system scope, or an administrator, sees all',
    );
  });

  test('finds the instances of its own project by name, with a note on those of others', async () => {
    const server = cloud.state.servers.find((one) => one.name === 'web-01');
    const owned = server?.projectId ?? '';
    const mine = cloud.state.servers.find((one) => one.status === 'ERROR');
    if (!server || !mine) throw new Error('no servers');
    mine.projectId = projects.demo.id;
    try {
      const diagnosed = await ask.report(mine.name, 'demo-member');
      expect(diagnosed.subject).toMatchObject({ kind: 'instance', instance_uuid: mine.id });
      expect(diagnosed.notes).toEqual([`Not looked at: ${OTHERS_INSTANCES}`]);
    } finally {
      mine.projectId = owned;
    }
  });

  test.each(['agent-went-silent', 'clean-failed-port-gone', 'tenant-port-binding-failed'])(
    "is not told that Ironic's own Neutron ports are gone, which it may not see: %s",
    async (name) => {
      const node = cloud.state.nodes.find((one) => one.name === named(name));
      if (!node) throw new Error('no node');
      const { owner } = node;
      node.owner = projects.demo.id;
      try {
        const report = await ask.report(node.name ?? '', 'demo-member');
        expect(report.findings.filter((one) => one.cause === 'network-vif')).toEqual([]);
        expect(reasonsOf(report)).toContain(
          'Neutron shows this credential only the ports of its own project; an administrator sees all',
        );
      } finally {
        node.owner = owner;
      }
    },
  );

  test('is never told that its own node is healthy for certain', async () => {
    const node = cloud.state.nodes.find((one) => one.name === named('healthy-available'));
    if (!node) throw new Error('no node');
    const { owner } = node;
    node.owner = projects.demo.id;
    try {
      const report = await ask.report(node.name ?? '', 'demo-member');
      expect(report.verdict).not.toMatchObject({ cause: 'healthy', confidence: 'confirmed' });
      expect(reasonsOf(report).join('\n')).toContain('by default an administrator may read it');
    } finally {
      node.owner = owner;
    }
  });
});
