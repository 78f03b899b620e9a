import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { customClass, nearestNames } from '../../../src/core/resource-class.ts';

describe('resource class', () => {
  it("spells a node's class as Placement does", () => {
    expect(customClass('baremetal-large')).toBe('CUSTOM_BAREMETAL_LARGE');
    expect(customClass('rack 7 / gpu.a100')).toBe('CUSTOM_RACK_7_GPU_A100');
    expect(customClass('a__b--c')).toBe('CUSTOM_A_B_C');
    expect(customClass('CUSTOM_GOLD')).toBe('CUSTOM_CUSTOM_GOLD');
    expect(customClass(null)).toBeUndefined();
    expect(customClass('')).toBeUndefined();
  });

  it('is legal for Placement whatever the operator typed', () => {
    fc.assert(
      fc.property(fc.string({ minLength: 1 }), (name) => /^CUSTOM_[A-Z0-9_]+$/.test(customClass(name) ?? '')),
    );
  });

  it('suggests the nearest names, not far ones and not the name itself', () => {
    const known = ['CUSTOM_BAREMETAL_GOLD', 'CUSTOM_BAREMETAL_SILVER', 'CUSTOM_GPU', 'CUSTOM_BM_GOLD'];
    expect(nearestNames('CUSTOM_BAREMETAL_GLOD', known)[0]).toBe('CUSTOM_BAREMETAL_GOLD');
    expect(nearestNames('CUSTOM_GPU', known)).toEqual([]);
    expect(nearestNames('CUSTOM_GOLD', ['CUSTOM_CUSTOM_GOLD'])).toEqual(['CUSTOM_CUSTOM_GOLD']);
  });
});
