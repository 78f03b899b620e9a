import fc from 'fast-check';
import type { Evidence, Finding, Severity } from '../../../../src/core/finding.ts';
import { GUIDE_SECTIONS } from '../../../../src/core/guide.ts';
import { propose } from '../../../../src/core/remediation.ts';
import type { Report } from '../../../../src/core/report.ts';
import { finding, report } from './sample.ts';

/** Text that tries to become something else in a message. */
export const NASTY = [
  '<!channel>',
  '<!here|here>',
  '<@U123ABC45>',
  '<#C123ABC45|general>',
  '<!subteam^S123>',
  '@here @channel @everyone',
  '<https://evil.example|click me>',
  'https://evil.example/path',
  '`code` ``` *bold* _it_ ~no~ > quote',
  '&lt;!channel&gt; &amp;',
  '\u202eabc\u2066\u2069\u200b\u200d\ufeff',
  '\u0000\u0001\u001b[31m\u0007\u007f\u0085',
  '\ud800 \udfff lone',
  '😀👩‍👩‍👧‍👦🇩🇪',
  'Z̸̡̢̛͙̘̪̦͚͖̤͈̣͓ͫͬͭ',
  '<!date^0^{date}|x>',
  '&<>'.repeat(2_000),
  '`'.repeat(5_000),
  'x'.repeat(100_000),
  '🦊'.repeat(40_000),
  '\n'.repeat(3_000),
  '',
  ' ',
];

export const wildText: fc.Arbitrary<string> = fc.oneof(
  fc.constantFrom(...NASTY),
  fc.string({ unit: 'binary', maxLength: 200 }),
  fc.string({ unit: 'grapheme', maxLength: 200 }),
  fc
    .array(fc.oneof(fc.constantFrom(...NASTY.slice(0, 16)), fc.string({ maxLength: 20 })), { maxLength: 12 })
    .map((parts) => parts.join(' ')),
);

const evidence: fc.Arbitrary<Evidence> = fc.record({
  bearing: fc.constantFrom('proves', 'supports', 'speaks-against'),
  source: fc.oneof(fc.constantFrom('node.last_error', 'node.power_state'), wildText),
  observed: wildText,
  at: fc.oneof(fc.constant('2026-11-22T03:14:07'), wildText),
});

const wildFinding: fc.Arbitrary<Finding> = fc
  .record({
    summary: wildText,
    severity: fc.constantFrom<Severity[]>('critical', 'warning', 'info'),
    guide: fc.constantFrom(...GUIDE_SECTIONS),
    evidence: fc.array(evidence, { minLength: 1, maxLength: 20 }),
    missing: fc.array(fc.record({ fact: wildText, reason: wildText }), { maxLength: 4 }),
    steps: fc.array(fc.record({ text: wildText, command: wildText }), { maxLength: 6 }),
    proposals: fc.array(
      wildText.map((value) => propose('delete-port', { node: 'x', port: value })),
      { maxLength: 4 },
    ),
  })
  .map((wild) => ({
    ...finding,
    ...wild,
    evidence: [wild.evidence[0] ?? finding.evidence[0], ...wild.evidence],
  }));

export const wildReport: fc.Arbitrary<Report> = fc
  .record({
    name: wildText,
    cloud: wildText,
    summary: wildText,
    findings: fc.array(wildFinding, { maxLength: 4 }),
    notes: fc.array(wildText, { maxLength: 4 }),
    reasons: fc.array(wildText, { maxLength: 12 }),
    state: wildText,
    reference: wildText,
  })
  .map(({ name, cloud, summary, findings, notes, reasons, state, reference }) => ({
    ...report,
    subject: { ...report.subject, name, cloud, node_uuid: name },
    verdict: { ...report.verdict, summary },
    findings,
    notes,
    reference,
    unknown: reasons.map((reason) => ({ check: 'a/b', asks: reason, reason, kind: 'failed' as const })),
    clear: reasons.map((asks) => ({ check: 'a/b', asks })),
    node: report.node && {
      ...report.node,
      name,
      provision_state: state,
      power_state: state,
      reservation: state,
    },
  }));
