const DOCS = 'https://docs.openstack.org/ironic/latest';
const GUIDE = `${DOCS}/admin/troubleshooting.html`;

/**
 * Headings of openstack/ironic doc/source/admin/troubleshooting.rst (at 7bc6aba7) in its order, then pages beyond it
 * for what the guide leaves out. An anchor is what docutils makes of the heading.
 */
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
  'ipmi-over-lan': ['Enable IPMI over LAN', '#enable-ipmi-over-lan'],
  'ipmi-lanplus': ['Troubleshooting lanplus interface', '#troubleshooting-lanplus-interface'],
  'ing-state': ['Why are my nodes stuck in a "-ing" state?', '#why-are-my-nodes-stuck-in-a-ing-state'],
  iowait: ['What can cause these sorts of failures?', '#what-can-cause-these-sorts-of-failures'],
  'io-failure': ['The bad news for IO related failures', '#the-bad-news-for-io-related-failures'],
  'file-size': ['File Size != Disk Size', '#file-size-disk-size'],
  'wait-state': ['Why are my nodes stuck in a "wait" state?', '#why-are-my-nodes-stuck-in-a-wait-state'],
  'wait-communication': [
    'Communication issues between the conductor and the node',
    '#communication-issues-between-the-conductor-and-the-node',
  ],
  'agent-stuck': ['Ironic Python Agent stuck', '#ironic-python-agent-stuck'],
  'stop-operation': ['Stopping the operation', '#stopping-the-operation'],
  'mac-address': [
    'Deployments fail with "failed to update MAC address"',
    '#deployments-fail-with-failed-to-update-mac-address',
  ],
  'reattach-networking': [
    'Reattaching networking on active instances',
    '#reattaching-networking-on-active-instances',
  ],
  'mount-point': [
    'My test VM image does not deploy -- mount point does not exist',
    '#my-test-vm-image-does-not-deploy-mount-point-does-not-exist',
  ],
  'agent-tls': ['Issues with autoconfigured TLS', '#issues-with-autoconfigured-tls'],
  'clock-skew': ['Clock skew', '#clock-skew'],
  'clock-firmware': [
    "I've checked the clock skew, tried syncing with NTP, and certificate reports not valid yet",
    '#i-ve-checked-the-clock-skew-tried-syncing-with-ntp-and-certificate-reports-not-valid-yet',
  ],
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
  'nvme-partition': [
    'Why do I have an error that an NVMe Partition is not a block device?',
    '#why-do-i-have-an-error-that-an-nvme-partition-is-not-a-block-device',
  ],
  'secure-erase': [
    "Why can't I use Secure Erase/Wipe with RAID controllers?",
    '#why-can-t-i-use-secure-erase-wipe-with-raid-controllers',
  ],
  'clean-failed': ['I\'m in "clean failed" state, what do I do?', '#i-m-in-clean-failed-state-what-do-i-do'],
  'inspect-large-cluster': [
    "I can't seem to introspect newly added nodes in a large cluster",
    '#i-can-t-seem-to-introspect-newly-added-nodes-in-a-large-cluster',
  ],
  'nodes-disappeared': [
    'Some or all of my baremetal nodes disappeared! Help?!',
    '#some-or-all-of-my-baremetal-nodes-disappeared-help',
  ],
  'some-nodes': ['Why am I only seeing some of the nodes?', '#why-am-i-only-seeing-some-of-the-nodes'],
  'configdrive-rebuild': [
    'Config Drives in Swift, but rebuilds fails?',
    '#config-drives-in-swift-but-rebuilds-fails',
  ],
  'image-invalid': ['Ironic says my Image is Invalid', '#ironic-says-my-image-is-invalid'],
  'disk-order': [
    'Using /dev/sda does not write to the first disk',
    '#using-dev-sda-does-not-write-to-the-first-disk',
  ],
  'bmc-password': [
    'I changed the BMC password, and now a node is in maintenance state.',
    '#i-changed-the-bmc-password-and-now-a-node-is-in-maintenance-state',
  ],
  redfish: [
    "I'm attempting to use Redfish, and something weird is happening!",
    '#i-m-attempting-to-use-redfish-and-something-weird-is-happening',
  ],
  'san-password': [
    "I'm using Boot-From-Volume, and the SAN passwords were changed.",
    '#i-m-using-boot-from-volume-and-the-san-passwords-were-changed',
  ],
  'configdrive-401': [
    'My configdrive download from tempurl fails with a 401 error!',
    '#my-configdrive-download-from-tempurl-fails-with-a-401-error',
  ],

  'power-fault': ['Power fault and recovery', `${DOCS}/admin/power-sync.html#power-fault-and-recovery`],
  // The only page that says what a person's maintenance means: Ironic never lifts it.
  maintenance: ['Power fault and recovery', `${DOCS}/admin/power-sync.html#power-fault-and-recovery`],
  states: ['Bare Metal State Machine', `${DOCS}/user/states.html`],
  cleaning: ['Node cleaning: Troubleshooting', `${DOCS}/admin/cleaning.html#troubleshooting`],
  'node-history': ['Node History', `${DOCS}/admin/node-history.html`],
  'conductor-groups': ['Conductor Groups', `${DOCS}/admin/conductor-groups.html`],
  retirement: ['Retiring a node in Ironic', `${DOCS}/admin/retirement.html`],
  inspection: ['Hardware Inspection', `${DOCS}/admin/inspection/index.html`],
  raid: ['RAID Configuration', `${DOCS}/admin/raid.html`],
  bios: ['BIOS Configuration', `${DOCS}/admin/bios.html`],
  firmware: ['Firmware Updates', `${DOCS}/admin/firmware-updates.html`],
  'virtual-media': [
    'Redfish driver: Virtual media boot',
    `${DOCS}/admin/drivers/redfish.html#virtual-media-boot`,
  ],
  'ipmi-ciphers': ['IPMI driver: Cipher suites', `${DOCS}/admin/drivers/ipmitool.html#cipher-suites`],
  'agent-token': ['Agent Token', `${DOCS}/admin/agent-token.html`],
  'boot-from-volume': ['Boot From Volume', `${DOCS}/admin/boot-from-volume.html`],
} as const satisfies Record<string, readonly [title: string, anchor: string]>;

export type GuideSection = keyof typeof SECTIONS;

/** Title and address of a section. */
export function guideOf(section: GuideSection): { readonly title: string; readonly url: string } {
  const [title, anchor] = SECTIONS[section];
  return { title, url: anchor.startsWith('#') ? `${GUIDE}${anchor}` : anchor };
}

/** Whether it is a section of the troubleshooting guide itself, and not of a page beyond it. */
export function isInGuide(section: GuideSection): boolean {
  return SECTIONS[section][1].startsWith('#');
}

export const GUIDE_SECTIONS = Object.keys(SECTIONS) as readonly GuideSection[];
