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
      const peer = new Peer(node) as Node;
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
 * and drivers write is scrubbed, bags when somebody first looks into them, since of most nodes nobody does; states,
 * interfaces and ids are Ironic's own words. A class, since ten thousand objects of one shape take half the memory of those
 * that grow field by field.
 */
class Peer implements Pick<Node, (typeof PEER_FIELDS)[number]> {
  readonly uuid;
  readonly name;
  readonly provision_state;
  readonly target_provision_state;
  readonly provision_updated_at;
  readonly power_state;
  readonly maintenance;
  readonly maintenance_reason;
  readonly fault;
  readonly last_error;
  readonly reservation;
  readonly conductor_group;
  readonly instance_uuid;
  readonly resource_class;
  readonly traits;
  readonly retired;
  readonly protected;
  readonly owner;
  readonly lessee;
  readonly driver;
  readonly network_interface;
  readonly deploy_interface;
  readonly boot_interface;
  readonly power_interface;
  readonly management_interface;
  #properties;
  #driver_info;
  #driver_internal_info;
  /** Which of the bags are scrubbed, a bit each. */
  #clean = 0;

  constructor(node: Node) {
    this.uuid = node.uuid;
    this.name = scrub(node.name);
    this.provision_state = node.provision_state;
    this.target_provision_state = node.target_provision_state;
    this.provision_updated_at = node.provision_updated_at;
    this.power_state = node.power_state;
    this.maintenance = node.maintenance;
    this.maintenance_reason = scrub(node.maintenance_reason);
    this.fault = node.fault;
    this.last_error = scrub(node.last_error);
    this.reservation = node.reservation;
    this.conductor_group = node.conductor_group;
    this.instance_uuid = node.instance_uuid;
    this.resource_class = scrub(node.resource_class);
    this.traits = scrub(node.traits);
    this.retired = node.retired;
    this.protected = node.protected;
    this.owner = node.owner;
    this.lessee = node.lessee;
    this.driver = node.driver;
    this.network_interface = node.network_interface;
    this.deploy_interface = node.deploy_interface;
    this.boot_interface = node.boot_interface;
    this.power_interface = node.power_interface;
    this.management_interface = node.management_interface;
    this.#properties = node.properties;
    this.#driver_info = node.driver_info;
    this.#driver_internal_info = node.driver_internal_info;
  }

  get properties(): Node['properties'] {
    if (this.#isFirst(1)) this.#properties = scrub(this.#properties);
    return this.#properties;
  }
  get driver_info(): Node['driver_info'] {
    if (this.#isFirst(2)) this.#driver_info = scrub(this.#driver_info);
    return this.#driver_info;
  }
  get driver_internal_info(): Node['driver_internal_info'] {
    if (this.#isFirst(4)) this.#driver_internal_info = scrub(this.#driver_internal_info);
    return this.#driver_internal_info;
  }

  #isFirst(bag: number): boolean {
    const first = (this.#clean & bag) === 0;
    this.#clean |= bag;
    return first;
  }
}
