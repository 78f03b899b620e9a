import { describe, expect, it } from 'vitest';
import transient from '../../playbooks/no-valid-host-transient.ts';
import { examine, type FactsInMemory, minutesAgo, recorded } from '../support/facts.ts';
import {
  COMPUTE,
  DISABLED,
  FILTERED,
  FITS_NOW,
  failedServer,
  flavor,
  GOLD,
  offering,
} from '../support/scheduling.ts';

const found = async (facts: FactsInMemory) => (await examine(transient, facts)).findings;

describe('no-valid-host-transient', () => {
  it('suspects nova-compute for a real server that failed while it was disabled for a minute', async () => {
    const [finding] = await found({
      instance: recorded('nova/server-disabled'),
      nodes: [recorded('ironic/node-available')],
      compute_services: recorded('nova/services'),
      allocation_candidates: recorded('placement/candidates-healthy'),
    });
    expect(finding).toMatchObject({
      code: 'nvh-compute-service-since-enabled',
      cause: 'nvh-compute-service',
      severity: 'critical',
      confidence: 'possible',
    });
    expect(finding?.summary).toContain('it would be scheduled now');
  });

  it('never calls that guess more than possible, whatever else agrees', async () => {
    const resource_provider = { uuid: GOLD.uuid, last_modified: minutesAgo(4.9) };
    const [finding] = await found({ ...FITS_NOW, resource_provider });
    expect(finding?.confidence).toBe('possible');
    expect(finding?.evidence[1]?.observed).toContain('Placement changed it at');
    const [unmoved] = await found({
      ...FITS_NOW,
      resource_provider: { uuid: GOLD.uuid, last_modified: minutesAgo(90) },
    });
    expect(unmoved?.evidence.at(-1)?.bearing).toBe('speaks-against');
  });

  it('reads from the words whether it was disabled or down', async () => {
    expect((await found(FITS_NOW))[0]?.summary).toContain('most likely nova-compute was disabled');
    const [down] = await found({ ...FITS_NOW, instance: failedServer(FILTERED) });
    expect(down?.summary).toContain('most likely nova-compute was down');
    expect(down?.confidence).toBe('possible');
  });

  it('says that no node was free then, when the fitting ones became available later', async () => {
    const nodes = [{ ...GOLD, provision_updated_at: minutesAgo(3) }];
    const [finding] = await found({ ...FITS_NOW, nodes });
    expect(finding).toMatchObject({ code: 'nvh-no-available-node-then', cause: 'nvh-no-available-node' });
    expect(finding?.summary).toContain('2 min later');
  });

  it('says that Placement may not have known a node that was seconds old', async () => {
    const nodes = [{ ...GOLD, provision_updated_at: minutesAgo(5.2) }];
    expect((await found({ ...FITS_NOW, nodes }))[0]).toMatchObject({
      code: 'nvh-placement-stale-then',
      cause: 'nvh-placement-stale',
    });
  });

  it('calls a flavor healthy that would be scheduled now', async () => {
    const { instance: _, ...asked } = FITS_NOW;
    expect((await found(asked))[0]).toMatchObject({
      code: 'healthy-flavor',
      cause: 'healthy',
      severity: 'info',
    });
  });

  it('is silent while anything still stands in the way', async () => {
    const blocked: readonly FactsInMemory[] = [
      { ...FITS_NOW, nodes: [{ ...GOLD, maintenance: true }] },
      { ...FITS_NOW, nodes: [{ ...GOLD, resource_class: 'iron' }] },
      { ...FITS_NOW, compute_services: [DISABLED] },
      { ...FITS_NOW, allocation_candidates: offering() },
      { ...FITS_NOW, flavor: flavor({ 'capabilities:boot_mode': 'bios' }) },
      { ...FITS_NOW, flavor: flavor({ 'trait:CUSTOM_GPU': 'required' }) },
      { ...FITS_NOW, instance: recorded('nova/server-active') },
      { ...FITS_NOW, instance: recorded('nova/server-invalid'), nodes: [recorded('ironic/node-invalid')] },
    ];
    for (const facts of blocked) expect(await found(facts)).toEqual([]);
  });

  it('does not count a provider that Placement marks as disabled', async () => {
    const marked = offering(GOLD);
    const summary = { resources: {}, traits: ['COMPUTE_STATUS_DISABLED'] };
    const allocation_candidates = { ...marked, provider_summaries: { [GOLD.uuid]: summary } };
    expect(await found({ ...FITS_NOW, allocation_candidates })).toEqual([]);
  });

  it('cannot check, and claims nothing, without the services or Placement', async () => {
    const { compute_services: _, ...rest } = FITS_NOW;
    const sick = await examine(transient, { ...rest, unread: { compute_services: 'Nova did not answer' } });
    expect(sick).toMatchObject({ findings: [], unknown: [{ reason: 'Nova did not answer' }] });
    const { allocation_candidates: __, ...other } = { ...FITS_NOW, compute_services: [COMPUTE] };
    const gone = await examine(transient, {
      ...other,
      unread: { allocation_candidates: 'Placement did not answer' },
    });
    expect(gone.unknown).toHaveLength(1);
  });
});
