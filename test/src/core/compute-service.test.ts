import { describe, expect, it } from 'vitest';
import {
  computeHostOf,
  computeTrouble,
  computeWords,
  disabledByBuildFailures,
} from '../../../src/core/compute-service.ts';
import { COMPUTE, DISABLED, GOLD, hypervisor } from '../../support/scheduling.ts';

describe('compute service', () => {
  it('names the trouble', () => {
    expect(computeTrouble(COMPUTE)).toBeUndefined();
    expect(computeTrouble(DISABLED)).toBe('disabled');
    expect(computeTrouble({ ...COMPUTE, state: 'down' })).toBe('down');
    expect(computeTrouble({ ...DISABLED, forced_down: true })).toBe('forced down');
  });

  it('says it in one line, with the last report of one that is down', () => {
    expect(computeWords(DISABLED)).toBe('disabled, up: "switch maintenance"');
    expect(computeWords({ ...COMPUTE, state: 'down', updated_at: 'T' })).toBe('enabled, down, last report T');
  });

  it('tells failed builds by their words', () => {
    expect(
      disabledByBuildFailures({ ...DISABLED, disabled_reason: 'Auto-disabled due to 10 build failures' }),
    ).toBe(true);
    expect(disabledByBuildFailures(DISABLED)).toBe(false);
  });

  it("finds a node's nova-compute", () => {
    expect(computeHostOf(GOLD.uuid, [hypervisor(GOLD, 'c-2')])).toBe('c-2');
    expect(computeHostOf('other', [hypervisor(GOLD)])).toBeUndefined();
  });
});
