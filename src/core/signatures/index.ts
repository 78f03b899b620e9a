import type { ErrorSignature } from '../error-signature.ts';

/** All wordings that the bot knows, in no particular order: `recognise` sorts by depth and place. */
export const SIGNATURES: readonly ErrorSignature[] = [];
