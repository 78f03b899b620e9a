import { ServiceError, type ServiceErrorCode } from '../core/errors.ts';
import { type FactName, FactUnread, type UnreadKind } from '../core/facts.ts';
import { cut } from '../lib/cut.ts';

const KIND: Partial<Record<ServiceErrorCode, UnreadKind>> = {
  forbidden: 'denied',
  'version-too-old': 'unsupported',
  'not-deployed': 'not-deployed',
};

/** Nothing is ill with a node whose log server is: these keep an answer modest and never forbid "healthy". */
const BESIDE: readonly FactName[] = ['logs', 'ramdisk_logs'];

/**
 * Who may read it, by the services' own default policies (openstack/ironic ironic/common/policy.py, openstack/nova
 * nova/policies, openstack/placement placement/policies); an operator may have changed them.
 */
const ADMINISTRATOR = 'an administrator';
const SYSTEM_READER = 'a reader in system scope, or an administrator,';
const MAY_READ: Partial<Record<FactName, string>> = {
  node: SYSTEM_READER,
  nodes: SYSTEM_READER,
  ports: SYSTEM_READER,
  peer_ports: SYSTEM_READER,
  inventory: SYSTEM_READER,
  firmware: SYSTEM_READER,
  portgroups: SYSTEM_READER,
  history: SYSTEM_READER,
  drivers: SYSTEM_READER,
  conductors: SYSTEM_READER,
  volume_targets: SYSTEM_READER,
  validation: 'a member in system scope, or an administrator,',
  compute_services: ADMINISTRATOR,
  hypervisors: ADMINISTRATOR,
  resource_provider: ADMINISTRATOR,
  inventories: ADMINISTRATOR,
  allocations: ADMINISTRATOR,
  traits: ADMINISTRATOR,
  allocation_candidates: ADMINISTRATOR,
};

/** Runs one read of a fact; a sick service becomes "this fact could not be read, because ...". Bugs pass through. */
export async function readingOf<T>(fact: FactName, read: () => Promise<T>): Promise<T> {
  try {
    return await read();
  } catch (error) {
    if (!(error instanceof ServiceError)) throw error;
    // A refusal in the service's own words is worth more than its number.
    const why = error.detail
      ? `${error.message}: ${cut(error.detail.replace(/\s+/g, ' ').trim(), 160).replace(/\.$/, '')}`
      : error.message;
    const who = error.code === 'forbidden' ? MAY_READ[fact] : undefined;
    const words = who ? `${why} (by default ${who} may read it)` : why;
    throw new FactUnread(fact, BESIDE.includes(fact) ? 'not-read' : (KIND[error.code] ?? 'failed'), words);
  }
}
