import type { FactsInMemory } from './facts.ts';
import { HEALTHY_NODE, minutesAgo } from './facts.ts';

/** A free node of class `gold`; a test states only what matters to it. */
export const GOLD = {
  ...HEALTHY_NODE,
  resource_class: 'gold',
  properties: { capabilities: 'boot_mode:uefi' },
};

/** Another one, so that lists have two. */
export const GOLD_2 = { ...GOLD, uuid: '22222222-2222-4222-8222-222222222222', name: 'node-18' };

export const BARE_METAL = { 'resources:VCPU': '0', 'resources:MEMORY_MB': '0', 'resources:DISK_GB': '0' };

/** A flavor that asks for one `gold` node and nothing else. */
export function flavor(extra_specs: Readonly<Record<string, string>> = {}) {
  return {
    id: 'bm.gold',
    name: 'bm.gold',
    vcpus: 8,
    ram: 16_384,
    disk: 100,
    extra_specs: { 'resources:CUSTOM_GOLD': '1', ...BARE_METAL, ...extra_specs },
  };
}

export const NO_CANDIDATES = 'No valid host was found. ';
export const FILTERED = 'No valid host was found. There are not enough hosts available.';

/** A server that got no node, five minutes ago. */
export function failedServer(message: string | null = NO_CANDIDATES, more: object = {}) {
  return {
    id: '99999999-9999-4999-8999-999999999999',
    name: 'web-1',
    status: 'ERROR',
    created: minutesAgo(5),
    fault: message === null ? null : { code: 500, created: minutesAgo(5), message },
    'OS-EXT-SRV-ATTR:host': null,
    'OS-SRV-USG:launched_at': null,
    ...more,
  };
}

export const COMPUTE = {
  id: 1,
  binary: 'nova-compute',
  host: 'compute-1',
  status: 'enabled',
  state: 'up',
  disabled_reason: null,
  forced_down: false,
};
export const DISABLED = { ...COMPUTE, status: 'disabled', disabled_reason: 'switch maintenance' };

export function hypervisor(node: { readonly uuid: string }, host = 'compute-1') {
  return {
    id: node.uuid,
    hypervisor_hostname: node.uuid,
    hypervisor_type: 'ironic',
    service: { id: 1, host },
  };
}

/** Placement offers these nodes. */
export function offering(...nodes: readonly { readonly uuid: string }[]) {
  return {
    allocation_requests: nodes.map(({ uuid }) => ({
      allocations: { [uuid]: { resources: { CUSTOM_GOLD: 1 } } },
    })),
    provider_summaries: Object.fromEntries(
      nodes.map(({ uuid }) => [
        uuid,
        { resources: { CUSTOM_GOLD: { capacity: 1, used: 0 } }, traits: ['COMPUTE_NODE'] },
      ]),
    ),
  };
}

/** Placement's refusal of a name that it never heard. */
export function refusing(what: string) {
  return {
    errors: [{ status: 400, title: 'Bad Request', detail: `The server could not comply.\n\n ${what}  ` }],
  };
}

/** A failed server for which everything is in order now. */
export const FITS_NOW = {
  instance: failedServer(),
  flavor: flavor(),
  nodes: [GOLD],
  compute_services: [COMPUTE],
  hypervisors: [hypervisor(GOLD)],
  allocation_candidates: offering(GOLD),
} as const satisfies FactsInMemory;
