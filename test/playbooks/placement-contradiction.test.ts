import { describe, expect, it } from 'vitest';
import contradiction from '../../playbooks/placement-contradiction.ts';
import { examine, type FactsInMemory, minutesAgo, recorded } from '../support/facts.ts';
import { COMPUTE, DISABLED, GOLD, hypervisor } from '../support/scheduling.ts';

const found = async (facts: FactsInMemory) => (await examine(contradiction, facts)).findings;
const inventories = (reserved: number, name = 'CUSTOM_GOLD') => ({
  resource_provider_generation: 3,
  inventories: { [name]: { total: 1, reserved } },
});
const AGREED = {
  node: GOLD,
  resource_provider: { uuid: GOLD.uuid, name: GOLD.uuid },
  inventories: inventories(0),
  allocations: { allocations: {} },
  compute_services: [COMPUTE],
  hypervisors: [hypervisor(GOLD)],
};

describe('placement-contradiction', () => {
  it('is clear for a real healthy node', async () => {
    const { findings, clear } = await examine(contradiction, {
      node: recorded('ironic/node-available'),
      resource_provider: recorded('placement/provider-healthy'),
      inventories: recorded('placement/inventories-healthy'),
      allocations: recorded('placement/allocations-healthy'),
      compute_services: recorded('nova/services'),
    });
    expect(findings).toEqual([]);
    expect(clear).toHaveLength(2);
  });

  it('says that a node without a class cannot be scheduled on', async () => {
    const [finding, ...more] = await found({ ...AGREED, node: { ...GOLD, resource_class: null } });
    expect(finding).toMatchObject({ code: 'nvh-resource-class-node-without', cause: 'nvh-resource-class' });
    expect(more).toEqual([]);
  });

  it('wants no class where there is no Placement', async () => {
    const gone = { kind: 'not-deployed', reason: 'this cloud has no placement' } as const;
    const outcomes = await examine(contradiction, {
      node: { ...GOLD, resource_class: null },
      unread: { resource_provider: gone, compute_services: gone },
    });
    expect(outcomes).toEqual({ findings: [], clear: [], unknown: [] });
  });

  it('shows each way in which Placement can deny a free node', async () => {
    const cases = [
      [{ resource_provider: null }, 'has no resource provider for it'],
      [{ inventories: inventories(0, 'CUSTOM_OLD') }, 'has no CUSTOM_GOLD of it'],
      [{ inventories: inventories(1) }, 'has it reserved'],
      [{ allocations: { allocations: { gone: { resources: { CUSTOM_GOLD: 1 } } } } }, 'allocated to gone'],
    ] as const;
    for (const [change, words] of cases) {
      const [finding] = await found({ ...AGREED, ...change });
      expect(finding).toMatchObject({
        code: 'nvh-placement-stale-provider',
        confidence: 'confirmed',
        severity: 'warning',
      });
      expect(finding?.summary).toContain(words);
    }
  });

  it('gives nova-compute a few minutes after a change', async () => {
    const node = { ...GOLD, provision_updated_at: minutesAgo(3), updated_at: minutesAgo(3) };
    const [finding] = await found({ ...AGREED, node, inventories: inventories(1) });
    expect(finding).toMatchObject({ code: 'nvh-placement-stale-not-yet', severity: 'info' });
    const [late] = await found({
      ...AGREED,
      node: { ...node, updated_at: minutesAgo(6), provision_updated_at: minutesAgo(6) },
      inventories: inventories(1),
    });
    expect(late?.code).toBe('nvh-placement-stale-provider');
  });

  it('knows that an unknown power state keeps a node reserved', async () => {
    const [finding] = await found({
      ...AGREED,
      node: { ...GOLD, power_state: null },
      inventories: inventories(1),
    });
    expect(finding).toMatchObject({
      code: 'nvh-no-available-node-power-unknown',
      cause: 'nvh-no-available-node',
    });
  });

  it('names the disabled nova-compute of the node, not that of others', async () => {
    const compute_services = [DISABLED, { ...COMPUTE, id: 2, host: 'compute-2' }];
    const [finding] = await found({ ...AGREED, compute_services });
    expect(finding).toMatchObject({ code: 'nvh-compute-service-disabled', severity: 'warning' });
    expect(
      await found({ ...AGREED, compute_services, hypervisors: [hypervisor(GOLD, 'compute-2')] }),
    ).toEqual([]);
  });

  it('does not ask about nodes that are not free in Ironic', async () => {
    for (const change of [{ maintenance: true }, { instance_uuid: 'i' }, { provision_state: 'manageable' }]) {
      const outcomes = await examine(contradiction, { ...AGREED, node: { ...GOLD, ...change } });
      expect(outcomes).toEqual({ findings: [], clear: [], unknown: [] });
    }
  });

  it('cannot check what Placement does not tell', async () => {
    const { inventories: _, ...rest } = AGREED;
    const { unknown } = await examine(contradiction, {
      ...rest,
      unread: { inventories: 'Placement did not answer' },
    });
    expect(unknown).toMatchObject([{ reason: 'Placement did not answer', kind: 'failed' }]);
  });
});
