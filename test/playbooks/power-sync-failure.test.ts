import { describe, expect, it } from 'vitest';
import powerSync from '../../playbooks/power-sync-failure.ts';
import { examine, type FactsInMemory, HEALTHY_NODE, minutesAgo, recorded } from '../support/facts.ts';

const REASON =
  "During sync_power_state, max retries exceeded for node 1, node state None does not match expected state 'power on'. Updating DB state to 'None' Switching node to maintenance mode. Error: IPMI call failed: power status.";
const FAULTED = {
  ...HEALTHY_NODE,
  provision_state: 'active',
  power_state: null,
  maintenance: true,
  maintenance_reason: REASON,
  last_error: REASON,
  fault: 'power failure',
};

const found = async (facts: FactsInMemory) => (await examine(powerSync, facts)).findings;

describe('power-sync-failure: the fault', () => {
  it('confirms the fault of a real node whose BMC died', async () => {
    const [finding, ...rest] = await found({ node: recorded('ironic/node-bmc-dead') });
    expect(rest).toEqual([]);
    expect(finding).toMatchObject({
      code: 'power-sync-fault',
      cause: 'power-sync-failure',
      severity: 'critical',
      confidence: 'confirmed',
      guide: 'power-fault',
    });
    expect(finding?.evidence.map((piece) => piece.source)).toEqual(
      expect.arrayContaining(['node.fault', 'node.maintenance_reason', 'node.power_state']),
    );
    expect(finding?.summary).toContain('every 5 min by itself');
    expect(finding?.missing.map((one) => one.fact)).toEqual(['nodes']);
  });

  it('finds nothing on the same machine while its BMC answered', async () => {
    const outcomes = await examine(powerSync, { node: recorded('ironic/node-bmc-before-death') });
    expect(outcomes.findings).toEqual([]);
    expect(outcomes.clear.map((one) => one.check)).toContain('power-sync-failure/power-fault');
  });

  it('leaves an old sync error alone once Ironic has lifted the fault', async () => {
    expect(await found({ node: recorded('ironic/node-lock-released') })).toEqual([]);
  });

  it("goes by the conductor's own words where the release has no fault field", async () => {
    const { fault: _, ...old } = FAULTED;
    const [finding] = await found({ node: old, nodes: [] });
    expect(finding).toMatchObject({ code: 'power-sync-fault', confidence: 'likely' });
  });

  it('is not misled by a clean failure that also set maintenance', async () => {
    expect(
      await found({
        node: {
          ...FAULTED,
          power_state: 'power on',
          fault: 'clean failure',
          maintenance_reason: 'Agent failed',
        },
      }),
    ).toEqual([]);
  });

  it.each([
    ['node.reservation', { reservation: 'conductor-1' }],
    ['node.provision_state', { provision_state: 'enroll' }],
    ['node.target_power_state', { target_power_state: 'power on' }],
    ['node.conductor', { conductor: null }],
  ])('says that it does not heal because of %s', async (source, over) => {
    const [finding] = await found({ node: { ...FAULTED, ...over } });
    expect(finding?.summary).toContain('does not heal now');
    expect(finding?.evidence.map((piece) => piece.source)).toContain(source);
    // A lock passes, and without a conductor nobody could lift it.
    const lift = finding?.proposals?.some(({ id }) => id === 'unset-maintenance');
    expect(lift).toBe(!['node.reservation', 'node.conductor'].includes(source));
  });

  it('tells what Nova heard of an unreadable and of a differing state', async () => {
    const instance_uuid = '22222222-2222-4222-8222-222222222222';
    const [unread] = await found({ node: { ...FAULTED, instance_uuid } });
    expect(JSON.stringify(unread?.evidence)).toContain('Nova was told nothing');
    const maintenance_reason = REASON.replace('state None', 'state power off').replace(
      "to 'None'",
      "to 'power off'",
    );
    const [differs] = await found({ node: { ...FAULTED, instance_uuid, maintenance_reason } });
    expect(differs?.evidence.some((piece) => piece.observed.endsWith('Nova was told "power off"'))).toBe(
      true,
    );
    expect(differs?.summary).toContain('stays at "power off" where Ironic expects "power on"');
  });

  it('counts peers in the same fault on the BMC subnet as support', async () => {
    const peer = (n: number, address: string, over = {}) => ({
      ...FAULTED,
      uuid: `00000000-0000-4000-8000-00000000000${n}`,
      name: `peer-${n}`,
      driver_info: { ipmi_address: address },
      ...over,
    });
    const nodes = [
      FAULTED,
      peer(1, '10.4.12.40'),
      peer(2, '10.4.12.41'),
      peer(3, '10.9.9.9'),
      peer(4, '10.4.12.44', { fault: null, maintenance: false }),
    ];
    const [finding] = await found({ node: FAULTED, nodes });
    const shared = finding?.evidence.find((piece) => piece.source.startsWith('nodes['));
    expect(shared?.observed).toBe(
      '2 more in BMC subnet 10.4.12.0/24 with the same fault: peer-1, peer-2; 1 elsewhere',
    );
  });
});

