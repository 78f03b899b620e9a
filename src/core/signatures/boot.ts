import type { ErrorSignature } from '../error-signature.ts';

/** What firmware and iPXE print on the console while they look for a ramdisk. */
export const BOOT: readonly ErrorSignature[] = [
  {
    id: 'pxe-code',
    pattern: /\bPXE-(?<code>E\d\d|T\d\d|M0F)\b/i,
    depth: 'inner',
    cause: 'dhcp-pxe-boot',
    bearing: 'proves',
    says: 'the network card could not boot: no DHCP offer, or no file over TFTP',
    next: 'E51 and E16 are DHCP, E18 and E32 the server or TFTP, T01 and E23 a missing file.',
  },
  {
    id: 'uefi-pxe',
    pattern:
      /No (?:DHCP or proxyDHCP|DHCPOFFER) (?:offers )?(?:were )?received|NBP filesize is 0 Bytes|Server response timeout/i,
    depth: 'inner',
    yields: true,
    cause: 'dhcp-pxe-boot',
    bearing: 'proves',
    says: 'the network card got no DHCP offer or no boot file',
  },
  {
    id: 'dhcp-no-address',
    pattern: /DHCP(?:DISCOVER|REQUEST)\b.{0,120}(?:no address (?:available|range)|no free leases|ignored)/i,
    depth: 'inner',
    cause: 'dhcp-pxe-boot',
    bearing: 'supports',
    says: 'the DHCP server heard the machine and has no address for it',
    next: 'Look at the range, the leases and the host entries of that DHCP server; another one may be meant to answer.',
  },
  {
    id: 'ipxe-error',
    pattern: /https?:\/\/ipxe\.org\/(?:err\/)?(?<code>[0-9a-f]{6,8})\b/i,
    depth: 'inner',
    cause: 'dhcp-pxe-boot',
    bearing: 'supports',
    says: 'iPXE failed; the address explains the code',
    also: ['lacp-ipxe', 'image-download-checksum'],
    next: 'Open that address; DHCP, link and download errors have different codes.',
  },
  {
    id: 'ipxe-text',
    pattern:
      /No configuration methods succeeded|No more network devices|Could not (?:configure|start) net\d|Nothing to boot: No such file|Could not boot (?:image|from)|Waiting for link-up.{0,80}(?:fail|Down|timed out)/i,
    depth: 'inner',
    cause: 'dhcp-pxe-boot',
    bearing: 'supports',
    says: 'iPXE got no address, no link or no file',
    also: ['lacp-ipxe'],
  },
  {
    id: 'tftp',
    pattern:
      /TFTP (?:open |error|transfer )?time-?out|tftp.{0,60}(?:file not found|access violation|timed out|permission denied)/i,
    depth: 'inner',
    cause: 'dhcp-pxe-boot',
    bearing: 'supports',
    says: 'the boot file did not come over TFTP',
  },
  {
    id: 'lacp',
    pattern:
      /LACP.{0,120}(?:timed? ?out|suspend|fail|not.{0,20}negotiat|down|individual)|(?:suspend|fail).{0,60}\bLACP\b/i,
    depth: 'inner',
    cause: 'lacp-ipxe',
    bearing: 'supports',
    says: 'link aggregation keeps the port of the switch down while the node boots',
    next: 'Set LACP fallback, or passive mode, on the switch.',
  },
  {
    id: 'pxe-ramdisk-kernel',
    pattern:
      /Kernel panic - not syncing: (?:VFS: Unable to mount root fs|No working init)|VFS: Unable to mount root fs/i,
    depth: 'inner',
    cause: 'dhcp-pxe-boot',
    bearing: 'supports',
    says: 'the kernel booted without its ramdisk: the initramfs did not arrive whole',
    also: ['image-unbootable'],
  },
];
