import type { Agenda } from '../agenda.ts';
import { uuidFrom } from '../ids.ts';
import type { CloudState, NodeRecord } from '../state.ts';
import { bareTime, ironicTime, minute, second } from '../times.ts';
import { conductorOf } from './conductor-of.ts';

/** How long the stages of an operation take here, in milliseconds of simulated time. */
const pace = {
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

/** Puts the node into a state. Entering one clears `last_error`, as ironic/conductor/task_manager.py does. */
export function enter(node: NodeRecord, provisionState: string, target: string | null, ms: number): void {
  node.provision_state = provisionState;
  node.target_provision_state = target;
  node.provision_updated_at = ironicTime(ms);
  node.updated_at = ironicTime(ms);
  node.last_error = null;
}

function fail(life: Life, node: NodeRecord, to: string, ms: number, type: string, error: string): void {
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
function after(life: Life, node: NodeRecord, ms: number, delay: number, then: (ms: number) => void): void {
  const entered = node.provision_updated_at;
  const stage = node.provision_state;
  life.agenda.at(ms + delay, (when) => {
    if (node.provision_state === stage && node.provision_updated_at === entered) then(when);
  });
}

function reserve(life: Life, node: NodeRecord): void {
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
    enter(node, plan.waitState, plan.target, prepared);
    node.reservation = null;
    node.power_state = 'power on';
    if (node.hidden.ramdisk === 'silent') {
      after(life, node, prepared, callbackTimeout, (late) => {
        fail(life, node, plan.failState, late, plan.type, plan.timeoutText);
      });
      return;
    }
    after(life, node, prepared, pace.ramdiskBoots, (called) => {
      enter(node, plan.workState, plan.target, called);
      beat(node, called);
      reserve(life, node);
      after(life, node, called, pace.step, (finished) => {
        node.reservation = null;
        node.hidden.heartbeats = false;
        plan.done(finished);
      });
    });
  });
}

/** Cleans towards `available` (automated) or `manageable` (manual). The node is already in `cleaning`. */
export function clean(life: Life, node: NodeRecord, ms: number, target: 'available' | 'manageable'): void {
  if (target === 'available' && node.automated_clean === false) {
    reserve(life, node);
    after(life, node, ms, pace.tearDown, (done) => {
      enter(node, target, null, done);
      node.reservation = null;
    });
    return;
  }
  bootRamdisk(life, node, ms, {
    waitState: 'clean wait',
    workState: 'cleaning',
    failState: 'clean failed',
    target,
    type: 'cleaning',
    timeoutText:
      'Timeout reached while cleaning the node. Please check if the ramdisk responsible for the cleaning is running on the node. Failed on step {}.',
    done(finished) {
      enter(node, target, null, finished);
      node.power_state = 'power off';
    },
  });
}

/** Deploys. The node is already in `deploying`; `landed` tells whoever ordered it that it became active. */
export function deploy(life: Life, node: NodeRecord, ms: number, landed?: (ms: number) => void): void {
  bootRamdisk(life, node, ms, {
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
  });
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

function inspect(life: Life, node: NodeRecord, ms: number): void {
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

function verify(life: Life, node: NodeRecord, ms: number): void {
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

function tearDown(life: Life, node: NodeRecord, ms: number): void {
  reserve(life, node);
  after(life, node, ms, pace.tearDown, (done) => {
    node.instance_uuid = null;
    node.instance_info = {};
    node.power_state = 'power off';
    enter(node, 'cleaning', 'available', done);
    clean(life, node, done, 'available');
  });
}

function later(life: Life, node: NodeRecord, ms: number, to: string): void {
  reserve(life, node);
  after(life, node, ms, pace.step, (done) => {
    enter(node, to, null, done);
    node.reservation = null;
  });
}

const abortTexts: { readonly [state: string]: readonly [type: string, text: string] } = {
  'clean failed': ['cleaning', 'By request, the clean operation was aborted'],
  'deploy failed': ['deploying', 'By request, the deploy operation was aborted'],
  'inspect failed': ['introspection', 'Inspection was aborted by request.'],
  'rescue failed': ['provisioning', 'By request, the rescue operation was aborted.'],
  'service failed': ['provisioning', 'By request, the service operation was aborted'],
};

/** Carries out a verb that the transition table allows; `to` is the state the table names. */
export function perform(life: Life, node: NodeRecord, ms: number, verb: string, to: string): void {
  const aborted = abortTexts[to];
  if (verb === 'abort' && aborted) {
    fail(life, node, to, ms, aborted[0], aborted[1]);
    return;
  }
  const targets: { readonly [state: string]: string } = {
    verifying: 'manageable',
    cleaning: verb === 'clean' ? 'manageable' : 'available',
    deploying: 'active',
    deleting: 'available',
    inspecting: 'manageable',
    rescuing: 'rescue',
    unrescuing: 'active',
    adopting: 'active',
    servicing: 'active',
  };
  enter(node, to, targets[to] ?? null, ms);
  if (to === 'verifying') verify(life, node, ms);
  else if (to === 'cleaning') clean(life, node, ms, verb === 'clean' ? 'manageable' : 'available');
  else if (to === 'deploying') deploy(life, node, ms);
  else if (to === 'deleting') tearDown(life, node, ms);
  else if (to === 'inspecting') inspect(life, node, ms);
  else if (to === 'rescuing') later(life, node, ms, 'rescue');
  else if (to === 'unrescuing' || to === 'adopting' || to === 'servicing') later(life, node, ms, 'active');
}

/** Switches power after a few seconds, or notes why the BMC would not. */
export function switchPower(life: Life, node: NodeRecord, ms: number, target: string): void {
  const goal = target.includes('off') ? 'power off' : 'power on';
  node.target_power_state = goal;
  reserve(life, node);
  life.agenda.at(ms + pace.power, (done) => {
    node.reservation = null;
    node.target_power_state = null;
    if (node.hidden.bmcError === null) {
      node.power_state = goal;
      node.last_error = null;
    } else {
      node.last_error = `Failed to change power state to '${target}': ${node.hidden.bmcError}`;
      remember(life.state, node, done, 'monitoring', node.last_error);
    }
    node.updated_at = ironicTime(done);
  });
}
