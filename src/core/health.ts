import { formatDuration, secondsSince } from '../lib/duration.ts';
import type { Conductor, HistoryEvent, Node, Validation } from '../openstack/ironic/schema.ts';
import type { Server } from '../openstack/nova/schema.ts';
import type { Allocations, Inventories, ResourceProvider } from '../openstack/placement/schema.ts';
import { conductorNamed, conductorsFor, isDead } from './conductors.ts';
import type { Evidence } from './finding.ts';
import { ING_LIMITS, UNLOCKED_SECONDS } from './ing-limits.ts';
import { forHowLong, secondsInState } from './node-words.ts';
import { isIng, isStable, isWait } from './provision-state.ts';
import { customClass } from './resource-class.ts';
import { BOOT_SECONDS, judgeWait } from './waiting.ts';

/**
 * What one place says about health: `no`, which ends the matter, or what speaks for and against, and the words that
 * it adds to the sentence.
 */
export type Opinion = 'no' | { readonly words?: string; readonly evidence: readonly Evidence[] };

const SILENT: Opinion = { evidence: [] };
const supports = (source: string, observed: string): Evidence => ({ bearing: 'supports', source, observed });
const against = (source: string, observed: string): Evidence => ({
  bearing: 'speaks-against',
  source,
  observed,
});

/** A lock that is taken in passing; power sync and heartbeats hold one for seconds. */
const PASSING_LOCK_SECONDS = 120;

/** Whether the node's own fields say that something is going on with it or went wrong, without the words for it. */
export function isInTrouble(node: Node, now: Date): boolean {
  if (node.maintenance || node.fault || node.power_state === 'error') return true;
  return isStable(node.provision_state) ? isRestless(node, now) : ownWords(node, now) === 'no';
}

/** The node's own fields: its state, whether anything holds it, and since when. */
export function ownWords(node: Node, now: Date): Opinion {
  if (node.maintenance || node.fault || node.power_state === 'error') return 'no';
  const state = node.provision_state;
  if (isStable(state)) return isRestless(node, now) ? 'no' : atRest(node, now);
  if (isWait(state)) return waits(node, now);
  return isIng(state) ? atWork(node, now) : 'no';
}

/** In a state that lasts, but not as one at rest is. */
function isRestless(node: Node, now: Date): boolean {
  const state = node.provision_state;
  if (state === 'enroll' && node.last_error) return true;
  if (node.retired && !inUse(node)) return true;
  if (state === 'available' && node.instance_uuid) return true;
  // Ironic only learns the power state once it manages the node.
  if (node.power_state === null && (inUse(node) || state === 'available')) return true;
  if (node.target_power_state) return true;
  const locked = node.reservation ? (secondsSince(node.updated_at, now) ?? Infinity) : 0;
  return locked > PASSING_LOCK_SECONDS;
}

function atRest(node: Node, now: Date): Opinion {
  const state = node.provision_state;
  const power = node.power_state ? `, powered ${node.power_state.replace(/^power /, '')}` : '';
  const age = secondsInState(node, now);
  const words = `${state}${power}${node.protected ? ', protected' : ''}${node.retired ? ', retired' : ''}`;
  return {
    words,
    evidence: [
      supports('node.provision_state', age === undefined ? state : `${state} for ${formatDuration(age)}`),
      ...(node.power_state ? [supports('node.power_state', node.power_state)] : []),
      ...(node.power_state === null && state === 'manageable'
        ? [against('node.power_state', 'not known yet')]
        : []),
      ...(node.maintenance === false ? [supports('node.maintenance', 'false, no fault')] : []),
    ],
  };
}

/** Somebody's system is on it. */
function inUse(node: Node): boolean {
  return node.provision_state === 'active' || node.provision_state === 'rescue';
}

