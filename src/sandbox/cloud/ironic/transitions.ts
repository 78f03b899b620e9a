/**
 * Which verbs leave which provision state, and where to, from ironic/common/states.py (before 2023) and
 * state_machine.py (since). States that are not named accept no verb.
 */
const verbs: { readonly [state: string]: { readonly [verb: string]: string } } = {
  enroll: { manage: 'verifying' },
  manageable: { provide: 'cleaning', clean: 'cleaning', inspect: 'inspecting', adopt: 'adopting' },
  available: { deploy: 'deploying', manage: 'manageable' },
  'wait call-back': { delete: 'deleting', abort: 'deploy failed' },
  'deploy hold': { unhold: 'deploying', abort: 'deploy failed' },
  'deploy failed': { deploy: 'deploying', rebuild: 'deploying', delete: 'deleting' },
  active: { rebuild: 'deploying', delete: 'deleting', rescue: 'rescuing', service: 'servicing' },
  error: { rebuild: 'deploying', delete: 'deleting' },
  'clean wait': { abort: 'clean failed' },
  'clean hold': { unhold: 'cleaning', abort: 'clean failed' },
  'clean failed': { manage: 'manageable' },
  'inspect wait': { abort: 'inspect failed' },
  'inspect failed': { manage: 'manageable', inspect: 'inspecting' },
  'rescue wait': { abort: 'rescue failed', delete: 'deleting' },
  rescue: { rescue: 'rescuing', unrescue: 'unrescuing', delete: 'deleting' },
  'rescue failed': { rescue: 'rescuing', unrescue: 'unrescuing', delete: 'deleting' },
  'unrescue failed': { rescue: 'rescuing', unrescue: 'unrescuing', delete: 'deleting' },
  'adopt failed': { adopt: 'adopting', manage: 'manageable' },
  'service wait': { abort: 'service failed', delete: 'deleting' },
  'service failed': { service: 'servicing', rescue: 'rescuing', delete: 'deleting', abort: 'active' },
};

export const knownStates: ReadonlySet<string> = new Set([
  ...Object.keys(verbs),
  ...Object.values(verbs).flatMap((exits) => Object.values(exits)),
]);

/** The words that the API takes for a verb besides its own name. */
const aliases: { readonly [target: string]: string } = {
  active: 'deploy',
  deleted: 'delete',
  undeploy: 'delete',
};

/** Verbs that came later than the API itself, with their minor version (docs: webapi-version-history). */
const since: { readonly [target: string]: number } = {
  manage: 4,
  provide: 4,
  inspect: 6,
  abort: 13,
  clean: 15,
  adopt: 17,
  rescue: 38,
  unrescue: 38,
  deploy: 73,
  undeploy: 73,
  unhold: 85,
  service: 87,
};

export type Transition =
  | { readonly kind: 'legal'; readonly verb: string; readonly to: string }
  | { readonly kind: 'too-old-version' }
  | { readonly kind: 'illegal' };

/** What `PUT states/provision {"target": ...}` would do in `state`. */
export function transition(state: string, target: string, minor: number): Transition {
  if ((since[target] ?? 0) > minor) return { kind: 'too-old-version' };
  const verb = aliases[target] ?? target;
  const to = verbs[state]?.[verb];
  if (to === undefined) return { kind: 'illegal' };
  // Before 1.41 inspection could not be aborted, before 1.110 a deployment that waits for its ramdisk.
  if (verb === 'abort' && state === 'inspect wait' && minor < 41) return { kind: 'too-old-version' };
  if (verb === 'abort' && state === 'wait call-back' && minor < 110) return { kind: 'illegal' };
  return { kind: 'legal', verb, to };
}
