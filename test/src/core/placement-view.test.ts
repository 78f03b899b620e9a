import { describe, expect, it } from 'vitest';
import { changedWords, contradictions, mayStillPropagate } from '../../../src/core/placement-view.ts';
import { NodeSchema } from '../../../src/openstack/ironic/schema.ts';
import { minutesAgo, NOW } from '../../support/facts.ts';
import { GOLD } from '../../support/scheduling.ts';

const node = (more: object = {}) => NodeSchema.parse({ ...GOLD, ...more });
const provider = { uuid: GOLD.uuid };
const inventories = (reserved: number, name = 'CUSTOM_GOLD') => ({
  resource_provider_generation: 1,
  inventories: { [name]: { total: 1, reserved } },
});

describe('placement view', () => {
  it('has nothing to say where both agree, or where nothing was read', () => {
    const allocations = { allocations: {} };
    expect(contradictions(node(), { provider, inventories: inventories(0), allocations })).toEqual([]);
    expect(contradictions(node(), {})).toEqual([]);
  });

  it('names each contradiction once, what is left over first', () => {
    const allocations = { allocations: { old: { resources: { CUSTOM_GOLD: 1 } } } };
    const found = contradictions(node(), { provider, inventories: inventories(1), allocations });
    expect(found.map(({ kind }) => kind)).toEqual(['leftover', 'reserved']);
    expect(contradictions(node(), { provider: null, inventories: null }).map(({ kind }) => kind)).toEqual([
      'no-provider',
    ]);
    expect(contradictions(node(), { inventories: inventories(0, 'CUSTOM_X') })[0]?.kind).toBe(
      'class-missing',
    );
  });

  it('gives five minutes after the last change that Ironic records', () => {
    const now = new Date(NOW);
    const changed = (minutes: number) =>
      node({ provision_updated_at: minutesAgo(900), updated_at: minutesAgo(minutes) });
    expect(mayStillPropagate(changed(4.9), now)).toBe(true);
    expect(mayStillPropagate(changed(5), now)).toBe(false);
    expect(changedWords(changed(3), now)).toBe('changed 3 min ago');
    expect(mayStillPropagate(node({ provision_updated_at: null, updated_at: null }), now)).toBe(false);
  });
});
