/**
 * What Ironic's provision states mean to somebody who waits. Values as on the wire
 * (openstack/ironic ironic/common/states.py): deploy's wait is `wait call-back`.
 */
export const WAIT_STATES = [
  'wait call-back',
  'clean wait',
  'inspect wait',
  'rescue wait',
  'service wait',
] as const;
export type WaitState = (typeof WAIT_STATES)[number];

/** The conductor is at work and holds the lock; no verb of the user leaves these. */
export const ING_STATES = [
  'deploying',
  'cleaning',
  'inspecting',
  'verifying',
  'rescuing',
  'unrescuing',
  'servicing',
  'adopting',
  'deleting',
] as const;
export type IngState = (typeof ING_STATES)[number];

export const FAILED_STATES = [
  'deploy failed',
  'clean failed',
  'inspect failed',
  'rescue failed',
  'unrescue failed',
  'service failed',
  'adopt failed',
  'error',
] as const;

/** Held on purpose by a step; nothing times out. */
export const HOLD_STATES = ['deploy hold', 'clean hold', 'service hold'] as const;

/** Nothing is going on by design. */
export const STABLE_STATES = ['enroll', 'manageable', 'available', 'active', 'rescue'] as const;

const among =
  <T extends string>(states: readonly T[]) =>
  (state: string | null | undefined): state is T =>
    (states as readonly (string | null | undefined)[]).includes(state);

export const isWait = among(WAIT_STATES);
export const isIng = among(ING_STATES);
export const isFailed = among(FAILED_STATES);
export const isHold = among(HOLD_STATES);
export const isStable = among(STABLE_STATES);

/**
 * Defaults of openstack/ironic ironic/conf/conductor.py, in seconds. A cloud may have set others, and Ironic's API
 * does not tell: call them defaults wherever they are shown.
 */
export const DEFAULT_SECONDS = {
  /** `deploy_`, `clean_`, `rescue_`, `service_callback_timeout` and `inspect_wait_timeout`; 0 there means never. */
  callback_timeout: 1800,
  /** `check_provision_state_interval`: how often the time-outs are looked at. */
  check_provision_state_interval: 60,
  heartbeat_timeout: 60,
  sync_power_state_interval: 120,
  power_failure_recovery_interval: 300,
  power_state_change_timeout: 60,
  soft_power_off_timeout: 600,
  /** `[api]ramdisk_heartbeat_timeout`: an agent is expected to call well inside it. */
  ramdisk_heartbeat_timeout: 300,
} as const;

/** The option that limits a wait, for the sentence that names it. */
export const WAIT_OPTION: Record<WaitState, string> = {
  'wait call-back': '[conductor]deploy_callback_timeout',
  'clean wait': '[conductor]clean_callback_timeout',
  'inspect wait': '[conductor]inspect_wait_timeout',
  'rescue wait': '[conductor]rescue_callback_timeout',
  'service wait': '[conductor]service_callback_timeout',
};
