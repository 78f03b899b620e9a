import type { ErrorSignature } from '../error-signature.ts';

/** Said while the conductor itself does the work. */
const ON_CONDUCTOR =
  /Failed to prepare to deploy|Failed to prepare node [\w.-]{1,255} for cleaning|Error in deploy of node|Failed to deploy|ironic-conductor|ironic\.conductor|ironic\.common|master_images|image[_ ]cache|\/var\/lib\/ironic|\/httpboot|\/tftpboot|image_convert|Could not download image|unable to start inspection|Failed to inspect hardware|the configdrive|failed deploy step|Creating ISO image|virtual media|No space left on device: '?\/tmp|Deploy step [\w.]{1,120} failed(?: with|:)/i;

/** Said when the agent does it, on the node. */
const ON_NODE =
  /step .{1,600}? failed on node|Agent returned error|Error performing (?:clean|deploy|service)[_ ]step|ironic_python_agent|Command execution failed|Writing image to device|Unable to write image to device|Error writing image to device|Download of image|Error downloading image|to device \/dev\/|\bof=\/dev\/|efibootmgr|\bgrub2?-install|\b(?:sgdisk|wipefs|mdadm) [^\n]{0,200}\/dev\//i;

const FULL = /\[?Errno 28\]?|No space left on device|\bENOSPC\b/i;

/** Disk and memory; the wrapper decides on which machine. */
export const RESOURCES: readonly ErrorSignature[] = [
  {
    id: 'conductor-disk-full',
    pattern: FULL,
    depth: 'inner',
    cause: 'conductor-disk-full',
    bearing: 'proves',
    says: 'the conductor has no disk space left',
    next: 'Run df on the conductor: image cache, /tmp, /httpboot and /var/lib/ironic.',
    within: ON_CONDUCTOR,
    unless: ON_NODE,
  },
  {
    id: 'node-disk-full-cleaning',
    pattern: FULL,
    depth: 'inner',
    cause: 'clean-step-failed',
    phase: 'clean',
    bearing: 'supports',
    says: 'a cleaning step ran out of space on the node, disk or ramdisk',
    within: /clean step|clean_step|Error performing clean/i,
    unless: /deploy step|ironic-conductor|master_images/i,
  },
  {
    id: 'node-disk-full',
    pattern: FULL,
    depth: 'inner',
    cause: 'image-invalid',
    phase: 'deploy',
    bearing: 'supports',
    says: 'the image or its download did not fit on the node: root disk or the memory of the ramdisk',
    also: ['root-device-hints'],
    next: 'Compare the virtual size of the image with the root disk, and its file size with the memory of the node.',
    within: ON_NODE,
    unless: /clean step|clean_step|Error performing clean|efibootmgr|Boot variable/i,
  },
  {
    id: 'unknown-disk-full',
    pattern: FULL,
    depth: 'inner',
    yields: true,
    cause: 'insufficient-evidence',
    bearing: 'supports',
    says: 'a disk is full; the text does not say on which machine',
    also: ['conductor-disk-full', 'image-invalid'],
    next: 'Run df on the conductor; if it has space, it was the node.',
    unless: new RegExp(`${ON_CONDUCTOR.source}|${ON_NODE.source}|clean step|clean_step`, 'i'),
  },
  {
    id: 'insufficient-disk-space',
    pattern:
      /Disk volume where '(?<path>[^']{1,255})' is located doesn't have enough disk space|\bInsufficientDiskSpace\b|Not enough (?:free )?(?:disk )?space (?:in|on|for) (?:the )?(?:image cache|master_images|conductor)/i,
    depth: 'inner',
    cause: 'conductor-disk-full',
    bearing: 'proves',
    says: 'the conductor has not enough disk space for the image',
    next: 'Free the image cache volume; raw images from qcow2 need their virtual size.',
  },
  {
    id: 'insufficient-memory',
    pattern: /Available memory at [\w. ]{1,40}, Insufficient as|\bInsufficientMemory\b/i,
    depth: 'inner',
    cause: 'conductor-oom',
    bearing: 'proves',
    says: 'the conductor refused the work for lack of memory',
    next: 'Fewer deploys at once, raw images, or more memory; see minimum_required_memory.',
  },
  {
    id: 'memory-low',
    pattern: /Memory is at [\w. ]{1,40} ?MiB, required is/i,
    depth: 'inner',
    cause: 'conductor-oom',
    bearing: 'supports',
    says: 'the conductor is below its required memory and holds work back',
  },
  {
    id: 'conductor-oom-kill',
    pattern:
      /(?:Out of memory|Memory cgroup out of memory|oom-kill|OOM).{0,300}(?:ironic-conduct|qemu-img|python)|Killed process \d{1,9} ?\((?:ironic-conducto?r?|qemu-img|python3?)/i,
    depth: 'inner',
    cause: 'conductor-oom',
    bearing: 'proves',
    says: 'the kernel killed a process of the conductor for lack of memory',
    next: 'Look which deploys ran then: image conversion is the usual eater.',
  },
  {
    id: 'image-conversion-memory',
    pattern:
      /qemu-img.{0,300}Cannot allocate memory|\[Errno 12\] Cannot allocate memory|\bMemoryError\b|image_convert_memory_limit/i,
    depth: 'inner',
    cause: 'conductor-oom',
    bearing: 'supports',
    says: 'a process ran out of memory, most likely the conversion of an image',
    unless: ON_NODE,
  },
  {
    id: 'image-conversion-memory-node',
    pattern: /qemu-img.{0,300}Cannot allocate memory|\[Errno 12\] Cannot allocate memory/i,
    depth: 'inner',
    cause: 'image-invalid',
    phase: 'deploy',
    bearing: 'supports',
    says: 'the ramdisk has not the memory to convert the image',
    within: ON_NODE,
  },
];
