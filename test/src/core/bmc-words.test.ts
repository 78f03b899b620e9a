import { describe, expect, it } from 'vitest';
import { bmcSignsIn, presentBmcSign, presentBmcWords, sameBmcTrouble } from '../../../src/core/bmc-words.ts';
import { NodeSchema } from '../../../src/openstack/ironic/schema.ts';

const node = (over: Record<string, unknown>) =>
  NodeSchema.parse({ uuid: 'u', driver: 'ipmi', provision_state: 'enroll', power_state: null, ...over });
const VAGUE = 'Failed to get power state for node u. Error: IPMI call failed: power status.';
const SHARP = 'Failed to get power state for node u. Error: RAKP 2 HMAC is invalid over ipmi.';

describe('words about the BMC that hold now', () => {
  it.each([
    ['a fall back to enroll', { last_error: VAGUE }, ['node.last_error']],
    [
      'a power fault, whose reason and error differ',
      {
        provision_state: 'active',
        maintenance: true,
        fault: 'power failure',
        maintenance_reason: VAGUE,
        last_error: SHARP,
      },
      ['node.maintenance_reason', 'node.last_error'],
    ],
    [
      'a power state in error',
      { provision_state: 'active', power_state: 'error', last_error: VAGUE },
      ['node.last_error'],
    ],
    [
      'an old error on an active node',
      { provision_state: 'active', power_state: 'power on', last_error: VAGUE },
      [],
    ],
    [
      'a failed clean, which has its own playbook',
      { provision_state: 'clean failed', last_error: VAGUE },
      [],
    ],
    ['an enrolled node without error', {}, []],
  ])('are those of %s', (_, over, sources) => {
    expect(presentBmcWords(node(over)).map((words) => words.source)).toEqual(sources);
  });

  it('prefer the sharper of two texts', () => {
    const both = {
      provision_state: 'active',
      maintenance: true,
      fault: 'power failure',
      maintenance_reason: VAGUE,
      last_error: SHARP,
    };
    expect(presentBmcSign(node(both))?.sign.cause).toBe('bmc-credentials');
  });
});

describe('signs of a BMC', () => {
  it('leave out what is about something else', () => {
    expect(bmcSignsIn('Node u is locked by host c1, please retry')).toEqual([]);
    expect(bmcSignsIn(VAGUE)[0]?.cause).toBe('ipmi-unreachable');
  });

  it('are shared by other nodes of the same protocol with the same cause', () => {
    const one = node({ last_error: VAGUE });
    const same = node({ uuid: 'v', last_error: VAGUE });
    const other = node({ uuid: 'w', last_error: SHARP });
    const redfish = node({ uuid: 'x', driver: 'redfish', last_error: VAGUE });
    expect(sameBmcTrouble([one, same, other, redfish], one, 'ipmi-unreachable').map((n) => n.uuid)).toEqual([
      'v',
    ]);
  });
});
