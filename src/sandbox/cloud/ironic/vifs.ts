import { ok, type Reply } from '../reply.ts';
import type { CloudState, NodeRecord, PortgroupRecord, PortRecord } from '../state.ts';
import { argumentsOf } from './bodies.ts';
import { checkUnlocked, type IronicCall, nodeNamed, requireAdmin } from './context.ts';
import { noSuchPath, refuse } from './errors.ts';
import { checkConductor, checkInterfaces } from './validation.ts';

const key = 'tenant_vif_port_id';

/** Ports and port groups alike may carry one (ironic/drivers/modules/network/common.py). */
function carriers(state: CloudState, node: NodeRecord) {
  return [...state.portgroups, ...state.ports].filter((one) => one.node_uuid === node.uuid);
}

/** The instance's VIFs on the node, by their Neutron ports. */
export function tenantVifs(state: CloudState, node: NodeRecord): readonly unknown[] {
  return carriers(state, node).map((one) => one.internal_info[key]);
}

/**
 * What a VIF could be put on, a group before a port: a group none of whose ports has one, and a port that is in none or
 * whose group cannot be had for the VIFs on its ports (`_get_free_portgroups_and_ports` there).
 */
function free(state: CloudState, node: NodeRecord) {
  const isFree = (one: PortRecord | PortgroupRecord) => one.internal_info[key] === undefined;
  const groups = state.portgroups.filter((one) => one.node_uuid === node.uuid && isFree(one));
  const portsOf = ({ uuid }: PortgroupRecord) => state.ports.filter((one) => one.portgroup_uuid === uuid);
  const split = groups.filter((one) => !portsOf(one).every(isFree));
  return [
    ...groups.filter((one) => portsOf(one).length > 0 && !split.includes(one)),
    ...state.ports.filter(
      (one) =>
        one.node_uuid === node.uuid &&
        isFree(one) &&
        (one.portgroup_uuid === null || split.some(({ uuid }) => uuid === one.portgroup_uuid)),
    ),
  ];
}

function without(info: PortRecord['internal_info']): PortRecord['internal_info'] {
  const { [key]: _, ...rest } = info;
  return rest;
}

/** Takes the instance's VIFs off the node and its Neutron ports off their host. */
export function removeVifs(state: CloudState, node: NodeRecord): void {
  for (const one of carriers(state, node)) {
    unbind(state, one.internal_info[key]);
    one.internal_info = without(one.internal_info);
  }
}

/** A port that is gone meanwhile is none to unbind (`unbind_neutron_port` of ironic/common/neutron.py). */
function unbind(state: CloudState, id: unknown): void {
  const port = state.neutronPorts.find((one) => one.id === id);
  if (port) Object.assign(port, { host_id: '', vif_type: 'unbound', status: 'DOWN', profile: {} });
}

const isIdent = (word: string) => /^[A-Za-z0-9](?:[A-Za-z0-9._~-]*[A-Za-z0-9])?$/.test(word);

/** `GET vifs`, from 1.28 on. With the `noop` network interface there never is one. */
export function getVifs(call: IronicCall, ident: string): Reply {
  if (call.minor < 28) return noSuchPath();
  const node = nodeNamed(call, ident);
  checkConductor(call.context.state, node, 400);
  const ids = tenantVifs(call.context.state, node);
  const shown = node.network_interface === 'noop' ? [] : ids.filter((id) => typeof id === 'string');
  return ok({ vifs: shown.map((id) => ({ id })) });
}

export function postVif(call: IronicCall, ident: string): Reply {
  if (call.minor < 28) return noSuchPath();
  const { id } = argumentsOf(call, { id: 'string', port_uuid: 'string', portgroup_uuid: 'string' });
  if (typeof id !== 'string') return refuse(400, "Schema error for vif: 'id' is a required property");
  const node = nodeNamed(call, ident);
  requireAdmin(call, 'baremetal:node:vif:attach');
  const { state } = call.context;
  checkConductor(state, node, 400);
  checkUnlocked(node);
  checkInterfaces(state, node);
  if (node.network_interface === 'noop') return { status: 204 };
  const all = carriers(state, node);
  const has = all.find((one) => one.internal_info[key] === id);
  if (has) {
    const what = 'mode' in has ? 'Portgroup' : 'Port';
    refuse(409, `Unable to attach VIF because VIF ${id} is already attached to Ironic ${what} ${has.uuid}`);
  }
  const [first] = free(state, node);
  if (!first) {
    return refuse(400, `Unable to attach VIF ${id}, not enough free physical ports.`);
  }
  first.internal_info = { ...first.internal_info, [key]: id };
  return { status: 204 };
}

/** A VIF of a node in use is unbound too; of others only Ironic's own record goes. */
export function deleteVif(call: IronicCall, ident: string, id: string): Reply {
  if (call.minor < 28) return noSuchPath();
  if (!isIdent(id)) refuse(400, `Expected UUID or name for vif_id: ${id}`);
  const node = nodeNamed(call, ident);
  requireAdmin(call, 'baremetal:node:vif:detach');
  const { state } = call.context;
  checkConductor(state, node, 400);
  checkUnlocked(node);
  checkInterfaces(state, node);
  if (node.network_interface === 'noop') return { status: 204 };
  const has = carriers(state, node).find((one) => one.internal_info[key] === id);
  if (!has)
    return refuse(400, `Unable to detach VIF ${id} from node ${node.uuid} because it is not attached to it.`);
  has.internal_info = without(has.internal_info);
  if (node.provision_state === 'active' || node.provision_state === 'deleting') unbind(state, id);
  return { status: 204 };
}
