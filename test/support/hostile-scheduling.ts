import type { FactsInMemory } from './facts.ts';
import { asked, conductor, flavor, free, offers } from './hostile-cloud.ts';
import { BARE_METAL, COMPUTE, FILTERED, failedServer } from './scheduling.ts';

/** Failed servers, pasted texts and logs in which every name is `evil`. */
export const SCHEDULING: Record<string, (evil: string) => FactsInMemory> = {
  'no node is free': (evil) => ({
    ...asked(evil),
    nodes: [
      { ...free(evil), provision_state: 'manageable' },
      { ...free(evil), uuid: `${evil}2`, provision_state: 'clean failed' },
    ],
  }),
  'nothing offered': (evil) => ({
    ...asked(evil),
    nodes: [free(evil)],
    hypervisors: [],
    allocation_candidates: { allocation_requests: [], provider_summaries: {} },
  }),
  'nothing offered, something left': (evil) => ({
    ...asked(evil),
    nodes: [free(evil)],
    hypervisors: [],
    allocation_candidates: { allocation_requests: [], provider_summaries: {} },
    resource_provider: { uuid: evil },
    inventories: { resource_provider_generation: 1, inventories: { CUSTOM_GOLD: { total: 1, reserved: 0 } } },
    allocations: {
      resource_provider_generation: 1,
      allocations: { [evil]: { resources: { CUSTOM_GOLD: 1 } } },
    },
  }),
  'offers what is taken': (evil) => ({
    ...asked(evil),
    nodes: [{ ...free(evil), maintenance: true }],
    allocation_candidates: offers(evil),
  }),
  'fits now': (evil) => ({
    ...asked(evil),
    nodes: [free(evil)],
    compute_services: [COMPUTE],
    allocation_candidates: offers(evil),
  }),
  'fenced nova-compute': (evil) => ({
    ...asked(evil, FILTERED),
    nodes: [free(evil)],
    compute_services: [{ ...COMPUTE, host: evil, state: 'down', forced_down: true }],
  }),
  'disabled nova-compute': (evil) => ({
    ...asked(evil),
    nodes: [free(evil)],
    compute_services: [{ ...COMPUTE, host: evil, status: 'disabled', disabled_reason: evil }],
  }),
  'no nova-compute': (evil) => ({ ...asked(evil), nodes: [free(evil)], compute_services: [] }),
  'no such class': (evil) => ({
    ...asked(evil),
    nodes: [
      { ...free(evil), resource_class: evil },
      { ...free(evil), resource_class: null, uuid: `${evil}3` },
    ],
  }),
  'traits and capabilities': (evil) => ({
    ...asked(evil),
    nodes: [free(evil)],
    flavor: flavor(evil, { [`trait:${evil}`]: 'required', [`capabilities:${evil}`]: evil }),
  }),
  'virtual amounts': (evil) => ({
    ...asked(evil),
    flavor: { ...flavor(evil), extra_specs: { 'resources:CUSTOM_GOLD': '1', [`resources:${evil}`]: '4' } },
    nodes: [free(evil)],
  }),
  'no class asked': (evil) => ({ ...asked(evil), flavor: { ...flavor(evil), extra_specs: BARE_METAL } }),
  'deploy behind the error': (evil) => ({
    ...asked(evil, `Exceeded maximum number of retries. node ${evil}`),
    nodes: [{ ...free(evil), provision_state: 'deploy failed', last_error: 'x' }],
  }),
  'retries on a named node': (evil) => ({
    ...asked(evil, `Failed to provision instance ${evil}: node 11111111-1111-4111-8111-111111111111${evil}`),
    nodes: [],
  }),
  'no reason': (evil) => ({ ...asked(evil, null), instance_actions: [] }),
  'half-way': (evil) => ({
    instance: { ...failedServer(null), id: evil, 'OS-EXT-SRV-ATTR:host': evil },
    instance_actions: [],
  }),
  'a pasted lock': (evil) => ({
    message: `Node ${evil} is locked by host ${evil}, please retry after the current operation is completed.`,
    conductors: [conductor(evil, false)],
  }),
  'a pasted error': (evil) => ({
    message: `Failed to deploy node 11111111-1111-4111-8111-111111111111 ${evil}: No space left on device ${evil}`,
  }),
  'a pasted MAC': (evil) => ({
    message: `Unable to complete operation for network 11111111-1111-4111-8111-111111111111. The mac address aa:bb:cc:dd:ee:ff is in use ${evil}`,
  }),
  'log lines': (evil) => ({
    logs: [
      {
        source: evil,
        host: evil,
        lines: [
          `2026-11-22 17:00:00.000 1 ERROR ironic.conductor [req-x] Node ${evil} failed: No space left on device`,
          `2026-11-22 17:00:00.000 1 ERROR nova.scheduler [req-x] Filter ${evil} returned 0 hosts`,
          `2026-11-22 17:00:00.000 1 DEBUG ironic.conductor.task_manager [req-x] Attempting to reserve node ${evil} (purpose: ${evil})`,
          `2026-11-22 17:00:01.000 1 DEBUG ironic.conductor.task_manager [req-x] Node ${evil} is locked by host ${evil}`,
        ],
      },
    ],
  }),
};