function waits(node: Node, now: Date): Opinion {
  const wait = judgeWait(node, now);
  const age = formatDuration(wait.seconds ?? 0);
  const source = 'node.provision_updated_at';
  switch (wait.kind) {
    case 'booting':
      if (node.power_state === 'power off') return 'no';
      return {
        words: `${node.provision_state} for ${age}, within the ${formatDuration(BOOT_SECONDS)} that a machine may take to boot`,
        evidence: [supports(source, `${node.provision_state} for ${age}; no call yet, none overdue`)],
      };
    case 'working': {
      const beat = `${formatDuration(wait.heartbeatSeconds ?? 0)} ago`;
      const busy = forHowLong(wait.busySeconds);
      return {
        words: `${node.provision_state} for ${busy} with the agent at work${wait.step ? ` on ${wait.step}` : ''}, last heartbeat ${beat}`,
        evidence: [supports('node.driver_internal_info.agent_last_heartbeat', beat)],
      };
    }
    case 'bmc-job':
      return {
        words: `${node.provision_state} for a job of the BMC for ${age}`,
        evidence: [supports('node.driver_internal_info', `a step polls the BMC, ${age} so far`)],
      };
    default:
      return 'no';
  }
}

function atWork(node: Node, now: Date): Opinion {
  const state = node.provision_state;
  const age = secondsInState(node, now);
  if (!isIng(state) || age === undefined) return 'no';
  const limit = node.reservation
    ? ING_LIMITS[state].seconds
    : Math.min(UNLOCKED_SECONDS, ING_LIMITS[state].seconds);
  if (age > limit) return 'no';
  const observed = `${state} for ${formatDuration(age)}; it may take ${formatDuration(limit)}`;
  return {
    words: `${state} for ${formatDuration(age)}, while the conductor ${ING_LIMITS[state].work}`,
    evidence: [
      supports('node.provision_updated_at', observed),
      ...(age > limit / 2 ? [against('node.provision_updated_at', 'longer than usual')] : []),
    ],
  };
}

/** Its own conductor has to live; other dead ones in the list are no matter. */
export function conductorWords(node: Node, conductors: readonly Conductor[] | undefined): Opinion {
  if (!conductors) return node.conductor === null ? 'no' : SILENT;
  const holder = node.reservation ? conductorNamed(conductors, node.reservation) : undefined;
  if (node.reservation && (!holder || isDead(holder))) return 'no';
  const own = conductorNamed(conductors, node.conductor);
  if (own) {
    return isDead(own) ? 'no' : { evidence: [supports(`conductors[${own.hostname}].alive`, 'true')] };
  }
  const [able] = conductorsFor(node, conductors);
  return able ? { evidence: [supports(`conductors[${able.hostname}].alive`, 'true')] } : 'no';
}

/** No fault of a free node: what only a request brings along, and interfaces that its hardware type does not have. */
const COMES_WITH_A_DEPLOY =
  /instance_info|image_source|image info|does not support|disabled or not implemented/i;

/**
 * Power and management always matter, boot and deploy only where a deploy would come next, and other interfaces are
 * often just not supported (openstack/ironic ironic/conductor/manager.py, validate_driver_interfaces).
 */
export function validationWords(node: Node, validation: Validation | undefined): Opinion {
  if (!validation) return SILENT;
  if (validation.kind === 'refused') return 'no';
  const { power, management, boot, deploy } = validation.interfaces;
  if (power?.result === false || management?.result === false) return 'no';
  const lacking = [boot, deploy].some(
    (one) => one?.result === false && !COMES_WITH_A_DEPLOY.test(one.reason ?? ''),
  );
  if (lacking && node.provision_state === 'available') return 'no';
  return { evidence: [supports('validation', 'power and management settings are valid')] };
}

export interface PlacementView {
  /** Undefined: not read. Null: Placement does not know the node. */
  readonly resource_provider: ResourceProvider | null | undefined;
  readonly inventories: Inventories | null | undefined;
  readonly allocations: Allocations | null | undefined;
  /** False in a cloud that schedules without it. */
  readonly deployed: boolean;
}

