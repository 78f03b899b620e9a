import { z } from 'zod';
import { changeForbidden, firstOf, type Refusal } from '../core/guards.ts';
import { replaceCall } from '../core/ironic-calls.ts';
import {
  enabledFor,
  INTERFACE_FIELDS,
  INTERFACES,
  type InterfaceField,
  notEnabled,
} from '../core/node-interfaces.ts';
import { followNode, judgeNode } from '../core/node-judgement.ts';
import { word } from '../core/node-seen.ts';
import { nodeTarget, uuid } from '../core/remediation-params.ts';
import { defineRemediation } from '../core/remediation-unit.ts';
import type { Driver, Node } from '../openstack/ironic/schema.ts';

/** openstack/ironic ironic/conductor/manager.py update_node; `inspecting` is left to those before 1.39. */
const STATES = ['enroll', 'inspect wait', 'manageable', 'available'];

/** Gives a node an interface that its driver has enabled. */
export default defineRemediation({
  id: 'set-interface',
  params: z.strictObject({
    node: uuid,
    interface: z.enum(INTERFACE_FIELDS as [InterfaceField, ...InterfaceField[]]),
    value: z.string().regex(/^[a-z0-9][\w-]{0,63}$/i, 'not an interface'),
  }),
  target: (params) => nodeTarget(params),
  detail: ({ interface: field, value }) => `${field} to ${value}`,
  // The API waits for the conductor to have written it.
  patience: 30,
  judge: ({ node: id, interface: field, value }, fresh) =>
    judgeNode(id, fresh, async (node) => {
      const early = firstOf(changeForbidden(node), wrongState(node), already(node, field, value));
      if (early) return early;
      const driver = node.driver ? await fresh.driver(node.driver) : null;
      return (
        unfit(node, driver, field, value) ?? {
          calls: [replaceCall(id, field, value, INTERFACES[field])],
          becomes: `${field} \`${value}\``,
          undo: node[field]
            ? `setting ${field} to \`${word(node[field], 64)}\`, once that is enabled again`
            : 'nothing',
          beware: [
            'Look why the old one is no longer enabled: other nodes may need the same, or the configuration is wrong.',
            ...(node.instance_uuid ? [`Instance ${node.instance_uuid} is on this node.`] : []),
          ],
          watched: ['driver', field],
          seen: { driver: word(node.driver, 64), [field]: word(node[field], 64) },
          ...(node.instance_uuid ? { risk: 'destructive' } : {}),
        }
      );
    }),
  verify: ({ node: id, interface: field, value }, fresh) =>
    followNode(id, fresh, (node) => {
      const now = word(node[field], 64);
      return node[field] === value
        ? { kind: 'done', words: `${field} is ${value}.`, seen: { [field]: now } }
        : { kind: 'going', words: `${field} is still ${now || 'unset'}.`, seen: { [field]: now } };
    }),
});

function wrongState(node: Node): Refusal | undefined {
  if (node.maintenance || STATES.includes(node.provision_state)) return undefined;
  return {
    code: 'illegal-state',
    words: `Ironic changes no interface of a node in ${node.provision_state} that is not in maintenance (it may be ${STATES.join(', ')}). Enable the old interface again, or set maintenance by hand for the change.`,
  };
}

function already(node: Node, field: InterfaceField, value: string): Refusal | undefined {
  return node[field] === value
    ? { code: 'already-so', words: `${field} is ${value} already. Look again.` }
    : undefined;
}

/** Ironic checks all interfaces of the node as soon as one is changed (driver_factory.check_and_update_node_interfaces). */
function unfit(node: Node, driver: Driver | null, field: InterfaceField, value: string): Refusal | undefined {
  const enabled = driver ? enabledFor(driver, field) : undefined;
  if (!driver || !enabled) {
    return {
      code: 'not-enabled',
      words: `No conductor that lives tells what driver ${word(node.driver, 64) || '(none)'} has enabled. Look at the conductors first.`,
    };
  }
  if (!enabled.includes(value)) {
    return {
      code: 'not-enabled',
      words: `${value} is not enabled either; enabled for ${driver.name} are ${enabled.join(', ') || 'none'}.`,
    };
  }
  const others = notEnabled(node, driver).filter((other) => other !== field);
  if (others.length === 0) return undefined;
  return {
    code: 'not-enabled',
    words: `Ironic would refuse it, because ${others.map((other) => `${other} ${word(node[other], 64)}`).join(' and ')} is not enabled either. They have to be changed in one call, by hand.`,
  };
}
