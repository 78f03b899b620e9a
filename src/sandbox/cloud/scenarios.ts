import type { Scenario } from './scenario.ts';
import activeWithOldError from './scenarios/active-with-old-error.ts';
import agentStuck from './scenarios/agent-stuck.ts';
import behindADeployError from './scenarios/behind-a-deploy-error.ts';
import bmcCredentialsRefused from './scenarios/bmc-credentials-refused.ts';
import bmcDead from './scenarios/bmc-dead.ts';
import callbackWait70Minutes from './scenarios/callback-wait-70-minutes.ts';
import capabilityMismatch from './scenarios/capability-mismatch.ts';
import classMismatch from './scenarios/class-mismatch.ts';
import cleanTimedOut from './scenarios/clean-timed-out.ts';
import cleanWaitB02 from './scenarios/clean-wait-b02.ts';
import cleanWaitB03 from './scenarios/clean-wait-b03.ts';
import cleanWaitB04 from './scenarios/clean-wait-b04.ts';
import cleaningForHours from './scenarios/cleaning-for-hours.ts';
import computeServiceDisabled from './scenarios/compute-service-disabled.ts';
import computeServiceDown from './scenarios/compute-service-down.ts';
import conductorDiskFull from './scenarios/conductor-disk-full.ts';
import deployTimedOut from './scenarios/deploy-timed-out.ts';
import deployingNormally from './scenarios/deploying-normally.ts';
import deployingOnDeadConductor from './scenarios/deploying-on-dead-conductor.ts';
import diskEraseFailed from './scenarios/disk-erase-failed.ts';
import healthyActive from './scenarios/healthy-active.ts';
import healthyAvailable from './scenarios/healthy-available.ts';
import imageChecksum from './scenarios/image-checksum.ts';
import inspectWait from './scenarios/inspect-wait.ts';
import interfaceNotEnabled from './scenarios/interface-not-enabled.ts';
import ipmiCipherMismatch from './scenarios/ipmi-cipher-mismatch.ts';
import ipmiSessionExhausted from './scenarios/ipmi-session-exhausted.ts';
import macAddressInUse from './scenarios/mac-address-in-use.ts';
import noResourceClass from './scenarios/no-resource-class.ts';
import nodeLocked from './scenarios/node-locked.ts';
import nothingAvailable from './scenarios/nothing-available.ts';
import operatorMaintenance from './scenarios/operator-maintenance.ts';
import placementLeftoverAllocation from './scenarios/placement-leftover-allocation.ts';
import placementProviderMissing from './scenarios/placement-provider-missing.ts';
import placementStillReserved from './scenarios/placement-still-reserved.ts';
import redfishCertificateExpired from './scenarios/redfish-certificate-expired.ts';
import redfishConnectionRefused from './scenarios/redfish-connection-refused.ts';
import traitMismatch from './scenarios/trait-mismatch.ts';
import verifyFailed from './scenarios/verify-failed.ts';
import verifyingOnDeadConductor from './scenarios/verifying-on-dead-conductor.ts';

/** All scenarios, in the order in which their nodes are listed. */
export const scenarios: readonly Scenario[] = [
  healthyAvailable,
  healthyActive,
  activeWithOldError,
  deployingNormally,
  bmcDead,
  ipmiSessionExhausted,
  ipmiCipherMismatch,
  bmcCredentialsRefused,
  redfishCertificateExpired,
  redfishConnectionRefused,
  nodeLocked,
  cleanTimedOut,
  diskEraseFailed,
  deployTimedOut,
  imageChecksum,
  conductorDiskFull,
  interfaceNotEnabled,
  operatorMaintenance,
  noResourceClass,
  verifyFailed,
  cleanWaitB02,
  cleanWaitB03,
  cleanWaitB04,
  callbackWait70Minutes,
  inspectWait,
  agentStuck,
  cleaningForHours,
  deployingOnDeadConductor,
  verifyingOnDeadConductor,
  nothingAvailable,
  computeServiceDisabled,
  computeServiceDown,
  classMismatch,
  placementProviderMissing,
  placementStillReserved,
  placementLeftoverAllocation,
  capabilityMismatch,
  traitMismatch,
  behindADeployError,
  macAddressInUse,
];
