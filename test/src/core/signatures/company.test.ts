import { expect, test } from 'vitest';
import type { Cause } from '../../../../src/core/cause.ts';
import { innermost } from '../../../../src/core/error-signature.ts';

const REFUSED =
  "(Caused by SSLError(SSLCertVerificationError(1, '[SSL: CERTIFICATE_VERIFY_FAILED] certificate verify failed: unable to get local issuer certificate (_ssl.c:1000)')))";

/** The same token in different company: [what, text, cause]. */
const COMPANY: readonly (readonly [string, string, Cause])[] = [
  [
    'a certificate at port 9999',
    `HTTPSConnectionPool(host='10.0.5.7', port=9999): Max retries exceeded with url: /v1/commands/ ${REFUSED}`,
    'agent-tls',
  ],
  [
    'a certificate of an agent whose command names an image',
    `Deploy step deploy.write_image failed with AgentConnectionFailed: Connection to agent failed: Failed to connect to the agent running on node n1 for invoking command standby.prepare_image. Error: HTTPSConnectionPool(host='10.0.5.7', port=9999): ${REFUSED}`,
    'agent-tls',
  ],
  [
    'a certificate seen by the agent calling home',
    `Error heartbeating to agent API: HTTPSConnectionPool(host='10.0.0.1', port=6385): Max retries exceeded with url: /v1/heartbeat/1be26c0b ${REFUSED}`,
    'agent-tls',
  ],
  [
    'a certificate at /redfish/v1',
    `Failed to get power state for node n1. Error: Unable to connect to https://10.4.12.17/redfish/v1/. Error: HTTPSConnectionPool(host='10.4.12.17', port=443): Max retries exceeded with url: /redfish/v1/ ${REFUSED}`,
    'redfish-bmc-tls',
  ],
  [
    'a certificate of the image server seen by the agent',
    `Deploy step deploy.write_image failed on node n1. Error downloading image: Download of image 7f3c failed: HTTPSConnectionPool(host='images', port=443): Max retries exceeded with url: /x.qcow2 ${REFUSED}`,
    'image-download-checksum',
  ],
  [
    'a certificate of the image server on HEAD',
    `Failed to prepare to deploy: Validation of image href https://images/x.qcow2 failed, reason: HTTPSConnectionPool(host='images', port=443): Max retries exceeded with url: /x.qcow2 ${REFUSED}`,
    'image-download-checksum',
  ],
  [
    'a certificate of nobody in particular',
    `HTTPSConnectionPool(host='10.0.0.9', port=443): Max retries exceeded ${REFUSED}`,
    'insufficient-evidence',
  ],

  [
    'a full disk while preparing the deploy',
    'Failed to prepare to deploy. Exception: [Errno 28] No space left on device',
    'conductor-disk-full',
  ],
  [
    'a full disk in a deploy of the guide',
    'Error in deploy of node 1be26c0b: [Errno 28] No space left on device',
    'conductor-disk-full',
  ],
  [
    'a full disk of the image cache',
    "Unexpected error: OSError: [Errno 28] No space left on device: '/var/lib/ironic/master_images/tmp8x'",
    'conductor-disk-full',
  ],
  [
    'a full disk while preparing cleaning',
    'Failed to prepare node n1 for cleaning: [Errno 28] No space left on device',
    'conductor-disk-full',
  ],
  [
    'a full disk in an agent deploy step',
    'Deploy step deploy.write_image failed on node n1. Error downloading image: Download of image 7f3c failed: [Errno 28] No space left on device',
    'image-invalid',
  ],
  [
    'a full disk in an agent clean step',
    "Agent returned error for clean step {'step': 'erase_devices_metadata', 'interface': 'deploy'} on node n1 : [Errno 28] No space left on device",
    'clean-step-failed',
  ],
  ['a full disk somewhere', 'OSError: [Errno 28] No space left on device', 'insufficient-evidence'],

  [
    '401 from a BMC',
    'Redfish exception occurred. Error: HTTP GET https://10.4.12.17/redfish/v1/Systems returned code 401. Base.1.0.GeneralError: Unauthorized',
    'bmc-credentials',
  ],
  [
    '403 from a BMC',
    'HTTP POST https://10.4.12.17/redfish/v1/SessionService/Sessions returned code 403. unknown error',
    'bmc-credentials',
  ],
  [
    '401 from Swift for the config drive',
    "Deploy step deploy.write_configdrive failed on node n1. Can't download the configdrive content for node n1 from 'https://swift/v1/AUTH_a/c/o?temp_url_sig=***'. Got status code 401, response body 401 Unauthorized: Temp URL invalid",
    'configdrive-volume',
  ],
  [
    '401 from an image server for the agent',
    'Download of image 7f3c failed: Received status code 401 from https://images/x.qcow2, expected 200',
    'image-download-checksum',
  ],
  [
    '403 from an image server for the conductor',
    'Validation of image href https://images/x.qcow2 failed, reason: Got HTTP code 403 instead of 200 in response to HEAD request.',
    'image-download-checksum',
  ],
  [
    '401 from Keystone',
    'The request you have made requires authentication. (HTTP 401) (Request-ID: req-1)',
    'request-invalid',
  ],

  [
    '409 of a lock',
    'Node n1 is locked by host c1, please retry after the current operation is completed. (HTTP 409)',
    'node-locked',
  ],
  ['409 of an instance', 'Node n1 is associated with instance 35b07cd5. (HTTP 409)', 'request-invalid'],
  [
    '409 of an instance in a build',
    'Build of instance 35b07cd5 was re-scheduled: Failed to reserve node n1 when provisioning the instance 35b07cd5: Node n1 is associated with instance 35b07cd6. (HTTP 409)',
    'nvh-placement-stale',
  ],
  [
    '409 of Neutron',
    'neutronclient.common.exceptions.MacAddressInUseClient: Unable to complete operation for network 9dbc. The mac address 52:54:00:1a:b0:77 is in use.',
    'mac-address-in-use',
  ],
  [
    "409 of Ironic's own ports",
    'A port with MAC address 52:54:00:1a:b0:77 already exists. (HTTP 409)',
    'request-invalid',
  ],
  [
    '409 of a BMC',
    'Redfish exception occurred. Error: HTTP POST https://10.4.12.17/redfish/v1/Systems/1/Actions/ComputerSystem.Reset returned code 409. unknown',
    'redfish-bmc-error',
  ],

  [
    'a timed out BMC',
    "Redfish connection failed for node n1: Unable to connect to https://10.4.12.17/redfish/v1/. Error: HTTPSConnectionPool(host='10.4.12.17', port=443): Read timed out. (read timeout=60)",
    'redfish-bmc-error',
  ],
  [
    'a timed out agent',
    "Connection to agent failed: Failed to connect to the agent running on node n1 for invoking command x. Error: HTTPSConnectionPool(host='10.0.5.7', port=9999): Read timed out.",
    'agent-comm',
  ],

  [
    'an IPMI session behind RAKP',
    "Stderr: 'Error in RAKP 2 message: RAKP 2 HMAC is invalid\\nError: Unable to establish IPMI v2 / RMCP+ session\\n' ipmitool",
    'bmc-credentials',
  ],
  [
    'an IPMI session behind an unknown user',
    'ipmitool: RAKP 2 message indicates an error : unauthorized name\nError: Unable to establish IPMI v2 / RMCP+ session',
    'bmc-credentials',
  ],
  [
    'an IPMI session behind a cipher',
    'ipmitool: Error in open session response message : no matching cipher suite\n\nError: Unable to establish IPMI v2 / RMCP+ session',
    'ipmi-session-cipher',
  ],
  [
    'an IPMI session used up',
    'Error in open session response message : insufficient resources for session\n\nError: Unable to establish IPMI v2 / RMCP+ session',
    'ipmi-session-cipher',
  ],
  [
    'an IPMI session and nothing else',
    'Error: Unable to establish IPMI v2 / RMCP+ session',
    'ipmi-unreachable',
  ],

  [
    "Ironic's own no valid host",
    'No valid host was found. Reason: No conductor service registered which supports driver ipmi for conductor group "".',
    'interface-not-enabled',
  ],
  [
    'hardware out of memory',
    'Memory size is too small for requested image, if it is less than (image size + reserved RAM size), will break the IPA deployments.',
    'image-invalid',
  ],
  [
    'conversion out of memory on the conductor',
    "Failed to prepare to deploy. Exception: Unexpected error while running command. Command: qemu-img convert -f qcow2 -O raw a b Exit code: 1 Stderr: 'qemu-img: Could not open: Cannot allocate memory'",
    'conductor-oom',
  ],
  [
    'an agent of a Dell',
    "Deploy step deploy.deploy failed on idrac-virtual-media: Failed to connect to the agent running on node n1 for invoking command x. Error: HTTPSConnectionPool(host='10.0.5.7', port=9999): [SSL: WRONG_VERSION_NUMBER] wrong version number",
    'agent-tls',
  ],
  [
    'a certificate that an iDRAC shows',
    'iDRAC certificate refused: [SSL: CERTIFICATE_VERIFY_FAILED] certificate verify failed',
    'redfish-bmc-tls',
  ],
  [
    'unauthorized at a BMC without a number',
    'Redfish exception occurred. Error: Unauthorized',
    'bmc-credentials',
  ],
  [
    'a full disk while the config drive is built',
    'Failed to prepare the configdrive. Exception: [Errno 28] No space left on device',
    'conductor-disk-full',
  ],
  [
    'a full disk in an old conductor step',
    "Node n1 failed deploy step {'step': 'deploy'}. Error: [Errno 28] No space left on device",
    'conductor-disk-full',
  ],
  [
    'a full /tmp while inspection starts',
    "Failed to inspect hardware. Reason: unable to start inspection: [Errno 28] No space left on device: '/tmp/tmpab/boot.iso'",
    'conductor-disk-full',
  ],
];

test.each(COMPANY)('%s', (_, text, cause) => {
  expect(innermost(text)?.signature.cause, innermost(text)?.signature.id).toBe(cause);
});
