import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { alsoToldAs, causesIn, textFinding } from '../../../src/core/text-causes.ts';

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

  it('names the power fault of one entry beside the reason that another entry has', () => {
    const mac = 'The mac address 52:54:00:1a:b0:77 is in use.';
    const sync = `${SYNC} Error: IPMI call failed: power status.`;
    const entry = (second: number, level: string, said: string) =>
      `2026-11-22 17:01:0${second}.123 41 ${level} ironic.conductor.manager [-] ${said}`;
    const told = (...entries: string[]) => causes(entries.join('\n'));
    expect(told(entry(1, 'ERROR', sync), entry(2, 'ERROR', mac))).toEqual([
      'mac-address-in-use',
      'power-sync-failure',
    ]);
    expect(told(entry(1, 'WARNING', sync), entry(2, 'ERROR', mac))).toEqual(['mac-address-in-use']);
    expect(
      told(entry(1, 'ERROR', `${SYNC} Error: RAKP 2 HMAC is invalid (ipmi)`), entry(2, 'ERROR', mac)),
    ).toEqual(['mac-address-in-use', 'bmc-credentials']);
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

const finding = (text: string, index = 0, several = false) => {
  const one = causesIn(text)[index];
  if (!one) throw new Error('nothing recognised');
  return textFinding(one, {
    prefix: 'message',
    source: 'message',
    intro: 'The text says',
    text,
    named: { node: '<node>', conductor: '<conductor>' },
    severity: 'critical',
    several,
  });
};

describe('a finding about a text', () => {
  it('names the operation that a wrapper tells, unless the wrapper may belong to another trouble', () => {
    const disk =
      'Failed to prepare to deploy: [Errno 28] No space left on device: /var/lib/ironic/master_images';
    expect(finding(disk).summary).toContain('(phase: deploy)');
    expect(finding(disk, 0, true).summary).not.toContain('phase');
    const erase = 'Protected device located on node';
    expect(finding(erase, 0, true).summary).toContain('(phase: clean)');
  });

  it('can be told under other codes, which its own playbook claims', () => {
    expect(alsoToldAs('Virt driver is not ready.', 'nvh-compute-service')).toEqual([
      'message-nova-virt-driver-not-ready',
      'log-nova-virt-driver-not-ready',
    ]);
    expect(alsoToldAs('Virt driver is not ready.', 'network-vif')).toEqual([]);
  });

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
