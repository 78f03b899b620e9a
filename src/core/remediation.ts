/**
 * The words in which the bot answers "what now". `safe`: one click and a confirmation. `disruptive`: another person
 * approves. `destructive`: another person, and the typed name.
 */
export type Risk = 'safe' | 'disruptive' | 'destructive';

interface Named {
  readonly risk: Risk;
  /** A verb as a button would say it. */
  readonly label: string;
}

/**
 * What the OpenStack APIs can carry out, each with its unit in `src/remediations`. `rescue` is none of them: it takes a
 * password, and a secret must be in no message, no record and no call of ours. A person types it.
 */
export const REMEDIATIONS = {
  abort: { risk: 'disruptive', label: 'Abort the operation' },
  undeploy: { risk: 'destructive', label: 'Undeploy' },
  manage: { risk: 'safe', label: 'Manage' },
  provide: { risk: 'disruptive', label: 'Provide' },
  inspect: { risk: 'disruptive', label: 'Inspect' },
  adopt: { risk: 'disruptive', label: 'Adopt' },
  unrescue: { risk: 'disruptive', label: 'Unrescue' },
  unhold: { risk: 'disruptive', label: 'Unhold' },
  'power-on': { risk: 'disruptive', label: 'Power on' },
  'power-off': { risk: 'disruptive', label: 'Power off' },
  'soft-power-off': { risk: 'disruptive', label: 'Soft power off' },
  'power-cycle': { risk: 'disruptive', label: 'Power-cycle' },
  'set-maintenance': { risk: 'safe', label: 'Set maintenance' },
  'unset-maintenance': { risk: 'disruptive', label: 'Unset maintenance' },
  'set-interface': { risk: 'disruptive', label: 'Set the interface' },
  'set-property': { risk: 'disruptive', label: 'Set the property' },
  'set-resource-class': { risk: 'disruptive', label: 'Set the resource class' },
  'add-trait': { risk: 'disruptive', label: 'Add the trait' },
  'remove-trait': { risk: 'disruptive', label: 'Remove the trait' },
  'detach-vif': { risk: 'disruptive', label: 'Detach the VIF' },
  'delete-port': { risk: 'destructive', label: 'Delete the Neutron port' },
  'reattach-networking': { risk: 'disruptive', label: 'Reattach networking' },
  'enable-compute-service': { risk: 'disruptive', label: 'Enable the compute service' },
  'disable-compute-service': { risk: 'disruptive', label: 'Disable the compute service' },
  'delete-allocation': { risk: 'destructive', label: 'Delete the stale allocation' },
  'reset-server-state': { risk: 'disruptive', label: "Reset the server's state" },
  'retry-later': { risk: 'safe', label: 'Wait for the lock' },
  none: { risk: 'safe', label: 'Nothing to do' },
} as const satisfies Record<string, Named>;

/** What only a person can do. */
export const HUMAN_REMEDIATIONS = {
  'restart-conductor': 'restart that ironic-conductor',
  'restart-compute': 'restart that nova-compute',
  'fix-bmc': "repair the BMC's access or settings",
  'bmc-reset': 'reset the BMC',
  'fix-image': 'repair or replace the image',
  'fix-network': 'repair the network or switch port',
  'fix-config': "correct the service's configuration",
  'fix-flavor': 'correct the flavor',
  'fix-disk': 'replace or free the disk',
  'fix-clock': 'set the clocks right',
  'collect-logs': 'read the logs named here',
  'ask-operator': 'ask the person who holds it',
  wait: 'wait; it will settle by itself',
  'look-again': 'look again in a few minutes',
  'fix-node': "correct the node's settings",
} as const satisfies Record<string, string>;

export type RemediationId = keyof typeof REMEDIATIONS | keyof typeof HUMAN_REMEDIATIONS;

export interface Proposal {
  readonly id: RemediationId;
  /** What it would act on, in wire names: `{ node: uuid }`, `{ service: 'compute-1' }`. */
  readonly params: Readonly<Record<string, string>>;
  /** A person's own deed has no ceremony of ours. */
  readonly risk: Risk | 'person';
}

/** Names a remediation for a finding; its risk comes from the vocabulary, never from the playbook. */
export function propose(id: RemediationId, params: Readonly<Record<string, string>> = {}): Proposal {
  return { id, params, risk: isByApi(id) ? REMEDIATIONS[id].risk : 'person' };
}

export function isByApi(id: RemediationId): id is keyof typeof REMEDIATIONS {
  return Object.hasOwn(REMEDIATIONS, id);
}

/** The words for a person, e.g. on a line under "What now". */
export function labelOf(id: RemediationId): string {
  return isByApi(id) ? REMEDIATIONS[id].label : HUMAN_REMEDIATIONS[id];
}
