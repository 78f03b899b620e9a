/**
 * The words in which the bot answers "why". Findings are ranked, grouped, counted and measured by them and
 * people search Slack for them, so the list stays small and stable; a finding's own `code` may be finer.
 */
export const CAUSES = {
  'nvh-no-available-node': 'no bare metal node is available to schedule on',
  'nvh-compute-service': 'nova-compute is disabled, down or not ready',
  'nvh-resource-class': 'resource class of node and flavor do not match',
  'nvh-placement-stale': "Placement's view of the node has not caught up",
  'nvh-properties-capabilities': 'capabilities, traits or a scheduler filter rule the node out',
  'nvh-behind-deploy-error': 'the scheduling error only wraps a failed deploy or validation',
  'conductor-disk-full': 'the conductor has no disk space left',
  'dhcp-pxe-boot': 'DHCP, TFTP, iPXE or spanning tree keeps the ramdisk from booting',
  'lacp-ipxe': 'link aggregation disturbs iPXE or the ramdisk',
  'ipmi-unreachable': 'the BMC does not answer over IPMI',
  'ipmi-session-cipher': 'the BMC answers over IPMI but refuses the session or command',
  'stuck-ing-state': 'the conductor that holds the node is dead, hung or starved',
  'wait-callback-timeout': 'the ramdisk never called back',
  'mac-address-in-use': 'another Neutron port has the MAC address',
  'image-unbootable': 'the image was written but cannot be made bootable',
  'agent-tls': 'TLS between conductor and agent fails',
  'interface-not-enabled': 'a driver or hardware interface is no longer enabled',
  'conductor-oom': 'the conductor is short of memory',
  'node-locked': 'another task holds the node lock',
  'concurrent-action-limit': 'the limit of concurrent deploys, cleanings or workers is reached',
  'power-sync-failure': 'the power state cannot be read or changed',
  'bmc-credentials': 'the BMC refuses user or password',
  'redfish-bmc-tls': "the BMC's certificate is not accepted",
  'redfish-bmc-error': 'the BMC answers Redfish with an error or not at all',
  'virtual-media': 'virtual media could not be built, inserted or mounted',
  'clean-step-failed': 'a cleaning step ran and failed',
  'raid-bios-firmware': 'a RAID, BIOS, secure boot or firmware job failed',
  'root-device-hints': 'no disk, or the wrong one, matches the root device hints',
  'image-download-checksum': 'the image cannot be fetched or fails its checksum',
  'image-invalid': 'the image is refused for content, format or size',
  'inspection-failed': 'inspection could not look up the node or process its data',
  'agent-comm': 'conductor and agent do not understand each other',
  'network-vif': 'a Neutron port, VIF or network of the node is wrong',
  'configdrive-volume': 'config drive or boot volume is the trouble',
  'request-invalid': 'the request or driver_info is wrong for this node',
  'operator-maintenance': 'a person holds the node on purpose',
  healthy: 'nothing is wrong',
  'insufficient-evidence': 'cannot tell from what could be read',
} as const satisfies Record<string, string>;

export type Cause = keyof typeof CAUSES;

/** Verdicts that are not failures of the cloud. */
export const VERDICT_CAUSES = [
  'operator-maintenance',
  'healthy',
  'insufficient-evidence',
] as const satisfies readonly Cause[];

export function isCause(word: string): word is Cause {
  return Object.hasOwn(CAUSES, word);
}
