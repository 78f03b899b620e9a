import { setImmediate as turn } from 'node:timers/promises';
import type { FactUnread } from '../core/facts.ts';
import { scrub } from '../lib/scrub.ts';
import type { Node } from '../openstack/ironic/schema.ts';
import type { PEER_FIELDS } from './gather-facts.ts';

/** The nodes of a fleet as the others see them; whole only when the last page was read. */
export interface FleetPeers {
  add(node: Node): void;
  /** The list is whole, or there will be none. */
  end(why?: FactUnread): void;
  /** Those of the node's resource class, or all where it has none: what is asked of Ironic for a single node. */
  of(node: Node): Promise<readonly Node[]>;
}

/** So many nodes are compared with the rest before somebody else's turn comes: a thousand of them would take seconds. */
const AT_ONCE = 10;

export function createFleetPeers(): FleetPeers {
  const classes = new Map<string, Node[]>();
  const all: Node[] = [];
  const ended = Promise.withResolvers<void>();
  // Nobody may ever have asked.
  ended.promise.catch(() => undefined);
  let served = 0;
  let queue: Promise<unknown> = Promise.resolve();

  return {
    add(node) {
      const name = node.resource_class ?? '';
      // At once, while the next page is on its way: who compares asks for them all, and keeps nobody waiting then.
      const peer = peerOf(node);
      all.push(peer);
      const known = classes.get(name);
      if (known) known.push(peer);
      else classes.set(name, [peer]);
    },
    end(why) {
      if (why) ended.reject(why);
      else ended.resolve();
    },
    async of({ resource_class }) {
      await ended.promise;
      served += 1;
      if (served % AT_ONCE === 0) queue = queue.then(() => turn());
      await queue;
      return resource_class ? (classes.get(resource_class) ?? []) : all;
    },
  };
}

/**
 * What is read of other nodes when one node is asked about; the rest would keep a fleet's whole text in memory. What people
 * and drivers write is scrubbed; states, interfaces and ids are Ironic's own words. Written out, since ten thousand objects
 * of one shape take half the memory of those that grow field by field.
 */
function peerOf(node: Node): Node {
  const peer = {
    uuid: node.uuid,
    name: scrub(node.name),
    provision_state: node.provision_state,
    target_provision_state: node.target_provision_state,
    provision_updated_at: node.provision_updated_at,
    power_state: node.power_state,
    maintenance: node.maintenance,
    maintenance_reason: scrub(node.maintenance_reason),
    fault: node.fault,
    last_error: scrub(node.last_error),
    reservation: node.reservation,
    conductor_group: node.conductor_group,
    instance_uuid: node.instance_uuid,
    resource_class: scrub(node.resource_class),
    traits: scrub(node.traits),
    properties: scrub(node.properties),
    retired: node.retired,
    protected: node.protected,
    owner: node.owner,
    lessee: node.lessee,
    driver: node.driver,
    driver_info: scrub(node.driver_info),
    driver_internal_info: scrub(node.driver_internal_info),
    network_interface: node.network_interface,
    deploy_interface: node.deploy_interface,
    boot_interface: node.boot_interface,
    power_interface: node.power_interface,
    management_interface: node.management_interface,
  } satisfies Pick<Node, (typeof PEER_FIELDS)[number]>;
  return peer as Node;
}
