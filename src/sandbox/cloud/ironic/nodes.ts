import { ok, type Reply } from '../reply.ts';
import type { HistoryRecord, NodeRecord } from '../state.ts';
import { conductorOf } from './conductor-of.ts';
import { type IronicCall, nodeNamed, requireMember, visibleNodes } from './context.ts';
import { noSuchPath, refuse } from './errors.ts';
import { fieldsOf, flag, list } from './lists.ts';
import {
  checkListFields,
  checkNodeFields,
  checkShowFields,
  defaultNodeFields,
  viewNode,
} from './node-view.ts';
import { knownStates } from './transitions.ts';
import { checkConductor, checkInterfaces, validationOf } from './validation.ts';

/** Query parameters that compare one field with one text. */
const equalities = [
  'instance_uuid',
  'driver',
  'resource_class',
  'fault',
  'conductor_group',
  'owner',
  'lessee',
  'provision_state',
  'shard',
] as const;

function filtered(call: IronicCall): NodeRecord[] {
  const query = call.query;
  const state = query.get('provision_state');
  if (state !== null && !knownStates.has(state)) refuse(400, `Provision state "${state}" is not valid`);
  const associated = flag(call, 'associated');
  const maintenance = flag(call, 'maintenance');
  const retired = flag(call, 'retired');
  const described = query.get('description_contains');
  return visibleNodes(call).filter(
    (node) =>
      equalities.every((name) => !query.has(name) || node[name] === query.get(name)) &&
      (associated === undefined || (node.instance_uuid !== null) === associated) &&
      (maintenance === undefined || node.maintenance === maintenance) &&
      (retired === undefined || node.retired === retired) &&
      (described === null || (node.description ?? '').includes(described)) &&
      (!query.has('conductor') || conductorOf(call.context.state, node) === query.get('conductor')),
  );
}

function sorted(call: IronicCall, nodes: NodeRecord[]): NodeRecord[] {
  const key = call.query.get('sort_key') ?? 'id';
  const sign = call.query.get('sort_dir') === 'desc' ? -1 : 1;
  if (key === 'id') return sign === 1 ? nodes : nodes.toReversed();
  const sortable = [
    'uuid',
    'name',
    'provision_state',
    'created_at',
    'updated_at',
    'provision_updated_at',
  ] as const;
  const column = sortable.find((name) => name === key);
  if (column === undefined) return refuse(400, `The sort_key value "${key}" is an invalid field for sorting`);
  return nodes.toSorted((a, b) => sign * (a[column] ?? '').localeCompare(b[column] ?? ''));
}

function listNodes(call: IronicCall, path: string, detail: boolean): Reply {
  const asked = detail ? null : fieldsOf(call);
  if (asked) {
    checkNodeFields(call, asked);
    checkListFields(asked);
  }
  const fields = detail ? null : (asked ?? defaultNodeFields);
  // The default list begins with the uuid, whatever the order of its fields in the `next` link.
  const order =
    asked === null && fields !== null ? ['uuid', ...fields.filter((name) => name !== 'uuid')] : fields;
  return list(call, {
    name: 'nodes',
    path,
    singular: 'Node',
    items: sorted(call, filtered(call)),
    idOf: (node) => node.uuid,
    view: (node) => viewNode(call, node, order),
    fields: fields ?? undefined,
    keep: ['instance_uuid', 'associated', 'maintenance', 'retired', 'detail'],
  });
}

/** `GET /v1/nodes`: seven default fields, chosen ones, or all with `detail=true` (1.43). */
export function getNodes(call: IronicCall): Reply {
  const detail = call.minor >= 43 && flag(call, 'detail') === true;
  if (detail && call.query.has('fields')) {
    refuse(400, 'Can not specify ?detail=True and fields in the same request.');
  }
  return listNodes(call, 'nodes', detail);
}

/** `GET /v1/nodes/detail`. */
export function getNodesDetail(call: IronicCall): Reply {
  return listNodes(call, 'nodes/detail', true);
}

/** `GET /v1/nodes/<node>`. */
export function getNode(call: IronicCall, ident: string): Reply {
  const fields = fieldsOf(call);
  if (fields) {
    checkNodeFields(call, fields);
    checkShowFields(fields);
  }
  return ok(viewNode(call, nodeNamed(call, ident), fields));
}

/** `GET /v1/nodes/<node>/states`. */
export function getStates(call: IronicCall, ident: string): Reply {
  const node = nodeNamed(call, ident);
  const names = [
    'console_enabled',
    'last_error',
    'power_state',
    'provision_state',
    'target_power_state',
    'target_provision_state',
    'provision_updated_at',
    ...(call.minor >= 12 ? (['raid_config', 'target_raid_config'] as const) : []),
    ...(call.minor >= 75 ? (['boot_mode', 'secure_boot'] as const) : []),
  ] as const;
  return ok(Object.fromEntries(names.map((name) => [name, node[name]])));
}

/** `GET /v1/nodes/<node>/validate`: an error, not a result, where no conductor can take the node. */
export function getValidate(call: IronicCall, ident: string): Reply {
  const node = nodeNamed(call, ident);
  requireMember(call, 'baremetal:node:validate');
  checkConductor(call.context.state, node);
  checkInterfaces(call.context.state, node);
  return ok(validationOf(node));
}

function viewHistory(call: IronicCall, entry: HistoryRecord, detail: boolean) {
  return {
    uuid: entry.uuid,
    created_at: entry.created_at,
    severity: entry.severity,
    ...(detail ? { event_type: entry.event_type } : {}),
    event: entry.event,
    ...(detail ? { conductor: entry.conductor, user: entry.user } : {}),
    links: [{ href: `${call.base}/v1/nodes/${entry.node_uuid}/history/${entry.uuid}`, rel: 'self' }],
  };
}

/** Node history, from 1.78 on. The list is oldest first and cuts nothing; `detail=true` adds type and conductor. */
export function getHistory(call: IronicCall, ident: string): Reply {
  if (call.minor < 78) return noSuchPath();
  const node = nodeNamed(call, ident);
  const detail = flag(call, 'detail') === true;
  return list(call, {
    name: 'history',
    path: `nodes/${node.uuid}/history`,
    singular: 'Node history record',
    items: call.context.state.history.filter((entry) => entry.node_uuid === node.uuid),
    idOf: (entry) => entry.uuid,
    view: (entry) => viewHistory(call, entry, detail),
  });
}

/** `GET /v1/nodes/<node>/history/<entry>`, always whole. */
export function getHistoryEntry(call: IronicCall, ident: string, uuid: string): Reply {
  if (call.minor < 78) return noSuchPath();
  const node = nodeNamed(call, ident);
  const entry = call.context.state.history.find((one) => one.uuid === uuid && one.node_uuid === node.uuid);
  if (!entry) return refuse(404, `Node history record ${uuid} could not be found.`);
  return ok(viewHistory(call, entry, true));
}