/** A free node has to be offered whole: a provider, its class unreserved, nothing allocated. */
export function freeInPlacement(node: Node, view: PlacementView): Opinion {
  const { resource_provider, inventories, allocations } = view;
  if (resource_provider === null || inventories === null || allocations === null) return 'no';
  const name = customClass(node.resource_class);
  // No class at all is a trouble wherever flavors ask for one; an absent field was only not read.
  const nameless = node.resource_class === null || node.resource_class === '';
  if (nameless && view.deployed) return 'no';
  if (Object.keys(allocations?.allocations ?? {}).length > 0) return 'no';
  if (!inventories) return SILENT;
  const own = name === undefined ? undefined : inventories.inventories[name];
  if (!own && node.resource_class === undefined) return SILENT;
  if (!own || own.total < 1 || (own.reserved ?? 0) > 0) return 'no';
  return {
    words: `in Placement as ${name}, nothing reserved`,
    evidence: [
      supports(`inventories[${name}]`, `total ${own.total}, reserved ${own.reserved ?? 0}`),
      ...(allocations ? [supports('allocations', 'none')] : []),
    ],
  };
}

/** A node in use is reserved and allocated to its own instance. */
export function takenInPlacement(node: Node, allocations: Allocations | null | undefined): Opinion {
  if (!allocations || !node.instance_uuid) return SILENT;
  const consumers = Object.keys(allocations.allocations);
  if (consumers.length !== 1 || consumers[0] !== node.instance_uuid) return 'no';
  return { evidence: [supports('allocations', `held by its instance ${node.instance_uuid}`)] };
}

const RUNNING = ['ACTIVE', 'SHUTOFF', 'RESCUE', 'PAUSED', 'SUSPENDED'];

/** The instance has to be at rest, on this node, and of one mind with Ironic about the power. */
export function instanceWords(node: Node, server: Server | null | undefined): Opinion {
  if (server === undefined) {
    const dark = inUse(node) && node.power_state === 'power off';
    return dark ? { evidence: [against('node.power_state', 'power off, although in use')] } : SILENT;
  }
  if (server === null || !RUNNING.includes(server.status) || server['OS-EXT-STS:task_state']) return 'no';
  const host = server['OS-EXT-SRV-ATTR:hypervisor_hostname'];
  if (host && host !== node.uuid) return 'no';
  if (server.status === 'ACTIVE' && node.power_state === 'power off') return 'no';
  return {
    words: `instance ${server.name ?? server.id} ${server.status}`,
    evidence: [supports('instance.status', server.status)],
  };
}

/** An error of after the last change of state is news; one of before is only a remark. */
export function lastTrouble(node: Node, history: readonly HistoryEvent[] | undefined, now: Date): Opinion {
  const errors = (history ?? []).filter(
    (event) => event.event && !/^(?:info|debug)$/i.test(event.severity ?? ''),
  );
  const ages = errors.flatMap((event) => {
    const seconds = secondsSince(event.created_at, now);
    return seconds === undefined ? [] : [{ seconds, event }];
  });
  const [newest] = ages.sort((a, b) => a.seconds - b.seconds);
  const inState = secondsInState(node, now);
  if (node.last_error && inState !== undefined) {
    const since = ages.find(({ event }) => event.event === node.last_error)?.seconds;
    if (since !== undefined && since < inState - 60 && since < 3600) return 'no';
    const written = secondsSince(node.updated_at, now);
    if (since === undefined && written !== undefined && written < inState - 120 && written < 3600) {
      return { evidence: [against('node.last_error', node.last_error)] };
    }
  }
  if (!newest) return SILENT;
  const what = newest.event.event_type ?? 'an error';
  return { words: `last trouble ${formatDuration(newest.seconds)} ago (${what})`, evidence: [] };
}
