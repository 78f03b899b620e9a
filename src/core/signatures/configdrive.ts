import type { ErrorSignature } from '../error-signature.ts';

/** Config drive and boot from volume: ironic_python_agent/partition_utils.py, ironic/conductor/deployments.py. */
export const CONFIGDRIVE: readonly ErrorSignature[] = [
  {
    id: 'configdrive-too-large',
    pattern: /Config drive size exceeds maximum limit/i,
    depth: 'inner',
    cause: 'configdrive-volume',
    phase: 'deploy',
    bearing: 'proves',
    says: 'the config drive is larger than 64 MiB',
  },
  {
    id: 'configdrive-download',
    pattern: /Can't download the configdrive content(?:.{0,400}Got status code '?(?<code>\d{3}))?/i,
    depth: 'inner',
    cause: 'configdrive-volume',
    phase: 'deploy',
    bearing: 'proves',
    says: 'the agent could not fetch the config drive; with 401 its temporary URL has expired',
    next: 'Look at [conductor]configdrive_swift_temp_url_duration; a rebuild needs the config drive sent again.',
  },
  {
    id: 'configdrive-malformed',
    pattern:
      /Config drive for node .{1,255} is not base64 encoded|Config drive cannot be created for node|config ?drive.{0,80}content is malformed/i,
    depth: 'inner',
    cause: 'configdrive-volume',
    phase: 'deploy',
    bearing: 'proves',
    says: 'the config drive is malformed, or the disk has no room for its partition',
  },
  {
    id: 'configdrive-storage',
    pattern: /Failed to (?:upload|store|prepare) the configdrive|Failed to .{1,40} config ?drive/i,
    depth: 'inner',
    yields: true,
    cause: 'configdrive-volume',
    phase: 'deploy',
    bearing: 'proves',
    says: 'the conductor could not build or store the config drive',
  },
  {
    id: 'volume-boot-unsupported',
    pattern: /has an? (?:iSCSI|Fib(?:re|er) Channel) boot volume defined and no/i,
    depth: 'inner',
    cause: 'configdrive-volume',
    phase: 'deploy',
    bearing: 'proves',
    says: 'the node shall boot from a volume and its hardware cannot boot that way',
    next: 'Set the capability iscsi_boot or fibre_channel_boot, or take another node.',
  },
  {
    id: 'cinder-storage-invalid',
    pattern: /Failed to validate cinder storage interface/i,
    depth: 'inner',
    cause: 'configdrive-volume',
    phase: 'deploy',
    bearing: 'proves',
    says: "the node's volume connectors or targets do not fit boot from volume",
  },
  {
    id: 'volume-attach-failed',
    pattern:
      /(?:Failed|Unable) to (?:attach|detach|connect|terminate) .{0,80}volume|\bStorageError\b|volume connector .{0,80}missing/i,
    depth: 'inner',
    yields: true,
    cause: 'configdrive-volume',
    bearing: 'supports',
    says: 'a boot volume could not be attached or detached',
  },
];
