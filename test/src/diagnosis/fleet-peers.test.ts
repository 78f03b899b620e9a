import { expect, test } from 'vitest';
import { FactUnread } from '../../../src/core/facts.ts';
import { createFleetPeers } from '../../../src/diagnosis/fleet-peers.ts';
import type { Node } from '../../../src/openstack/ironic/schema.ts';

const node = (uuid: string, fields: Partial<Node> = {}) => ({ uuid, resource_class: 'a', ...fields }) as Node;
const SECRET = 'hunter2-hunter2';

test('nobody sees a secret of another node, whichever of its fields is looked into first', async () => {
  const bag = { ipmi_address: '10.0.0.1', ipmi_password: SECRET, nested: { agent_token: SECRET } };
  const peers = createFleetPeers();
  peers.add(
    node('n1', {
      driver_info: bag,
      driver_internal_info: bag,
      properties: bag,
      last_error: `Authorization: Bearer ${SECRET}`,
      maintenance_reason: `password=${SECRET}`,
    }),
  );
  peers.end();
  const [peer] = await peers.of(node('n2'));
  const seen = [
    peer?.properties,
    peer?.driver_internal_info,
    peer?.driver_info,
    peer?.last_error,
    peer?.maintenance_reason,
  ];
  expect(JSON.stringify(seen)).not.toContain(SECRET);
  expect(peer?.driver_info).toMatchObject({ ipmi_address: '10.0.0.1' });
});

test('those of the same class are compared, and all where a node has none', async () => {
  const peers = createFleetPeers();
  for (const [uuid, resource_class] of [
    ['n1', 'a'],
    ['n2', 'b'],
    ['n3', null],
  ] as const)
    peers.add(node(uuid, { resource_class }));
  peers.end();
  const of = async (resource_class: string | null) =>
    (await peers.of(node('x', { resource_class }))).map(({ uuid }) => uuid);
  expect([await of('a'), await of('b'), await of('c'), await of(null)]).toEqual([
    ['n1'],
    ['n2'],
    [],
    ['n1', 'n2', 'n3'],
  ]);
});

test('a list that ended early is no list', async () => {
  const peers = createFleetPeers();
  peers.add(node('n1'));
  peers.end(new FactUnread('nodes', 'failed', 'Ironic stopped answering'));
  await expect(peers.of(node('n2'))).rejects.toThrow('Ironic stopped answering');
});
