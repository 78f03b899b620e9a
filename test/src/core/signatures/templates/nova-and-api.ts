import type { Template } from './template.ts';

const NODE = '1be26c0b-03f2-4d2e-ae87-c02d7f33c123';
const SERVER = '35b07cd5-9f60-4463-ac91-9e70c0240710';
const VIF = '4a6f3c1e-6c3a-4d0b-9d0d-0fb1a0f7d111';

export const NOVA_AND_API: readonly Template[] = [
  [1, 'No valid host was found. ', 'insufficient-evidence'],
  [2, 'No valid host was found. There are not enough hosts available.', 'nvh-properties-capabilities'],
  [
    3,
    'Got no allocation candidates from the Placement API. This could be due to insufficient resources or a temporary occurrence as compute nodes start up.',
    'insufficient-evidence',
    'nvh-no-available-node',
    'nvh-resource-class',
    'nvh-placement-stale',
  ],
  [4, 'Filter ComputeCapabilitiesFilter returned 0 hosts', 'nvh-properties-capabilities'],
  [4, 'Filter ComputeFilter returned 0 hosts', 'nvh-compute-service'],
  [
    5,
    `Filtering removed all hosts for the request with instance ID '${SERVER}'. Filter results: ['ComputeFilter: (start: 4, end: 4)', 'ComputeCapabilitiesFilter: (start: 4, end: 0)']`,
    'nvh-properties-capabilities',
  ],
  [
    5,
    `Filtering removed all hosts for the request with instance ID '${SERVER}'. Filter results: ['ComputeFilter: (start: 4, end: 0)']`,
    'nvh-compute-service',
  ],
  [
    6,
    `Exceeded maximum number of retries. Exhausted all hosts available for retrying build failures for instance ${SERVER}.`,
    'nvh-behind-deploy-error',
  ],
  [
    7,
    `Exceeded max scheduling attempts 3 for instance ${SERVER}. Last exception: Build failed`,
    'nvh-behind-deploy-error',
  ],
  [
    8,
    `Build of instance ${SERVER} was re-scheduled: something went wrong on the host`,
    'nvh-behind-deploy-error',
  ],
  [9, `Build of instance ${SERVER} aborted: no reason given`, 'nvh-behind-deploy-error'],
  [10, `Failed to provision instance ${SERVER}: None`, 'nvh-behind-deploy-error'],
  [11, `Failed to reserve node ${NODE} when provisioning the instance ${SERVER}`, 'nvh-placement-stale'],
  [
    12,
    `Ironic node: ${NODE} failed to validate. (deploy: No Error, power: No Error, storage: No Error)`,
    'nvh-behind-deploy-error',
  ],
  [
    13,
    `Failed to add deploy parameters on node ${NODE} when provisioning the instance ${SERVER}: Bad Request`,
    'nvh-behind-deploy-error',
  ],
  [14, `Cannot attach VIF ${VIF} to the node ${NODE} due to error: Conflict (HTTP 409)`, 'network-vif'],
  [
    15,
    `Error destroying the instance on node ${NODE}. Provision state still 'active'.`,
    'insufficient-evidence',
    'stuck-ing-state',
  ],
  [16, `Instance ${SERVER} provisioning was aborted`, 'operator-maintenance'],
  [17, `Failed to request Ironic to rebuild instance ${SERVER}: Bad Request`, 'nvh-behind-deploy-error'],
  [
    18,
    `Build of instance ${SERVER} aborted: Failed to allocate the network(s), not rescheduling.`,
    'network-vif',
  ],
  [19, 'Virt driver is not ready.', 'nvh-compute-service'],
  [
    20,
    'An unknown error has occurred when trying to get the list of nodes from the Ironic inventory. Error: Unable to establish connection to http://10.0.0.1:6385/v1/nodes',
    'nvh-compute-service',
  ],
  [
    21,
    'FATAL: Peer list does not contain this compute service hostname (compute-1); add it to the [ironic]/peer_list option.',
    'nvh-compute-service',
  ],
  [22, `Node ${NODE} has a malformed "memory_mb". It should be an integer.`, 'nvh-properties-capabilities'],
  [
    23,
    "Ignoring malformed capability 'boot_mode=uefi'. Format should be 'key:val'.",
    'nvh-properties-capabilities',
  ],
  [
    24,
    `Node ${NODE} is locked by host conductor-1, please retry after the current operation is completed.`,
    'node-locked',
  ],
  [25, `Node ${NODE} can not be updated while a state transition is in progress.`, 'node-locked'],
  [26, `Cannot update node "${NODE}" while it is in state "inspecting".`, 'node-locked'],
  [
    27,
    'Node is in deploying state. Since node is transitioning, the boot mode will not be set as this may interfere with ongoing changes and result in erroneous modification. Try again later.',
    'node-locked',
  ],
  [28, `Node ${NODE} is associated with instance ${SERVER}.`, 'request-invalid', 'nvh-placement-stale'],
  [
    29,
    `Instance ${SERVER} is already associated with a node, it cannot be associated with this other node ${NODE}`,
    'request-invalid',
    'nvh-placement-stale',
  ],
  [30, 'A port with MAC address 52:54:00:1a:b0:01 already exists.', 'request-invalid'],
  [
    31,
    `Node ${NODE} parent_node rack-7 is presently locked and we are unable to perform any action on it at this time. Please retry after the current operation is completed.`,
    'node-locked',
  ],
  [
    32,
    'Unable to process request at this time. The concurrent action limit for cleaning has been reached. Please contact your administrator and try again later.',
    'concurrent-action-limit',
  ],
  [
    33,
    'Requested action cannot be performed due to lack of free conductor workers.',
    'concurrent-action-limit',
  ],
  [34, 'Resource temporarily unavailable, please retry.', 'stuck-ing-state', 'insufficient-evidence'],
  [35, 'No valid host was found. Reason: no idea', 'interface-not-enabled', 'insufficient-evidence'],
  [
    36,
    'No valid host was found. Reason: No conductor service registered which supports driver ipmi for conductor group "rack-b". Ensure the driver is valid and enabled.',
    'interface-not-enabled',
  ],
  [
    37,
    "Could not find the following interface in the 'ironic.hardware.interfaces.network' entrypoint: flat. Valid interfaces are ['noop'].",
    'interface-not-enabled',
  ],
  [
    38,
    "management interface implementation 'idrac-wsman' is not supported by hardware type IPMIHardware.",
    'interface-not-enabled',
  ],
  [
    39,
    `For node ${NODE} with hardware type 'ipmi', no default value found for deploy interface could be determined. Please ensure the interfaces are enabled.`,
    'interface-not-enabled',
  ],
  [
    40,
    "Could not find the following items in the 'ironic.hardware.types' entrypoint: ilo, irmc.",
    'interface-not-enabled',
  ],
  [
    41,
    'Driver ipmi does not support rescue (disabled or not implemented).',
    'insufficient-evidence',
    'request-invalid',
    'interface-not-enabled',
  ],
  [
    42,
    `The requested action "provide" can not be performed on node "${NODE}" while it is in state "active".`,
    'request-invalid',
  ],
  [
    43,
    `The provisioning operation can't be performed on node ${NODE} because it's in maintenance mode.`,
    'operator-maintenance',
  ],
  [44, `The provide operation can't be performed on node ${NODE} because it is retired.`, 'request-invalid'],
  [45, `Node ${NODE} is protected and cannot be undeployed, rebuilt or deleted`, 'request-invalid'],
  [
    46,
    `Can not delete node "${NODE}" while it is in provision state "active". Valid provision states to perform deletion are: "['available', 'enroll', 'manageable']".`,
    'request-invalid',
  ],
  [
    47,
    `Node ${NODE} failed to validate deploy image info. Some parameters were missing. Missing are: ['instance_info.image_source']`,
    'request-invalid',
    'insufficient-evidence',
  ],
  [
    48,
    `image_source's "image_checksum", or "image_os_hash_algo" and "image_os_hash_value" must be provided in instance_info for node ${NODE}`,
    'request-invalid',
    'image-download-checksum',
  ],
  [
    49,
    'Image 7f3c is missing the following properties: kernel_id, ramdisk_id',
    'image-invalid',
    'request-invalid',
  ],
  [
    50,
    `Cannot specify instance traits that are not also set on the node. Node ${NODE} is missing traits CUSTOM_RAID5`,
    'nvh-properties-capabilities',
    'request-invalid',
  ],
  [
    51,
    'Agent did not transmit a version, and a version is required. Please update the agent being used.',
    'agent-comm',
  ],
  [52, 'Agent token is required for heartbeat processing.', 'agent-comm'],
  [53, 'Detected change in ramdisk provided "callback_url"', 'agent-comm'],
  [54, 'TLS is required by configuration', 'agent-tls'],
  [
    55,
    'Failed to process allocation 8f2b: no available nodes match the resource class baremetal-large.',
    'nvh-no-available-node',
    'nvh-resource-class',
  ],
];
