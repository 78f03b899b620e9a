/**
 * Which verbs leave which provision state, and where to, from ironic/common/states.py (before 2025) and
 * state_machine.py (since). States that are not named accept no verb.
 */
const verbs: { readonly [state: string]: { readonly [verb: string]: string } } = {
  enroll: { manage: 'verifying' },
  manageable: { provide: 'cleaning', clean: 'cleaning', inspect: 'inspecting', adopt: 'adopting' },
  available: { deploy: 'deploying', manage: 'manageable' },
  'wait call-back': { delete: 'deleting', abort: 'deploy failed' },
  'deploy hold': { unhold: 'wait call-back', abort: 'deploy failed' },
  'deploy failed': { deploy: 'deploying', rebuild: 'deploying', delete: 'deleting' },
  active: { rebuild: 'deploying', delete: 'deleting', rescue: 'rescuing', service: 'servicing' },
  error: { rebuild: 'deploying', delete: 'deleting' },
  'clean wait': { abort: 'clean failed' },
  'clean hold': { unhold: 'clean wait', abort: 'clean failed' },
  'clean failed': { manage: 'manageable' },
  'inspect wait': { abort: 'inspect failed' },
  'inspect failed': { manage: 'manageable', inspect: 'inspecting' },
  'rescue wait': { abort: 'rescue failed', delete: 'deleting' },
  rescue: { rescue: 'rescuing', unrescue: 'unrescuing', delete: 'deleting' },
  'rescue failed': { rescue: 'rescuing', unrescue: 'unrescuing', delete: 'deleting' },
  'unrescue failed': { rescue: 'rescuing', unrescue: 'unrescuing', delete: 'deleting' },
  'adopt failed': { adopt: 'adopting', manage: 'manageable' },
  'service wait': { abort: 'service failed', delete: 'deleting' },
  'service hold': { service: 'servicing', unhold: 'service wait', abort: 'service failed' },
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

/** Looked at before the state (`check_allow_management_verbs` of ironic/api/controllers/v1/utils.py). */
const verbSince: { readonly [target: string]: number } = {
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
};

/**
 * Minor versions with which a way out came: by its state and verb, or by its verb alone. A release that ends before
 * does not know it; one that goes further refuses it to who asks with an older version, where `asked` says so.
 */
const exitSince: readonly {
  readonly state?: string;
  readonly verb: string;
  readonly minor: number;
  readonly asked: boolean;
}[] = [
  { verb: 'unhold', minor: 85, asked: true },
  { verb: 'service', minor: 87, asked: true },
  { state: 'inspect wait', verb: 'abort', minor: 41, asked: true },
  { state: 'wait call-back', verb: 'abort', minor: 110, asked: true },
  { state: 'service wait', verb: 'delete', minor: 96, asked: false },
  { state: 'service failed', verb: 'delete', minor: 96, asked: false },
  { state: 'service failed', verb: 'abort', minor: 101, asked: false },
];

export type Transition =
  | { readonly kind: 'legal'; readonly verb: string; readonly to: string }
  /** 406. `first`: told before the state is looked at. */
  | { readonly kind: 'too-old-version'; readonly first: boolean }
  | { readonly kind: 'illegal' };

/** What `PUT states/provision {"target": ...}` would do in `state`; `maximum` is the release's newest minor version. */
export function transition(state: string, target: string, minor: number, maximum = 110): Transition {
  if ((verbSince[target] ?? 0) > minor) return { kind: 'too-old-version', first: true };
  const verb = aliases[target] ?? target;
  const to = verbs[state]?.[verb];
  const since = exitSince.find(
    (one) => one.verb === verb && (one.state === undefined || one.state === state),
  );
  if (to === undefined || (since && since.minor > maximum)) return { kind: 'illegal' };
  if (since?.asked && since.minor > minor) return { kind: 'too-old-version', first: false };
  return { kind: 'legal', verb, to };
}
