import { cut } from '../lib/cut.ts';
import { scrubText } from '../lib/scrub.ts';
import type { Node } from '../openstack/ironic/schema.ts';
import { bagIn, textIn } from './bag.ts';
import { plainErrorText } from './error-text.ts';
import { isWait } from './provision-state.ts';
import type { Seen, TargetNode } from './remediation-unit.ts';

/** Longer words than this are cut in the middle: a `Seen` is shown in a modal and kept in a journal. */
const WORDS = 160;

/** How a node looks at this moment. Empty where Ironic says nothing; texts are cut and have no secrets. */
export function seenOf(node: Node, more: Seen = {}): Seen {
  const step = stepNow(node);
  return {
    provision_state: word(node.provision_state),
    target_provision_state: word(node.target_provision_state),
    provision_updated_at: word(node.provision_updated_at),
    power_state: word(node.power_state),
    target_power_state: word(node.target_power_state),
    instance_uuid: word(node.instance_uuid),
    reservation: word(node.reservation),
    maintenance: String(node.maintenance === true),
    ...(node.maintenance ? { maintenance_reason: word(node.maintenance_reason) } : {}),
    fault: word(node.fault),
    last_error: word(node.last_error),
    updated_at: word(node.updated_at),
    last_power_state_change: word(textIn(node.driver_internal_info, 'last_power_state_change')),
    ...(step ? { step } : {}),
    ...more,
  };
}

/**
 * Fields whose change means that somebody else was here. `provision_updated_at` is none of them while a ramdisk is waited
 * for: each of its heartbeats touches it (openstack/ironic ironic/drivers/modules/agent_base.py, _heartbeat_clean_wait
 * and its sisters), and then the step tells whether the operation is still at the same place.
 */
export function watchedOf(node: Node, more: readonly string[] = []): readonly string[] {
  return [
    'provision_state',
    'target_provision_state',
    'instance_uuid',
    'maintenance',
    'maintenance_reason',
    'fault',
    isWait(node.provision_state) ? 'step' : 'provision_updated_at',
    ...more,
  ];
}

export function targetNodeOf(node: Node): TargetNode {
  const text = (value: string | null | undefined) => (value ? scrubText(value) : null);
  return {
    uuid: node.uuid,
    name: text(node.name),
    owner: text(node.owner),
    resource_class: text(node.resource_class),
    conductor_group: text(node.conductor_group),
  };
}

/** A text from outside as one short line without secrets. */
export function word(text: string | null | undefined, most = WORDS): string {
  return text ? cut(scrubText(plainErrorText(text)).trim(), most, 'middle') : '';
}

/** `deploy.erase_devices`, `erase_devices`, or nothing where no step runs. */
export function stepNow(node: Node): string | undefined {
  const step = node.clean_step?.step
    ? node.clean_step
    : node.deploy_step?.step
      ? node.deploy_step
      : node.service_step;
  if (!step?.step) return undefined;
  return word(step.interface ? `${step.interface}.${step.step}` : step.step, 80);
}

/** What Ironic keeps to itself for this credential (openstack/ironic ironic/api/controllers/v1/node.py, node_sanitize). */
export function isRedacted(value: unknown): boolean {
  const text = typeof value === 'string' ? value : textIn(bagIn({ value }, 'value'), 'content');
  return /^\*\* .*redacted/i.test(text ?? '');
}
