import { type Attempt, attempt } from '../core/attempt.ts';
import { computeTrouble, isCompute } from '../core/compute-service.ts';
import type { FactName, FactValues } from '../core/facts.ts';
import type { FleetView } from '../core/fleet-view.ts';
import type { Cloud } from '../openstack/cloud.ts';
import type { Node, Port } from '../openstack/ironic/schema.ts';
import type { Hypervisor } from '../openstack/nova/schema.ts';
import type { ReadOptions } from '../openstack/wire.ts';
import { readingOf } from './unread.ts';

/** Of a few entries each, and there at once; each a value or why it is not there. */
export interface ShortLists {
  readonly conductors: Attempt<FactValues['conductors']>;
  readonly drivers: Attempt<FactValues['drivers']>;
  readonly compute_services: Attempt<FactValues['compute_services']>;
}

/** What a pass reads once for all nodes, as it came. */
export interface FleetLists extends ShortLists {
  readonly ports: Attempt<readonly Port[]>;
  readonly portsOf: ReadonlyMap<string, readonly Port[]>;
  /** Undefined where no nova-compute is in trouble: then nobody asks whose nodes are whose. */
  readonly hypervisors: Attempt<readonly Hypervisor[]> | undefined;
  readonly hypervisorOf: ReadonlyMap<string, Hypervisor>;
}

/** Neither of them breaks. */
export interface ComingLists {
  readonly short: Promise<ShortLists>;
  readonly whole: Promise<FleetLists>;
}

const NOTHING: readonly never[] = [];

export function readFleetLists(cloud: Cloud, options: ReadOptions): ComingLists {
  const read = <K extends FactName, T>(fact: K, list: () => Promise<T>) => attempt(readingOf(fact, list));
  const computes = read('compute_services', () => cloud.nova.services({ binary: 'nova-compute' }, options));
  const short = Promise.all([
    read('conductors', () => cloud.ironic.conductors(options)),
    read('drivers', () => cloud.ironic.drivers(options)),
    computes,
  ]).then(([conductors, drivers, compute_services]) => ({ conductors, drivers, compute_services }));
  const long = Promise.all([
    read('ports', () => cloud.ironic.portsWithVifs(options)),
    computes.then((services) => {
      const bad = known(services)?.some((service) => isCompute(service) && computeTrouble(service));
      // Nova lists all of them slowly.
      return bad ? read('hypervisors', () => cloud.nova.hypervisors(options)) : undefined;
    }),
  ]);
  return { short, whole: Promise.all([short, long]).then(([few, many]) => indexed(few, ...many)) };
}

function indexed(
  short: ShortLists,
  ports: FleetLists['ports'],
  hypervisors: FleetLists['hypervisors'],
): FleetLists {
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
  return { ...short, ports, portsOf, hypervisors, hypervisorOf };
}

/** Undefined where it could not be read. */
export function known<T>(read: Attempt<T>): T | undefined {
  return read.kind === 'value' ? read.value : undefined;
}

/** The same for the gates of checks, as far as it is there. */
export function shortView(lists: ShortLists): Pick<FleetView, keyof ShortLists> {
  return {
    conductors: known(lists.conductors),
    drivers: known(lists.drivers),
    compute_services: known(lists.compute_services),
  };
}

export function fleetView(lists: FleetLists): FleetView {
  const { portsOf, hypervisorOf, hypervisors } = lists;
  const hasPorts = lists.ports.kind === 'value';
  const hasHypervisors = hypervisors?.kind === 'value';
  return {
    ...shortView(lists),
    ports: ({ uuid }: Node) => (hasPorts ? (portsOf.get(uuid) ?? NOTHING) : undefined),
    hypervisor: ({ uuid }: Node) => (hasHypervisors ? (hypervisorOf.get(uuid) ?? null) : undefined),
  };
}
