import type { Reply } from '../reply.ts';
import type { NodeRecord } from '../state.ts';
import { type ArgumentKind, argumentsOf } from './bodies.ts';
import { checkUnlocked, type IronicCall, nodeNamed, requireAdmin } from './context.ts';
import { refuse } from './errors.ts';
import { type Transition, transition } from './transitions.ts';
import { checkConductor, checkInterfaces } from './validation.ts';
import { perform } from './verbs.ts';

/** `InvalidStateRequested` of ironic/common/exception.py. */
export function refuseState(node: NodeRecord, ident: string, action: string, state: string | null): never {
  return refuse(
    400,
    `The requested action "${action}" can not be performed on node "${ident || node.uuid}" while it is in state "${state}".`,
  );
}

const notAcceptable = () => refuse(406, 'Request not acceptable.');

function known(call: IronicCall): Record<string, ArgumentKind> {
  return {
    target: 'string',
    configdrive: 'any',
    clean_steps: 'list',
    deploy_steps: 'list',
    rescue_password: 'string',
    disable_ramdisk: 'boolean',
    // Of releases that have them, also where an older version is asked for.
    ...(call.context.range.maximum >= 87 ? { service_steps: 'list' as const } : {}),
    ...(call.context.range.maximum >= 92 ? { runbook: 'string' as const } : {}),
  };
}

/** What comes with a verb belongs to that verb. */
function checkCompany(given: Readonly<Record<string, unknown>>, target: string): void {
  for (const [name, verb] of [
    ['clean_steps', 'clean'],
    ['rescue_password', 'rescue'],
    ['service_steps', 'service'],
  ] as const) {
    const value = given[name];
    const there = Array.isArray(value) ? value.length > 0 : value !== undefined && value !== null;
    if (there && target !== verb)
      refuse(400, `"${name}" is only valid when setting target provision state to ${verb}`);
  }
}

/** What the verb cannot do without, looked at after a conductor was found. */
function checkMandatory(given: Readonly<Record<string, unknown>>, target: string): void {
  for (const [name, verb] of [
    ['clean_steps', 'clean'],
    ['service_steps', 'service'],
  ] as const) {
    const value = given[name];
    if (target === verb && !(Array.isArray(value) && value.length > 0))
      refuse(400, `"${name}" is required when setting target provision state to ${verb}`);
  }
  if (target === 'rescue' && !String(given['rescue_password'] ?? '').trim())
    refuse(400, 'A non-empty "rescue_password" is required when setting target provision state to rescue');
}

/** Under the lock: what the conductor itself says no to. */
function checkTask(node: NodeRecord, { verb }: Transition & { kind: 'legal' }): void {
  if ((verb === 'delete' || verb === 'rebuild') && node.protected)
    refuse(403, `Node ${node.uuid} is protected and cannot be undeployed, rebuilt or deleted`);
  if (verb === 'provide' && node.retired)
    refuse(400, `The providing operation can't be performed on node ${node.uuid} because it is retired.`);
  if ((verb === 'service' || verb === 'rescue') && node.maintenance) {
    const what = verb === 'service' ? 'service' : 'rescuing';
    refuse(
      400,
      `The ${what} operation can't be performed on node ${node.uuid} because it's in maintenance mode.`,
    );
  }
  const unfit = node.hidden.invalid.deploy ?? node.hidden.invalid.power;
  if ((verb === 'deploy' || verb === 'rebuild') && unfit !== undefined)
    refuse(400, `Failed to validate deploy or power info for node ${node.uuid}: ${unfit}`);
}

/**
 * `PUT states/provision`, with the checks in the order of ironic/api/controllers/v1/node.py (NodeStatesController) and
 * then the conductor's.
 */
export function putProvision(call: IronicCall, ident: string): Reply {
  const given = argumentsOf(call, known(call), ['target']);
  const node = nodeNamed(call, ident);
  requireAdmin(call, 'baremetal:node:set_provision_state');
  const target = String(given['target']);
  const { state, range } = call.context;
  const move = transition(node.provision_state, target, call.minor, range.maximum);
  if (move.kind === 'too-old-version' && move.first) return notAcceptable();
  if ((target === 'active' || target === 'rebuild') && node.maintenance) {
    refuse(
      400,
      `The provisioning operation can't be performed on node ${node.uuid} because it's in maintenance mode.`,
    );
  }
  if (move.kind === 'illegal') {
    checkUnlocked(node);
    return refuseState(node, node.uuid, target, node.provision_state);
  }
  checkCompany(given, target);
  if (move.kind === 'too-old-version') return notAcceptable();
  checkConductor(state, node);
  checkMandatory(given, target);
  checkUnlocked(node);
  checkInterfaces(state, node);
  checkTask(node, move);
  const steps = given['service_steps'];
  perform(call.context, node, call.now, move.verb, move.to, Array.isArray(steps) ? steps : []);
  return { status: 202, headers: { Location: `${call.base}/v1/nodes/${ident}/states` } };
}
