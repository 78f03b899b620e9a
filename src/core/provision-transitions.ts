import {
  type FAILED_STATES,
  type HOLD_STATES,
  isIng,
  type STABLE_STATES,
  type WaitState,
} from './provision-state.ts';

/** What a person may ask of a node's provision state. `deploy` and `undeploy` are the words of today's command line. */
export const PROVISION_VERBS = [
  'manage',
  'provide',
  'inspect',
  'adopt',
  'clean',
  'deploy',
  'rebuild',
  'undeploy',
  'abort',
  'rescue',
  'unrescue',
  'unhold',
  'service',
] as const;
export type ProvisionVerb = (typeof PROVISION_VERBS)[number];

export type ProvisionExit =
  | {
      readonly kind: 'legal';
      /** The state that Ironic enters at once. */
      readonly to: string;
      /** States in which it may end well. */
      readonly ends: readonly string[];
    }
  | { readonly kind: 'illegal'; readonly words: string }
  | { readonly kind: 'too-old'; readonly needs: string; readonly words: string };

/** States that a verb of a person leaves; of the others only the conductor that is at work there has the say. */
type Left =
  | WaitState
  | (typeof FAILED_STATES)[number]
  | (typeof HOLD_STATES)[number]
  | (typeof STABLE_STATES)[number];

interface Exit {
  readonly to: string;
  readonly ends: readonly string[];
  /** Minor version of the first release that has this way out, where it is younger than its verb. */
  readonly since?: number;
}

const exit = (to: string, ...ends: string[]): Exit => ({ to, ends: ends.length > 0 ? ends : [to] });
const from = (since: number, one: Exit): Exit => ({ ...one, since });

const manage = exit('manageable');
const provide = exit('cleaning', 'available');
const inspect = exit('inspecting', 'manageable');
const adopt = exit('adopting', 'active');
const deploy = exit('deploying', 'active');
const rebuild = deploy;
// A retired node is cleaned and then kept back (ironic/conductor/cleaning.py, do_next_clean_step).
const undeploy = exit('deleting', 'available', 'manageable');
const rescue = exit('rescuing', 'rescue');
const unrescue = exit('unrescuing', 'active');
const service = exit('servicing', 'active');

/**
 * Every way out by a person's verb, as openstack/ironic ironic/common/state_machine.py has it (until 2025.2:
 * ironic/common/states.py). Two events of the conductor itself bear the names of verbs, `manage` in `cleaning` and
 * `clean` in `deleting`: no person's business, and the conductor's lock refuses them.
 */
const EXITS: { readonly [state in Left]: { readonly [verb in ProvisionVerb]?: Exit } } = {
  enroll: { manage: exit('verifying', 'manageable') },
  manageable: { provide, clean: exit('cleaning', 'manageable'), inspect, adopt },
  available: { deploy, manage },
  'wait call-back': { undeploy, abort: from(110, exit('deploy failed')) },
  'deploy hold': { unhold: exit('wait call-back', 'active'), abort: exit('deploy failed') },
  'deploy failed': { deploy, rebuild, undeploy },
  active: { rebuild, undeploy, rescue, service },
  error: { rebuild, undeploy },
  // A step that is not abortable goes on to its end first (ironic/conductor/manager.py, _do_abort).
  'clean wait': { abort: exit('clean failed') },
  'clean hold': { unhold: exit('clean wait', 'available', 'manageable'), abort: exit('clean failed') },
  'clean failed': { manage },
  'inspect wait': { abort: from(41, exit('inspect failed')) },
  'inspect failed': { manage, inspect },
  'adopt failed': { adopt, manage },
  rescue: { rescue, unrescue, undeploy },
  'rescue wait': { abort: exit('rescue failed'), undeploy },
  'rescue failed': { rescue, unrescue, undeploy },
  'unrescue failed': { rescue, unrescue, undeploy },
  // From 32.0 on the conductor takes an aborted service back to active (_do_abort); before, it stays failed.
  'service wait': { abort: exit('service failed', 'service failed', 'active'), undeploy: from(96, undeploy) },
  'service hold': {
    service,
    unhold: exit('service wait', 'active'),
    abort: exit('service failed', 'service failed', 'active'),
  },
  // No microversion guards these two; they came with 29.0 and 32.0, whose newest versions are 1.96 and 1.101.
  'service failed': { service, rescue, undeploy: from(96, undeploy), abort: from(101, exit('active')) },
};

/**
 * Minor version that a verb needs wherever it is legal (ironic/api/controllers/v1/utils.py, MIN_VERB_VERSIONS,
 * allow_unhold_verb, allow_service_verb). Rebuilding, and `active` and `deleted` on the wire, were always there.
 */
const SINCE: { readonly [verb in ProvisionVerb]: number } = {
  deploy: 1,
  rebuild: 1,
  undeploy: 1,
  manage: 4,
  provide: 4,
  inspect: 6,
  abort: 13,
  clean: 15,
  adopt: 17,
  rescue: 38,
  unrescue: 38,
  unhold: 85,
  service: 87,
};

/**
 * What the verb leads to, or why not. Whether the node is well enough for it is another question.
 * @param version the highest microversion of that cloud, e.g. `1.82`; what is undefined is not held against anybody
 */
export function exitOf(state: string, verb: ProvisionVerb, version: string | undefined): ProvisionExit {
  const exits = isLeft(state) ? EXITS[state] : {};
  const found = exits[verb];
  if (!found) return { kind: 'illegal', words: refusal(state, verb, Object.keys(exits)) };
  const needed = Math.max(SINCE[verb], found.since ?? 0);
  const known = minorOf(version);
  if (known !== undefined && known < needed) {
    const needs = `1.${needed}`;
    const words = `this Ironic is too old to ${verb} a node in ${state}: that needs API version ${needs}, and it has ${version}`;
    return { kind: 'too-old', needs, words };
  }
  return { kind: 'legal', to: found.to, ends: found.ends };
}

const isLeft = (state: string): state is Left => Object.hasOwn(EXITS, state);

function refusal(state: string, verb: ProvisionVerb, verbs: readonly string[]): string {
  const refused = `Ironic does not ${verb} a node in ${state}`;
  if (isIng(state)) return `${refused}: the conductor is at work, and no verb leaves that state`;
  if (verbs.length === 0) return `${refused}: no verb is known to leave that state`;
  const known = verbs.length === 1 ? verbs[0] : `${verbs.slice(0, -1).join(', ')} and ${verbs.at(-1)}`;
  return `${refused}: what leaves that state is ${known}`;
}

/** Ironic's API has had the major version 1 for ever. */
function minorOf(version: string | undefined): number | undefined {
  const minor = /^1\.(\d{1,4})$/.exec(version ?? '')?.[1];
  return minor === undefined ? undefined : Number(minor);
}

/**
 * What is sent as `target`. `active` and `deleted` say the same as `deploy` and `undeploy`, which older releases do
 * not know (VERBS in ironic/common/states.py; 1.73).
 */
export function wireTarget(verb: ProvisionVerb): string {
  if (verb === 'deploy') return 'active';
  return verb === 'undeploy' ? 'deleted' : verb;
}
