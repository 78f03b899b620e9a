import type { FleetKind } from './fleet-entry.ts';
import type { AlertItem } from './trigger.ts';

/** The kind of thing that an alert is about; `fleet`: none in particular, as with "no valid host". */
export type AlertAbout = 'node' | 'instance' | 'conductor' | 'compute-host' | 'switch' | 'fleet';

/** What an alert complains of, in one word of ours. */
export interface Symptom {
  /** Of SYMPTOMS, or the name of a pattern in the config. */
  readonly id: string;
  readonly about: AlertAbout;
  /** Continues "the alert says that ". */
  readonly words: string;
  /** True where other people's alerts are worded like this too: it says nothing unless something of ours is named. */
  readonly hint?: true;
}

const node = (words: string) => ({ about: 'node', words }) as const;

/** What alerting rules of bare metal clouds complain of. */
export const SYMPTOMS = {
  'clean-failed': node('cleaning of a node failed'),
  'deploy-failed': node('a deployment failed'),
  'inspect-failed': node('inspection of a node failed'),
  'node-stuck': node('a node does not leave its state'),
  'node-error': node('a node is in error'),
  'node-maintenance': node('a node is in maintenance'),
  'power-sync': node('the power state of a node cannot be read or changed'),
  'bmc-unreachable': node('a BMC does not answer'),
  'bmc-credentials': node('a BMC refuses user or password'),
  'hardware-health': node('hardware reports a fault'),
  'conductor-down': { about: 'conductor', words: 'a conductor is not alive' },
  'conductor-error': { about: 'conductor', words: 'something is wrong with a conductor' },
  'api-down': { about: 'fleet', words: "Ironic's API does not answer" },
  'no-owner': { about: 'fleet', words: 'nodes have no conductor, or no place in Nova' },
  'supply-low': { about: 'fleet', words: 'few nodes of a class are left' },
  'no-valid-host': { about: 'fleet', words: 'Nova finds no host' },
  'compute-down': { about: 'compute-host', words: 'a nova-compute is not alive' },
  'build-failed': { about: 'instance', words: 'an instance is not built' },
  'network-agent-down': { about: 'fleet', words: 'a network agent is not alive' },
} as const satisfies Record<string, Omit<Symptom, 'id'>>;
export type SymptomId = keyof typeof SYMPTOMS;

/**
 * Names of alerting rules, without spaces and in lower case. Those of SAP (OpenstackIronicNodeInErrorState and its
 * sisters, MetalIronic…), Rackspace (IronicCleanFailedServer, ServerPoolLowResourceAvailability, NeutronAgentDown) and
 * metal3, and whatever else says Ironic or bare metal and what is wrong. The first that fits counts.
 */
const NAMES: readonly (readonly [RegExp, SymptomId])[] = [
  [/ironic\w*conductor\w*(?:up|down|dead|alive|absent|missing|offline|heartbeat|crash)/, 'conductor-down'],
  [/ironic\w*conductor/, 'conductor-error'],
  [/ironic\w*api/, 'api-down'],
  [/ironic\w*unmatchednodes|(?:ironic|baremetal)\w*orphan/, 'no-owner'],
  [/(?:serverpool|ironic|baremetal|metal)\w*low(?:resource|supply|capacity|avail)\w*/, 'supply-low'],
  [/novalidhosts?/, 'no-valid-host'],
  [/novacompute/, 'compute-down'],
  [
    /^(?:openstack|nova|openstacknova)(?:instance|server|vm)(?:build|deploy|creat|spawn|stuck|inerror|error)/,
    'build-failed',
  ],
  [/^neutronagentdown|neutron\w*agent\w*down/, 'network-agent-down'],
  [
    /metal3\w*credential|(?:ironic|baremetal|bmc|ipmi|redfish)\w*(?:credential|password|auth)/,
    'bmc-credentials',
  ],
  [
    /(?:ironic|baremetal|metal3|bmh)\w*clean(?:ing)?\w*fail|(?:ironic|baremetal|node)\w*infailedclean/,
    'clean-failed',
  ],
  [/(?:ironic|baremetal|metal3|bmh)\w*(?:deploy|provision)\w*(?:fail|error)/, 'deploy-failed'],
  [/(?:ironic|baremetal|metal3|bmh)\w*inspect\w*(?:fail|error)/, 'inspect-failed'],
  [/(?:ironic|baremetal)\w*(?:stuck|wait|timeout)|metal3operation\w*duration/, 'node-stuck'],
  [/(?:ironic|baremetal)\w*(?:power)/, 'power-sync'],
  [
    /(?:metalironic|ironic|baremetal)\w*(?:ipmi|bmc|redfish)\w*|(?:ipmi|bmc|redfish)\w*(?:down|unreachable|timeout|fail)/,
    'bmc-unreachable',
  ],
  [
    /(?:metalironic|ironic|baremetal)\w*(?:sensor|mem|temperature|fan|psu|disk|cpu|hardware|health)/,
    'hardware-health',
  ],
  [/(?:ironic|baremetal)\w*maintenance/, 'node-maintenance'],
  [
    /metal3host\w*error|(?:ironic|baremetal|bmh|metal3)\w*(?:node|host|server)\w*(?:error|fail|down)/,
    'node-error',
  ],
];

