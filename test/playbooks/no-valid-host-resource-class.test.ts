import { describe, expect, it } from 'vitest';
import resourceClass from '../../playbooks/no-valid-host-resource-class.ts';
import { examine, type FactsInMemory, recorded } from '../support/facts.ts';
import {
  FILTERED,
  FITS_NOW,
  failedServer,
  flavor,
  GOLD,
  GOLD_2,
  hypervisor,
  offering,
  refusing,
} from '../support/scheduling.ts';

const found = async (facts: FactsInMemory) => (await examine(resourceClass, facts)).findings;
const SILVER = { ...GOLD, resource_class: 'silver' };

describe('no-valid-host-resource-class', () => {
  it('blames the class nobody has for a real failed server', async () => {
    const [finding] = await found({
      instance: recorded('nova/server-no-class'),
      nodes: [recorded('ironic/node-available'), recorded('ironic/node-maintenance-by-person')],
      allocation_candidates: recorded('placement/candidates-unknown'),
    });
    expect(finding).toMatchObject({
      code: 'nvh-resource-class-unknown',
      cause: 'nvh-resource-class',
      severity: 'critical',
      confidence: 'confirmed',
    });
    expect(finding?.evidence.find(({ source }) => source === 'allocation_candidates')?.observed).toBe(
      '400: Invalid resource class in resources parameter: No such resource class CUSTOM_LAB_NOBODY_HAS_THIS.',
    );
  });

  it('suggests the class that is nearly the same', async () => {
    const nodes = [{ ...GOLD, resource_class: 'golds' }];
    const [finding] = await found({ ...FITS_NOW, nodes, allocation_candidates: offering() });
    expect(finding?.code).toBe('nvh-resource-class-no-node');
    expect(finding?.summary).toContain('the nearest is CUSTOM_GOLDS');
  });

  it("explains a node's class that was written with CUSTOM_ in front", async () => {
    const nodes = [{ ...GOLD, resource_class: 'CUSTOM_GOLD' }];
    const [finding] = await found({ ...FITS_NOW, nodes, allocation_candidates: offering() });
    expect(finding?.summary).toContain('becomes CUSTOM_CUSTOM_GOLD');
  });

  it('points to the node that has no class, and proposes one when there is no doubt which node', async () => {
    const nodes = [
      { ...GOLD, resource_class: null },
      { ...GOLD_2, resource_class: 'tin' },
    ];
    const [finding] = await found({ ...FITS_NOW, nodes, allocation_candidates: offering() });
    expect(finding?.summary).toContain('node-17 has no class at all');
    expect(finding?.proposals).toContainEqual({
      id: 'set-resource-class',
      params: { node: GOLD.uuid, value: 'gold' },
      risk: 'disruptive',
    });
  });

  it('does not take an empty list for proof, since that is also what a plain member is shown', async () => {
    const [finding] = await found({ ...FITS_NOW, nodes: [], allocation_candidates: offering() });
    expect(finding?.confidence).toBe('likely');
    expect(await found({ ...FITS_NOW, nodes: [], allocation_candidates: offering(GOLD) })).toEqual([]);
  });

  it('leaves a class that a node has to others, also where Placement has not heard of it', async () => {
    const facts = { ...FITS_NOW, allocation_candidates: refusing('No such resource class CUSTOM_GOLD.') };
    expect(await found(facts)).toEqual([]);
  });

  it('finds the unknown class without the nodes', async () => {
    const { nodes: _, ...rest } = FITS_NOW;
    const [finding] = await found({
      ...rest,
      allocation_candidates: refusing('No such resource class CUSTOM_GOLD.'),
    });
    expect(finding?.code).toBe('nvh-resource-class-unknown');
    expect(finding?.missing.map(({ fact }) => fact)).toContain('nodes');
  });

  it('blames amounts that only virtual machines have', async () => {
    const asking = { ...flavor(), extra_specs: { 'resources:CUSTOM_GOLD': '1' } };
    const [finding] = await found({ ...FITS_NOW, flavor: asking });
    expect(finding).toMatchObject({ code: 'nvh-resource-class-virtual-amounts', confidence: 'confirmed' });
    expect(finding?.summary).toContain('VCPU=8');
    const [doubted] = await found({ ...FITS_NOW, flavor: asking, instance: failedServer(FILTERED) });
    expect(doubted?.confidence).toBe('likely');
  });

  it('says when a flavor asks for no class, with less weight where virtual machines run as well', async () => {
    const plain = { id: 'm1', name: 'm1.small', vcpus: 1, ram: 512, disk: 1, extra_specs: {} };
    const [finding] = await found({ ...FITS_NOW, flavor: plain });
    expect(finding).toMatchObject({ code: 'nvh-resource-class-not-asked', severity: 'critical' });
    const virtual = { ...hypervisor(GOLD_2), hypervisor_type: 'QEMU' };
    const [mixed] = await found({ ...FITS_NOW, flavor: plain, hypervisors: [virtual] });
    expect(mixed?.confidence).toBe('possible');
    const { instance: _, ...asked } = FITS_NOW;
    expect((await found({ ...asked, flavor: plain }))[0]?.severity).toBe('info');
  });

  it('is clear when a node has the class, and silent for servers that did not fail to schedule', async () => {
    expect((await examine(resourceClass, { ...FITS_NOW, nodes: [SILVER, GOLD] })).clear).toHaveLength(2);
    expect(await found({ instance: recorded('nova/server-active'), nodes: [SILVER] })).toEqual([]);
  });

  it('cannot check when neither nodes nor Placement can be read, or the flavor does not tell', async () => {
    const { nodes: _, ...rest } = FITS_NOW;
    const { unknown } = await examine(resourceClass, {
      ...rest,
      unread: { nodes: 'Ironic did not answer', allocation_candidates: 'Placement did not answer' },
      allocation_candidates: undefined,
    });
    expect(unknown.map(({ check }) => check)).toContain('no-valid-host-resource-class/class-exists');
    const silent = await examine(resourceClass, { ...FITS_NOW, flavor: { id: 'a', name: 'a' } });
    expect(silent.unknown.map(({ kind }) => kind)).toEqual(['unsupported', 'unsupported']);
  });
});
