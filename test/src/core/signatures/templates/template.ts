import type { Cause } from '../../../../../src/core/cause.ts';

/** Number in the catalogue of upstream wordings, the wording with plausible values, the causes an expert accepts. */
export type Template = readonly [number: number, text: string, ...causes: readonly [Cause, ...Cause[]]];
