import type { Agenda } from '../agenda.ts';
import { uuidFrom } from '../ids.ts';
import type { CloudState, NodeRecord } from '../state.ts';
import { bareTime, ironicTime, minute, second } from '../times.ts';
import { conductorOf } from './conductor-of.ts';

/** How long the stages of an operation take here, in milliseconds of simulated time. */
export const pace = {
  verify: 20 * second,
  prepare: 15 * second,
  ramdiskBoots: 3 * minute,
  step: 2 * minute,
  tearDown: 10 * second,
  power: 5 * second,
} as const;

/** Ironic's default time-outs for ramdisks that do not call back, with one interval of the periodic check. */
const callbackTimeout = 1860 * second;

export interface Life {
  readonly state: CloudState;
  readonly agenda: Agenda;
}

/** Writes an entry into the node's history, as conductors do with each error. */
export function remember(state: CloudState, node: NodeRecord, ms: number, type: string, event: string): void {
  const count = state.history.filter((entry) => entry.node_uuid === node.uuid).length;
  state.history.push({
    uuid: uuidFrom(`history-${node.uuid}-${count}-${ms}`),
    node_uuid: node.uuid,
    created_at: ironicTime(ms),
    severity: 'ERROR',
    event_type: type,
    event,
    conductor: conductorOf(state, node) ?? 'unknown',
    user: null,
  });
}

/** Puts the node into a state where work begins or is done. */
export function enter(node: NodeRecord, provisionState: string, target: string | null, ms: number): void {
  move(node, provisionState, target, ms);
  node.last_error = null;
}

/** Moves the node where nothing is to be done: the last error stays (ironic/conductor/task_manager.py, process_event). */
export function move(node: NodeRecord, provisionState: string, target: string | null, ms: number): void {
  node.provision_state = provisionState;
  node.target_provision_state = target;
  node.provision_updated_at = ironicTime(ms);
  node.updated_at = ironicTime(ms);
}

export function fail(
  life: Life,
  node: NodeRecord,
  to: string,
  ms: number,
  type: string,
  error: string,
): void {
  const target = node.target_provision_state;
  enter(node, to, target, ms);
  node.reservation = null;
  node.last_error = error;
  node.clean_step = {};
  node.deploy_step = {};
  node.hidden.heartbeats = false;
  remember(life.state, node, ms, type, error);
}

/** Runs `then` after a stage, unless the node has been taken elsewhere in the meantime. */
export function after(
  life: Life,
  node: NodeRecord,
  ms: number,
  delay: number,
  then: (ms: number) => void,
): void {
  const entered = node.provision_updated_at;
  const stage = node.provision_state;
  life.agenda.at(ms + delay, (when) => {
    if (node.provision_state === stage && node.provision_updated_at === entered) then(when);
  });
}

export function reserve(life: Life, node: NodeRecord): void {
  node.reservation = conductorOf(life.state, node);
}

function beat(node: NodeRecord, ms: number): void {
  node.hidden.heartbeats = true;
  node.driver_internal_info = {
    ...node.driver_internal_info,
    agent_url: `https://${String(node.extra['ramdisk_ip'] ?? '10.40.0.10')}:9999`,
    agent_version: '9.4.0',
    agent_last_heartbeat: bareTime(ms),
  };
}

interface Ramdisk {
  readonly waitState: string;
  readonly workState: string;
  readonly failState: string;
  readonly target: string;
  readonly type: string;
  readonly timeoutText: string;
  readonly done: (ms: number) => void;
}

/** The common course of everything that boots a ramdisk: prepare, wait for its call, let it work, finish. */
function bootRamdisk(life: Life, node: NodeRecord, ms: number, plan: Ramdisk): void {
  reserve(life, node);
  after(life, node, ms, pace.prepare, (prepared) => {
    if (node.hidden.bmcError !== null) {
      const text = `Failed to set node power state to power on. ${node.hidden.bmcError}`;
      fail(life, node, plan.failState, prepared, plan.type, text);
      return;
    }
    node.power_state = 'power on';
    awaitRamdisk(life, node, prepared, plan);
  });
}

/** From the wait on: the ramdisk calls, works and is done, or the wait times out. */
function awaitRamdisk(life: Life, node: NodeRecord, ms: number, plan: Ramdisk): void {
  enter(node, plan.waitState, plan.target, ms);
  node.reservation = null;
  if (node.hidden.ramdisk === 'silent') {
    after(life, node, ms, callbackTimeout, (late) => {
      fail(life, node, plan.failState, late, plan.type, plan.timeoutText);
    });
    return;
  }
  after(life, node, ms, pace.ramdiskBoots, (called) => {
    enter(node, plan.workState, plan.target, called);
    beat(node, called);
    reserve(life, node);
    after(life, node, called, pace.step, (finished) => {
      node.reservation = null;
      node.hidden.heartbeats = false;
      plan.done(finished);
    });
  });
}

