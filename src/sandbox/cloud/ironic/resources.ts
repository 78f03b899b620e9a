import { ok, type Reply } from '../reply.ts';
import type { AllocationRecord, PortgroupRecord, PortRecord, VolumeTargetRecord } from '../state.ts';
import { type IronicCall, nodeNamed, visibleNodes } from './context.ts';
import { noSuchPath, refuse } from './errors.ts';
import { fieldsOf, flag, list } from './lists.ts';
import { maskSecrets } from './mask.ts';
import { links } from './node-view.ts';

/** A collection whose members belong to nodes. */
interface Collection<T> {
  readonly name: string;
  readonly path: string;
  readonly singular: string;
  readonly since: number;
  readonly brief: readonly string[];
  readonly items: (call: IronicCall) => readonly T[];
  readonly idOf: (item: T) => string;
  readonly view: (call: IronicCall, item: T) => { [field: string]: unknown };
}

function visible<T extends { node_uuid: string | null }>(call: IronicCall, items: readonly T[]): T[] {
  const nodes = new Set(visibleNodes(call).map((node) => node.uuid));
  return items.filter((item) => item.node_uuid !== null && nodes.has(item.node_uuid));
}

function ofNode<T extends { node_uuid: string | null }>(call: IronicCall, items: readonly T[]): T[] {
  const ident = call.query.get('node_uuid') ?? call.query.get('node');
  const all = visible(call, items);
  if (ident === null) return all;
  const node = nodeNamed(call, ident);
  return all.filter((item) => item.node_uuid === node.uuid);
}

function addressIn(call: IronicCall): string | undefined {
  const address = call.query.get('address')?.toLowerCase();
  if (address !== undefined && !/^([0-9a-f]{2}:){5}[0-9a-f]{2}$/.test(address)) {
    refuse(400, `Expected valid MAC address for address: ${address}`);
  }
  return address;
}

export const ports: Collection<PortRecord> = {
  name: 'ports',
  path: 'ports',
  singular: 'Port',
  since: 1,
  brief: ['uuid', 'address'],
  items(call) {
    const address = addressIn(call);
    const group = call.query.get('portgroup');
    return ofNode(call, call.context.state.ports).filter(
      (port) =>
        (address === undefined || port.address === address) &&
        (group === null || port.portgroup_uuid === group),
    );
  },
  idOf: (port) => port.uuid,
  view(call, port) {
    const {
      portgroup_uuid,
      node_uuid,
      internal_info,
      is_smartnic,
      local_link_connection,
      physical_network,
      pxe_enabled,
      ...rest
    } = port;
    return {
      ...rest,
      ...(call.minor >= 18 ? { internal_info } : {}),
      ...(call.minor >= 53 ? { is_smartnic } : {}),
      ...(call.minor >= 19 ? { local_link_connection } : {}),
      ...(call.minor >= 34 ? { physical_network } : {}),
      ...(call.minor >= 19 ? { pxe_enabled } : {}),
      node_uuid,
      links: links(call.base, `ports/${port.uuid}`),
      ...(call.minor >= 24 ? { portgroup_uuid } : {}),
    };
  },
};

export const portgroups: Collection<PortgroupRecord> = {
  name: 'portgroups',
  path: 'portgroups',
  singular: 'Portgroup',
  since: 23,
  brief: ['uuid', 'address', 'name'],
  items(call) {
    const address = addressIn(call);
    return ofNode(call, call.context.state.portgroups).filter(
      (group) => address === undefined || group.address === address,
    );
  },
  idOf: (group) => group.uuid,
  view: (call, group) => ({
    ...group,
    links: links(call.base, `portgroups/${group.uuid}`),
    ports: links(call.base, `portgroups/${group.uuid}/ports`),
  }),
};

