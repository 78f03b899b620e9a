import type { Node } from '../openstack/ironic/schema.ts';
import { firmwareStep, firstOf, powerForbidden, type Refusal } from './guards.ts';
import { type PowerTarget, powerCall } from './ironic-calls.ts';
import type { Plan } from './node-judgement.ts';
import { word } from './node-seen.ts';
import { outageBewares, powerBewares } from './power-bewares.ts';

const WATCHED = ['power_state', 'target_power_state'];

/** Where the machine goes on running, or begins to. */
export function powerOnPlan(uuid: string, node: Node): Plan | Refusal {
  return (
    firstOf(powerForbidden(node), firmwareStep(node), alreadyAt(node, 'power on')) ?? {
      calls: [powerCall(uuid, 'power on')],
      becomes: '`power on`',
      undo: '`power off`',
      beware: powerBewares(node),
      watched: WATCHED,
    }
  );
}

/** Where the machine loses its power, for a moment or for good. A live instance makes it destructive. */
export function outagePlan(
  uuid: string,
  node: Node,
  target: Exclude<PowerTarget, 'power on'>,
  words: Pick<Plan, 'becomes' | 'undo'>,
  own?: Refusal,
): Plan | Refusal {
  const refusal = firstOf(powerForbidden(node), firmwareStep(node), own, staysOn(node, target));
  if (refusal) return refusal;
  return {
    calls: [powerCall(uuid, target)],
    ...words,
    beware: [...outageBewares(node), ...powerBewares(node)],
    watched: WATCHED,
    ...(node.instance_uuid ? { risk: 'destructive' } : {}),
  };
}

export function alreadyAt(node: Node, state: 'power on' | 'power off'): Refusal | undefined {
  return node.power_state === state
    ? { code: 'already-so', words: `The node is at ${word(state)} already. Look again.` }
    : undefined;
}

/** Since 1.95; openstack/ironic ironic/api/controllers/v1/node.py NodeStatesController.power refuses it as well. */
function staysOn(node: Node, target: PowerTarget): Refusal | undefined {
  if (!node.disable_power_off || target === 'rebooting') return undefined;
  return {
    code: 'power-off-disabled',
    words:
      "Ironic is told never to power this node off (disable_power_off): its power supply may be another machine's as well.",
  };
}
