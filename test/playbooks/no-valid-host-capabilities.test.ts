import { describe, expect, it } from 'vitest';
import capabilities from '../../playbooks/no-valid-host-capabilities.ts';
import { examine, type FactsInMemory, recorded } from '../support/facts.ts';
import {
  COMPUTE,
  FILTERED,
  FITS_NOW,
  failedServer,
  flavor,
  GOLD,
  GOLD_2,
  refusing,
} from '../support/scheduling.ts';

const found = async (facts: FactsInMemory) => (await examine(capabilities, facts)).findings;
const needs = (specs: Record<string, string>) => ({ ...FITS_NOW, flavor: flavor(specs) });
const GPU = { 'trait:CUSTOM_GPU': 'required' };
const BIOS = { 'capabilities:boot_mode': 'bios' };

describe('no-valid-host-capabilities', () => {
  it('names the trait that Placement never heard of, for a real failed server', async () => {
    const [finding] = await found({
      instance: recorded('nova/server-trait'),
      nodes: [recorded('ironic/node-available')],
      allocation_candidates: recorded('placement/candidates-trait'),
    });
    expect(finding).toMatchObject({
      code: 'nvh-properties-capabilities-traits',
      cause: 'nvh-properties-capabilities',
      confidence: 'confirmed',
    });
    expect(finding?.summary).toContain('CUSTOM_LAB_GPU, which no node has ever had');
  });

  it('compares the boot mode of flavor and node, for a real failed server', async () => {
    const [finding] = await found({
      instance: recorded('nova/server-capability'),
      nodes: [recorded('ironic/node-available')],
      allocation_candidates: recorded('placement/candidates-healthy'),
    });
    expect(finding).toMatchObject({ code: 'nvh-properties-capabilities-mismatch', confidence: 'confirmed' });
    expect(finding?.evidence[1]).toMatchObject({
      source: 'nodes[lab-healthy].properties.capabilities',
      observed: 'boot_mode: has uefi, asked bios',
    });
  });

  it('knows traits that are required, forbidden, or given by nova-compute', async () => {
    const nodes = [{ ...GOLD, traits: ['CUSTOM_OLD'] }];
    const [lacking] = await found({ ...needs(GPU), nodes });
    expect(lacking?.summary).toContain('lacks CUSTOM_GPU');
    expect(lacking?.proposals?.[1]).toMatchObject({
      id: 'add-trait',
      params: { node: GOLD.uuid, trait: 'CUSTOM_GPU' },
    });
    const forbidding = { ...needs({ 'trait:CUSTOM_OLD': 'forbidden' }), nodes };
    const [unwelcome] = await found(forbidding);
    expect(unwelcome?.summary).toContain('has the forbidden CUSTOM_OLD');
    expect(unwelcome?.proposals?.[1]?.id).toBe('remove-trait');
    expect(await found({ ...needs({ 'trait:COMPUTE_NODE': 'required' }), nodes })).toEqual([]);
  });

  it('cannot check traits that Ironic did not tell', async () => {
    const { traits: _, ...untold } = GOLD;
    const outcome = await examine(capabilities, { ...needs(GPU), nodes: [untold] });
    expect(outcome.findings).toEqual([]);
    expect(outcome.unknown).toMatchObject([
      { check: 'no-valid-host-capabilities/traits', kind: 'unsupported' },
    ]);
  });

  it('finds an unknown trait without the nodes', async () => {
    const { nodes: _, ...rest } = needs(GPU);
    const [finding] = await found({
      ...rest,
      allocation_candidates: refusing('No such trait(s): CUSTOM_GPU.'),
    });
    expect(finding?.confidence).toBe('confirmed');
  });

  it('says that Nova cannot read capabilities written as JSON', async () => {
    const nodes = [{ ...GOLD, properties: { capabilities: { boot_mode: 'bios' } } }];
    const [finding] = await found({ ...needs(BIOS), nodes });
    expect(finding?.evidence[1]?.observed).toContain('written as JSON');
  });

  it('weighs what the fault tells: no candidate means that no filter was asked', async () => {
    expect((await found(needs(BIOS)))[0]?.confidence).toBe('likely');
    const filtered = { ...needs(BIOS), instance: failedServer(FILTERED) };
    expect((await found(filtered))[0]?.confidence).toBe('confirmed');
  });

  it('is clear when one free node fits, or when its traits were not told', async () => {
    const fitting = { ...GOLD_2, traits: ['CUSTOM_GPU'] };
    expect(await found({ ...needs(GPU), nodes: [GOLD, fitting] })).toEqual([]);
    const { traits: _, ...silent } = GOLD;
    expect(await found({ ...needs(GPU), nodes: [silent] })).toEqual([]);
    expect((await examine(capabilities, needs({ 'capabilities:boot_mode': 'uefi' }))).clear).toHaveLength(4);
  });

  it('tells the capabilities that would fit, and none for what somebody uses or holds', async () => {
    const remedy = async (specs: Record<string, string>, node: object = {}) =>
      (await found({ ...needs(specs), nodes: [{ ...GOLD, ...node }] }))[0]?.proposals?.[1];
    const properties = { cpu_arch: 'x86_64', capabilities: 'boot_mode:uefi,raid:1' };
    expect(await remedy(BIOS, { properties })).toMatchObject({
      id: 'set-property',
      params: { node: GOLD.uuid, property: 'capabilities', value: 'boot_mode:bios,raid:1' },
    });
    const asJson = { capabilities: { boot_mode: 'bios' } };
    expect(await remedy(BIOS, { properties: asJson })).toMatchObject({ params: { value: 'boot_mode:bios' } });
    expect(await remedy({ 'capabilities:boot_mode': '<or> bios <or> csm' }, { properties })).toBeUndefined();
    expect(await remedy(BIOS, { properties, maintenance: true })).toBeUndefined();
    expect(await remedy(GPU, { instance_uuid: 'x', traits: [] })).toBeUndefined();
  });

  it('does not blame a mismatch of nodes that are not free anyway', async () => {
    const nodes = [{ ...GOLD, maintenance: true }];
    expect((await found({ ...needs(BIOS), nodes }))[0]?.severity).toBe('warning');
    expect((await found({ ...needs(GPU), nodes }))[0]?.severity).toBe('warning');
  });

  it('reads the filter that removed the last host from scheduler lines', async () => {
    const lines = [
      'INFO nova.filters [None req-1] Filter ComputeCapabilitiesFilter returned 0 hosts',
      "INFO nova.filters Filtering removed all hosts for the request with instance ID 'x'. Filter results: ['ComputeFilter: (start: 1, end: 1)', 'ImagePropertiesFilter: (start: 1, end: 0)']",
    ];
    const [finding] = await found({ logs: [{ source: 'nova-scheduler', host: 'ctl', lines }] });
    expect(finding?.summary).toContain('ImagePropertiesFilter removed the last host');
    const [pasted] = await found({ message: lines[0] });
    expect(pasted?.summary).toContain('ComputeCapabilitiesFilter');
    expect((await found({ message: 'Filter ComputeFilter returned 0 hosts' }))[0]?.cause).toBe(
      'nvh-compute-service',
    );
    expect(await found({ message: 'Filter ComputeFilter returned 3 hosts' })).toEqual([]);
  });

  it('notices an availability zone without any nova-compute, and only then', async () => {
    const asking = (zone: string | null) => ({
      instance: failedServer(FILTERED, { 'OS-EXT-AZ:availability_zone': zone }),
      flavor: flavor(),
      compute_services: [{ ...COMPUTE, zone: 'rack-a' }],
    });
    expect((await found(asking('rack-b')))[0]?.code).toBe('nvh-properties-capabilities-zone');
    for (const zone of ['rack-a', '', null]) expect(await found(asking(zone))).toEqual([]);
  });

  it('cannot check capabilities without the nodes', async () => {
    const { nodes: _, ...rest } = needs(BIOS);
    const { unknown } = await examine(capabilities, { ...rest, unread: { nodes: 'Ironic did not answer' } });
    expect(unknown.map(({ check }) => check)).toEqual(['no-valid-host-capabilities/capabilities']);
  });
});
