import type { Offer } from './acting.ts';
import type { Report } from './report.ts';
import type { Resolution } from './subject.ts';

/** The words meant several things, or nothing that is there. */
export interface Unresolved {
  readonly kind: 'unresolved';
  readonly asked: string;
  readonly cloud: string;
  readonly resolution: Exclude<Resolution, { kind: 'found' }>;
}

/** What was asked cannot even begin; the message is the whole answer. */
export interface Refused {
  readonly kind: 'refused';
  readonly message: string;
}

export type DiagnoseOutcome = { readonly kind: 'report'; readonly report: Report } | Unresolved | Refused;

/** What a question about a subject answers. */
export interface DiagnosisAnswer {
  readonly kind: 'diagnosis';
  readonly outcome: DiagnoseOutcome;
  /** Nodes that a pasted text names, and about which the cloud could be asked. */
  readonly named?: readonly string[];
  /** Remedies that may be asked for with a click. */
  readonly offers?: readonly Offer[];
  /** Why others are not among them. */
  readonly unoffered?: readonly string[];
}