/** Rules that are about a cloud with bare metal by their names. */
const SURE = /ironic|baremetal|metal3|bmh|nova|novalidhost|serverpool|neutron/;

/** Words of summaries and titles, for tools whose alerts have no names of rules; the first kind is nobody else's. */
const PHRASES: readonly (readonly [RegExp, SymptomId])[] = [
  [/\bno valid host(?: was)?\b/i, 'no-valid-host'],
  [
    /\bironic[- ]?conductor\b.{0,80}\b(?:down|dead|offline|not alive|unreachable|crash\w*|restart\w*|fail\w*)\b/i,
    'conductor-down',
  ],
  [/\bironic[- ]?api\b.{0,40}\b(?:down|unreachable|not answering|fail\w*)\b/i, 'api-down'],
  [/\bnova-compute\b.{0,60}\b(?:down|dead|offline|not alive)\b/i, 'compute-down'],
];
const HINTS: typeof PHRASES = [
  [/\bconductor\b.{0,40}\b(?:down|dead|offline|not alive)\b/i, 'conductor-down'],
  [
    /\bclean(?:ing)? failed\b|\bfailed (?:to clean|cleaning)\b|timeout reached while cleaning/i,
    'clean-failed',
  ],
  [/\bdeploy(?:ment)? failed\b/i, 'deploy-failed'],
  [/\binspect(?:ion)? failed\b/i, 'inspect-failed'],
  [/\bsync_power_state\b|\bpower state (?:none|unknown|error)\b/i, 'power-sync'],
  [
    /\b(?:ipmi|redfish|bmc)\b.{0,60}\b(?:unreachable|not respond\w*|does not answer|timed? ?out|down)\b/i,
    'bmc-unreachable',
  ],
];

/** Ironic's versioned notifications, as forwarders write them (openstack/ironic doc/source/admin/notifications.rst). */
const NOTIFICATION =
  /\bbaremetal\.node\.(provision_set|power_set|power_state_corrected|maintenance_set)\.(\w+)\b/;
const NOTIFIED: Readonly<Record<string, SymptomId>> = {
  'provision_set.error': 'node-error',
  'power_set.error': 'power-sync',
  'power_state_corrected.success': 'power-sync',
  'maintenance_set.error': 'node-maintenance',
};

/** A symptom of the vocabulary by its word. */
export function symptom(id: SymptomId): Symptom {
  return { id, ...SYMPTOMS[id] };
}

/** What the alert complains of; undefined for alerts about something else. Prose counts for tools whose format is known. */
export function symptomOf({ name = '', texts }: AlertItem, source: string): Symptom | undefined {
  const compact = name
    .slice(0, 200)
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '');
  const named = NAMES.find(([pattern]) => pattern.test(compact));
  if (named) return SURE.test(compact) ? symptom(named[1]) : { ...symptom(named[1]), hint: true };
  for (const text of texts) {
    const [, what = '', how = ''] = NOTIFICATION.exec(text) ?? [];
    const notified = NOTIFIED[`${what}.${how}`];
    if (notified) return symptom(notified);
  }
  if (source === 'any') return undefined;
  const said = [name, ...texts.slice(0, 20)].map((text) => text.slice(0, 2000));
  const among = (phrases: typeof PHRASES) =>
    phrases.find(([pattern]) => said.some((text) => pattern.test(text)))?.[1];
  const outright = among(PHRASES);
  if (outright) return symptom(outright);
  const hint = among(HINTS);
  return hint && { ...symptom(hint), hint: true };
}

/** The kind of entry that a symptom is about; undefined where it is about none in particular. */
export function kindOf(one: Symptom | undefined): FleetKind | undefined {
  return one === undefined || one.about === 'fleet' ? undefined : one.about;
}