export const volumeTargets: Collection<VolumeTargetRecord> = {
  name: 'targets',
  path: 'volume/targets',
  singular: 'Volume target',
  since: 32,
  brief: ['uuid', 'node_uuid', 'volume_type', 'boot_index', 'volume_id'],
  items: (call) => ofNode(call, call.context.state.volumeTargets),
  idOf: (target) => target.uuid,
  view: (call, target) => ({
    ...target,
    properties: maskSecrets(target.properties),
    links: links(call.base, `volume/targets/${target.uuid}`),
  }),
};

export const allocations: Collection<AllocationRecord> = {
  name: 'allocations',
  path: 'allocations',
  singular: 'Allocation',
  since: 52,
  // Allocations are always shown whole.
  brief: [],
  items(call) {
    const seen = visibleNodes(call).length > 0 ? call.context.state.allocations : [];
    const node = call.query.get('node');
    const uuid = node === null ? null : nodeNamed(call, node).uuid;
    return seen.filter(
      (one) =>
        (uuid === null || one.node_uuid === uuid) &&
        (['resource_class', 'state'] as const).every(
          (name) => !call.query.has(name) || one[name] === call.query.get(name),
        ),
    );
  },
  idOf: (allocation) => allocation.uuid,
  view: (call, allocation) => ({ ...allocation, links: links(call.base, `allocations/${allocation.uuid}`) }),
};

function pick(whole: { [field: string]: unknown }, fields: readonly string[]) {
  return Object.fromEntries([...fields.map((name) => [name, whole[name]]), ['links', whole['links']]]);
}

/** `GET` of a collection: short, with `?detail=true` or below `/detail` whole, or with chosen `?fields=`. */
export function getCollection<T>(call: IronicCall, what: Collection<T>, detailPath: boolean): Reply {
  if (call.minor < what.since) return noSuchPath();
  const asked = detailPath ? null : fieldsOf(call);
  const whole = detailPath || what.brief.length === 0 || (call.minor >= 43 && flag(call, 'detail') === true);
  const fields = asked ?? (whole ? undefined : what.brief);
  return list(call, {
    name: what.name,
    path: detailPath ? `${what.path}/detail` : what.path,
    singular: what.singular,
    items: what.items(call),
    idOf: what.idOf,
    view: (item) => (fields ? pick(what.view(call, item), fields) : what.view(call, item)),
    fields,
  });
}

/** `GET` of one member by its UUID, whole or with chosen `?fields=`. */
export function getMember<T>(call: IronicCall, what: Collection<T>, id: string): Reply {
  if (call.minor < what.since) return noSuchPath();
  const found = what.items(call).find((item) => what.idOf(item) === id);
  if (!found) return refuse(404, `${what.singular} ${id} could not be found.`);
  const fields = fieldsOf(call);
  return ok(fields ? pick(what.view(call, found), fields) : what.view(call, found));
}

/** The part of a collection that belongs to one node, as below `/v1/nodes/<node>/`; only UUIDs are taken there. */
export function getOfNode<T extends { node_uuid: string | null }>(
  call: IronicCall,
  what: Collection<T>,
  ident: string,
  detail: boolean,
): Reply {
  if (call.minor < what.since) return noSuchPath();
  const node = visibleNodes(call).find((one) => one.uuid === ident);
  if (!node) {
    // Names are not understood here: Ironic 21.4 takes the request for one about a port group.
    refuse(
      404,
      what.path === 'volume/targets'
        ? `Node ${ident} could not be found.`
        : 'Portgroup None could not be found.',
    );
  }
  const items = what.items(call).filter((item) => item.node_uuid === ident);
  const whole = detail || (call.minor >= 43 && flag(call, 'detail') === true);
  const fields = fieldsOf(call) ?? (whole ? undefined : what.brief);
  return list(call, {
    name: what.name,
    path: `nodes/${ident}/${what.path}`,
    singular: what.singular,
    items,
    idOf: what.idOf,
    view: (item) => (fields ? pick(what.view(call, item), fields) : what.view(call, item)),
    fields,
  });
}
