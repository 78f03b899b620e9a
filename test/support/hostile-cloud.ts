import { type FactsInMemory, HEALTHY_NODE, minutesAgo } from './facts.ts';
import { BARE_METAL, failedServer, NO_CANDIDATES } from './scheduling.ts';

export function node(evil: string, fields: Record<string, unknown> = {}) {
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
export function free(evil: string) {
  return {
    ...HEALTHY_NODE,
    uuid: evil,
    name: evil,
    resource_class: 'gold',
    properties: { capabilities: evil },
  };
}
export function redfish(evil: string, last_error: string) {
  return node(evil, {
    provision_state: 'enroll',
    last_error,
    power_interface: 'redfish',
    driver: 'redfish',
    reservation: null,
    driver_info: { redfish_address: `https://${evil}`, redfish_system_id: evil },
  });
}
export function conductor(evil: string, alive = true) {
  return {
    hostname: evil,
    conductor_group: '',
    alive,
    drivers: [evil],
    updated_at: minutesAgo(alive ? 1 : 60),
  };
}
export function wait(
  evil: string,
  provision_state: string,
  fields: Record<string, unknown> = {},
): FactsInMemory {
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
export function neutronPort(evil: string) {
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
export function flavor(evil: string, extra_specs: Record<string, string> = {}) {
  return {
    id: evil,
    name: evil,
    vcpus: 8,
    ram: 1,
    disk: 1,
    extra_specs: { 'resources:CUSTOM_GOLD': '1', ...BARE_METAL, ...extra_specs },
  };
}
export function asked(evil: string, message: string | null = NO_CANDIDATES): FactsInMemory {
  return { instance: { ...failedServer(message), id: evil, name: evil }, flavor: flavor(evil) };
}
export function offers(evil: string) {
  return {
    allocation_requests: [{ allocations: { [evil]: { resources: { CUSTOM_GOLD: 1 } } } }],
    provider_summaries: { [evil]: { resources: { CUSTOM_GOLD: { capacity: 1, used: 0 } }, traits: [] } },
  };
}
