import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  conductorWords,
  freeInPlacement,
  instanceWords,
  isInTrouble,
  lastTrouble,
  ownWords,
  validationWords,
} from '../../../src/core/health.ts';
import { FAILED_STATES, ING_STATES, STABLE_STATES, WAIT_STATES } from '../../../src/core/provision-state.ts';
import { HistoryEventSchema, NodeSchema } from '../../../src/openstack/ironic/schema.ts';
import { HEALTHY_NODE, minutesAgo, NOW } from '../../support/facts.ts';

const now = new Date(NOW);
const node = (fields: Record<string, unknown> = {}) => NodeSchema.parse({ ...HEALTHY_NODE, ...fields });
const wordsOf = (opinion: ReturnType<typeof ownWords>) => (opinion === 'no' ? 'no' : opinion.words);

describe("a node's own fields", () => {
  it('are in trouble where there are no words for their health', () => {
    const some = <T>(...values: readonly T[]) => fc.constantFrom(...values);
    const fields = fc.record(
      {
        provision_state: some<string>(...STABLE_STATES, ...WAIT_STATES, ...ING_STATES, ...FAILED_STATES),
        power_state: some(null, 'power on', 'power off', 'error'),
        target_power_state: some(null, null, 'power on'),
        maintenance: some(false, false, true),
        fault: some(null, null, 'power failure'),
        last_error: some(null, 'it broke'),
        retired: some(false, false, true),
        instance_uuid: some(null, 'i'),
        reservation: some(null, null, 'c1'),
        updated_at: some(minutesAgo(1), minutesAgo(50)),
        provision_updated_at: some(minutesAgo(1), minutesAgo(50), minutesAgo(500)),
      },
      { requiredKeys: ['provision_state'] },
    );
    const seen = new Set<boolean>();
    fc.assert(
      fc.property(fields, (made) => {
        const one = node(made);
        const trouble = isInTrouble(one, now);
        seen.add(trouble);
        expect(trouble).toBe(ownWords(one, now) === 'no');
      }),
      { numRuns: 500 },
    );
    expect(seen.size).toBe(2);
  });

  it('name state, power, protection and retirement', () => {
    const active = node({
      provision_state: 'active',
      power_state: 'power on',
      protected: true,
      retired: true,
    });
    expect(wordsOf(ownWords(active, now))).toBe('active, powered on, protected, retired');
  });

  it('speak against a conductor that has worked for more than half of the usual limit', () => {
    const deploying = (minutes: number) =>
      ownWords(
        node({ provision_state: 'deploying', reservation: 'c', provision_updated_at: minutesAgo(minutes) }),
        now,
      );
    const bearings = (minutes: number) => {
      const opinion = deploying(minutes);
      return opinion === 'no' ? 'no' : opinion.evidence.map((one) => one.bearing);
    };
    expect(bearings(5)).toEqual(['supports']);
    expect(bearings(50)).toEqual(['supports', 'speaks-against']);
    expect(bearings(70)).toBe('no');
  });
});

describe('places that were not read', () => {
  it('say nothing, except where Ironic itself says that no conductor is responsible', () => {
    const view = {
      resource_provider: undefined,
      inventories: undefined,
      allocations: undefined,
      deployed: true,
    };
    expect(freeInPlacement(node(), view)).toEqual({ evidence: [] });
    expect(validationWords(node(), undefined)).toEqual({ evidence: [] });
    expect(instanceWords(node(), undefined)).toEqual({ evidence: [] });
    expect(conductorWords(node({ conductor: undefined }), undefined)).toEqual({ evidence: [] });
    expect(conductorWords(node({ conductor: null }), undefined)).toBe('no');
  });

  it('leave a doubt about a node in use that is off', () => {
    const off = node({ provision_state: 'active', instance_uuid: 'b1' });
    expect(instanceWords(off, undefined)).toMatchObject({ evidence: [{ bearing: 'speaks-against' }] });
  });
});

describe('conductors', () => {
  it('before 1.49 have to serve group and driver', () => {
    const old = node({ conductor: undefined });
    const one = { hostname: 'c', conductor_group: '', alive: true, drivers: ['ipmi'] };
    expect(conductorWords(old, [one])).not.toBe('no');
    expect(conductorWords(old, [{ ...one, drivers: ['redfish'] }])).toBe('no');
  });
});

describe('the last trouble', () => {
  const event = (minutes: number) =>
    HistoryEventSchema.parse({ uuid: 'e', created_at: minutesAgo(minutes), severity: 'ERROR', event: 'x' });

  it('is news when it came after the last change of state, and soon', () => {
    expect(lastTrouble(node({ last_error: 'x' }), [event(10)], now)).toBe('no');
    expect(lastTrouble(node({ last_error: 'x' }), [event(100)], now)).not.toBe('no');
    expect(lastTrouble(node({ last_error: 'x' }), [event(700)], now)).not.toBe('no');
  });

  it('is a doubt when only the time of the last write is known', () => {
    const written = node({ last_error: 'x', updated_at: minutesAgo(10) });
    expect(lastTrouble(written, undefined, now)).toMatchObject({ evidence: [{ bearing: 'speaks-against' }] });
    expect(lastTrouble(node({ last_error: 'x' }), undefined, now)).toEqual({ evidence: [] });
  });
});