describe('power-sync-failure: without a fault', () => {
  const UNREAD = { ...HEALTHY_NODE, power_state: null };

  it('notices a power state that was never read', async () => {
    const [finding] = await found({ node: UNREAD });
    expect(finding).toMatchObject({ code: 'power-state-unread', severity: 'warning' });
  });

  it('gives a node that has just become available the time of four sync passes', async () => {
    expect(await found({ node: { ...UNREAD, provision_updated_at: minutesAgo(5) } })).toEqual([]);
  });

  it('expects no power state of a fake machine', async () => {
    expect(await found({ node: { ...UNREAD, power_interface: 'fake' } })).toEqual([]);
  });

  it('does not take a snapshot without the field for a node without power state', async () => {
    const { power_state: _, ...sparse } = HEALTHY_NODE;
    expect(await found({ node: sparse })).toEqual([]);
  });

  it('looks behind the maintenance of a person', async () => {
    const node = { ...UNREAD, maintenance: true, maintenance_reason: 'INC-1, do not touch' };
    const [finding] = await found({ node, history: recorded('ironic/history-bmc-dead') });
    expect(finding).toMatchObject({ code: 'power-sync-hidden', severity: 'info' });
    const outcomes = await examine(powerSync, { node, unread: { history: 'needs API 1.78' } });
    expect(outcomes.unknown.map((one) => one.fact)).toEqual(['history']);
  });

  it('reports a power action that failed minutes ago and not one of last week', async () => {
    const last_error = "Failed to change power state to 'power on': IPMI call failed: power on.";
    const history = (minutes: number) => [
      { uuid: 'e', event: last_error, created_at: minutesAgo(minutes), event_type: 'power' },
    ];
    const node = { ...HEALTHY_NODE, last_error };
    const [finding] = await found({ node, history: history(3) });
    expect(finding).toMatchObject({ code: 'power-action-failed', severity: 'warning' });
    expect(await found({ node, history: history(10_000) })).toEqual([]);
    expect(await found({ node, history: [] })).toEqual([]);
  });

  it('names what the BMC said to the power action', async () => {
    const last_error =
      "Failed to change power state to 'power on': Error in open session response message : insufficient resources for session";
    const history = [{ uuid: 'e', event: last_error, created_at: minutesAgo(25), event_type: 'power' }];
    const [finding] = await found({ node: { ...HEALTHY_NODE, last_error }, history });
    expect(finding).toMatchObject({
      code: 'power-action-failed',
      cause: 'ipmi-session-cipher',
      guide: 'ipmi',
    });
  });

  it('blames no BMC for a power action that a restart of the conductor cut off', async () => {
    const last_error = 'Pending power operation was aborted due to conductor restart';
    const history = (minutes: number) => [
      { uuid: 'e', event: last_error, created_at: minutesAgo(minutes), event_type: 'startup failure' },
    ];
    const node = { ...HEALTHY_NODE, last_error };
    const [finding] = await found({ node, history: history(4) });
    expect(finding).toMatchObject({
      code: 'power-action-cut-off',
      cause: 'stuck-ing-state',
      guide: 'ing-state',
    });
    expect(finding?.proposals?.map((one) => one.id)).toEqual(['look-again']);
    expect(await found({ node, history: history(500) })).toEqual([]);
  });
});
