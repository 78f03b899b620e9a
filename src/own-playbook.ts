/**
 * What a playbook of your own may import as `ironic-oncall/playbook`, wherever it lies: from a checkout and from a bundle
 * it is the same.
 */
export type { Cause } from './core/cause.ts';
export type { FactName, Facts } from './core/facts.ts';
export type { Evidence, FindingDraft } from './core/finding.ts';
export type { GuideSection } from './core/guide.ts';
export { type Check, definePlaybook, type Playbook } from './core/playbook.ts';
export { type Proposal, propose, type RemediationId } from './core/remediation.ts';
export type { Aspect } from './core/subject.ts';
export type { Node } from './openstack/ironic/schema.ts';
