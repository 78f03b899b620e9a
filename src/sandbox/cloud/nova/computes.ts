import { ok, type Reply } from '../reply.ts';
import { notFound, requireSystem } from './errors.ts';
import { paged } from './paged.ts';
import { type NovaCall, viewFlavor, viewHypervisor, viewService } from './view.ts';

/** A flavor by its id; 404 otherwise. */
export function flavorWith(call: NovaCall, id: string) {
  return (
    call.state.flavors.find((flavor) => flavor.id === id) ?? notFound(`Flavor ${id} could not be found.`)
  );
}

/** `GET /flavors` and `/flavors/detail`. */
export function listFlavors(call: NovaCall, detail: boolean): Reply {
  const path = detail ? 'flavors/detail' : 'flavors';
  return paged(
    call,
    path,
    'flavors',
    call.state.flavors,
    (flavor) => flavor.id,
    (flavor) => viewFlavor(call, flavor, detail),
  );
}

/** `GET /os-services`. */
export function listServices(call: NovaCall): Reply {
  requireSystem(call, 'os-services:list');
  const { query } = call;
  const found = call.state.computeServices.filter(
    (service) =>
      (!query.has('binary') || service.binary === query.get('binary')) &&
      (!query.has('host') || service.host === query.get('host')),
  );
  return ok({ services: found.map((service) => viewService(call, service)) });
}

/** `GET /os-hypervisors` and `/os-hypervisors/detail`; paged from 2.33 on. */
export function listHypervisors(call: NovaCall, detail: boolean): Reply {
  requireSystem(call, `os-hypervisors:${detail ? 'list-detail' : 'list'}`);
  const pattern = call.query.get('hypervisor_hostname_pattern');
  const nodes = call.state.nodes.filter(
    (node) => node.hidden.computeHost !== null && (pattern === null || node.uuid.includes(pattern)),
  );
  if (pattern !== null && nodes.length === 0) notFound(`No hypervisor matching '${pattern}' could be found.`);
  const path = detail ? 'os-hypervisors/detail' : 'os-hypervisors';
  if (call.minor < 33) return ok({ hypervisors: nodes.map((node) => viewHypervisor(call, node, detail)) });
  return paged(
    call,
    path,
    'hypervisors',
    nodes,
    (node) => node.uuid,
    (node) => viewHypervisor(call, node, detail),
  );
}

/** `GET /os-hypervisors/<node's UUID>`. */
export function getHypervisor(call: NovaCall, id: string): Reply {
  requireSystem(call, 'os-hypervisors:show');
  const node = call.state.nodes.find((one) => one.uuid === id && one.hidden.computeHost !== null);
  if (!node) return notFound(`Hypervisor with ID '${id}' could not be found.`);
  return ok({ hypervisor: viewHypervisor(call, node, true) });
}
