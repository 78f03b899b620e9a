import type { GuideSection } from '../guide.ts';
import type { Procedure } from '../procedure.ts';
import { type FoundProcedure, findAmong } from '../procedure-search.ts';
import agentStuck from './agent-stuck.ts';
import agentTls from './agent-tls.ts';
import apiTracebacks from './api-tracebacks.ts';
import bmcPassword from './bmc-password.ts';
import cleanFailed from './clean-failed.ts';
import clockSkew from './clock-skew.ts';
import concurrentLimit from './concurrent-limit.ts';
import conductorGroup from './conductor-group.ts';
import configdrive from './configdrive.ts';
import firmware from './firmware.ts';
import imageInvalid from './image-invalid.ts';
import imageSize from './image-size.ts';
import ingState from './ing-state.ts';
import inspectLargeCluster from './inspect-large-cluster.ts';
import interfaceNotEnabled from './interface-not-enabled.ts';
import iowait from './iowait.ts';
import ipmiCiphers from './ipmi-ciphers.ts';
import ipmiOverLan from './ipmi-over-lan.ts';
import lacp from './lacp.ts';
import lockTrace from './lock-trace.ts';
import macAddress from './mac-address.ts';
import maintenance from './maintenance.ts';
import mountPoint from './mount-point.ts';
import noValidHost from './no-valid-host.ts';
import nodesDisappeared from './nodes-disappeared.ts';
import nvmePartition from './nvme-partition.ts';
import outOfMemory from './out-of-memory.ts';
import patchRamdisk from './patch-ramdisk.ts';
import portFast from './port-fast.ts';
import powerFault from './power-fault.ts';
import ramdiskLogs from './ramdisk-logs.ts';
import reattachNetworking from './reattach-networking.ts';
import redfish from './redfish.ts';
import retired from './retired.ts';
import rootDevice from './root-device.ts';
import sanPassword from './san-password.ts';
import secureErase from './secure-erase.ts';
import states from './states.ts';
import stopOperation from './stop-operation.ts';
import waitState from './wait-state.ts';

/** All topics of `/ironic guide`, by id. */
export const PROCEDURES: readonly Procedure[] = [
  agentStuck,
  agentTls,
  apiTracebacks,
  bmcPassword,
  cleanFailed,
  clockSkew,
  concurrentLimit,
  conductorGroup,
  configdrive,
  firmware,
  imageInvalid,
  imageSize,
  ingState,
  inspectLargeCluster,
  interfaceNotEnabled,
  iowait,
  ipmiCiphers,
  ipmiOverLan,
  lacp,
  lockTrace,
  macAddress,
  maintenance,
  mountPoint,
  noValidHost,
  nodesDisappeared,
  nvmePartition,
  outOfMemory,
  patchRamdisk,
  portFast,
  powerFault,
  ramdiskLogs,
  reattachNetworking,
  redfish,
  retired,
  rootDevice,
  sanPassword,
  secureErase,
  states,
  stopOperation,
  waitState,
];

/** The procedure that a finding about this section points to: one that is about it first, else one that includes it. */
export function procedureFor(section: GuideSection): Procedure | undefined {
  return (
    PROCEDURES.find(({ sections }) => sections[0] === section) ??
    PROCEDURES.find(({ sections }) => sections.includes(section))
  );
}

/** What somebody means who types these words after `/ironic guide`. */
export function findProcedure(words: string): FoundProcedure {
  return findAmong(PROCEDURES, words);
}
