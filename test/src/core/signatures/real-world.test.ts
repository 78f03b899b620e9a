import { expect, test } from 'vitest';
import type { Cause } from '../../../../src/core/cause.ts';
import { innermost } from '../../../../src/core/error-signature.ts';

/** Wordings of other releases, of tools and of vendors, as they are met around the catalogued ones. */
const WORDINGS: readonly (readonly [text: string, ...causes: readonly Cause[]])[] = [
  [
    "Agent returned error for clean step {'step': 'erase_devices', 'priority': 10, 'interface': 'deploy'} on node n1 : unknown.",
    'clean-step-failed',
  ],
  [
    "Agent returned error for deploy step {'step': 'deploy', 'priority': 100} on node n1 : unknown",
    'insufficient-evidence',
  ],
  [
    "Failed to deploy: {'step': 'deploy', 'priority': 100, 'argsinfo': None, 'interface': 'deploy'}",
    'insufficient-evidence',
  ],
  [
    "Node n1 failed deploy step {'step': 'deploy', 'priority': 100, 'argsinfo': None, 'interface': 'deploy'}. Error: Agent driver requires agent_url in driver_internal_info",
    'agent-comm',
  ],
  ['ironic-inspector inspection failed: Introspection timeout', 'wait-callback-timeout'],
  ['Introspection canceled by operator', 'operator-maintenance'],
  [
    "The following problems encountered: Failed validation: Could not find a node for attributes {'bmc_address': ['10.4.12.17'], 'mac': ['52:54:00:1a:b0:77']}",
    'inspection-failed',
  ],
  ['Failed to get IPMI power state for node n1. Error: IPMI call failed: power status.', 'ipmi-unreachable'],
  ["Failed to change power state to 'power on'. Error: IPMI call failed: power on.", 'ipmi-unreachable'],
  ['Get Session Challenge command failed\nError: Unable to establish LAN session', 'ipmi-unreachable'],
  ['Error: Unable to establish LAN session', 'ipmi-unreachable'],
  [
    'Set Session Privilege Level to ADMINISTRATOR failed\nError: Unable to establish IPMI v2 / RMCP+ session',
    'ipmi-session-cipher',
  ],
  [
    'ipmitool: RAKP 2 message indicates an error : Unauthorized role or privilege level requested',
    'ipmi-session-cipher',
  ],
  ['DRAC operation failed. Reason: Pending job JID_123456789012 exists', 'raid-bios-firmware'],
  ['iDRAC: RAC0679: There is already a configuration job pending', 'raid-bios-firmware'],
  [
    'HTTP POST https://10.4.12.17/redfish/v1/Managers/iDRAC.Embedded.1/VirtualMedia/CD/Actions/VirtualMedia.InsertMedia returned code 500. Base.1.8.GeneralError: A general error has occurred. IDRAC.2.5.VRM0021: Virtual Media is detached or already in use',
    'virtual-media',
  ],
  ['proliantutils.exception.IloConnectionError: iLO 10.4.12.17 did not answer', 'redfish-bmc-error'],
  [
    'sushy.exceptions.BadRequestError: HTTP POST https://10.4.12.17/redfish/v1/Systems/1/Actions/ComputerSystem.Reset returned code 400. Base.1.0.GeneralError',
    'redfish-bmc-error',
  ],
  [
    'sushy.exceptions.ServerSideError: HTTP GET http://192.168.111.1:8000/redfish/v1/Systems/4bf returned code 500. Base.1.0.GeneralError: [Errno 17] File exists',
    'redfish-bmc-error',
  ],
  [
    'sushy.exceptions.AccessError: HTTP GET https://10.4.12.17/redfish/v1/Systems returned code 401. unknown error',
    'bmc-credentials',
  ],
  ['kernel: Out of memory: Killed process 4711 (ironic-conducto) total-vm:9000000kB', 'conductor-oom'],
  ['oom-kill:constraint=CONSTRAINT_MEMCG,task=qemu-img,pid=4711', 'conductor-oom'],
  ['qemu-img: /var/lib/ironic/images/x.part: Cannot allocate memory', 'conductor-oom'],
  [
    'neutronclient.common.exceptions.MacAddressInUseClient: Unable to complete operation for network 9dbc. The mac address 52:54:00:1a:b0:77 is in use.',
    'mac-address-in-use',
  ],
  ['Failed to bring up DHCP for node n1', 'network-vif', 'dhcp-pxe-boot'],
  ['PXE-E51: No DHCP or proxyDHCP offers were received.', 'dhcp-pxe-boot'],
  ['PXE-E18: Server response timeout.', 'dhcp-pxe-boot'],
  ['PXE-E32: TFTP open timeout', 'dhcp-pxe-boot'],
  ['Could not configure net0: Connection timed out (http://ipxe.org/4c106035)', 'dhcp-pxe-boot'],
  [
    'No configuration methods succeeded (https://ipxe.org/040ee119)\nNo more network devices',
    'dhcp-pxe-boot',
  ],
  ['mount: /tmp/tmpx/boot: mount point does not exist.', 'image-unbootable'],
  [
    'Command: chroot /tmp/tmpx /bin/sh -c "grub2-install /dev/sda" Exit code: 127 Stderr: \'grub2-install: not found, failed\'',
    'image-unbootable',
  ],
  [
    'ironic.common.exception.NoFreeConductorWorker: Requested action cannot be performed due to lack of free conductor workers. (HTTP 503)',
    'concurrent-action-limit',
  ],
  ['nova.exception.VirtDriverNotReady: Virt driver is not ready.', 'nvh-compute-service'],
  [
    'Compute service compute-1 disabled automatically: Auto-disabled due to 10 build failures',
    'nvh-compute-service',
  ],
  ['nova.exception.VirtualInterfaceCreateException: Virtual Interface creation failed', 'network-vif'],
  [
    'nova.exception.PortBindingFailed: Binding failed for port 4a6f, please check neutron logs for more information.',
    'network-vif',
  ],
  [
    'oslo_messaging.exceptions.MessagingTimeout: Timed out waiting for a reply to message ID 8f2b',
    'stuck-ing-state',
  ],
  [
    'No valid host was found. There are not enough hosts available.\nFilter ComputeFilter returned 0 hosts',
    'nvh-compute-service',
  ],
  ['lsblk: /dev/nvme0n1p2: not a block device', 'image-invalid'],
  ['Port 2d6e failed to reach status ACTIVE', 'network-vif'],
  [
    'Host validation error: Validation of image href http://172.22.0.1/images/x.qcow2 failed, reason: Got HTTP code 404 instead of 200 in response to HEAD request.',
    'image-download-checksum',
  ],
  [
    'Invalid resource class in resources parameter: No such resource class CUSTOM_BM_HUGE.',
    'nvh-resource-class',
  ],
  ['No such trait(s): CUSTOM_LAB_GPU.', 'nvh-properties-capabilities'],
  [
    'Quota exceeded for instances: Requested 1, but already used 10 of 10 instances (HTTP 403)',
    'request-invalid',
  ],
  [
    'Version 1.999 was requested but the minor version is not supported by this service. The supported version range is: [1.1, 1.82].',
    'request-invalid',
  ],
  ['Could not continue cleaning on node n1: unknown.', 'insufficient-evidence'],
  ['Cannot clean node n1: IPMI call failed: power on.', 'ipmi-unreachable'],
  ['Could not continue deployment on node n1: unknown.', 'insufficient-evidence'],
  ['Cleaning a node in maintenance mode is not allowed', 'operator-maintenance'],
  ['Clean operation aborted for node n1', 'operator-maintenance'],
  [
    'Automated cleaning runbook wipe is not valid for node n1. Runbook has no traits configured.',
    'request-invalid',
  ],
  ['Failed to prepare instance for booting: unknown', 'image-unbootable'],
  ['Error setting up bootloader. Error unknown', 'image-unbootable'],
  ['Failed to change the boot device to disk when deploying node n1: unknown', 'redfish-bmc-error'],
  ['Agent on node n1 returned bad command result: None', 'agent-comm'],
  ['Agent seems offline for node n1, the agent power interface cannot be used', 'agent-comm'],
  ['Detected change in ramdisk provided "agent_verify_ca"', 'agent-tls'],
  [
    "Failed to validate the root device hints {'size': 'x'} (from the node's properties) for node n1: bad",
    'root-device-hints',
  ],
  ['Could not find these security groups (specified via ironic config) in neutron: clean', 'network-vif'],
  [
    'Cannot validate image information for node n1 because one or more parameters are missing from its instance_info',
    'request-invalid',
  ],
  ['Total download timeout (3600 seconds) exceeded', 'image-download-checksum'],
  ['Failed to initialize connection for volume v1 to node n1: unknown', 'configdrive-volume'],
  ['Failed to finish inspection: unknown', 'inspection-failed'],
  ['Destroying metadata failed on device /dev/sda. Error: busy', 'clean-step-failed'],
  [
    'Encountered error while decompressing and writing config drive for node n1. Error: unknown',
    'configdrive-volume',
  ],
  ['Creating ISO image failed.', 'virtual-media'],
  ['Failed to prepare node n1 for service: unknown', 'insufficient-evidence'],
  ['Failed to rescue. Exception: unknown', 'insufficient-evidence'],
  [
    'Cannot power off child node n2 as it is locked by c1. We are unable to proceed with the current operation for parent node n1.',
    'node-locked',
  ],
  [
    "Failed to get power state for node n1. Error: Command '['ipmitool', '-I', 'lanplus', '-H', '10.0.17.34', '-U', 'admin', '-R', '12', '-N', '5', '-f', '/tmp/tmp5r1', 'power', 'status']' timed out after 60 seconds",
    'ipmi-unreachable',
  ],
  [
    "Redfish connection failed for node n1: Unable to connect to https://10.33.131.4/redfish/v1/. Error: HTTPSConnectionPool(host='10.33.131.4', port=443): Max retries exceeded with url: /redfish/v1/ (Caused by NewConnectionError('Failed to establish a new connection: [Errno 110] ETIMEDOUT',))",
    'redfish-bmc-error',
  ],
  [
    'Failed to inspect hardware. Reason: unable to start inspection: Failed to set node power state to power off.',
    'power-sync-failure',
  ],
  [
    "Failed to inspect hardware. Reason: unable to start inspection: 'System' object has no attribute 'set_system_boot_options'",
    'insufficient-evidence',
  ],
  [
    "Failed to inspect hardware. Reason: unable to start inspection: Validation of image href http://ironic-httpd:6180/images/ironic-python-agent.kernel failed, reason: HTTPConnectionPool(host='ironic-httpd', port=6180): Max retries exceeded",
    'image-download-checksum',
  ],
  [
    'Failed to inspect hardware. Reason: unable to start inspection: Redfish exception occurred. Error: Setting boot mode to bios failed for node n1. Error: HTTP PATCH https://192.168.111.1:8000/redfish/v1/Systems/1 returned code 500.',
    'redfish-bmc-error',
    'raid-bios-firmware',
  ],
  [
    'Failed to get power state for node n1. Error: The attribute Boot is missing from the resource /redfish/v1/Managers/1',
    'redfish-bmc-error',
  ],
  [
    'Could not contact ironic-inspector for version discovery: Unable to find a version discovery document at https://172.22.0.2:5050',
    'inspection-failed',
  ],
  [
    "Image provisioning failed: Deploy step deploy.write_image failed on node n1. Unexpected error while running command. Exit code: 1 Stderr: prlimit: failed to execute ['qemu-img', 'info']: [Errno 2] No such file or directory",
    'agent-comm',
  ],
  [
    "Host adoption failed: Error while attempting to adopt node n1: Cannot validate image information for node n1 because one or more parameters are missing from its instance_info and insufficent information is present to boot from a remote volume. Missing are: ['image_source', 'kernel', 'ramdisk'].",
    'request-invalid',
  ],
  [
    "Node n1 failed deploy step {'step': 'write_image', 'priority': 80, 'interface': 'deploy'} with unexpected error: Error downloading image: Download of image x failed: Checksum file does not contain name os.qcow2.gz",
    'image-download-checksum',
  ],
  ["Node n1 failed deploy step {'step': 'x', 'interface': 'deploy'}: odd", 'insufficient-evidence'],
  ["Node n1 failed service step {'step': 'x', 'interface': 'deploy'}: odd", 'insufficient-evidence'],
  ["Node n1 failed step {'step': 'x', 'interface': 'deploy'}: odd", 'clean-step-failed'],
  [
    'Redfish exception occurred. Error: HTTP PATCH https://10.4.12.17/redfish/v1/Systems/1/SecureBoot returned code 403. SMC.1.0.OemLicenseNotPassed: Not licensed to perform this request.',
    'redfish-bmc-error',
  ],
  [
    'HTTP POST https://10.4.12.17/redfish/v1/Managers/1/VirtualMedia/2/Actions/VirtualMedia.InsertMedia returned code 403. iLO.2.14.LicenseKeyRequired: See @Message.ExtendedInfo for more information.',
    'redfish-bmc-error',
  ],
  [
    'HTTP PATCH https://10.4.12.17/redfish/v1/Systems/1 returned code 403. Base.1.8.InsufficientPrivilege: There are insufficient privileges for the account',
    'bmc-credentials',
  ],
  [
    'HTTP POST https://10.4.12.17/redfish/v1/UpdateService/Actions/UpdateService.SimpleUpdate returned code 403. Oem.1.0.UpdateInProgress: another update is in progress',
    'raid-bios-firmware',
  ],
  [
    'HTTP POST https://10.9.0.1:443/redfish/v1/Systems/S/Storage/BOSS.SL.12-1/Volumes returned code 400. Base.1.12.GeneralError: Invalid parameter value',
    'raid-bios-firmware',
  ],
  [
    'HTTP PATCH https://10.4.12.17/redfish/v1/Systems/1 returned code 400. iLO.2.15.UnableToModifyDuringSystemPOST: See @Message.ExtendedInfo',
    'redfish-bmc-error',
  ],
  [
    'HTTP PATCH https://10.4.12.17/redfish/v1/Systems/S returned code 400. IDRAC.2.5.RAC0708 Unable to complete the operation because iDRAC is in System Lockdown Mode.',
    'redfish-bmc-error',
  ],
  [
    "Unable to connect to https://10.4.12.17/redfish/v1/Systems/1/Bios/Settings. Error: HTTPSConnectionPool(host='10.4.12.17', port=443): Read timed out. (read timeout=60)",
    'redfish-bmc-error',
  ],
  [
    'Deploy step deploy.write_image failed: Writing image to device /dev/sda failed with exit code 1. stderr: qemu-img: error while reading sector 131072: Cannot allocate memory',
    'image-invalid',
  ],
  [
    'Deploy step deploy.prepare_instance_boot failed: Failed to install a bootloader. Command: efibootmgr -v -c -d /dev/sda -p 1 -w -L ironic1 Exit code: 5 Stderr: Could not prepare Boot variable: No space left on device',
    'image-unbootable',
  ],
  [
    'Failed to prepare node n1 for cleaning: More than one cleaning network was found for name public1: 9dbc, 1f00',
    'network-vif',
  ],
  ['ERROR ironic_inspector.utils Could not find node n1 in cache', 'inspection-failed'],
  [
    "Unable to connect to https://10.4.12.17/redfish/v1/Managers/1/VirtualMedia/CD1/Actions/VirtualMedia.InsertMedia. Error: HTTPSConnectionPool(host='10.4.12.17', port=443): Read timed out. (read timeout=60)",
    'virtual-media',
  ],
  [
    "Unable to connect to https://10.4.12.17/redfish/v1/UpdateService/Actions/UpdateService.SimpleUpdate. Error: HTTPSConnectionPool(host='10.4.12.17', port=443): Read timed out. (read timeout=60)",
    'raid-bios-firmware',
  ],
  [
    "Failed to connect to the agent running on node n1 for invoking command x. Error: HTTPSConnectionPool(host='10.5.0.7', port=9999): Read timed out. (read timeout=60)",
    'agent-comm',
  ],
  [
    "Unexpected error when processing next clean step. TypeError: 'NoneType' object is not subscriptable",
    'insufficient-evidence',
  ],
  ['Failed to prepare to deploy: qemu-img convert x y: Cannot allocate memory', 'conductor-oom'],
  [
    "Failed to prepare to deploy: [Errno 28] No space left on device: '/var/lib/ironic/images/x'",
    'conductor-disk-full',
  ],
];

test.each(WORDINGS.map(([text, ...causes]) => ({ text, causes })))('$text', ({ text, causes }) => {
  const recognition = innermost(text);
  expect(causes, recognition?.signature.id).toContain(recognition?.signature.cause);
});

test('the last exception of a chained traceback tells', () => {
  const text = `Traceback (most recent call last):
  File "/usr/lib/python3/dist-packages/sushy/connector.py", line 160, in _op
    response = self._session.request(method, url, verify=self._verify)
requests.exceptions.ConnectionError: HTTPSConnectionPool(host='10.4.12.17', port=443)

During handling of the above exception, another exception occurred:

Traceback (most recent call last):
  File "/usr/lib/python3/dist-packages/ironic/drivers/modules/redfish/utils.py", line 570, in _get_connection
    raise exception.RedfishError(node=node.uuid, error=e)
sushy.exceptions.AccessError: HTTP GET https://10.4.12.17/redfish/v1/ returned code 401. unknown error`;
  expect(innermost(text)?.signature.cause).toBe('bmc-credentials');
});
