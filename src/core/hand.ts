import type { Image } from '../openstack/glance/schema.ts';
import type { Node, Port } from '../openstack/ironic/schema.ts';
import { textIn } from './bag.ts';
import { bmcHostOf } from './bmc.ts';
import { typedName, typedSwitchPort, typedUuid, typedWord } from './node-words.ts';
import type { Hand } from './procedure.ts';

/** Where no node is at hand: a procedure's commands show what has to be filled in. */
export const EMPTY_HAND: Hand = {
  node: '<node>',
  uuid: '<node-uuid>',
  instance: '<instance>',
  conductor: '<conductor>',
  driver: '<driver>',
  bmc: '<bmc>',
  mac: '<mac>',
  switch_name: '<switch>',
  switch_port: '<switch-port>',
  image: '<image>',
};

/** What is known of the node, each safe as one word of a shell; a placeholder for the rest. */
export function handOf(
  node: Node,
  {
    ports,
    image,
  }: { readonly ports?: readonly Port[] | undefined; readonly image?: Image | null | undefined },
): Hand {
  const port = bootPortOf(ports ?? []);
  const link = port?.local_link_connection;
  return {
    node: typedName(node),
    uuid: node.uuid ? typedUuid(node) : EMPTY_HAND.uuid,
    instance: typedWord(node.instance_uuid, 'instance'),
    conductor: typedWord(node.conductor, 'conductor'),
    driver: typedWord(node.driver, 'driver'),
    bmc: typedWord(bmcHostOf(node), 'bmc'),
    mac: typedWord(port?.address, 'mac'),
    switch_name: typedWord(textIn(link, 'switch_info') ?? textIn(link, 'switch_id'), 'switch'),
    switch_port: typedSwitchPort(textIn(link, 'port_id'), 'switch-port'),
    image: imageOf(node, image),
  };
}

/** Ironic boots from the first port with `pxe_enabled`; a port that says nothing about it has it. */
function bootPortOf(ports: readonly Port[]): Port | undefined {
  return (
    ports.find((port) => port.pxe_enabled !== false && port.local_link_connection) ??
    ports.find((port) => port.pxe_enabled !== false) ??
    ports[0]
  );
}

function imageOf(node: Node, image: Image | null | undefined): string {
  return typedWord(image?.id ?? textIn(node.instance_info, 'image_source'), 'image');
}
