/**
 * Sections of Ironic's troubleshooting guide, by their anchors in
 * openstack/ironic doc/source/admin/troubleshooting.rst, or the page beyond it that says more.
 */
const GUIDE = 'https://docs.openstack.org/ironic/latest/admin/troubleshooting.html';

const SECTIONS = {
  'no-valid-host': [
    'Nova returns "No valid host was found" Error',
    '#nova-returns-no-valid-host-was-found-error',
  ],
  'patching-ramdisk': ['Patching the Deploy Ramdisk', '#patching-the-deploy-ramdisk'],
  'api-errors': ['API Errors', '#api-errors'],
  'ramdisk-logs': ['Retrieving logs from the deploy ramdisk', '#retrieving-logs-from-the-deploy-ramdisk'],
  'dhcp-pxe': [
    'DHCP during PXE or iPXE is inconsistent or unreliable',
    '#dhcp-during-pxe-or-ipxe-is-inconsistent-or-unreliable',
  ],
  'lacp-ipxe': [
    'Why does X issue occur when I am using LACP bonding with iPXE?',
    '#why-does-x-issue-occur-when-i-am-using-lacp-bonding-with-ipxe',
  ],
  ipmi: ['IPMI errors', '#ipmi-errors'],
  'ing-state': ['Why are my nodes stuck in a "-ing" state?', '#why-are-my-nodes-stuck-in-a-ing-state'],
  'wait-state': ['Why are my nodes stuck in a "wait" state?', '#why-are-my-nodes-stuck-in-a-wait-state'],
  'mac-address': [
    'Deployments fail with "failed to update MAC address"',
    '#deployments-fail-with-failed-to-update-mac-address',
  ],
  'mount-point': [
    'My test VM image does not deploy: mount point does not exist',
    '#my-test-vm-image-does-not-deploy-mount-point-does-not-exist',
  ],
  'agent-tls': ['Issues with autoconfigured TLS', '#issues-with-autoconfigured-tls'],
  'interface-not-enabled': [
    "I changed ironic.conf, and now I can't edit my nodes.",
    '#i-changed-ironic-conf-and-now-i-can-t-edit-my-nodes',
  ],
  'out-of-memory': ["I'm getting Out of Memory errors", '#i-m-getting-out-of-memory-errors'],
  'node-locked': [
    'Why does API return "Node is locked by host"?',
    '#why-does-api-return-node-is-locked-by-host',
  ],
  'concurrent-action-limit': ['What is ConcurrentActionLimit?', '#what-is-concurrentactionlimit'],
  'clean-failed': ['Why is my node in a "clean failed" state?', '#why-is-my-node-in-a-clean-failed-state'],
  'image-invalid': ['Ironic says my Image is Invalid', '#ironic-says-my-image-is-invalid'],
  'bmc-password': ['Changed BMC password', '#changed-bmc-password'],
  'power-fault': [
    'Power fault and recovery',
    'https://docs.openstack.org/ironic/latest/admin/power-sync.html',
  ],
  maintenance: ['Maintenance mode', 'https://docs.openstack.org/ironic/latest/admin/troubleshooting.html'],
  states: ['Bare metal state machine', 'https://docs.openstack.org/ironic/latest/user/states.html'],
} as const satisfies Record<string, readonly [title: string, anchor: string]>;

export type GuideSection = keyof typeof SECTIONS;

/** Title and address of a section. */
export function guideOf(section: GuideSection): { readonly title: string; readonly url: string } {
  const [title, anchor] = SECTIONS[section];
  return { title, url: anchor.startsWith('#') ? `${GUIDE}${anchor}` : anchor };
}

export const GUIDE_SECTIONS = Object.keys(SECTIONS) as readonly GuideSection[];
