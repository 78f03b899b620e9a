import { type FactsInMemory, minutesAgo } from './facts.ts';
import { conductor, free, neutronPort, node, redfish, wait } from './hostile-cloud.ts';
import { DISKS } from './hostile-disks.ts';
import { LIFECYCLE } from './hostile-lifecycle.ts';
import { NETWORKS } from './hostile-networks.ts';
import { RAMDISK } from './hostile-ramdisk.ts';
import { SCHEDULING } from './hostile-scheduling.ts';
import { COMPUTE, hypervisor } from './scheduling.ts';

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
  'maintenance left behind': (evil) => ({
    node: node(evil, {
      provision_state: 'manageable',
      maintenance: true,
      fault: 'clean failure',
      maintenance_reason: evil,
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
  ...DISKS,
  ...LIFECYCLE,
  ...NETWORKS,
  ...SCHEDULING,
  ...RAMDISK,
};
