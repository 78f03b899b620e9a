import { describe, expect, it } from 'vitest';
import operatorMaintenance from '../../playbooks/operator-maintenance.ts';
import { rank } from '../../src/core/rank.ts';
import { verdictOf } from '../../src/core/verdict.ts';
import { examine, type FactsInMemory, HEALTHY_NODE, minutesAgo, recorded } from '../support/facts.ts';

const found = async (facts: FactsInMemory) => (await examine(operatorMaintenance, facts)).findings;
const HELD = {
  ...HEALTHY_NODE,
  maintenance: true,
  maintenance_reason: 'INC-4411 swapping DIMM B2',
  updated_at: minutesAgo(2880),
};

describe('operator-maintenance', () => {
  it('is the verdict for a real node with a reason and no fault', async () => {
    const { findings, unknown } = await examine(operatorMaintenance, {
      node: recorded('ironic/node-maintenance-by-person'),
    });
    expect(verdictOf(rank(findings), unknown)).toMatchObject({
      cause: 'operator-maintenance',
      confidence: 'confirmed',
    });
    expect(findings[0]?.summary).toContain('bad DIMM in slot B2, ticket 4711');
  });

  it('says for how long at least, and does not offer to lift it', async () => {
    const [finding] = await found({ node: HELD });
    expect(finding?.summary).toContain('for at least 2 d');
    expect(finding?.proposals?.map((one) => one.id)).toEqual(['ask-operator']);
    expect(JSON.stringify(finding)).not.toContain('maintenance unset');
  });

  it.each([
    ['a power fault', { fault: 'power failure' }],
    ['a clean fault', { fault: 'clean failure' }],
    [
      "the conductor's own words",
      { maintenance_reason: 'During sync_power_state, max retries exceeded for node x' },
    ],
    ['no maintenance at all', { maintenance: false }],
  ])('is clear for %s', async (_, over) => {
    const outcomes = await examine(operatorMaintenance, { node: { ...HELD, ...over } });
    expect(outcomes.findings).toEqual([]);
    expect(outcomes.clear).toHaveLength(2);
  });

  it('is modest where the release tells neither fault nor reason', async () => {
    const { fault: _, maintenance_reason: __, ...old } = HELD;
    const [finding] = await found({ node: old });
    expect(finding?.confidence).toBe('likely');
    expect(finding?.evidence[0]?.observed).toContain('does not tell whether');
  });

  it('mentions other marks of a person on the same node', async () => {
    const [finding, ...rest] = await found({
      node: { ...HELD, retired: true, protected: true, protected_reason: 'db master' },
    });
    expect(rest).toEqual([]);
    expect(finding?.evidence.map((piece) => piece.source)).toEqual(
      expect.arrayContaining(['node.retired', 'node.protected']),
    );
  });
});

describe('operator-maintenance: other holds', () => {
  it.each(['deploy hold', 'clean hold', 'service hold'])(
    'explains %s, in which nothing times out',
    async (provision_state) => {
      const [finding] = await found({ node: { ...HEALTHY_NODE, provision_state } });
      expect(finding).toMatchObject({
        code: 'held-by-step',
        cause: 'operator-maintenance',
        confidence: 'confirmed',
      });
      expect(finding?.proposals?.map(({ id }) => id)).toEqual(['ask-operator', 'unhold', 'abort']);
      expect(finding?.steps?.map(({ command }) => command)).toEqual([
        undefined,
        'baremetal --os-baremetal-api-version 1.85 node unhold node-17',
        'baremetal node abort node-17',
      ]);
    },
  );

  it('aborts no deploy that Nova began', async () => {
    const node = { ...HEALTHY_NODE, provision_state: 'deploy hold', instance_uuid: 'i-1' };
    const [finding] = await found({ node });
    expect(JSON.stringify(finding?.steps)).not.toContain('node abort');
  });

  it('says how a retired or protected node comes back, by the word of whoever marked it', async () => {
    const retired = { ...HEALTHY_NODE, provision_state: 'manageable', retired: true };
    const [one] = await found({ node: retired });
    expect(one).toMatchObject({ guide: 'retirement', proposals: [{ id: 'ask-operator' }] });
    expect(one?.steps?.at(-1)?.command).toBe('baremetal node unset node-17 --retired');
    const [used] = await found({ node: { ...retired, provision_state: 'active', instance_uuid: 'i-1' } });
    expect(JSON.stringify(used?.steps)).not.toContain('unset');
    const [kept] = await found({ node: { ...HEALTHY_NODE, protected: true } });
    expect(kept?.steps?.at(-1)?.command).toBe('baremetal node unset node-17 --protected');
  });

  it('calls retirement a reason only where it keeps the node from use', async () => {
    const retired = { ...HEALTHY_NODE, retired: true, retired_reason: 'end of lease' };
    expect((await found({ node: { ...retired, provision_state: 'manageable' } }))[0]).toMatchObject({
      code: 'retired',
      severity: 'warning',
    });
    expect((await found({ node: { ...retired, provision_state: 'active' } }))[0]?.severity).toBe('info');
  });

  it('notes protection without making it a trouble', async () => {
    const [finding] = await found({ node: { ...HEALTHY_NODE, protected: true } });
    expect(finding).toMatchObject({ code: 'protected', severity: 'info' });
  });

  it('is not asked without a node', async () => {
    expect(await examine(operatorMaintenance, { message: 'x' })).toEqual({
      findings: [],
      clear: [],
      unknown: [],
    });
  });
});
