import type { ErrorSignature } from '../error-signature.ts';

/** Choosing the disk, writing it, making it bootable: ironic_python_agent/hardware.py, extensions, efi_utils.py. */
export const DISK: readonly ErrorSignature[] = [
  {
    id: 'root-device-hints',
    pattern:
      /No suitable device was found for deployment|No devices could be found using the root device hints|No disks? satisf(?:y|ied) root device hints|Error finding the disk or partition device to deploy|Failed to validate the root device hints|Root device '[^']{1,80}' not found|root device hints? .{0,200}(?:not match|did not match|matched no)/i,
    depth: 'inner',
    cause: 'root-device-hints',
    bearing: 'proves',
    says: 'no disk of the node matches the root device hints, or there is none that is large enough',
    next: "Compare properties/root_device with the disks in the node's inventory; a RAID controller may hide them.",
  },
  {
    id: 'image-write-failed',
    pattern:
      /Unable to write image to device|Writing image to device (?<device>[^ ]{1,80}) failed|Error writing image to device|Disk partitioning failed on device/i,
    depth: 'inner',
    yields: true,
    cause: 'insufficient-evidence',
    phase: 'deploy',
    bearing: 'supports',
    says: 'the agent could not write the image to the disk',
    also: ['image-invalid', 'root-device-hints'],
    next: 'Read stderr behind it: an I/O error is the disk, "no space" or a format error is the image.',
  },
  {
    id: 'no-partition-after-write',
    pattern:
      /Unable to find a valid partition table on the disk after writing|No partitions found on the device/i,
    depth: 'inner',
    cause: 'image-unbootable',
    phase: 'deploy',
    bearing: 'proves',
    says: 'the image was written and the disk has no usable partition table now',
    also: ['image-invalid', 'root-device-hints'],
    next: 'Check that the image is a whole-disk image and not damaged.',
  },
  {
    id: 'bootloader-failed',
    pattern:
      /Failed to install a bootloader|Failed to prepare instance for booting|Error setting up bootloader|Installing GRUB2 boot loader to device|grub2?-install.{0,300}(?:fail|error|exit code)|Unable to (?:find|install) (?:a )?(?:grub|boot ?loader)/i,
    depth: 'inner',
    yields: true,
    cause: 'image-unbootable',
    phase: 'deploy',
    bearing: 'proves',
    says: 'the image was written, and the boot loader could not be installed from it',
    next: 'Use a whole-disk image, or one that carries grub for the boot mode of the node.',
  },
  {
    id: 'mount-point-missing',
    pattern: /mount:? .{0,200}(?:mount ?point )?does not exist|special device .{1,100} does not exist/i,
    depth: 'inner',
    cause: 'image-unbootable',
    phase: 'deploy',
    bearing: 'supports',
    says: 'the image lacks the directories that a boot loader needs: it is likely a test or partition image',
    next: 'Use a whole-disk cloud image.',
  },
  {
    id: 'efi-partition-missing',
    pattern:
      /No EFI partition could be detected|Could not configure UEFI boot on device|Are you using a UEFI-compatible image|efibootmgr.{0,200}(?:fail|error|exit code)|No suitable EFI|EFI variables are not supported|Could not extract the partition number/i,
    depth: 'inner',
    yields: true,
    cause: 'image-unbootable',
    phase: 'deploy',
    bearing: 'proves',
    says: 'the image was written, and UEFI boot could not be set up from it',
    next: 'Use an image with an EFI partition, or compare the boot mode of node and image.',
  },
  {
    id: 'root-partition-uuid',
    pattern:
      /root uuid .{0,80}(?:not found|could not be found)|No (?:root )?partition with UUID|Couldn't find (?:the )?root partition/i,
    depth: 'inner',
    yields: true,
    cause: 'image-unbootable',
    phase: 'deploy',
    bearing: 'supports',
    says: 'the root partition of the image was not found after writing',
  },
  {
    id: 'nvme-not-block-device',
    pattern: /nvme\w{1,20}:? (?:is )?not a block device/i,
    depth: 'inner',
    cause: 'image-invalid',
    phase: 'deploy',
    bearing: 'supports',
    says: 'a whole-disk image is registered as a partition image',
    also: ['image-unbootable'],
    next: 'Remove kernel_id and ramdisk_id from the image, or mark it as whole-disk.',
  },
];
