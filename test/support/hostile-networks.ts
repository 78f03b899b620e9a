import type { FactsInMemory } from './facts.ts';
import { node } from './hostile-cloud.ts';

const port = (evil: string, operation: string) => ({
  uuid: evil,
  address: evil,
  internal_info: { [`${operation}_vif_port_id`]: evil },
  local_link_connection: { switch_id: evil, switch_info: evil, port_id: evil },
});

/** Situations of the network around the node, and of a BMC with ways of its own. */
export const NETWORKS: Record<string, (evil: string) => FactsInMemory> = {
  'tenant port unbound': (evil) => ({
    node: node(evil, { provision_state: 'active', reservation: null }),
    ports: [port(evil, 'tenant')],
    neutron_ports: [{ id: evil, 'binding:vif_type': 'binding_failed', 'binding:host_id': evil }],
  }),
  'tenant port gone': (evil) => ({
    node: node(evil, { provision_state: 'active', reservation: null }),
    ports: [port(evil, 'tenant')],
    neutron_ports: [],
  }),
  'tenant port of a bond gone': (evil) => ({
    node: node(evil, { provision_state: 'active', reservation: null }),
    ports: [{ uuid: evil, address: evil, portgroup_uuid: evil }],
    portgroups: [{ ...port(evil, 'tenant'), name: evil }],
    neutron_ports: [],
  }),
  'hand-over failed': (evil) => ({
    node: node(evil, {
      provision_state: 'deploy failed',
      last_error: `Could not add public network VIF ${evil} to node x, possible network issue.`,
    }),
    ports: [port(evil, 'tenant')],
    neutron_ports: [],
  }),
  'stale session': (evil) => ({
    node: node(evil, { provision_state: 'clean failed', reservation: null, last_error: null }),
    history: [],
    ports: [port(evil, 'cleaning')],
    neutron_ports: [],
  }),
  'VIF left': (evil) => ({
    node: node(evil, { provision_state: 'available', instance_uuid: null, reservation: null }),
    ports: [port(evil, 'tenant')],
    neutron_ports: [],
  }),
  'cleaning port left': (evil) => ({
    node: node(evil, { provision_state: 'active', reservation: null }),
    ports: [port(evil, 'cleaning')],
    neutron_ports: [{ id: evil, 'binding:vif_type': 'other', 'binding:host_id': evil }],
  }),
  'Redfish in its own way': (evil) => ({
    node: node(evil, {
      provision_state: 'deploy failed',
      last_error: 'Virtual media mount failed for node x',
      power_interface: 'redfish',
      driver_info: { redfish_address: `https://${evil}`, redfish_system_id: evil },
    }),
  }),
};
