import { BMC } from './bmc.ts';
import { DEPLOY } from './deploy.ts';
import { NETWORK_CLEANING_INSPECTION } from './network-cleaning-inspection.ts';
import { NOVA_AND_API } from './nova-and-api.ts';
import type { Template } from './template.ts';
import { WAITING } from './waiting.ts';

/** Every catalogued wording of Ironic, its agent and Nova, with values filled in as they appear in the field. */
export const TEMPLATES: readonly Template[] = [
  ...NOVA_AND_API,
  ...BMC,
  ...WAITING,
  ...DEPLOY,
  ...NETWORK_CLEANING_INSPECTION,
];
