import { describe, expect, it } from 'vitest';
import capabilities from '../../playbooks/no-valid-host-capabilities.ts';
import computeService from '../../playbooks/no-valid-host-compute-service.ts';
import deployError from '../../playbooks/no-valid-host-deploy-error.ts';
import placement from '../../playbooks/no-valid-host-placement.ts';
import resourceClass from '../../playbooks/no-valid-host-resource-class.ts';
import supply from '../../playbooks/no-valid-host-supply.ts';
import transient from '../../playbooks/no-valid-host-transient.ts';
import { rank } from '../../src/core/rank.ts';
import { verdictOf } from '../../src/core/verdict.ts';
import { examine, type FactsInMemory, minutesAgo, recorded } from '../support/facts.ts';
import {
  DISABLED,
  FILTERED,
  FITS_NOW,
  failedServer,
  flavor,
  GOLD,
  offering,
  refusing,
} from '../support/scheduling.ts';

const ALL = [supply, computeService, resourceClass, placement, capabilities, deployError, transient];

async function verdict(facts: FactsInMemory) {
  const { findings, unknown } = await examine(ALL, facts);
  return verdictOf(rank(findings), unknown).cause;
}

/** What the real cloud answered about the servers that it could not place; names are those of the fixtures. */
const REAL = {
  nodes: ['available', 'maintenance-by-person', 'invalid', 'server'].map((name) =>
    recorded(`ironic/node-${name}`),
  ),
  compute_services: recorded('nova/services'),
  hypervisors: recorded('nova/hypervisors'),
  instance_actions: [],
};

describe('no valid host: which of several comes first', () => {
  it.each([
    ['no-class', 'candidates-unknown', 'nvh-resource-class'],
    ['maint', 'candidates-maint', 'nvh-no-available-node'],
    ['trait', 'candidates-trait', 'nvh-properties-capabilities'],
    ['capability', 'candidates-healthy', 'nvh-properties-capabilities'],
    ['disabled', 'candidates-healthy', 'nvh-compute-service'],
    ['invalid', 'candidates-healthy', 'nvh-behind-deploy-error'],
  ])('tells why the real server-%s failed', async (server, candidates, cause) => {
    const facts = {
      ...REAL,
      instance: recorded(`nova/server-${server}`),
      allocation_candidates: recorded(`placement/${candidates}`),
    };
    expect(await verdict(facts)).toBe(cause);
  });

  it('has nothing to say of real servers that run or are being built', async () => {
    for (const server of ['active', 'building']) {
      const { findings } = await examine(ALL, { ...REAL, instance: recorded(`nova/server-${server}`) });
      expect(findings).toEqual([]);
    }
  });

  it('puts what is decisive on top', async () => {
    const held = [{ ...GOLD, maintenance: true }];
    const cases: readonly [string, FactsInMemory, string][] = [
      [
        'class unknown over a disabled service',
        {
          nodes: [],
          compute_services: [DISABLED],
          allocation_candidates: refusing('No such resource class CUSTOM_GOLD.'),
        },
        'nvh-resource-class',
      ],
      [
        'disabled service over Placement',
        { compute_services: [DISABLED], allocation_candidates: offering() },
        'nvh-compute-service',
      ],
      [
        'supply over a disabled service',
        { nodes: held, compute_services: [DISABLED], allocation_candidates: offering() },
        'nvh-no-available-node',
      ],
      [
        'unknown trait over supply',
        {
          nodes: held,
          flavor: flavor({ 'trait:CUSTOM_GPU': 'required' }),
          allocation_candidates: refusing('No such trait(s): CUSTOM_GPU.'),
        },
        'nvh-properties-capabilities',
      ],
      [
        'supply over capabilities',
        {
          nodes: held,
          flavor: flavor({ 'capabilities:boot_mode': 'bios' }),
          allocation_candidates: offering(),
        },
        'nvh-no-available-node',
      ],
      ['Placement alone', { allocation_candidates: offering() }, 'nvh-placement-stale'],
      [
        'a class that Ironic has and Placement lacks',
        { allocation_candidates: refusing('No such resource class CUSTOM_GOLD.') },
        'nvh-placement-stale',
      ],
      [
        'capabilities over the guess',
        { instance: failedServer(FILTERED), flavor: flavor({ 'capabilities:boot_mode': 'bios' }) },
        'nvh-properties-capabilities',
      ],
      ['freed since', { nodes: [{ ...GOLD, provision_updated_at: minutesAgo(1) }] }, 'nvh-no-available-node'],
    ];
    for (const [why, change, cause] of cases)
      expect(await verdict({ ...FITS_NOW, ...change }), why).toBe(cause);
  });

  it('answers for a flavor before anybody boots it', async () => {
    const { instance: _, ...asked } = FITS_NOW;
    expect(await verdict(asked)).toBe('healthy');
    expect(await verdict({ ...asked, compute_services: [DISABLED] })).toBe('nvh-compute-service');
    expect(
      await verdict({ ...asked, nodes: [{ ...GOLD, maintenance: true }], allocation_candidates: offering() }),
    ).toBe('nvh-no-available-node');
  });

  it('never says healthy, and never guesses, while a service is sick', async () => {
    const { instance: _, allocation_candidates: __, ...asked } = FITS_NOW;
    const sick = { ...asked, unread: { allocation_candidates: 'Placement did not answer' } };
    expect(await verdict(sick)).toBe('insufficient-evidence');
  });
});
