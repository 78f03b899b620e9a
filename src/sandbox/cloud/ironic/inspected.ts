import { ok, type Reply } from '../reply.ts';
import { type IronicCall, nodeNamed } from './context.ts';
import { noSuchPath, refuse } from './errors.ts';

/** `GET /v1/nodes/<node>/inventory`, from 1.81 on; 404 for a node that was never inspected, worded by NodeInventoryNotFound. */
export function getInventory(call: IronicCall, ident: string): Reply {
  if (call.minor < 81) return noSuchPath();
  const node = nodeNamed(call, ident);
  const found = call.context.state.nodeInventories.find((one) => one.node_uuid === node.uuid);
  if (!found) return refuse(404, `Node inventory record for node ${node.uuid} could not be found.`);
  return ok({ inventory: found.inventory, plugin_data: found.plugin_data });
}

/** `GET /v1/nodes/<node>/firmware`, from 1.86 on; an empty list where the driver reads none. */
export function getFirmware(call: IronicCall, ident: string): Reply {
  if (call.minor < 86) return noSuchPath();
  const node = nodeNamed(call, ident);
  const firmware = call.context.state.firmware
    .filter((one) => one.node_uuid === node.uuid)
    .map(({ node_uuid: _, ...shown }) => shown);
  return ok({ firmware });
}
