import { type Attempt, attempt } from '../core/attempt.ts';
import { computeTrouble, isCompute } from '../core/compute-service.ts';
import type { FactName, FactValues } from '../core/facts.ts';
import type { FleetView } from '../core/fleet-view.ts';
import type { Cloud } from '../openstack/cloud.ts';
import type { Node, Port } from '../openstack/ironic/schema.ts';
import type { Hypervisor } from '../openstack/nova/schema.ts';
import type { ReadOptions } from '../openstack/wire.ts';
import { readingOf } from './unread.ts';

/** What a pass reads once for all nodes before it judges any of them, as it came; each a value or why it is not there. */
export interface FleetLists {
  readonly conductors: Attempt<FactValues['conductors']>;
  readonly drivers: Attempt<FactValues['drivers']>;
  readonly compute_services: Attempt<FactValues['compute_services']>;
  readonly ports: Attempt<readonly Port[]>;
  readonly portsOf: ReadonlyMap<string, readonly Port[]>;
  /** Undefined where no nova-compute is in trouble: then nobody asks whose nodes are whose. */
  readonly hypervisors: Attempt<readonly Hypervisor[]> | undefined;
  readonly hypervisorOf: ReadonlyMap<string, Hypervisor>;
}

const NOTHING: readonly never[] = [];

export async function readFleetLists(cloud: Cloud, options: ReadOptions): Promise<FleetLists> {
  const read = <K extends FactName, T>(fact: K, list: () => Promise<T>) => attempt(readingOf(fact, list));
  const computes = read('compute_services', () => cloud.nova.services({ binary: 'nova-compute' }, options));
  const [conductors, drivers, compute_services, ports, hypervisors] = await Promise.all([
    read('conductors', () => cloud.ironic.conductors(options)),
    read('drivers', () => cloud.ironic.drivers(options)),
    computes,
    read('ports', () => cloud.ironic.portsWithVifs(options)),
    computes.then((services) => {
      const bad = known(services)?.some((service) => isCompute(service) && computeTrouble(service));
      // Nova lists all of them slowly.
      return bad ? read('hypervisors', () => cloud.nova.hypervisors(options)) : undefined;
    }),
  ]);
  const portsOf = new Map<string, Port[]>();
  for (const port of known(ports) ?? NOTHING) {
    if (!port.node_uuid) continue;
    const own = portsOf.get(port.node_uuid);
    if (own) own.push(port);
    else portsOf.set(port.node_uuid, [port]);
  }
  const hypervisorOf = new Map(
    (hypervisors && known(hypervisors))?.map((one) => [one.hypervisor_hostname, one]) ?? [],
  );
  return { conductors, drivers, compute_services, ports, portsOf, hypervisors, hypervisorOf };
}

/** Undefined where it could not be read. */
export function known<T>(read: Attempt<T>): T | undefined {
  return read.kind === 'value' ? read.value : undefined;
}

/** The same for the gates of checks. */
export function fleetView(lists: FleetLists): FleetView {
  const { portsOf, hypervisorOf, hypervisors } = lists;
  const hasPorts = lists.ports.kind === 'value';
  const hasHypervisors = hypervisors?.kind === 'value';
  return {
    conductors: known(lists.conductors),
    drivers: known(lists.drivers),
    compute_services: known(lists.compute_services),
    ports: ({ uuid }: Node) => (hasPorts ? (portsOf.get(uuid) ?? NOTHING) : undefined),
    hypervisor: ({ uuid }: Node) => (hasHypervisors ? (hypervisorOf.get(uuid) ?? null) : undefined),
  };
}
