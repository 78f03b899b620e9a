import { type AuditDraft, EMPTY_DRAFT } from '../../../src/core/audit-entry.ts';

/** A draft like those that the bot writes. */
export function draft(changes: Partial<AuditDraft> = {}): AuditDraft {
  return {
    ...EMPTY_DRAFT,
    kind: 'requested',
    at: '2026-11-22T03:14:31.000Z',
    words: 'asked to abort cleaning of node-17',
    actor: 'U1',
    requester: 'U1',
    approval: 'a1',
    cloud: 'prod',
    remediation: 'abort',
    node: '6a2f8c0e-0000-4000-8000-000000000017',
    name: 'node-17',
    ...changes,
  };
}