/** Lets go of a held cleaning: its ramdisk still runs, and its next heartbeat takes it up. */
export function resumeCleaning(life: Life, node: NodeRecord, ms: number): void {
  node.clean_step = {};
  const target = node.target_provision_state === 'manageable' ? 'manageable' : 'available';
  awaitRamdisk(life, node, ms, cleaning(node, target));
}

/** The same for a held deployment. */
export function resumeDeployment(life: Life, node: NodeRecord, ms: number): void {
  node.deploy_step = {};
  awaitRamdisk(life, node, ms, deploying(node));
}

/** A retired node is cleaned and then kept back (ironic/conductor/cleaning.py). */
const kept = (node: NodeRecord, target: string) =>
  node.retired && target === 'available' ? 'manageable' : target;

/** Cleans towards `available` (automated) or `manageable` (manual). The node is already in `cleaning`. */
export function clean(life: Life, node: NodeRecord, ms: number, target: 'available' | 'manageable'): void {
  if (target === 'available' && node.automated_clean === false) {
    reserve(life, node);
    after(life, node, ms, pace.tearDown, (done) => {
      enter(node, kept(node, target), null, done);
      node.reservation = null;
    });
    return;
  }
  bootRamdisk(life, node, ms, cleaning(node, target));
}

function cleaning(node: NodeRecord, target: 'available' | 'manageable'): Ramdisk {
  return {
    waitState: 'clean wait',
    workState: 'cleaning',
    failState: 'clean failed',
    target,
    type: 'cleaning',
    timeoutText:
      'Timeout reached while cleaning the node. Please check if the ramdisk responsible for the cleaning is running on the node. Failed on step {}.',
    done(finished) {
      enter(node, kept(node, target), null, finished);
      node.power_state = 'power off';
    },
  };
}

/** Deploys. The node is already in `deploying`; `landed` tells whoever ordered it that it became active. */
export function deploy(life: Life, node: NodeRecord, ms: number, landed?: (ms: number) => void): void {
  bootRamdisk(life, node, ms, deploying(node, landed));
}

function deploying(node: NodeRecord, landed?: (ms: number) => void): Ramdisk {
  return {
    waitState: 'wait call-back',
    workState: 'deploying',
    failState: 'deploy failed',
    target: 'active',
    type: 'deploying',
    timeoutText: `Timeout reached while waiting for callback for node ${node.uuid}`,
    done(finished) {
      enter(node, 'active', null, finished);
      landed?.(finished);
    },
  };
}

/** From `wait call-back` on: for deployments that are under way when the cloud starts. */
export function deployFromWait(
  life: Life,
  node: NodeRecord,
  ms: number,
  callsBackIn: number,
  landed: (ms: number) => void,
): void {
  after(life, node, ms, callsBackIn, (called) => {
    enter(node, 'deploying', 'active', called);
    beat(node, called);
    reserve(life, node);
    after(life, node, called, pace.step, (finished) => {
      enter(node, 'active', null, finished);
      node.reservation = null;
      node.hidden.heartbeats = false;
      landed(finished);
    });
  });
}

export function inspect(life: Life, node: NodeRecord, ms: number): void {
  node.inspection_started_at = ironicTime(ms);
  node.inspection_finished_at = null;
  bootRamdisk(life, node, ms, {
    waitState: 'inspect wait',
    workState: 'inspecting',
    failState: 'inspect failed',
    target: 'manageable',
    type: 'introspection',
    timeoutText: 'timeout reached while inspecting the node',
    done(finished) {
      enter(node, 'manageable', null, finished);
      node.inspection_finished_at = ironicTime(finished);
    },
  });
}

export function verify(life: Life, node: NodeRecord, ms: number): void {
  reserve(life, node);
  after(life, node, ms, pace.verify, (done) => {
    if (node.hidden.bmcError !== null) {
      const text = `Failed to get power state for node ${node.uuid}. Error: ${node.hidden.bmcError}`;
      fail(life, node, 'enroll', done, 'verify', text);
      node.target_provision_state = null;
      return;
    }
    enter(node, 'manageable', null, done);
    node.reservation = null;
    node.power_state = 'power off';
  });
}
