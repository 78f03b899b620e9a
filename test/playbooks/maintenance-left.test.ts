import { describe, expect, it, test } from 'vitest';
import maintenanceLeft from '../../playbooks/maintenance-left.ts';
import { examine, HEALTHY_NODE } from '../support/facts.ts';
import { commandsOf, onlyFinding, proposed } from '../support/findings.ts';

const LEFT = {
  ...HEALTHY_NODE,
  provision_state: 'manageable',
  maintenance: true,
  fault: 'clean failure',
  maintenance_reason: 'Timeout reached while cleaning the node. Please check if the ramdisk is running.',
};

describe('maintenance-left', () => {
  it('finds what nobody lifted after the node was taken out of clean failed', async () => {
    const finding = await onlyFinding(maintenanceLeft, { node: LEFT });
    expect(finding).toMatchObject({
      code: 'maintenance-left',
      cause: 'wait-callback-timeout',
      severity: 'warning',
      confidence: 'confirmed',
    });
    expect(finding.summary).toContain('manageable again');
    expect(proposed(finding)).toEqual(['unset-maintenance', 'provide']);
    expect(commandsOf(finding)).toContain('maintenance unset node-17');
  });

  it('does not send on who is available, in use or retired', async () => {
    for (const over of [
      { provision_state: 'available' },
      { provision_state: 'active', fault: 'service failure' },
      { retired: true },
    ]) {
      expect(proposed(await onlyFinding(maintenanceLeft, { node: { ...LEFT, ...over } }))).toEqual([
        'unset-maintenance',
      ]);
    }
  });

  it('says that it cannot tell why, where the words do not', async () => {
    const finding = await onlyFinding(maintenanceLeft, { node: { ...LEFT, maintenance_reason: null } });
    expect(finding.cause).toBe('insufficient-evidence');
  });

  test.each([
    ["a person's maintenance", { fault: null, maintenance_reason: 'swapping DIMM B2' }],
    ['a power failure, which heals by itself', { fault: 'power failure' }],
    ['the failed state itself, which has a playbook of its own', { provision_state: 'clean failed' }],
    ['a cleaning that is under way again', { provision_state: 'clean wait' }],
    ['a node out of maintenance', { maintenance: false, fault: null }],
  ])('leaves alone %s', async (_, over) => {
    const outcome = await examine(maintenanceLeft, { node: { ...LEFT, ...over } });
    expect(outcome).toEqual({ findings: [], clear: [], unknown: [] });
  });

  it('cannot be asked without the node', async () => {
    const outcome = await examine(maintenanceLeft, { unread: { node: 'Ironic did not answer' } });
    expect(outcome.findings).toEqual([]);
    expect(outcome.clear).toEqual([]);
  });
});
