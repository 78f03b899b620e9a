import type { IngState } from './provision-state.ts';

/** How long the conductor may honestly be at work in a state. Ironic itself times nothing out there. */
export interface IngLimit {
  readonly seconds: number;
  /** What the conductor does meanwhile, for the sentence that says why this long is too long. */
  readonly work: string;
  /** Where the node ends when its conductor restarts (openstack/ironic ironic/common/states.py). */
  readonly fails_to: string;
}

const MINUTE = 60;

/**
 * Rules of thumb, not options of Ironic: an image is fetched and converted within an hour on a conductor that is well,
 * and a step that runs inside the conductor (RAID, BIOS) is given two, as long as
 * `[redfish]firmware_update_overall_timeout`. Waiting for the ramdisk happens in the wait states, not here.
 */
export const ING_LIMITS: Record<IngState, IngLimit> = {
  verifying: { seconds: 5 * MINUTE, work: 'reads the power state once', fails_to: 'enroll' },
  adopting: {
    seconds: 15 * MINUTE,
    work: 'checks the instance and its boot device',
    fails_to: 'adopt failed',
  },
  inspecting: { seconds: 30 * MINUTE, work: 'reads the hardware from the BMC', fails_to: 'inspect failed' },
  rescuing: {
    seconds: 30 * MINUTE,
    work: 'switches networks and boots the ramdisk',
    fails_to: 'rescue failed',
  },
  unrescuing: {
    seconds: 30 * MINUTE,
    work: 'switches networks and boots the instance',
    fails_to: 'unrescue failed',
  },
  deleting: { seconds: 30 * MINUTE, work: 'powers off and takes networks away', fails_to: 'error' },
  deploying: {
    seconds: 60 * MINUTE,
    work: 'fetches and converts the image, or runs a step of its own',
    fails_to: 'deploy failed',
  },
  cleaning: {
    seconds: 120 * MINUTE,
    work: 'prepares the ramdisk, or runs a step of its own',
    fails_to: 'clean failed',
  },
  servicing: {
    seconds: 120 * MINUTE,
    work: 'prepares the ramdisk, or runs a step of its own',
    fails_to: 'service failed',
  },
};

/** Without a lock no task is at work; between two tasks of one operation there are seconds, not minutes. */
export const UNLOCKED_SECONDS = 5 * MINUTE;

/** Nothing that a conductor does in one go lasts a day. */
export const SURELY_STUCK_SECONDS = 24 * 60 * MINUTE;
