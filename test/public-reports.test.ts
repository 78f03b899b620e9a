import { afterAll, beforeAll, expect, test } from 'vitest';
import { composeDiagnosis, type Engine } from '../src/compose.ts';
import { loadConfig } from '../src/config.ts';
import type { Cause } from '../src/core/cause.ts';
import type { GuideSection } from '../src/core/guide.ts';
import { createLog } from '../src/log.ts';
import { HEALTHY_NODE, minutesAgo, NOW } from './support/facts.ts';

/** Troubles of public reports and release notes whose reason came out there, in our words, through the whole diagnosis. */

let engine: Engine;
beforeAll(async () => {
  engine = await composeDiagnosis(loadConfig({}), {
    log: createLog({ level: 'silent', destination: 2 }),
    clock: () => new Date(NOW),
    newReference: () => 'ref',
  });
});
afterAll(() => engine.close());

const REDFISH = {
  driver: 'redfish',
  power_interface: 'redfish',
  management_interface: 'redfish',
  driver_info: { redfish_address: 'https://10.4.12.17', redfish_system_id: '/redfish/v1/Systems/1' },
};
const BMC = 'https://10.4.12.17/redfish/v1';
const OUT_OF_MEMORY = 'qemu-img: error while reading sector 131072: Cannot allocate memory';

interface Case {
  readonly from: string;
  readonly state: string;
  readonly error: string;
  readonly node?: Readonly<Record<string, unknown>>;
  readonly cause: Cause;
  readonly guide?: GuideSection;
  /** What the way out of the report was. */
  readonly step?: RegExp;
}

const CASES: readonly Case[] = [
  {
    from: 'Supermicro, secure boot without a licence',
    state: 'deploy failed',
    error: `Failed to prepare to deploy: Redfish exception occurred. Error: HTTP PATCH ${BMC}/Systems/1/SecureBoot returned code 403. SMC.1.0.OemLicenseNotPassed: Not licensed to perform this request.`,
    node: REDFISH,
    cause: 'redfish-bmc-error',
    guide: 'redfish',
    step: /licence/i,
  },
  {
    from: 'iLO, virtual media without a licence',
    state: 'inspect failed',
    error: `Failed to inspect hardware. Reason: unable to start inspection: HTTP POST ${BMC}/Managers/1/VirtualMedia/2/Actions/VirtualMedia.InsertMedia returned code 403. iLO.2.14.LicenseKeyRequired: See @Message.ExtendedInfo for more information.`,
    node: REDFISH,
    cause: 'redfish-bmc-error',
    step: /licence/i,
  },
  {
    from: 'an account without the rights',
    state: 'deploy failed',
    error: `Failed to prepare to deploy: HTTP PATCH ${BMC}/Systems/1 returned code 403. Base.1.8.InsufficientPrivilege: There are insufficient privileges for the account`,
    node: REDFISH,
    cause: 'bmc-credentials',
    guide: 'bmc-password',
  },
  {
    from: 'a RAID controller that takes no sizes',
    state: 'clean failed',
    error: `Node x failed step {'interface': 'raid', 'step': 'create_configuration'}: Redfish exception occurred. Error: HTTP POST ${BMC}/Systems/S/Storage/BOSS.SL.12-1/Volumes returned code 400. Base.1.12.GeneralError: Invalid parameter value`,
    node: REDFISH,
    cause: 'raid-bios-firmware',
    guide: 'raid',
    step: /target_raid_config/,
  },
  {
    from: 'iLO in POST',
    state: 'clean failed',
    error: `Redfish exception occurred. Error: Setting boot device failed: HTTP PATCH ${BMC}/Systems/1 returned code 400. iLO.2.15.UnableToModifyDuringSystemPOST: See @Message.ExtendedInfo`,
    node: REDFISH,
    cause: 'redfish-bmc-error',
    step: /POST is over/,
  },
  {
    from: 'a checksum file with a path in it',
    state: 'deploy failed',
    error:
      "Node x failed deploy step {'step': 'write_image', 'interface': 'deploy'} with unexpected error: Error downloading image: Download of image x failed: Checksum file does not contain name os.qcow2.gz",
    cause: 'image-download-checksum',
  },
  {
    from: 'a ramdisk with too little memory',
    state: 'deploy failed',
    error: `Deploy step deploy.write_image failed: Writing image to device /dev/sda failed with exit code 1. stderr: ${OUT_OF_MEMORY}`,
    cause: 'image-invalid',
  },
  {
    from: 'its look-alike on the conductor',
    state: 'deploy failed',
    error: `Failed to prepare to deploy: Unexpected error while running command. stderr: ${OUT_OF_MEMORY}`,
    cause: 'conductor-oom',
  },
  {
    from: 'a firmware without room for boot entries',
    state: 'deploy failed',
    error:
      'Deploy step deploy.prepare_instance_boot failed: Failed to install a bootloader. Command: efibootmgr -v -c -d /dev/sda -p 1 Exit code: 5 Stderr: Could not prepare Boot variable: No space left on device',
    cause: 'image-unbootable',
    step: /NVRAM/,
  },
  {
    from: 'an iDRAC that did not reboot',
    state: 'deploy failed',
    error:
      "Failed to change power state to 'power on' by 'rebooting'. Error: DRAC operation failed. Reason: The command failed to set RequestedState",
    node: { driver: 'idrac', power_interface: 'idrac-wsman' },
    cause: 'redfish-bmc-error',
  },
  {
    from: 'two networks of one name',
    state: 'clean failed',
    error:
      'Failed to prepare node x for cleaning: More than one cleaning network was found for name public1: 9dbc, 1f00',
    cause: 'network-vif',
    step: /UUID/,
  },
  {
    from: 'a BMC that fetches the ISO over a slow line',
    state: 'inspect failed',
    error: `Failed to inspect hardware. Reason: unable to start inspection: Unable to connect to ${BMC}/Managers/1/VirtualMedia/CD1/Actions/VirtualMedia.InsertMedia. Error: HTTPSConnectionPool(host='10.4.12.17', port=443): Read timed out. (read timeout=60)`,
    node: REDFISH,
    cause: 'virtual-media',
    guide: 'virtual-media',
  },
  {
    from: 'a driver and a library of two releases',
    state: 'inspect failed',
    error:
      "Failed to inspect hardware. Reason: unable to start inspection: 'System' object has no attribute 'set_system_boot_options'",
    node: REDFISH,
    cause: 'insufficient-evidence',
    step: /traceback/,
  },
];

test.each(CASES)('$from', async ({ state, error, node, cause, guide, step }) => {
  const { report } = await engine.diagnosis.replay({
    now: NOW,
    node: {
      ...HEALTHY_NODE,
      provision_state: state,
      last_error: error,
      provision_updated_at: minutesAgo(5),
      updated_at: minutesAgo(5),
      ...node,
    },
    history: [{ uuid: 'e1', created_at: minutesAgo(5), severity: 'ERROR', event: error }],
  });
  expect(report.verdict.cause).toBe(cause);
  const main = report.findings.find((one) => one.cause === cause);
  if (guide) expect(main?.guide).toBe(guide);
  if (step) expect(main?.steps?.map(({ text }) => text).join('\n')).toMatch(step);
});
