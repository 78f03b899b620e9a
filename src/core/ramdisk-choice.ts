import { parseUtc } from '../lib/duration.ts';
import type { Node } from '../openstack/ironic/schema.ts';
import type { Cause } from './cause.ts';
import { recognise } from './error-signature.ts';
import type { RamdiskLog } from './facts.ts';
import { OPERATIONS, type Operation } from './failed-operation.ts';
import { type RamdiskWork, ramdiskWorkOf } from './ramdisk-trouble.ts';

/** Operations whose failure a conductor collects a ramdisk's log for. */
const COLLECTED = [
  'deploy failed',
  'clean failed',
  'inspect failed',
  'rescue failed',
  'service failed',
] as const satisfies readonly (keyof typeof OPERATIONS)[];

export interface RamdiskFailure {
  readonly operation: Operation;
  readonly work: RamdiskWork;
}

/** The failure that a node is in, where an agent may have had a part in it. */
export function ramdiskFailure(node: Node): RamdiskFailure | undefined {
  const state = COLLECTED.find((one) => one === node.provision_state);
  return state && { operation: OPERATIONS[state], work: ramdiskWorkOf(node) };
}

/** Reasons that an agent can have met; all others lie before it ran or beside it. */
const AGENTS_OWN: readonly Cause[] = [
  'agent-comm',
  'agent-tls',
  'clean-step-failed',
  'configdrive-volume',
  'image-download-checksum',
  'image-invalid',
  'image-unbootable',
  'insufficient-evidence',
  'inspection-failed',
  'raid-bios-firmware',
  'root-device-hints',
];

/** Said before a ramdisk was booted, or of one that was never heard of again: then nobody collected anything. */
const BEFORE_OR_WITHOUT_AGENT =
  /^(?:prepare-(?:deploy|cleaning|service)-failed|validate-deploy-failed|inspect-start-failed|image-cache-download|image-head-code|image-href-validation)$/;

/** Whether a failure with these words can have left a ramdisk's log behind. */
export function mayHaveLeftLog(words: string | null | undefined): boolean {
  if (!words) return true;
  const signs = recognise(words);
  const [nearest] = signs;
  if (!nearest) return true;
  if (signs.some(({ signature }) => BEFORE_OR_WITHOUT_AGENT.test(signature.id))) return false;
  return AGENTS_OWN.includes(nearest.signature.cause);
}

/** The conductor fetches the log first and sets the state then; the fetching itself may take some minutes. */
const BEFORE_MS = 15 * 60_000;
/** Clocks of conductor and database. */
const AFTER_MS = 3 * 60_000;

export interface Choice {
  /** Of the failure that the node is in. */
  readonly own: RamdiskLog | undefined;
  /** The newest of an earlier time; of history only. */
  readonly earlier: RamdiskLog | undefined;
}

/** Which tarball is of this failure: by the time in its name, and never that of another instance. */
export function chooseLog(logs: readonly RamdiskLog[], node: Node): Choice {
  const failedAt = parseUtc(node.provision_updated_at ?? '');
  const foreign = ({ instance_uuid }: RamdiskLog) =>
    Boolean(instance_uuid && node.instance_uuid && instance_uuid !== node.instance_uuid);
  const collected = ({ collected_at }: RamdiskLog) => parseUtc(collected_at ?? '');
  const own = logs.find((log) => {
    const at = collected(log);
    if (foreign(log) || at === undefined || failedAt === undefined) return false;
    return at >= failedAt - BEFORE_MS && at <= failedAt + AFTER_MS;
  });
  const earlier = logs.find((log) => {
    const at = collected(log);
    return log !== own && at !== undefined && (failedAt === undefined || at < failedAt - BEFORE_MS);
  });
  return { own, earlier };
}
