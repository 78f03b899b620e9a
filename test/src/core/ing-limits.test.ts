import { describe, expect, it } from 'vitest';
import { ING_LIMITS } from '../../../src/core/ing-limits.ts';
import { FAILED_STATES, ING_STATES } from '../../../src/core/provision-state.ts';

describe('limits of -ing states', () => {
  it.each(ING_STATES)(
    '%s has one, ends in a state that Ironic has, and outlasts a BMC that is slow',
    (state) => {
      expect(ING_LIMITS[state].seconds).toBeGreaterThanOrEqual(300);
      expect([...FAILED_STATES, 'enroll']).toContain(ING_LIMITS[state].fails_to);
    },
  );

  it('gives a legitimate deploy an hour', () => {
    expect(ING_LIMITS.deploying.seconds).toBe(3600);
  });
});
