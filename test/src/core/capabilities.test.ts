import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { capabilitiesOf, satisfies } from '../../../src/core/capabilities.ts';

describe('capabilities', () => {
  it('reads key:value pairs and the architecture, and names what Nova ignores', () => {
    const read = capabilitiesOf({ cpu_arch: 'x86_64', capabilities: 'boot_mode:uefi, disk:ssd,oops,a:b:c' });
    expect(read.values).toMatchObject({ boot_mode: 'uefi', disk: 'ssd', cpu_arch: 'x86_64' });
    expect(read.malformed).toEqual(['oops', 'a:b:c']);
    expect(read.json).toBe(false);
  });

  it('opens JSON, which Nova does not, and says so', () => {
    for (const capabilities of [{ boot_mode: 'uefi' }, '{"boot_mode": "uefi"}']) {
      const read = capabilitiesOf({ capabilities });
      expect(read.json).toBe(true);
      expect(read.values['boot_mode']).toBe('uefi');
    }
  });

  it("knows Nova's operators", () => {
    expect(satisfies('uefi', 'uefi')).toBe(true);
    expect(satisfies('bios', 'uefi')).toBe(false);
    expect(satisfies('bios', undefined)).toBe(false);
    expect(satisfies('s== uefi', 'uefi')).toBe(true);
    expect(satisfies('s!= uefi', 'uefi')).toBe(false);
    expect(satisfies('<in> ssd', 'nvme-ssd')).toBe(true);
    expect(satisfies('<or> bios <or> uefi', 'uefi')).toBe(true);
    expect(satisfies('<or> bios <or> csm', 'uefi')).toBe(false);
    expect(satisfies('>= 4', '8')).toBe(true);
    expect(satisfies('<= 4', '8')).toBe(false);
    expect(satisfies('== 8', '8')).toBe(true);
    expect(satisfies('<all-in> a b', 'a')).toBeUndefined();
  });

  it('reads any properties without breaking', () => {
    fc.assert(
      fc.property(fc.dictionary(fc.string(), fc.anything()), fc.anything(), (properties, capabilities) => {
        capabilitiesOf({ ...properties, capabilities });
      }),
    );
  });
});
