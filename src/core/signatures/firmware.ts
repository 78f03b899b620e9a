import type { ErrorSignature } from '../error-signature.ts';

/** RAID, BIOS and firmware: ironic/drivers/modules/redfish, ironic_python_agent/raid_utils.py. */
export const FIRMWARE: readonly ErrorSignature[] = [
  {
    id: 'software-raid-rule',
    pattern:
      /Software RAID (?:Configuration requires|caused|does not support|.{0,80}(?:must|not supported|invalid|duplicated))|\bSoftwareRAIDError\b|No free md \(RAID\) devices|No candidates (?:left )?for physical disk|Failed RAID configuration tasks/i,
    depth: 'inner',
    cause: 'raid-bios-firmware',
    bearing: 'proves',
    says: 'the target RAID configuration is not one that software RAID can build',
    next: "Correct the node's target_raid_config.",
  },
  {
    id: 'software-raid-failed',
    pattern:
      /Failed to create md device|(?:Failed|Unable) to (?:stop|remove|assemble|examine) .{0,40}(?:md|raid|holder) device|mdadm.{0,200}(?:fail|error|exit code)/i,
    depth: 'inner',
    cause: 'raid-bios-firmware',
    bearing: 'proves',
    says: 'mdadm could not build or remove the software RAID',
  },
  {
    id: 'raid-disks',
    pattern:
      /failed to find matching physical disks|No storage controller found for node|\bno physical disks? .{0,80}found|RAID config(?:uration)? .{0,80}(?:fail|invalid|not supported)/i,
    depth: 'inner',
    cause: 'raid-bios-firmware',
    bearing: 'proves',
    says: 'the RAID that is asked for cannot be built from the disks and controllers of the node',
    next: "Compare the node's target_raid_config with its disks.",
  },
  {
    id: 'bios-apply',
    pattern:
      /BIOS apply_configuration step failed|BIOS (?:configuration|settings?|factory[ _]reset) .{0,80}fail|Attributes .{1,300} are not updated/i,
    depth: 'inner',
    cause: 'raid-bios-firmware',
    bearing: 'proves',
    says: 'the BIOS did not take the settings',
    next: 'Compare the names and values with the BIOS settings that Ironic lists for the node.',
  },
  {
    id: 'firmware-update-failed',
    pattern:
      /Firmware update failed for node|BMC task disappeared and no scheduled job was found|(?:Firmware|SimpleUpdate|Update) task .{0,80}(?:fail|exception)|Failed to update firmware/i,
    depth: 'inner',
    cause: 'raid-bios-firmware',
    bearing: 'proves',
    says: 'a firmware update failed on the BMC',
    next: 'Read the event log and job queue of the BMC before trying again.',
  },
  {
    id: 'firmware-update-timeout',
    pattern:
      /Firmware update on node .{1,255} has exceeded the overall timeout|BMC resources failed to stabilize/i,
    depth: 'inner',
    cause: 'raid-bios-firmware',
    bearing: 'proves',
    says: 'a firmware update did not end in time; the flash may still run, so do not power cycle',
    next: 'Watch the console and the job queue of the BMC until the flash is over.',
  },
];
