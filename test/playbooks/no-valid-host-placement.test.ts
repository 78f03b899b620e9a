import { describe, expect, it } from 'vitest';
import placement from '../../playbooks/no-valid-host-placement.ts';
import { examine, type FactsInMemory, minutesAgo, recorded } from '../support/facts.ts';
import { FITS_NOW, flavor, GOLD, GOLD_2, offering, refusing } from '../support/scheduling.ts';

const found = async (facts: FactsInMemory) => (await examine(placement, facts)).findings;
const EMPTY = { ...FITS_NOW, allocation_candidates: offering() };
const PROVIDER = { uuid: GOLD.uuid, name: GOLD.uuid, generation: 3 };
const inventories = (reserved: number, name = 'CUSTOM_GOLD') => ({
  resource_provider_generation: 3,
  inventories: { [name]: { total: 1, reserved } },
});
const FREE = { resource_provider: PROVIDER, inventories: inventories(0), allocations: { allocations: {} } };

describe('no-valid-host-placement', () => {
  it('shows both reads where Ironic calls a node free and Placement offers none', async () => {
    const [finding] = await found(EMPTY);
    expect(finding).toMatchObject({
      code: 'nvh-placement-stale-no-candidates',
      cause: 'nvh-placement-stale',
      severity: 'critical',
      confidence: 'confirmed',
    });
    expect(finding?.evidence.map(({ source }) => source)).toEqual([
      'allocation_candidates',
      'nodes[node-17]',
    ]);
  });

  it('does not call it a contradiction where the traits that were asked for are not told', async () => {
    const { traits: _, ...untold } = GOLD;
    const asked = { ...EMPTY, flavor: flavor({ 'trait:CUSTOM_GPU': 'required' }), nodes: [untold] };
    const outcome = await examine(placement, asked);
    expect(outcome.findings).toEqual([]);
    expect(outcome.unknown).toMatchObject([{ check: 'no-valid-host-placement/placement-agrees' }]);
  });

  it('asks for a round of patience when the node has only just changed', async () => {
    const nodes = [{ ...GOLD, provision_updated_at: minutesAgo(2), updated_at: minutesAgo(2) }];
    const [finding] = await found({ ...EMPTY, nodes });
    expect(finding?.code).toBe('nvh-placement-stale-not-yet');
    expect(finding?.summary).toContain('changed 2 min ago');
    expect(finding?.proposals?.map(({ id }) => id)).toEqual(['wait', 'look-again']);
    const { instance: _, ...asked } = EMPTY;
    expect((await found({ ...asked, nodes }))[0]?.severity).toBe('warning');
  });

  it('finds the allocation that an instance left behind, however recently the node changed', async () => {
    const allocations = { allocations: { 'dead-instance': { resources: { CUSTOM_GOLD: 1 } } } };
    const nodes = [{ ...GOLD, updated_at: minutesAgo(1) }];
    const [finding] = await found({ ...EMPTY, nodes, ...FREE, allocations });
    expect(finding?.code).toBe('nvh-placement-stale-no-candidates');
    expect(finding?.proposals).toEqual([
      {
        id: 'delete-allocation',
        params: { consumer: 'dead-instance', resource_provider: GOLD.uuid },
        risk: 'destructive',
      },
    ]);
    expect(finding?.steps?.[0]?.command).toBe('openstack server show dead-instance');
  });

  it('needs no candidates where the provider itself can be read', async () => {
    const { allocation_candidates: _, ...rest } = FITS_NOW;
    expect((await found({ ...rest, ...FREE, inventories: inventories(1) }))[0]?.evidence[0]).toMatchObject({
      source: 'inventories[CUSTOM_GOLD]',
      observed: 'reserved 1 of 1',
    });
    expect((await found({ ...rest, resource_provider: null }))[0]?.evidence[0]?.source).toBe(
      'resource_provider',
    );
    expect(
      (await found({ ...rest, ...FREE, inventories: inventories(0, 'CUSTOM_OLD') }))[0]?.evidence[0]
        ?.observed,
    ).toBe('CUSTOM_OLD, no CUSTOM_GOLD');
    const own = {
      ...FREE,
      resource_provider: { ...PROVIDER, uuid: GOLD_2.uuid },
      inventories: inventories(1),
    };
    expect(await found({ ...rest, ...own })).toEqual([]);
  });

  it('takes a class or trait that a node has and Placement never heard of for lag', async () => {
    const refused = { ...FITS_NOW, allocation_candidates: refusing('No such resource class CUSTOM_GOLD.') };
    expect((await found(refused))[0]?.evidence[0]?.observed).toContain('although node-17 has it');
  });

  it('shows that no nova-compute has taken the node up', async () => {
    const [finding] = await found({ ...EMPTY, hypervisors: [] });
    expect(finding?.evidence.at(-1)?.observed).toContain('no hypervisor for node-17');
  });

  it('warns of a node that Placement offers and Ironic would refuse', async () => {
    const nodes = [{ ...GOLD, maintenance: true }];
    const [finding] = await found({ ...FITS_NOW, nodes });
    expect(finding).toMatchObject({ code: 'nvh-placement-stale-offers-taken', severity: 'warning' });
    const fresh = [{ ...GOLD, maintenance: true, updated_at: minutesAgo(1) }];
    expect(await found({ ...FITS_NOW, nodes: fresh })).toEqual([]);
  });

  it('is clear where Placement offers a fitting node, where none is free, and where none fits', async () => {
    expect((await examine(placement, { ...FITS_NOW, nodes: [GOLD, GOLD_2] })).clear).toHaveLength(2);
    expect(await found({ ...EMPTY, nodes: [{ ...GOLD, maintenance: true }] })).toEqual([]);
    expect(await found({ ...EMPTY, flavor: flavor({ 'trait:CUSTOM_GPU': 'required' }) })).toEqual([]);
    expect(await found({ ...EMPTY, instance: recorded('nova/server-active') })).toEqual([]);
  });

  it('cannot check without Placement', async () => {
    const { allocation_candidates: _, ...rest } = FITS_NOW;
    const { unknown } = await examine(placement, {
      ...rest,
      unread: { allocation_candidates: 'Placement did not answer' },
    });
    expect(unknown.map(({ reason }) => reason)).toContain('Placement did not answer');
  });
});
