import { describe, expect, it } from 'vitest';
import computeService from '../../playbooks/no-valid-host-compute-service.ts';
import { examine, type FactsInMemory, recorded } from '../support/facts.ts';
import {
  COMPUTE,
  DISABLED,
  FILTERED,
  FITS_NOW,
  failedServer,
  GOLD,
  GOLD_2,
  hypervisor,
  offering,
} from '../support/scheduling.ts';

const found = async (facts: FactsInMemory) => (await examine(computeService, facts)).findings;
const OTHER = { ...COMPUTE, id: 2, host: 'compute-2' };

describe('no-valid-host-compute-service', () => {
  it('blames the disabled service for a real failed server, with its reason', async () => {
    const [finding] = await found({
      instance: recorded('nova/server-disabled'),
      nodes: [recorded('ironic/node-available')],
      compute_services: recorded('nova/services-disabled'),
      allocation_candidates: recorded('placement/candidates-healthy'),
    });
    expect(finding).toMatchObject({
      code: 'nvh-compute-service-disabled',
      cause: 'nvh-compute-service',
      severity: 'critical',
      confidence: 'confirmed',
    });
    expect(finding?.summary).toContain('"lab: switch maintenance"');
    expect(finding?.proposals?.[0]).toEqual({
      id: 'enable-compute-service',
      params: { service: 'compute-1' },
      risk: 'disruptive',
    });
    expect(finding?.steps?.map(({ text }) => text).join(' ')).toContain('with peers');
  });

  it('shows the mark that Placement carries for a disabled service', async () => {
    const offered = offering(GOLD);
    const summary = { resources: {}, traits: ['COMPUTE_STATUS_DISABLED'] };
    const [finding] = await found({
      ...FITS_NOW,
      compute_services: [DISABLED],
      allocation_candidates: { ...offered, provider_summaries: { [GOLD.uuid]: summary } },
    });
    expect(finding?.evidence.at(-1)?.source).toContain('provider_summaries');
  });

  it('tells failed builds from a person who disabled it', async () => {
    const disabled_reason = 'Auto-disabled due to 10 build failures';
    const [finding] = await found({ ...FITS_NOW, compute_services: [{ ...DISABLED, disabled_reason }] });
    expect(finding?.steps?.map(({ text }) => text).join(' ')).toContain('Failed builds in a row disabled it');
  });

  it('names a service that is down or was forced down, and only people repair those', async () => {
    const compute_services = [{ ...COMPUTE, state: 'down', updated_at: '2026-11-22T17:00:00' }];
    const [down] = await found({ ...FITS_NOW, instance: failedServer(FILTERED), compute_services });
    expect(down).toMatchObject({ code: 'nvh-compute-service-down', confidence: 'confirmed' });
    expect(down?.proposals).toMatchObject([{ id: 'restart-compute', risk: 'person' }]);
    const forced = await found({ ...FITS_NOW, compute_services: [{ ...COMPUTE, forced_down: true }] });
    expect(forced[0]?.code).toBe('nvh-compute-service-forced-down');
  });

  it('finds out whose the free nodes are when only one of several is disabled', async () => {
    const facts = { ...FITS_NOW, compute_services: [DISABLED, OTHER] };
    const [mine] = await found(facts);
    expect(mine).toMatchObject({ severity: 'critical', confidence: 'confirmed' });
    expect(await found({ ...facts, hypervisors: [hypervisor(GOLD, 'compute-2')] })).toEqual([]);
    const share = {
      ...facts,
      nodes: [GOLD, GOLD_2],
      hypervisors: [hypervisor(GOLD), hypervisor(GOLD_2, 'compute-2')],
    };
    expect((await found(share))[0]?.severity).toBe('warning');
  });

  it('only suspects it where Nova does not tell whose the nodes are', async () => {
    const { hypervisors: _, ...rest } = FITS_NOW;
    const [finding] = await found({
      ...rest,
      compute_services: [DISABLED, { ...OTHER }],
      instance: failedServer(FILTERED),
    });
    expect(finding?.confidence).toBe('possible');
    expect(finding?.missing.map(({ fact }) => fact)).toContain('hypervisors');
  });

  it('does not blame one of several with more than a suspicion while the nodes cannot be read', async () => {
    const { nodes: _, hypervisors: __, ...rest } = FITS_NOW;
    const [finding] = await found({
      ...rest,
      compute_services: [DISABLED, OTHER],
      instance: failedServer(),
      unread: { nodes: 'Ironic did not answer within 10 s' },
    });
    expect(finding?.confidence ?? 'possible').toBe('possible');
    expect(finding?.evidence.map(({ bearing }) => bearing)).toContain('speaks-against');
  });

  it('steps back where no node is free anyway', async () => {
    const nodes = [{ ...GOLD, maintenance: true }];
    const [finding] = await found({ ...FITS_NOW, nodes, compute_services: [DISABLED] });
    expect(finding?.severity).toBe('warning');
    expect(await found({ ...FITS_NOW, nodes, compute_services: [DISABLED, OTHER] })).toEqual([]);
  });

  it('needs nothing but the server and the services', async () => {
    const [finding] = await found({ instance: failedServer(), compute_services: [DISABLED] });
    expect(finding).toMatchObject({ severity: 'critical', confidence: 'confirmed' });
    expect((await found({ instance: failedServer(), compute_services: [] }))[0]?.code).toBe(
      'nvh-compute-service-none',
    );
  });

  it('reads what nova-compute logs about its driver', async () => {
    const lines = [
      '2026-11-22 17:20:00.1 7 ERROR nova.compute.manager Virt driver is not ready.: nova.exception.VirtDriverNotReady',
    ];
    const [finding] = await found({ logs: [{ source: 'nova-compute', host: 'compute-1', lines }] });
    expect(finding).toMatchObject({
      code: 'nvh-compute-service-driver-not-ready',
      cause: 'nvh-compute-service',
    });
    expect(finding?.evidence[0]?.source).toBe('logs[nova-compute@compute-1]');
    const message =
      'FATAL: Peer list does not contain this compute service hostname (c-1); add it to the [ironic]/peer_list option.';
    expect((await found({ message }))[0]?.code).toBe('nvh-compute-service-peer-list');
  });

  it('is clear with healthy services and silent for a server that is well or building', async () => {
    expect((await examine(computeService, FITS_NOW)).findings).toEqual([]);
    for (const instance of [recorded('nova/server-active'), recorded('nova/server-building')])
      expect(await found({ instance, compute_services: [DISABLED] })).toEqual([]);
  });

  it('cannot check without the list of services', async () => {
    const { compute_services: _, ...rest } = FITS_NOW;
    const { unknown } = await examine(computeService, {
      ...rest,
      unread: { compute_services: 'Nova did not answer' },
    });
    expect(unknown[0]?.reason).toBe('Nova did not answer');
  });
});
