import type { NodeRecord } from '../state.ts';
import { ironicTime } from '../times.ts';
import {
  after,
  clean,
  deploy,
  enter,
  fail,
  inspect,
  type Life,
  move,
  pace,
  remember,
  reserve,
  resumeCleaning,
  resumeDeployment,
  verify,
} from './lifecycle.ts';
import { serve } from './service-steps.ts';
import { removeVifs } from './vifs.ts';

const abortTexts: { readonly [state: string]: readonly [type: string, text: string] } = {
  'clean failed': ['cleaning', 'By request, the clean operation was aborted'],
  'deploy failed': ['deploying', 'By request, the deploy operation was aborted'],
  'inspect failed': ['introspection', 'Inspection was aborted by request.'],
  'rescue failed': ['provisioning', 'By request, the rescue operation was aborted.'],
  'service failed': ['provisioning', 'By request, the service operation was aborted'],
};

/** Steps that may not be aborted are marked and go on to their end (ironic/conductor/manager.py, `_do_abort`). */
function abort(life: Life, node: NodeRecord, ms: number, to: string): void {
  const field = { 'clean failed': 'clean_step', 'service failed': 'service_step' } as const;
  const name = to === 'clean failed' || to === 'service failed' ? field[to] : 'deploy_step';
  const step = node[name];
  if (Object.keys(step).length > 0 && step['abortable'] !== true && to !== 'inspect failed') {
    node[name] = { ...step, abort_after: true };
    return;
  }
  const [type, text] = abortTexts[to] ?? ['provisioning', 'Aborted by request.'];
  fail(life, node, to, ms, type, text);
}

/** The instance's traces go whatever comes of the tear-down (ironic/conductor/manager.py, `_do_node_tear_down`). */
function tearDown(life: Life, node: NodeRecord, ms: number): void {
  reserve(life, node);
  after(life, node, ms, pace.tearDown, (done) => {
    node.instance_uuid = null;
    node.instance_info = {};
    node.allocation_uuid = null;
    life.state.allocations = life.state.allocations.filter((one) => one.node_uuid !== node.uuid);
    removeVifs(life.state, node);
    node.power_state = 'power off';
    enter(node, 'cleaning', 'available', done);
    clean(life, node, done, 'available');
  });
}

/** What has no ramdisk worth a look: done after a while, or failed where the BMC does not answer. */
function later(life: Life, node: NodeRecord, ms: number, to: string, failed: string): void {
  reserve(life, node);
  after(life, node, ms, pace.step, (done) => {
    if (node.hidden.bmcError === null) {
      enter(node, to, null, done);
      node.reservation = null;
      return;
    }
    fail(life, node, failed, done, 'provisioning', `Failed to change power state: ${node.hidden.bmcError}`);
  });
}

/** Without an image to boot from nothing is taken over (`_do_adoption` of ironic/conductor/manager.py). */
function adopt(life: Life, node: NodeRecord, ms: number): void {
  reserve(life, node);
  after(life, node, ms, pace.verify, (done) => {
    if (node.instance_info['image_source'] !== undefined) {
      enter(node, 'active', null, done);
      node.reservation = null;
      return;
    }
    const text = `Error while attempting to adopt node ${node.uuid}: Cannot validate image information for node ${node.uuid} because one or more parameters are missing from its instance_info and insufficient information is present to boot from a remote volume. Missing are: ['image_source']`;
    fail(life, node, 'adopt failed', done, 'adoption', text);
  });
}

function unhold(life: Life, node: NodeRecord, ms: number, to: string): void {
  if (to === 'clean wait') resumeCleaning(life, node, ms);
  else if (to === 'wait call-back') resumeDeployment(life, node, ms);
  else {
    enter(node, 'servicing', 'active', ms);
    serve(life, node, ms, []);
  }
}

const targets: { readonly [state: string]: string } = {
  verifying: 'manageable',
  cleaning: 'available',
  deploying: 'active',
  deleting: 'available',
  inspecting: 'manageable',
  rescuing: 'rescue',
  unrescuing: 'active',
  adopting: 'active',
  servicing: 'active',
};

/** Carries out a verb that the transition table allows; `to` is the state the table names. */
export function perform(
  life: Life,
  node: NodeRecord,
  ms: number,
  verb: string,
  to: string,
  steps: readonly unknown[] = [],
): void {
  if (verb === 'abort' && to !== 'active') {
    abort(life, node, ms, to);
    return;
  }
  if (verb === 'unhold') {
    unhold(life, node, ms, to);
    return;
  }
  if (to === 'manageable' || verb === 'abort') {
    move(node, to, null, ms);
    return;
  }
  const manual = verb === 'clean' ? 'manageable' : 'available';
  enter(node, to, to === 'cleaning' ? manual : (targets[to] ?? null), ms);
  if (to === 'verifying') verify(life, node, ms);
  else if (to === 'cleaning') clean(life, node, ms, manual);
  else if (to === 'deploying') deploy(life, node, ms);
  else if (to === 'deleting') tearDown(life, node, ms);
  else if (to === 'inspecting') inspect(life, node, ms);
  else if (to === 'rescuing') later(life, node, ms, 'rescue', 'rescue failed');
  else if (to === 'unrescuing') later(life, node, ms, 'active', 'unrescue failed');
  else if (to === 'adopting') adopt(life, node, ms);
  else if (to === 'servicing') serve(life, node, ms, steps);
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
