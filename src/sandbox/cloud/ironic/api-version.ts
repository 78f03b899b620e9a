import type { Call, Reply } from '../reply.ts';
import { negotiate, text, type VersionRange } from '../versions.ts';

/** `1.82` -> the range 1.1 to 1.82. */
export function ironicRange(maximum: string): VersionRange {
  const minor = /^1\.(\d+)$/.exec(maximum)?.[1];
  if (minor === undefined) throw new RangeError(`not an Ironic API version: ${maximum}`);
  return { major: 1, minimum: 1, maximum: Number(minor) };
}

const headerName = 'x-openstack-ironic-api-version';

/**
 * The minor version of a request, or Ironic's 406. Only Ironic's own header counts: 21.4 ignores the common
 * `OpenStack-API-Version: baremetal ...`.
 */
export function versionOf(call: Call, range: VersionRange): number | Reply {
  const header = call.headers[headerName];
  const asked = negotiate(typeof header === 'string' ? header : undefined, range);
  if (asked.kind === 'agreed') return asked.minor;
  const reason =
    asked.kind === 'malformed'
      ? `Invalid value for X-OpenStack-Ironic-API-Version header: ${asked.asked}`
      : `Version ${asked.asked} was requested but the minor version is not supported by this service. The supported version range is: [${text(range, range.minimum)}, ${text(range, range.maximum)}].`;
  const inner = `{"code": 406, "title": "Not Acceptable", "description": ${JSON.stringify(reason)}}`;
  return { status: 406, headers: limitHeaders(range), body: { error_message: inner } };
}

/** The two headers that name the range in every answer, also in the 406. */
export function limitHeaders(range: VersionRange): { [name: string]: string } {
  return {
    'X-OpenStack-Ironic-API-Minimum-Version': text(range, range.minimum),
    'X-OpenStack-Ironic-API-Maximum-Version': text(range, range.maximum),
  };
}

/**
 * The minor version from which a node shows a field, from `VERSIONED_FIELDS` in ironic/api/controllers/v1/utils.py;
 * fields that are not listed were there from the start.
 */
export const nodeFieldSince: ReadonlyMap<string, number> = new Map([
  ['driver_internal_info', 3],
  ['name', 5],
  ['inspection_finished_at', 6],
  ['inspection_started_at', 6],
  ['clean_step', 7],
  ['raid_config', 12],
  ['target_raid_config', 12],
  ['states', 14],
  ['network_interface', 20],
  ['resource_class', 21],
  ['portgroups', 24],
  ['boot_interface', 31],
  ['console_interface', 31],
  ['deploy_interface', 31],
  ['inspect_interface', 31],
  ['management_interface', 31],
  ['power_interface', 31],
  ['raid_interface', 31],
  ['vendor_interface', 31],
  ['volume', 32],
  ['storage_interface', 33],
  ['traits', 37],
  ['rescue_interface', 38],
  ['bios_interface', 40],
  ['fault', 42],
  ['deploy_step', 44],
  ['conductor_group', 46],
  ['automated_clean', 47],
  ['protected', 48],
  ['protected_reason', 48],
  ['conductor', 49],
  ['owner', 50],
  ['description', 51],
  ['allocation_uuid', 52],
  ['retired', 61],
  ['retired_reason', 61],
  ['lessee', 65],
  ['network_data', 66],
  ['boot_mode', 75],
  ['secure_boot', 75],
  ['shard', 82],
  ['parent_node', 83],
  ['firmware_interface', 86],
  ['service_step', 87],
  ['disable_power_off', 95],
  ['instance_name', 104],
  ['health', 109],
]);
