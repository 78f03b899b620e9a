import { type FactsInMemory, HEALTHY_NODE, minutesAgo } from './facts.ts';
import { BARE_METAL, COMPUTE, FILTERED, failedServer, hypervisor, NO_CANDIDATES } from './scheduling.ts';

const VERIFY = 'Failed to get power state for node x. Error: IPMI call failed: power status.';
const SYNC =
  "During sync_power_state, max retries exceeded for node x, node state None does not match expected state 'power on'. Updating DB state to 'None' Switching node to maintenance mode. Error: ";

/** Situations in which every name that a cloud can hold is `evil`. */
export const SITUATIONS: Record<string, (evil: string) => FactsInMemory> = {
  'clean failed': (evil) => ({
    node: node(evil, {
      provision_state: 'clean failed',
      last_error: 'Timeout reached while cleaning the node.',
      power_state: 'power on',
      fault: 'clean failure',
      maintenance: true,
    }),
  }),
  'clean failed by hand': (evil) => ({
    node: node(evil, { provision_state: 'clean failed', target_provision_state: 'manageable' }),
  }),
  'deploy failed': (evil) => ({
    node: node(evil, { provision_state: 'deploy failed', last_error: 'No space left on device' }),
  }),
  'deploy failed, free': (evil) => ({
    node: node(evil, { provision_state: 'deploy failed', instance_uuid: null }),
  }),
  'inspect failed': (evil) => ({ node: node(evil, { provision_state: 'inspect failed' }) }),
  'tear-down failed': (evil) => ({ node: node(evil, { provision_state: 'error' }) }),
  'service failed': (evil) => ({
    node: node(evil, { provision_state: 'service failed', maintenance: true, fault: 'service failure' }),
  }),
  'clean wait': (evil) => ({ ...wait(evil, 'clean wait') }),
  'wait call-back': (evil) => ({ ...wait(evil, 'wait call-back') }),
  'wait call-back, free': (evil) => ({ ...wait(evil, 'wait call-back', { instance_uuid: null }) }),
  'agent stuck': (evil) => ({
    node: node(evil, {
      provision_state: 'clean wait',
      clean_step: { step: evil, interface: evil },
      driver_internal_info: { agent_last_heartbeat: minutesAgo(1) },
    }),
  }),
  'cleaning for hours': (evil) => ({
    node: node(evil, { provision_state: 'cleaning' }),
    conductors: [conductor(evil)],
    nodes: [],
  }),
  'verifying for long': (evil) => ({
    node: node(evil, { provision_state: 'verifying' }),
    conductors: [conductor(evil)],
  }),
  'held by the dead': (evil) => ({
    node: node(evil, { provision_state: 'deploying' }),
    conductors: [conductor(evil, false)],
  }),
  'no conductor': (evil) => ({
    node: node(evil, { provision_state: 'available', conductor: null, reservation: null }),
    conductors: [conductor(evil, false)],
  }),
  locked: (evil) => ({ node: node(evil, { provision_state: 'active' }), conductors: [conductor(evil)] }),
  maintenance: (evil) => ({ node: node(evil, { maintenance: true, maintenance_reason: evil, owner: evil }) }),
  held: (evil) => ({ node: node(evil, { provision_state: 'clean hold' }) }),
  'verify failed': (evil) => ({ node: node(evil, { provision_state: 'enroll', last_error: VERIFY }) }),
  'power fault': (evil) => ({
    node: node(evil, {
      maintenance: true,
      fault: 'power failure',
      maintenance_reason: SYNC,
      last_error: SYNC,
    }),
  }),
  'credentials refused': (evil) => ({
    node: node(evil, { provision_state: 'enroll', last_error: `${VERIFY} RAKP 2 HMAC is invalid` }),
  }),
  'session refused': (evil) => ({
    node: node(evil, {
      provision_state: 'enroll',
      last_error: 'Error in open session response message : insufficient resources for session',
    }),
  }),
  'Redfish refused': (evil) => ({
    node: redfish(evil, 'Unable to connect to https://x/redfish/v1. Error: Connection refused'),
  }),
  'Redfish certificate': (evil) => ({
    node: redfish(
      evil,
      "Redfish connection failed for node x: Unable to connect to https://x:8443/redfish/v1/. Error: HTTPSConnectionPool(host='x', port=8443): Max retries exceeded (Caused by SSLError(SSLCertVerificationError(1, '[SSL: CERTIFICATE_VERIFY_FAILED]')))",
    ),
  }),
  'Redfish credentials': (evil) => ({
    node: redfish(
      evil,
      'HTTP GET https://x/redfish/v1/Systems/1 returned code 401. Base.1.0.GeneralError: Unauthorized',
    ),
  }),
  'Redfish resource missing': (evil) => ({
    node: redfish(evil, 'HTTP GET https://x/redfish/v1/Systems/1 returned code 404. unknown error'),
  }),
  'interface gone': (evil) => ({
    node: node(evil, { reservation: null }),
    drivers: [{ name: evil, enabled_power_interfaces: [evil], enabled_deploy_interfaces: [evil] }],
  }),
  'interface refused': (evil) => ({
    node: node(evil, { reservation: null }),
    validation: {
      status: 400,
      error_message: `Could not find the following interface in the 'ironic.hardware.interfaces.deploy' entrypoint: --x. Valid interfaces are ['${evil}'].`,
    },
  }),
  'not deployable': (evil) => ({
    node: free(evil),
    validation: { power: { result: true }, management: { result: false, reason: evil } },
  }),
  'MAC in use': (evil) => ({
    node: free(evil),
    ports: [{ uuid: evil, address: evil }],
    neutron_ports: [neutronPort(evil)],
  }),
  'a MAC alone': (evil) => ({ subject: { name: evil }, neutron_ports: [neutronPort(evil)] }) as FactsInMemory,
  'left in Placement': (evil) => ({
    node: free(evil),
    resource_provider: { uuid: evil },
    inventories: { resource_provider_generation: 1, inventories: { CUSTOM_GOLD: { total: 1, reserved: 1 } } },
    allocations: {
      resource_provider_generation: 1,
      allocations: { [evil]: { resources: { CUSTOM_GOLD: 1 } } },
    },
    compute_services: [{ ...COMPUTE, host: evil, status: 'disabled', disabled_reason: evil }],
    hypervisors: [hypervisor({ uuid: evil }, evil)],
  }),
  'reserved in Placement': (evil) => ({
    node: free(evil),
    resource_provider: { uuid: evil },
    inventories: { resource_provider_generation: 1, inventories: { CUSTOM_GOLD: { total: 1, reserved: 1 } } },
    allocations: { resource_provider_generation: 1, allocations: {} },
  }),
  'no class': (evil) => ({ node: { ...free(evil), resource_class: null }, resource_provider: null }),
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

function node(evil: string, fields: Record<string, unknown> = {}) {
  return {
    ...HEALTHY_NODE,
    uuid: evil,
    name: evil,
    driver: evil,
    conductor: evil,
    reservation: evil,
    instance_uuid: evil,
    deploy_interface: `${evil}x`,
    provision_updated_at: minutesAgo(300),
    resource_class: evil,
    driver_info: { ipmi_address: evil, ipmi_port: evil },
    ...fields,
  };
}
function free(evil: string) {
  return {
    ...HEALTHY_NODE,
    uuid: evil,
    name: evil,
    resource_class: 'gold',
    properties: { capabilities: evil },
  };
}
function redfish(evil: string, last_error: string) {
  return node(evil, {
    provision_state: 'enroll',
    last_error,
    power_interface: 'redfish',
    driver: 'redfish',
    reservation: null,
    driver_info: { redfish_address: `https://${evil}`, redfish_system_id: evil },
  });
}
function conductor(evil: string, alive = true) {
  return {
    hostname: evil,
    conductor_group: '',
    alive,
    drivers: [evil],
    updated_at: minutesAgo(alive ? 1 : 60),
  };
}
function wait(evil: string, provision_state: string, fields: Record<string, unknown> = {}): FactsInMemory {
  return {
    node: node(evil, { provision_state, ...fields }),
    ports: [
      {
        uuid: evil,
        address: evil,
        internal_info: { cleaning_vif_port_id: evil, provisioning_vif_port_id: evil },
        local_link_connection: { switch_info: evil },
      },
    ],
    neutron_ports: [],
    portgroups: [{ uuid: evil, name: evil, mode: '802.3ad' }],
    nodes: [1, 2, 3].map((n) => node(evil, { uuid: `${evil}${n}`, provision_state })),
  };
}
function neutronPort(evil: string) {
  return {
    id: evil,
    name: evil,
    mac_address: evil,
    status: 'DOWN',
    device_id: '',
    device_owner: '',
    network_id: evil,
  };
}
function flavor(evil: string, extra_specs: Record<string, string> = {}) {
  return {
    id: evil,
    name: evil,
    vcpus: 8,
    ram: 1,
    disk: 1,
    extra_specs: { 'resources:CUSTOM_GOLD': '1', ...BARE_METAL, ...extra_specs },
  };
}
function asked(evil: string, message: string | null = NO_CANDIDATES): FactsInMemory {
  return { instance: { ...failedServer(message), id: evil, name: evil }, flavor: flavor(evil) };
}
function offers(evil: string) {
  return {
    allocation_requests: [{ allocations: { [evil]: { resources: { CUSTOM_GOLD: 1 } } } }],
    provider_summaries: { [evil]: { resources: { CUSTOM_GOLD: { capacity: 1, used: 0 } }, traits: [] } },
  };
}
