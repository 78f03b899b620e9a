import { describe, expect, it } from 'vitest';
import { placementClass } from '../../../../../src/sandbox/cloud/placement/resource-tracker.ts';

describe('placementClass', () => {
  it('writes a resource class as Placement knows it', () => {
    expect(placementClass('baremetal-mem.a2')).toBe('CUSTOM_BAREMETAL_MEM_A2');
  });
});
