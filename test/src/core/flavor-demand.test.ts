import { describe, expect, it } from 'vitest';
import { demandOf } from '../../../src/core/flavor-demand.ts';
import { flavor } from '../../support/scheduling.ts';

describe('flavor demand', () => {
  it('reads class, traits and capabilities out of the extra specs', () => {
    expect(
      demandOf(
        flavor({
          'trait:CUSTOM_GPU': 'required',
          'trait:HW_CPU_X86_VMX': 'forbidden',
          'capabilities:boot_mode': 'uefi',
          'hw:cpu_policy': 'dedicated',
        }),
      ),
    ).toEqual({
      classes: { CUSTOM_GOLD: 1 },
      virtual: {},
      required: ['CUSTOM_GPU'],
      forbidden: ['HW_CPU_X86_VMX'],
      capabilities: { boot_mode: 'uefi' },
      meantForNodes: true,
    });
  });

  it('counts vcpus, ram and disk unless they are overridden with 0', () => {
    const virtual = demandOf({ id: 'a', name: 'a', vcpus: 4, ram: 512, disk: 0, extra_specs: {} });
    expect(virtual).toMatchObject({ virtual: { VCPU: 4, MEMORY_MB: 512 }, meantForNodes: false });
  });

  it('reads numbered groups and leaves out what is asked 0 times', () => {
    const specs = {
      'resources1:CUSTOM_GOLD': '1',
      'resources:CUSTOM_OLD': '0',
      'trait_A:CUSTOM_X': 'required',
    };
    expect(demandOf({ id: 'a', name: 'a', extra_specs: specs })).toMatchObject({
      classes: { CUSTOM_GOLD: 1 },
      required: ['CUSTOM_X'],
    });
  });

  it('says nothing when the extra specs were not told', () => {
    expect(demandOf({ id: 'a', name: 'a' })).toBeUndefined();
  });
});
