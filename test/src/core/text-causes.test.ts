import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { causesIn, textFinding } from '../../../src/core/text-causes.ts';

const causes = (text: string) => causesIn(text).map((one) => one.cause);
const SYNC =
  "During sync_power_state, max retries exceeded for node x, node state None does not match expected state 'power on'.";

describe('what a text is a sign of', () => {
  it.each([
    [
      'a sharp wording inside its wrapper',
      `${SYNC} Error: RAKP 2 HMAC is invalid (ipmi)`,
      ['bmc-credentials'],
    ],
    [
      'a power fault before a vague wording',
      `${SYNC} Error: IPMI call failed: power status.`,
      ['power-sync-failure', 'ipmi-unreachable'],
    ],
    [
      'a vague wording inside a wrapper that only says where',
      'Failed to provision instance 1: IPMI call failed: power status.',
      ['ipmi-unreachable'],
    ],
    ['a vague wording alone', 'IPMI call failed: power status.', ['ipmi-unreachable']],
    ['nothing known', 'hello', []],
  ])('is %s', (_, text, expected) => {
    expect(causes(text)).toEqual(expected);
  });

  it('never names more than three causes, nor one twice, however many are pasted together', () => {
    const wordings = [
      'RAKP 2 HMAC is invalid (ipmi)',
      'Node x is locked by host c1, please retry.',
      'insufficient resources for session',
      'The concurrent action limit for provisioning has been reached.',
      `${SYNC} Error: IPMI call failed: power status.`,
    ];
    fc.assert(
      fc.property(fc.shuffledSubarray(wordings, { minLength: 1 }), (some) => {
        const named = causes(some.join('\n'));
        expect(named.length).toBeGreaterThan(0);
        expect(named.length).toBeLessThanOrEqual(3);
        expect(new Set(named).size).toBe(named.length);
      }),
    );
  });
});

describe('a finding about a text', () => {
  it('lets other readings of a vague wording speak against it', () => {
    const [one] = causesIn('IPMI call failed: power status.');
    if (!one) throw new Error('nothing recognised');
    const finding = textFinding(one, {
      prefix: 'message',
      source: 'message',
      intro: 'The text says',
      text: 'IPMI call failed: power status.',
      named: { node: '<node>', conductor: '<conductor>' },
      severity: 'critical',
    });
    expect(finding.code).toBe('message-ipmi-call-failed');
    expect(finding.evidence.map((piece) => piece.bearing)).toEqual(['supports', 'speaks-against']);
    expect(finding.steps?.length).toBeGreaterThan(0);
  });
});
