import fc from 'fast-check';
import { type AuditDraft, ENTRY_KINDS } from '../../../src/core/audit-entry.ts';

export { draft } from './draft.ts';

/** Everything that UTF-16 can hold, halves of pairs and NUL included; much of it what formats stumble over. */
const hostileText = fc.oneof(
  fc.string({ unit: fc.integer({ min: 0, max: 0xffff }).map((unit) => String.fromCharCode(unit)) }),
  fc.string({ unit: 'binary' }),
  fc.constantFrom(
    '\u0000',
    '\ud83d',
    '\ufffd',
    '"\\\n\r\t\u2028',
    '=cmd|calc!A1',
    '{"seq":1}',
    '\u202egnp.exe',
    'größe 😀',
    "'; drop table journal; --",
  ),
);
const maybe = <T>(some: fc.Arbitrary<T>) => fc.option(some, { nil: null });
const seen = fc.dictionary(hostileText, hostileText, { maxKeys: 4 });
const time = fc
  .date({ min: new Date('2026-01-01'), max: new Date('2027-01-01'), noInvalidDate: true })
  .map((date) => date.toISOString());

export const anyDraft: fc.Arbitrary<AuditDraft> = fc.record({
  kind: fc.constantFrom(...ENTRY_KINDS),
  at: time,
  actor: maybe(hostileText),
  approval: maybe(hostileText),
  cloud: maybe(hostileText),
  remediation: maybe(hostileText),
  node: maybe(hostileText),
  name: maybe(hostileText),
  target: maybe(hostileText),
  code: maybe(hostileText),
  words: hostileText,
  requester: maybe(hostileText),
  reason: maybe(hostileText),
  ticket: maybe(hostileText),
  ground: fc.constant(null),
  votes: fc.array(fc.record({ by: hostileText, at: time }), { maxLength: 2 }),
  before: maybe(seen),
  calls: fc.array(
    fc.record({
      service: fc.constantFrom('ironic', 'nova', 'placement', 'neutron'),
      method: fc.constantFrom('POST', 'PUT', 'PATCH', 'DELETE'),
      path: hostileText,
      body: fc.jsonValue(),
    }),
    { maxLength: 2 },
  ),
  results: fc.array(
    fc.record({
      status: fc.option(fc.integer({ min: 200, max: 599 }), { nil: undefined }),
      request_id: fc.option(hostileText, { nil: undefined }),
      at: time,
      outcome: fc.constantFrom('accepted', 'refused', 'unsure'),
      words: hostileText,
    }),
    { maxLength: 2 },
  ),
  after: maybe(seen),
  took_ms: maybe(fc.nat()),
});

/** A journal's worth of them, the same in every run. */
export function manyDrafts(count: number): readonly AuditDraft[] {
  return fc.sample(anyDraft, { numRuns: count, seed: 31_012_026 });
}
