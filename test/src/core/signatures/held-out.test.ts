import { expect, test } from 'vitest';
import type { Cause } from '../../../../src/core/cause.ts';
import { innermost } from '../../../../src/core/error-signature.ts';
import { causesIn } from '../../../../src/core/text-causes.ts';

/** Met in public reports after the catalogue was made; shortened. `from`: project or tool, and its time. */
const MET: readonly { readonly from: string; readonly text: string; readonly cause: Cause }[] = [
  {
    from: 'ironic-inspector behind metal3, 2023',
    text: 'Failed to inspect hardware. Reason: unable to start inspection: HttpException: 401: Client Error for url: https://10.0.0.3:5050/v1/introspection/cb2e?manage_boot=False',
    cause: 'inspection-failed',
  },
  {
    from: 'ironic-inspector of TripleO, 2021',
    text: "The PXE filter driver DnsmasqFilter, state=uninitialized: my fsm encountered an exception: Can not transition from state 'uninitialized' on event 'sync'",
    cause: 'inspection-failed',
  },
  {
    from: 'agent of metal3, 2025',
    text: "HTTPSConnectionPool(host='10.0.0.7', port=5050): Max retries exceeded with url: /v1/continue (Caused by ConnectTimeoutError(<object>, 'Connection to 10.0.0.7 timed out.'))",
    cause: 'inspection-failed',
  },
  {
    from: 'redfish inspection, Lenovo with a Fibre Channel card, 2021',
    text: 'Failed to inspect hardware. Reason: unable to start inspection: Expected a MAC address but received 21:00:F4:E9:11:22:33:44.',
    cause: 'inspection-failed',
  },
  {
    from: 'agent with TLS, 2024',
    text: "port=5050): Max retries exceeded with url: /v1/continue (Caused by SSLError(SSLCertVerificationError(1, '[SSL: CERTIFICATE_VERIFY_FAILED] certificate verify failed')))",
    cause: 'agent-tls',
  },
  {
    from: 'iRMC, 2024',
    text: "requests.exceptions.SSLError: HTTPSConnectionPool(host='x', port=443): Max retries exceeded with url: /rest/v1/Oem/eLCM/ProfileManagement/BiosConfig (Caused by SSLError(SSLError(524297, '[X509] PEM lib')))",
    cause: 'redfish-bmc-tls',
  },
  {
    from: 'Ironic Victoria, 2020',
    text: 'Suspicious activity detected for node n1 when attempting to heartbeat. Heartbeat request has been rejected as the version of ironic-python-agent indicated in the heartbeat operation should support agent token functionality',
    cause: 'agent-comm',
  },
  {
    from: 'agent of Train, 2020',
    text: "node n1 command status errored: {'message': 'Command execution failed: Failed to check the number of primary partitions present on /dev/sda for node n1', 'type': 'CommandExecutionError'}",
    cause: 'image-unbootable',
  },
  {
    from: 'agent of Train, 2020',
    text: 'Error writing image to device: Writing image to device /dev/sda failed with exit code 1. stderr: blockdev: cannot open /dev/sda: No medium found',
    cause: 'root-device-hints',
  },
  {
    from: 'iSCSI deploy, 2017',
    text: "StdErr: u'Error: The location 512001 is outside of the device /dev/sdb.'",
    cause: 'root-device-hints',
  },
  {
    from: 'neutron-server, 2016',
    text: 'Failed to bind port e740b622-c158-471c-a370-ce0d0486a7d4 on host compute-1',
    cause: 'network-vif',
  },
  {
    from: 'neutron-server, 2026',
    text: "Mechanism driver 'switches' failed in update_port_postcommit: requests.exceptions.ConnectionError",
    cause: 'network-vif',
  },
  {
    from: 'nova-compute, 2022',
    text: 'Build of instance 2b43 aborted: Failure prepping block device.',
    cause: 'configdrive-volume',
  },
  {
    from: 'nova-compute and Placement, 2025',
    text: 'Failed to create resource provider record in placement API for UUID n1. Got 409: Conflicting resource provider name: node-7 already exists.',
    cause: 'nvh-placement-stale',
  },
  {
    from: 'dnsmasq, of every year',
    text: 'dnsmasq-dhcp[21]: DHCPDISCOVER(eth1) 52:54:00:1a:b0:77 no address available',
    cause: 'dhcp-pxe-boot',
  },
  {
    from: 'baremetal-operator, 2025',
    text: 'MAC address 11:22:33:44:55:66 conflicts with existing node namespace~name',
    cause: 'request-invalid',
  },
  {
    from: 'Lenovo XCC, 2023',
    text: '{"Message":"While attempting to establish a connection to /redfish/v1/Systems/1, the service denied access.","MessageId":"Base.1.8.AccessDenied","code":"Base.1.8.GeneralError"}',
    cause: 'bmc-credentials',
  },
  {
    from: 'iDRAC 9, 2023',
    text: 'POST command InsertMedia action failed: {"Message":"The remote file location is not accessible or reachable.","MessageId":"IDRAC.2.8.RAC0904","code":"Base.1.12.GeneralError"}',
    cause: 'virtual-media',
  },
  {
    from: 'iDRAC 9, 2025',
    text: "HTTP Error 400 on POST request to 'https://10.0.0.1/redfish/v1/Managers/iDRAC.Embedded.1/VirtualMedia/CD/Actions/VirtualMedia.InsertMedia', extended message: 'Unable to locate the ISO or IMG image file'",
    cause: 'virtual-media',
  },
];

