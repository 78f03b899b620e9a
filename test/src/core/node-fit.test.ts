import { describe, expect, it } from 'vitest';
import { demandOf } from '../../../src/core/flavor-demand.ts';
import { capabilityMisfit, fits, traitMisfit } from '../../../src/core/node-fit.ts';
import { NodeSchema } from '../../../src/openstack/ironic/schema.ts';
import { flavor, GOLD } from '../../support/scheduling.ts';

const node = (more: object = {}) => NodeSchema.parse({ ...GOLD, ...more });
function demand(specs: Record<string, string>) {
  const read = demandOf(flavor(specs));
  if (!read) throw new Error('the flavor has extra specs');
  return read;
}

describe('node fit', () => {
  it('fits when nothing is asked or what is asked is there', () => {
    expect(fits(node(), demand({}))).toBe(true);
    expect(
      fits(node({ traits: ['A'] }), demand({ 'trait:A': 'required', 'capabilities:boot_mode': 'uefi' })),
    ).toBe(true);
  });

  it('says what is wrong in words', () => {
    expect(
      traitMisfit(node({ traits: ['B'] }), demand({ 'trait:A': 'required', 'trait:B': 'forbidden' })),
    ).toBe('lacks A has the forbidden B (it has B)');
    expect(capabilityMisfit(node(), demand({ 'capabilities:boot_mode': 'bios' }))).toBe(
      'boot_mode: has uefi, asked bios',
    );
    const odd = node({ properties: { capabilities: 'boot_mode=bios' } });
    expect(capabilityMisfit(odd, demand({ 'capabilities:boot_mode': 'bios' }))).toContain(
      'malformed boot_mode=bios',
    );
  });

  it('claims nothing about what was not told', () => {
    const silent = node({ traits: undefined, properties: undefined });
    expect(fits(silent, demand({ 'trait:A': 'required', 'capabilities:boot_mode': 'bios' }))).toBe(true);
  });
});
