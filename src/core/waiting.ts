import { secondsSince } from '../lib/duration.ts';
import type { Node } from '../openstack/ironic/schema.ts';
import { textIn } from './bag.ts';
import { secondsInState } from './node-words.ts';
import { DEFAULT_SECONDS, type WaitState } from './provision-state.ts';
import { paceOf, runningStep, type StepPace, stepsBefore } from './step-pace.ts';

/** From power-on to the ramdisk's first call, on hardware that takes its time for memory training and option ROMs. */
export const BOOT_SECONDS = 600;

/** When Ironic itself would have given up: its default time-out and one round of looking. */
export const OVERDUE_SECONDS =
  DEFAULT_SECONDS.callback_timeout + DEFAULT_SECONDS.check_provision_state_interval;

/** `[redfish]firmware_update_overall_timeout` of openstack/ironic ironic/conf/redfish.py. */
export const BMC_JOB_SECONDS = 7200;

/**
 * A heartbeat is recorded first and touches `provision_updated_at` a moment later
 * (openstack/ironic ironic/drivers/modules/agent_base.py, HeartbeatMixin.heartbeat), so that a call which belongs to
 * this wait may look slightly older than it.
 */
const SLACK_SECONDS = 60;

/**
 * What a wait state means at this moment:
 * - `booting`: young enough for a machine that boots;
 * - `not-yet`: longer than a boot, shorter than Ironic's own default time-out;
 * - `overdue`: longer than that, and the ramdisk has not called in this wait;
 * - `working`: the agent calls in; `working-long`: it does, for longer than Ironic waits for a silent ramdisk, and
 *   nothing tells how long its step may take; `agent-stuck`: its step takes too long;
 * - `silent`: it called in this wait and then stopped;
 * - `bmc-job`: the wait is for the BMC (firmware, RAID, BIOS), not for a ramdisk; `bmc-job-long`: for too long;
 * - `unknown`: Ironic does not say since when.
 */
export type WaitKind =
  | 'booting'
  | 'not-yet'
  | 'overdue'
  | 'working'
  | 'working-long'
  | 'agent-stuck'
  | 'silent'
  | 'bmc-job'
  | 'bmc-job-long'
  | 'unknown';

export interface Wait {
  readonly kind: WaitKind;
  /** In the state, or since the last heartbeat that touched it. */
  readonly seconds: number | undefined;
  /** Since the agent's last call, whichever session it was. */
  readonly heartbeatSeconds: number | undefined;
  /** Since this ramdisk began to boot or was asked for its steps: the least that the operation may have lasted. */
  readonly upSeconds: number | undefined;
  /** The least that the present operation has lasted; undefined when nothing tells when it began. */
  readonly busySeconds: number | undefined;
  readonly step: string | undefined;
  /** How long what the agent has done so far may take; the longest step of this ramdisk decides. */
  readonly pace: StepPace;
}

/** Judges a wait state by `provision_updated_at`, the agent's last heartbeat and the running step. */
export function judgeWait(node: Node, now: Date): Wait {
  const internal = node.driver_internal_info ?? {};
  const seconds = secondsInState(node, now) ?? secondsSince(node.inspection_started_at, now);
  const heartbeatSeconds = secondsSince(textIn(internal, 'agent_last_heartbeat'), now);
  const upSeconds = latest(internal, now);
  const busySeconds =
    upSeconds === undefined && seconds === undefined ? undefined : Math.max(upSeconds ?? 0, seconds ?? 0);
  const running = runningStep(node);
  const step = running?.step ?? undefined;
  const pace = [running, ...stepsBefore(node)]
    .map((one) => paceOf(one, OVERDUE_SECONDS))
    .reduce((a, b) => (b.limit > a.limit ? b : a));
  const facts = { seconds, heartbeatSeconds, upSeconds, busySeconds, step, pace };
  return { ...facts, kind: kindOf(node, facts) };
}

function kindOf(node: Node, wait: Omit<Wait, 'kind'>): WaitKind {
  const { seconds, heartbeatSeconds: beat } = wait;
  if (isBmcJob(node)) {
    return seconds !== undefined && seconds > BMC_JOB_SECONDS + DEFAULT_SECONDS.check_provision_state_interval
      ? 'bmc-job-long'
      : 'bmc-job';
  }
  const fresh = beat !== undefined && beat <= DEFAULT_SECONDS.ramdisk_heartbeat_timeout;
  if (fresh) return atWork(wait);
  if (seconds === undefined) return 'unknown';
  if (beat !== undefined && beat <= seconds + SLACK_SECONDS) {
    // A step may reboot the machine, and then it is silent for as long as a boot.
    return Math.min(beat, seconds) < BOOT_SECONDS ? atWork(wait) : 'silent';
  }
  if (seconds < BOOT_SECONDS) return 'booting';
  return seconds < OVERDUE_SECONDS ? 'not-yet' : 'overdue';
}

/** An agent that calls in proves that it is there, not that it gets on. */
function atWork({ busySeconds, pace }: Omit<Wait, 'kind'>): WaitKind {
  // Without a beginning nobody can say that it goes well.
  if (busySeconds === undefined) return 'working-long';
  if (busySeconds > pace.limit) return 'agent-stuck';
  return busySeconds > OVERDUE_SECONDS && pace.kind !== 'long' ? 'working-long' : 'working';
}

/**
 * Steps that poll the BMC mark themselves so (openstack/ironic ironic/common/async_steps.py); heartbeats are neither
 * needed nor acted on meanwhile.
 */
function isBmcJob(node: Node): boolean {
  const internal = node.driver_internal_info ?? {};
  const polls = ['cleaning_polling', 'deployment_polling', 'servicing_polling'];
  const updates = internal['redfish_fw_updates'];
  return polls.some((flag) => internal[flag] === true) || (Array.isArray(updates) && updates.length > 0);
}

/**
 * An agent that stays up between operations (`[deploy]fast_track`) is asked for its steps at the beginning of each,
 * so that the later of these times is when the present one began.
 */
const BEGINNINGS = [
  'last_power_state_change',
  'agent_cached_clean_steps_refreshed',
  'agent_cached_deploy_steps_refreshed',
  'agent_cached_service_steps_refreshed',
];

function latest(internal: Readonly<Record<string, unknown>>, now: Date): number | undefined {
  const ages = BEGINNINGS.map((key) => secondsSince(textIn(internal, key), now)).filter(
    (age) => age !== undefined,
  );
  return ages.length > 0 ? Math.min(...ages) : undefined;
}

/** What each wait is for, in a sentence: "the ramdisk for cleaning". */
export const WAIT_PURPOSE: Record<WaitState, string> = {
  'wait call-back': 'deploying',
  'clean wait': 'cleaning',
  'inspect wait': 'inspection',
  'rescue wait': 'rescue',
  'service wait': 'servicing',
};
