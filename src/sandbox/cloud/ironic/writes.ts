import type { Reply } from '../reply.ts';
import type { NodeRecord } from '../state.ts';
import { ironicTime } from '../times.ts';
import { argumentsOf } from './bodies.ts';
import { checkUnlocked, type IronicCall, nodeNamed, requireAdmin } from './context.ts';
import { refuse } from './errors.ts';
import { refuseState } from './provision.ts';
import { checkConductor, checkInterfaces } from './validation.ts';
import { switchPower } from './verbs.ts';

const powerTargets = ['power on', 'power off', 'rebooting', 'soft rebooting', 'soft power off'];

/** `PUT states/power`. */
export function putPower(call: IronicCall, ident: string): Reply {
  const given = argumentsOf(call, { target: 'string', timeout: 'any' }, ['target']);
  const node = nodeNamed(call, ident);
  requireAdmin(call, 'baremetal:node:set_power_state');
  const target = String(given['target']);
  checkConductor(call.context.state, node);
  if (target.startsWith('soft') && call.minor < 27) refuse(406, 'Request not acceptable.');
  if (!powerTargets.includes(target)) refuseState(node, ident, target, node.power_state);
  if (node.provision_state === 'clean wait' || node.provision_state === 'cleaning') {
    refuseState(node, ident, target, node.provision_state);
  }
  checkUnlocked(node);
  checkInterfaces(call.context.state, node);
  switchPower(call.context, node, call.now, target);
  return { status: 202, headers: { Location: `${call.base}/v1/nodes/${ident}/states` } };
}

export function touch(call: IronicCall, node: NodeRecord): void {
  node.updated_at = ironicTime(call.now);
}

/** `PUT maintenance`: leaves `fault` alone, as for a person. */
export function putMaintenance(call: IronicCall, ident: string): Reply {
  const { reason } = argumentsOf(call, { reason: 'string' });
  const node = nodeNamed(call, ident);
  requireAdmin(call, 'baremetal:node:set_maintenance');
  checkConductor(call.context.state, node, 400);
  checkUnlocked(node);
  node.maintenance = true;
  node.maintenance_reason = typeof reason === 'string' ? reason : null;
  touch(call, node);
  return { status: 202 };
}

/** Leaving maintenance clears the fault too, as the conductor does in `update_node`. */
export function deleteMaintenance(call: IronicCall, ident: string): Reply {
  const node = nodeNamed(call, ident);
  requireAdmin(call, 'baremetal:node:clear_maintenance');
  checkConductor(call.context.state, node, 400);
  checkUnlocked(node);
  node.maintenance = false;
  node.maintenance_reason = null;
  node.fault = null;
  touch(call, node);
  return { status: 202 };
}
