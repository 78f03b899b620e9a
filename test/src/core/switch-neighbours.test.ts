import { expect, it } from 'vitest';
import { neighboursOn, switchesOf, switchesUnder } from '../../../src/core/switch-neighbours.ts';
import type { Node, Port } from '../../../src/openstack/ironic/schema.ts';

const port = (node_uuid: string, link: object | null, fields: Partial<Port> = {}) =>
  ({ uuid: node_uuid, address: 'm', node_uuid, local_link_connection: link, ...fields }) as Port;
const node = (uuid: string) => ({ uuid }) as Node;

it('a switch is compared by its id and shown by its name', () => {
  const ports = [
    port('a', { switch_id: 'AA', switch_info: 'leaf-1' }),
    port('a', { switch_id: 'aa', switch_info: 'renamed' }),
    port('a', { switch_info: 'leaf-2' }),
    port('a', { switch_id: '' }),
    port('a', null),
    port('a', { switch_id: 'bb' }, { pxe_enabled: false }),
  ];
  expect(switchesOf(ports)).toEqual([
    { id: 'aa', name: 'leaf-1' },
    { id: 'leaf-2', name: 'leaf-2' },
  ]);
});

it('a name from outside is cut', () => {
  expect(switchesOf([port('a', { switch_info: 'x'.repeat(500) })])[0]?.name).toHaveLength(40);
});

it('neighbours count once each, and those that were not read are counted too', () => {
  const one = { id: 'aa', name: 'leaf-1' };
  const on = (uuid: string) => port(uuid, { switch_id: 'aa' });
  const ports = [on('self'), on('a'), on('a'), on('unread'), port('b', { switch_id: 'bb' })];
  const { known, unread } = neighboursOn(one, ports, [node('self'), node('a'), node('b')], 'self');
  expect(known.map((known_) => known_.uuid)).toEqual(['a']);
  expect(unread).toBe(1);
  expect(switchesUnder([node('a'), node('b')], ports).map((found) => found.id)).toEqual(['aa', 'bb']);
});
