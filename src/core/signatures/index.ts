import type { ErrorSignature } from '../error-signature.ts';
import { ACCESS } from './access.ts';
import { AGENT } from './agent.ts';
import { API } from './api.ts';
import { BMC } from './bmc.ts';
import { BOOT } from './boot.ts';
import { CALLBACK } from './callback.ts';
import { CLEANING } from './cleaning.ts';
import { CONFIGDRIVE } from './configdrive.ts';
import { DEPLOY } from './deploy.ts';
import { DISK } from './disk.ts';
import { FIRMWARE } from './firmware.ts';
import { IMAGE } from './image.ts';
import { INSPECTION } from './inspection.ts';
import { IPMI } from './ipmi.ts';
import { NETWORK } from './network.ts';
import { NOVA } from './nova.ts';
import { NOVA_COMPUTE } from './nova-compute.ts';
import { POWER } from './power.ts';
import { REDFISH } from './redfish.ts';
import { REQUEST } from './request.ts';
import { RESOURCES } from './resources.ts';
import { TLS } from './tls.ts';
import { VALIDATING } from './validation.ts';

/** All wordings that the bot knows, in no particular order: `recognise` sorts by depth and place. */
export const SIGNATURES: readonly ErrorSignature[] = [
  ...ACCESS,
  ...AGENT,
  ...API,
  ...BMC,
  ...BOOT,
  ...CALLBACK,
  ...CLEANING,
  ...CONFIGDRIVE,
  ...DEPLOY,
  ...DISK,
  ...FIRMWARE,
  ...IMAGE,
  ...INSPECTION,
  ...IPMI,
  ...NETWORK,
  ...NOVA_COMPUTE,
  ...NOVA,
  ...POWER,
  ...REDFISH,
  ...REQUEST,
  ...RESOURCES,
  ...TLS,
  ...VALIDATING,
];
