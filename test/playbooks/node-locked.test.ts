import { describe, expect, it } from 'vitest';
import nodeLocked from '../../playbooks/node-locked.ts';
import { examine, type FactsInMemory, HEALTHY_NODE, minutesAgo, recorded } from '../support/facts.ts';

const found = async (facts: FactsInMemory) => (await examine(nodeLocked, facts)).findings;
const LOCKED = { ...HEALTHY_NODE, reservation: 'conductor-1', updated_at: minutesAgo(0.1) };
const conductors = (alive: boolean) => [
  { hostname: 'conductor-1', conductor_group: '', alive, drivers: ['ipmi'] },
];

describe('node-locked', () => {
  it('names holder, purpose and age for a real node whose power action hangs', async () => {
    const [finding] = await found({
      now: '2026-11-22T17:23:55+00:00',
      node: recorded('ironic/node-locked'),
      conductors: recorded('ironic/conductors-one-dead'),
    });
    expect(finding).toMatchObject({
      code: 'node-locked',
      cause: 'node-locked',
      severity: 'warning',
      confidence: 'confirmed',
    });
    expect(finding?.summary).toContain('conductor-1 holds the node for a power action (power on)');
    expect(finding?.summary).toContain('safe to retry in some seconds');
    expect(finding?.evidence.find((piece) => piece.source === 'node.updated_at')?.observed).toContain(
      'at least 30 s',
    );
    expect(finding?.proposals?.[0]?.id).toBe('retry-later');
  });

  it('is clear once the same real node is released', async () => {
    const outcomes = await examine(nodeLocked, { node: recorded('ironic/node-lock-released') });
    expect(outcomes.findings).toEqual([]);
    expect(outcomes.clear).toHaveLength(1);
  });

  it('points to the BMC when the lock lasts for minutes', async () => {
    const [finding] = await found({
      node: { ...LOCKED, updated_at: minutesAgo(7) },
      conductors: conductors(true),
    });
    expect(finding?.summary).toContain('at least 7 min');
    expect(finding?.proposals?.map((one) => one.id)).toEqual(['collect-logs', 'fix-bmc']);
    expect(finding?.steps?.[0]?.command).toContain('task_manager');
  });

  it('leaves the lock of a dead or forgotten conductor to others', async () => {
    expect(await found({ node: LOCKED, conductors: conductors(false) })).toEqual([]);
    expect(await found({ node: { ...LOCKED, reservation: 'gone' }, conductors: conductors(true) })).toEqual(
      [],
    );
  });

  it('takes a lock around a fresh heartbeat for what it is', async () => {
    const node = {
      ...LOCKED,
      provision_state: 'clean wait',
      driver_internal_info: { agent_last_heartbeat: minutesAgo(0.2) },
    };
    expect((await found({ node, conductors: conductors(true) }))[0]?.severity).toBe('info');
    const silent = { ...node, driver_internal_info: {} };
    expect((await found({ node: silent, conductors: conductors(true) }))[0]?.severity).toBe('warning');
  });

  it('takes a lock of two seconds for the power sync loop, unless the power is being switched', async () => {
    const node = { ...LOCKED, updated_at: minutesAgo(2 / 60) };
    expect((await found({ node, conductors: conductors(true) }))[0]?.severity).toBe('info');
    const switching = { ...node, target_power_state: 'power on' };
    expect((await found({ node: switching, conductors: conductors(true) }))[0]?.severity).toBe('warning');
  });

  it('does not ask in an -ing state, where the lock is the operation', async () => {
    const outcomes = await examine(nodeLocked, { node: { ...LOCKED, provision_state: 'deploying' } });
    expect(outcomes).toEqual({ findings: [], clear: [], unknown: [] });
  });

  it('finds the lock without the list of conductors, and says that it is missing', async () => {
    const [finding] = await found({ node: LOCKED, unread: { conductors: 'Ironic did not answer' } });
    expect(finding?.missing.map((one) => one.fact)).toEqual(['conductors']);
    expect(finding?.confidence).not.toBe('confirmed');
  });
});
