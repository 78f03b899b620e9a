import type { Node } from '../openstack/ironic/schema.ts';

const HOUR = 3600;

/**
 * How long a step that the agent runs may honestly take, in seconds, by what its name promises:
 * - `brief`: metadata only, seconds to minutes (openstack/ironic-python-agent
 *   ironic_python_agent/hardware.py, erase_devices_metadata and erase_pstore);
 * - `long`: overwriting whole disks or burning in may take a night, RAID and firmware hours;
 * - `unknown`: an image being written, inventory, and whatever a hardware manager of one's own brings along.
 */
export interface StepPace {
  readonly kind: 'brief' | 'long' | 'unknown';
  readonly limit: number;
}

const BRIEF = /metadata|express|pstore/i;
const NIGHT = /erase|shred|wipe|burnin|stress|sanitize/i;
const HOURS = /firmware|raid/i;

export interface RunningStep {
  readonly step?: string | null | undefined;
  readonly interface?: string | null | undefined;
}

/** `brief` is the time that a brief step is given, Ironic's own patience with a silent ramdisk. */
export function paceOf(step: RunningStep | undefined, brief: number): StepPace {
  const name = step?.step ?? '';
  if (BRIEF.test(name)) return { kind: 'brief', limit: brief };
  if (NIGHT.test(name)) return { kind: 'long', limit: 12 * HOUR };
  if (HOURS.test(`${step?.interface ?? ''} ${name}`)) return { kind: 'long', limit: 4 * HOUR };
  return { kind: 'unknown', limit: HOUR };
}

/** The step that the operation is at, in whichever of the three fields its kind of operation keeps it. */
export function runningStep(node: Node): RunningStep | undefined {
  const steps: Partial<Record<string, Node['clean_step']>> = {
    'clean wait': node.clean_step,
    'wait call-back': node.deploy_step,
    'service wait': node.service_step,
  };
  return steps[node.provision_state] ?? undefined;
}

/** Steps that the same ramdisk has been through already; they used up time that the present one must not answer for. */
export function stepsBefore(node: Node): readonly RunningStep[] {
  const internal = node.driver_internal_info ?? {};
  const kind = { 'clean wait': 'clean', 'wait call-back': 'deploy', 'service wait': 'service' }[
    node.provision_state
  ];
  const steps = kind && internal[`${kind}_steps`];
  const index = kind && internal[`${kind}_step_index`];
  if (!Array.isArray(steps) || typeof index !== 'number') return [];
  return steps.slice(0, index).filter((one): one is RunningStep => one !== null && typeof one === 'object');
}
