import { scrubText } from '../lib/scrub.ts';
import type { Conductor, Node } from '../openstack/ironic/schema.ts';
import { bagIn } from './bag.ts';
import { conductorNamed } from './conductors.ts';
import { maintenanceHolder } from './maintenance.ts';
import { isRedacted, stepNow, word } from './node-seen.ts';
import { isIng, isWait } from './provision-state.ts';
import { exitOf, type ProvisionVerb } from './provision-transitions.ts';
import { sentence } from './recognised.ts';

/** Why something is not done to a node: a stable code, and a sentence that names the next step. */
export interface Refusal {
  readonly code: string;
  readonly words: string;
}

/** A rule of the trade. Undefined when it has nothing against it. */
type Guarded = Refusal | undefined;

/** The first that has something against it. */
export const firstOf = (...guards: readonly Guarded[]): Guarded => guards.find((one) => one !== undefined);

/** A person's hold is not ours to work around. Who cannot be told counts as a person. */
export function heldByPerson(node: Node): Guarded {
  const holder = maintenanceHolder(node);
  if (holder === 'nobody' || holder === 'ironic') return undefined;
  const reason = word(node.maintenance_reason);
  return {
    code: 'operator-maintenance',
    words: `A person holds this node in maintenance${reason ? `: "${reason}"` : ', without a reason'}. Ask them; I do not work around it.`,
  };
}

/**
 * A lock is no refusal, since whoever holds it lets go sooner or later. A conductor that is not alive never does; Ironic
 * frees its nodes when another one can take them over (openstack/ironic ironic/conductor/manager.py _check_orphan_nodes).
 */
export function deadHolder(node: Node, conductors: readonly Conductor[]): Guarded {
  if (!node.reservation || isRedacted(node.reservation)) return undefined;
  const conductor = conductorNamed(conductors, node.reservation);
  if (conductor && conductor.alive !== false) return undefined;
  const name = word(node.reservation, 80);
  return {
    code: 'dead-holder',
    words: `The node is locked by conductor ${name}, which ${conductor ? 'is not alive' : 'Ironic does not list'}: nothing can be done to it until ${name} is started again or another conductor takes the node over.`,
  };
}

/** Whether Ironic's table and this release have such a way out. */
export function illegal(node: Node, verb: ProvisionVerb, version: string | undefined): Guarded {
  const exit = exitOf(node.provision_state, verb, version);
  if (exit.kind === 'legal') return undefined;
  return { code: exit.kind === 'too-old' ? 'version-too-old' : 'illegal-state', words: sentence(exit.words) };
}

/** Whoever has an instance is asked first, and Nova decides. */
export function instancePresent(node: Node): Guarded {
  if (!node.instance_uuid) return undefined;
  return {
    code: 'instance-present',
    words: `Instance ${word(node.instance_uuid, 80)} is on this node: ask its owner, and delete or rebuild it in Nova.`,
  };
}

/** openstack/ironic ironic/conductor/manager.py do_node_tear_down refuses it as well. */
export function isProtected(node: Node): Guarded {
  if (!node.protected) return undefined;
  const reason = word(node.protected_reason);
  return {
    code: 'protected',
    words: `The node is protected${reason ? `: "${reason}"` : ''}. Whoever protected it has to lift that first.`,
  };
}

/** openstack/ironic ironic/conductor/manager.py do_provisioning_action refuses it as well. */
export function isRetired(node: Node): Guarded {
  if (!node.retired) return undefined;
  const reason = word(node.retired_reason);
  return {
    code: 'retired',
    words: `The node is retired${reason ? `: "${reason}"` : ''}, and Ironic does not provide such a node. It has to leave retirement first.`,
  };
}

/** Maintenance of any kind, for what Ironic itself refuses in it. */
export function inMaintenance(node: Node, verb: string): Guarded {
  if (!node.maintenance) return undefined;
  return {
    code: 'maintenance',
    words: `Ironic does not ${verb} a node in maintenance (${word(node.fault) || 'no fault'}). Unset maintenance first, when its cause is gone.`,
  };
}

const FLASHES = /firmware|flash|bios|\bfw/i;

/**
 * Whether firmware may be being written: then the machine may be lost if it is switched off or its step is cut short
 * (openstack/ironic doc/source/user/states.rst, note on service failed). `redfish_fw_updates` is the list of updates that
 * a step waits for (ironic/drivers/modules/redfish/firmware.py).
 */
export function firmwareStep(node: Node): Guarded {
  const { provision_state: state, driver_internal_info: internal } = node;
  if (isRedacted(internal) && (isWait(state) || isIng(state))) {
    return {
      code: 'not-shown',
      words:
        'This credential is not shown driver_internal_info, so nobody can tell whether firmware is being written.',
    };
  }
  const step = stepNow(node);
  const updates = internal?.['redfish_fw_updates'];
  const waitsForUpdate = Array.isArray(updates)
    ? updates.length > 0
    : Object.keys(bagIn(internal, 'redfish_fw_updates') ?? {}).length > 0;
  // A step that failed is forgotten, and what it began may still go on.
  const failed = state === 'service failed' && FLASHES.test(node.last_error ?? '');
  if (!waitsForUpdate && !failed && !(step && FLASHES.test(step))) return undefined;
  const told = step ? `step ${step}` : waitsForUpdate ? 'redfish_fw_updates' : 'so its last error';
  return {
    code: 'firmware-step',
    words: `Firmware may be being written (${told}): look at the console and the BMC's job queue, and let it end.`,
  };
}

/**
 * Where Ironic takes no power command: while cleaning, by the API itself (openstack/ironic
 * ironic/api/controllers/v1/node.py, NodeStatesController.power), and in every state in which a conductor is at work,
 * by its lock.
 */
export function powerForbidden(node: Node): Guarded {
  const { provision_state: state, target_power_state: target } = node;
  if (state === 'clean wait' || isIng(state)) {
    return {
      code: 'illegal-state',
      words: `Ironic switches no power in ${state}. ${state === 'clean wait' ? 'Abort the cleaning first.' : 'The conductor is at work there; wait for it.'}`,
    };
  }
  if (!target) return undefined;
  return {
    code: 'power-in-progress',
    words: `Ironic is already switching this node to ${word(target, 40)}. Look again in a minute.`,
  };
}

/** openstack/ironic ironic/common/states.py UPDATE_ALLOWED_STATES: transitional states whose nodes may be changed. */
const MAY_CHANGE = [
  'deploy failed',
  'inspect failed',
  'inspect wait',
  'clean failed',
  'error',
  'verifying',
  'adopt failed',
  'rescue failed',
  'unrescue failed',
  'service hold',
  'service failed',
];

/** openstack/ironic ironic/api/controllers/v1/node.py NodesController.patch: 409 during a transition, whoever asks. */
export function changeForbidden(node: Node): Guarded {
  const { provision_state: state, target_provision_state: target } = node;
  const busy = (Boolean(target) && !MAY_CHANGE.includes(state)) || state === 'inspecting';
  return busy
    ? { code: 'illegal-state', words: `Ironic changes no node in ${state}. Wait until that is over.` }
    : undefined;
}

/** Ironic and Nova show a reason to everybody who may look. */
export function holdsSecret(text: string): Guarded {
  return scrubText(text) === text
    ? undefined
    : { code: 'secret', words: 'These words look as if a secret were among them. Say it without.' };
}