test.each(MET)('$cause, from $from', ({ text, cause }) => {
  expect(innermost(text)?.signature.cause).toBe(cause);
});

/** The same words in other company. */
const ALIKE = [
  'ipa-inspection-callback-url=http://10.0.0.2:5050/v1/continue ipa-api-url=http://10.0.0.2:6385',
  'Posting collected data to https://10.0.0.7:5050/v1/continue',
  '"GET /v1/introspection/cb2e HTTP/1.1" 200 335',
  'The PXE filter driver DnsmasqFilter, state=initialized: sync finished',
  'Heartbeat of node n1 accepted, agent token matches',
  'Created resource provider record via placement API for node-7',
  'dnsmasq-dhcp[21]: DHCPACK(eth1) 10.0.0.5 52:54:00:1a:b0:77',
  'Attempting to bind port e740b622-c158-471c-a370-ce0d0486a7d4 on host compute-1',
  "Mechanism driver 'switches' loaded",
  'Prepped block device mapping for instance 2b43',
  'blockdev: opened /dev/sda',
  'GET https://10.0.0.1/redfish/v1/Managers/1/VirtualMedia/CD status code: 200',
  'IDRAC.2.8.RAC0904 in a job of another kind',
  'MAC address 11:22:33:44:55:66 registered for node n1',
  'HTTP Error 400 on POST request to https://galaxy.example.com/api',
];

test.each(ALIKE)('%s: not an error by itself', (text) => {
  expect(innermost(text)).toBeUndefined();
});

test('a refused rest call that is not the vendor path of a BMC is nobody in particular', () => {
  const text = "SSLError: HTTPSConnectionPool(host='x', port=443): Max retries exceeded with url: /rest/v1/x";
  expect(innermost(text)?.signature.cause).toBe('insufficient-evidence');
});

test('access that is denied to a remote file says nothing of the password of the BMC', () => {
  const text =
    'InsertMedia: While attempting to establish a connection to http://web/boot.iso: Base.1.8.AccessDenied';
  expect(innermost(text)?.signature.cause).not.toBe('bmc-credentials');
});

const AT = '2024-03-01 10:00:00.000 8';
const LATER = '2024-03-01 10:02:00.000 8';

test('a harmless line of a log does not silence another one', () => {
  const harmless = `${AT} INFO ironic.conductor.heartbeat Node n1 is locked by host c1, will retry on the next heartbeat`;
  const refused = `${LATER} ERROR ironic.conductor.manager Node n2 is locked by host c2, please retry after the current operation is completed.`;
  expect(innermost(`${harmless}\n${refused}`)?.signature.id).toBe('node-locked');
  expect(innermost(`${refused}\n${harmless}`)?.captures['host']).toBe('c2');
  expect(innermost(harmless)).toBeUndefined();
});

test('a line of a log does not lend its company to another one', () => {
  const conductor = `${AT} ERROR ironic.drivers.modules.image_cache Could not download image 7f3c: [Errno 28] No space left on device: '/var/lib/ironic/master_images/x'`;
  const agent = `${LATER} DEBUG ironic.drivers.modules.agent_base Writing image to device /dev/sda`;
  expect(innermost(`${conductor}\n${agent}`)?.signature.id).toBe('conductor-disk-full');
});

test('what was said at ERROR goes before what was said below it', () => {
  const warning = `${LATER} WARNING ironic.conductor.manager Node n2 is locked by host c2, please retry`;
  const error = `${AT} ERROR ironic.conductor.utils Image failed to verify against checksum. location: x`;
  const causes = causesIn(`${error}\n${warning}`).map(({ cause }) => cause);
  expect(causes).toEqual(['image-download-checksum', 'node-locked']);
});

test('lines that only together say why are read together', () => {
  const call = `${AT} ERROR ironic.drivers.modules.agent_client Failed to connect to the agent running on node n1`;
  const why = `${LATER} ERROR ironic.conductor.utils [SSL: CERTIFICATE_VERIFY_FAILED] certificate verify failed`;
  expect(innermost(`${call}\n${why}`)?.signature.cause).toBe('agent-tls');
});
