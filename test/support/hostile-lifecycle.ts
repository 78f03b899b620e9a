import { type FactsInMemory, minutesAgo } from './facts.ts';
import { conductor, node } from './hostile-cloud.ts';
import { COMPUTE, hypervisor } from './scheduling.ts';

const MEMORY = 'Available memory at 9, Insufficient as 1024 is required to proceed at this time.';
const LIMIT = 'Unable to process request. The concurrent action limit for provisioning has been reached.';
const GONE = "The deploying state can't be resumed by conductor cond-1. Moving to fail state.";
const TIMEOUT = 'timeout reached while inspecting the node';

const fresh = (evil: string, uuid: string) => ({
  ...node(evil, {
    provision_state: 'inspect failed',
    last_error: TIMEOUT,
    created_at: minutesAgo(90),
    properties: {},
    inspect_interface: 'agent',
    boot_interface: 'ipxe',
    maintenance: false,
  }),
  uuid,
});

/** Limits, ownership and contradictions, with `evil` for every name. */
export const LIFECYCLE: Record<string, (evil: string) => FactsInMemory> = {
  'refused for memory': (evil) => ({
    node: node(evil, {
      provision_state: 'deploy failed',
      last_error: MEMORY,
      instance_info: { image_source: evil },
    }),
    history: [],
    nodes: [],
    image: { id: evil, name: evil, disk_format: evil },
  }),
  'restarted under load': (evil) => {
    const own = node(evil, { provision_state: 'deploy failed', last_error: GONE });
    return {
      node: own,
      history: [],
      nodes: ['a', 'b', 'c'].map((uuid) => ({ ...own, uuid, name: evil })),
    };
  },
  'limit reached': (evil) => ({
    node: node(evil, { provision_state: 'deploy failed', last_error: LIMIT }),
    history: [],
    nodes: Array.from({ length: 6 }, (_, place) => ({
      ...node(evil, { provision_state: 'deploying', owner: evil, conductor_group: evil }),
      uuid: `${place}`,
    })),
  }),
  'no reply': (evil) => ({
    node: node(evil, {
      provision_state: 'deploy failed',
      last_error: `Timed out waiting for a reply to message ID ${evil}`,
    }),
    history: [],
    conductors: [conductor(evil, false)],
  }),
  'an error inside the API': (evil) => ({ message: `HTTP 500 An unknown exception occurred. ${evil}` }),
  'validation broke': (evil) => ({
    node: node(evil, { provision_state: 'available', instance_uuid: null, reservation: null }),
    validation: {
      network: {
        result: false,
        reason: `Unexpected exception, traceback saved into log by ironic conductor service that is running on ${evil}: ${evil}`,
      },
    },
  }),
  'instance gone': (evil) => ({
    node: node(evil, { provision_state: 'active', instance_uuid: evil, reservation: null }),
    instance: null,
    compute_services: [COMPUTE],
  }),
  'instance elsewhere': (evil) => ({
    node: node(evil, { provision_state: 'active', instance_uuid: evil, reservation: null }),
    instance: { id: evil, name: evil, status: 'ACTIVE', 'OS-EXT-SRV-ATTR:hypervisor_hostname': evil },
  }),
  'power differs': (evil) => ({
    node: node(evil, {
      provision_state: 'active',
      instance_uuid: evil,
      power_state: 'power off',
      reservation: null,
      target_power_state: null,
    }),
    instance: { id: evil, name: evil, status: 'ACTIVE', updated: minutesAgo(900) },
  }),
  'nobody knows whose': (evil) => ({
    node: node(evil, {
      provision_state: 'active',
      instance_uuid: null,
      owner: evil,
      instance_info: { display_name: evil },
    }),
    allocations: {
      resource_provider_generation: 1,
      allocations: { [evil]: { resources: { CUSTOM_GOLD: 1 } } },
    },
  }),
  'hidden from the credential': (evil) =>
    ({
      node: null,
      nodes: undefined,
      hypervisors: [hypervisor({ uuid: evil }, evil)],
      resource_provider: { uuid: evil },
      subject: { kind: 'node', cloud: 'lab', name: evil, node_uuid: evil, aspects: ['node'] },
      unread: { nodes: { kind: 'denied', reason: 'only its own' } },
    }) as never,
  'new nodes of a large fleet': (evil) => ({
    node: fresh(evil, 'a'),
    history: [],
    nodes: [
      fresh(evil, 'b'),
      fresh(evil, 'c'),
      ...Array.from({ length: 110 }, (_, place) => ({
        ...node(evil, { provision_state: 'available', properties: { memory_mb: 1 } }),
        uuid: `old-${place}`,
      })),
    ],
  }),
  'driver gone': (evil) => ({
    node: node(evil, { driver: 'ilo', conductor: null, reservation: null, conductor_group: '' }),
    conductors: [conductor(evil)],
  }),
  'a deploy held for a server': (evil) => ({
    node: node(evil, { provision_state: 'deploy hold', instance_uuid: evil }),
  }),
  retired: (evil) => ({
    node: node(evil, {
      provision_state: 'manageable',
      retired: true,
      retired_reason: evil,
      instance_uuid: null,
    }),
  }),
};
