import type { Template } from './template.ts';

const NODE = '1be26c0b-03f2-4d2e-ae87-c02d7f33c123';

export const WAITING: readonly Template[] = [
  [86, `Timeout reached while waiting for callback for node ${NODE}`, 'wait-callback-timeout'],
  [
    87,
    'Timeout reached while cleaning the node. Please check if the ramdisk responsible for the cleaning is running on the node. Failed on step {}.',
    'wait-callback-timeout',
  ],
  [
    87,
    "Timeout reached while cleaning the node. Please check if the ramdisk responsible for the cleaning is running on the node. Failed on step {'interface': 'deploy', 'step': 'erase_devices', 'abortable': True, 'priority': 10}.",
    'wait-callback-timeout',
    'clean-step-failed',
  ],
  [88, 'timeout reached while inspecting the node', 'wait-callback-timeout'],
  [
    88,
    'Timeout reached while inspecting the node. Please check if the ramdisk responsible for the inspection is running on the node.',
    'wait-callback-timeout',
  ],
  [89, 'Timeout reached while waiting for rescue ramdisk callback for node', 'wait-callback-timeout'],
  [
    90,
    'Timeout reached while servicing the node. Please check if the ramdisk responsible for the servicing is running on the node. Failed on step {}.',
    'wait-callback-timeout',
  ],
  [
    91,
    "The deploying state can't be resumed by conductor conductor-1.example.com. Moving to fail state.",
    'stuck-ing-state',
  ],
  [92, 'Operation was aborted due to conductor take over', 'stuck-ing-state'],
  [
    93,
    `Forcibly removed reservation of conductor conductor-2 on node ${NODE} as that conductor went offline`,
    'stuck-ing-state',
  ],
  [
    94,
    'Current conductor conductor-1 will be excluded from offline conductors. Conductor heartbeat has failed to update the database timestamp. This is sign of resource starvation.',
    'stuck-ing-state',
  ],
  [95, 'Async execution of _do_next_clean_step failed with error: unknown', 'insufficient-evidence'],
  [
    96,
    `Node ${NODE} is currently locked, skipping heartbeat processing (will retry on the next heartbeat)`,
    'insufficient-evidence',
    'healthy',
  ],
  [97, 'Cleaning aborted as node is in maintenance mode', 'operator-maintenance'],
  [97, 'Deploy aborted as node is in maintenance mode', 'operator-maintenance'],
  [97, 'Rescue aborted as node is in maintenance mode', 'operator-maintenance'],
  [97, 'Service aborted as node is in maintenance mode', 'operator-maintenance'],
  [98, 'By request, the clean operation was aborted', 'operator-maintenance'],
  [
    98,
    'By request, the deploy operation was aborted during or after the completion of step "deploy.write_image"',
    'operator-maintenance',
  ],
  [98, 'By request, the rescue operation was aborted.', 'operator-maintenance'],
  [98, 'Inspection was aborted by request.', 'operator-maintenance'],
  [
    99,
    `Failed to connect to the agent running on node ${NODE} for invoking command standby.prepare_image. Error: HTTPSConnectionPool(host='10.0.5.7', port=9999): Max retries exceeded with url: /v1/commands/?wait=false (Caused by SSLError(SSLCertVerificationError(1, '[SSL: CERTIFICATE_VERIFY_FAILED] certificate verify failed: certificate is not yet valid (_ssl.c:1129)')))`,
    'agent-tls',
  ],
  [
    99,
    `Failed to connect to the agent running on node ${NODE} for checking the last command status after failing to invoke command clean.execute_clean_step. Error: HTTPSConnectionPool(host='10.0.5.7', port=9999): Read timed out. (read timeout=60)`,
    'agent-comm',
  ],
  [
    99,
    `Failed to connect to the agent running on node ${NODE} to collect commands status. Error: [Errno 113] No route to host`,
    'agent-comm',
  ],
  [100, 'Agent driver requires agent_url in driver_internal_info', 'agent-comm'],
  [
    101,
    'Unable to decode response as JSON.\nRequest URL: https://10.0.5.7:9999/v1/commands/\nRequest body: "{}"\nResponse status code: 502\nResponse: "<html>Bad Gateway</html>"',
    'agent-comm',
  ],
  [102, `Invalid or missing agent_token received for node ${NODE}`, 'agent-comm'],
  [
    102,
    `Rejecting callback_url http://10.0.5.7:9999 for node ${NODE} because it does not use TLS`,
    'agent-tls',
  ],
  [102, `Agent heartbeat received for node ${NODE} without an agent token.`, 'agent-comm'],
  [
    103,
    `An agent token generation request is being refused as one is already present for node ${NODE}`,
    'agent-comm',
  ],
  [104, 'Could not look up node info. Check logs for details.', 'agent-comm', 'inspection-failed'],
  [104, 'Agent could not find a valid IP address.', 'dhcp-pxe-boot', 'agent-comm', 'network-vif'],
];
