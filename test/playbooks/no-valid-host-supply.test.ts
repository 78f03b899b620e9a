import { describe, expect, it } from 'vitest';
import supply from '../../playbooks/no-valid-host-supply.ts';
import { examine, type FactsInMemory, minutesAgo, recorded } from '../support/facts.ts';
import { FILTERED, FITS_NOW, failedServer, GOLD, GOLD_2, offering, refusing } from '../support/scheduling.ts';

const found = async (facts: FactsInMemory) => (await examine(supply, facts)).findings;
const clear = async (facts: FactsInMemory) => (await examine(supply, facts)).clear.map(({ check }) => check);

describe('no-valid-host-supply', () => {
  it('names the maintenance of the only node for a real failed server', async () => {
    const [finding] = await found({
      instance: recorded('nova/server-maint'),
      nodes: [recorded('ironic/node-maintenance-by-person'), recorded('ironic/node-available')],
      allocation_candidates: recorded('placement/candidates-maint'),
    });
    expect(finding).toMatchObject({
      code: 'nvh-no-available-node-none-free',
      cause: 'nvh-no-available-node',
      severity: 'critical',
      confidence: 'confirmed',
    });
    expect(finding?.summary).toContain('lab-maint');
    expect(finding?.evidence.map(({ source }) => source)).toContain('nodes[lab-maint].maintenance');
    expect(finding?.proposals).toEqual([]);
  });

  it('counts the blockers and offers to provide what is manageable', async () => {
    const [finding] = await found({
      ...FITS_NOW,
      nodes: [
        { ...GOLD, provision_state: 'manageable' },
        { ...GOLD_2, provision_state: 'clean failed' },
        { ...GOLD_2, name: 'node-19', uuid: '3', instance_uuid: 'i', provision_state: 'active' },
      ],
      allocation_candidates: offering(),
    });
    expect(finding?.summary).toContain('None of the 3 nodes');
    expect(finding?.summary).toContain('1 manageable (node-17)');
    expect(finding?.summary).toContain('1 clean failed (node-18)');
    expect(finding?.proposals).toEqual([{ id: 'provide', params: { node: GOLD.uuid }, risk: 'disruptive' }]);
  });

  it('says when every node of the class is simply in use', async () => {
    const [finding] = await found({
      ...FITS_NOW,
      nodes: [{ ...GOLD, provision_state: 'active', instance_uuid: 'i' }],
    });
    expect(finding?.code).toBe('nvh-no-available-node-all-in-use');
  });

  it('never proposes to provide a manageable node that somebody holds in maintenance', async () => {
    const nodes = [
      { ...GOLD, provision_state: 'manageable', maintenance: true, maintenance_reason: 'INC-1' },
    ];
    expect((await found({ ...FITS_NOW, nodes }))[0]?.proposals).toEqual([]);
  });

  it('is less sure where the nodes were taken after the request had failed', async () => {
    const nodes = [
      { ...GOLD, provision_state: 'active', instance_uuid: 'i', provision_updated_at: minutesAgo(1) },
    ];
    const [finding] = await found({ ...FITS_NOW, instance: failedServer(FILTERED), nodes });
    expect(finding?.confidence).not.toBe('confirmed');
  });

  it('steps back behind a trait or class that Placement has never heard of', async () => {
    const facts = { ...FITS_NOW, nodes: [{ ...GOLD, maintenance: true }] };
    const [finding] = await found({
      ...facts,
      allocation_candidates: refusing('No such trait(s): CUSTOM_GPU.'),
    });
    expect(finding?.severity).toBe('warning');
  });

  it('is clear when one node is free, when the class has no node at all, and for servers that are well', async () => {
    expect(await clear({ ...FITS_NOW, nodes: [GOLD, { ...GOLD_2, maintenance: true }] })).toHaveLength(1);
    expect(
      await clear({ ...FITS_NOW, nodes: [{ ...GOLD, resource_class: 'iron', maintenance: true }] }),
    ).toHaveLength(1);
    for (const server of ['nova/server-active', 'nova/server-building', 'nova/server-invalid']) {
      const facts = { instance: recorded(server), nodes: [{ ...GOLD, maintenance: true }] };
      expect(await found(facts)).toEqual([]);
    }
  });

  it('judges the only node of a snapshot that lists no others', async () => {
    const { nodes: _, ...rest } = FITS_NOW;
    const [finding] = await found({ ...rest, node: { ...GOLD, provision_state: 'manageable' } });
    expect(finding?.code).toBe('nvh-no-available-node-none-free');
    expect(finding?.missing.map(({ fact }) => fact)).toContain('nodes');
  });

  it('cannot check without nodes', async () => {
    const { nodes: _, ...rest } = FITS_NOW;
    const { unknown } = await examine(supply, { ...rest, unread: { nodes: 'Ironic did not answer' } });
    expect(unknown).toMatchObject([{ fact: 'nodes', reason: 'Ironic did not answer' }]);
  });
});
