import { describe, expect, it } from 'vitest';
import verifyFailed from '../../playbooks/verify-failed.ts';
import { examine, type FactsInMemory, HEALTHY_NODE, minutesAgo, recorded } from '../support/facts.ts';

const found = async (facts: FactsInMemory) => (await examine(verifyFailed, facts)).findings;
const enroll = (last_error: string | null) => ({
  ...HEALTHY_NODE,
  provision_state: 'enroll',
  power_state: null,
  last_error,
});

describe('verify-failed: fell back to enroll', () => {
  it.each([
    ['node-verify-failed-ipmi', 'ipmi-unreachable'],
    ['node-verify-failed-redfish', 'redfish-bmc-error'],
  ])('frames the real %s and names the cause inside', async (fixture, cause) => {
    const [finding] = await found({ node: recorded(`ironic/${fixture}`) });
    expect(finding).toMatchObject({ code: 'verify-failed', cause, severity: 'warning' });
    expect(finding?.summary).toContain('in enroll because its last "manage" failed');
  });

  it('blames driver_info that does not validate', async () => {
    const [finding] = await found({
      node: enroll(
        "Failed to validate power driver interface for node x. Error: Missing the following IPMI credentials in node's driver_info: ['ipmi_address'].",
      ),
    });
    expect(finding).toMatchObject({
      cause: 'request-invalid',
      severity: 'critical',
      confidence: 'confirmed',
    });
  });

  it('admits that unknown words tell no cause', async () => {
    const [finding] = await found({ node: enroll('Failed to verify: the moon was in the wrong house') });
    expect(finding).toMatchObject({ cause: 'insufficient-evidence', severity: 'critical' });
  });

  it.each([
    ['a node that was never verified', enroll(null)],
    [
      'a power action on an enrolled node',
      enroll("Failed to change power state to 'power on': IPMI call failed: x"),
    ],
    [
      'a manageable node with an old error',
      { ...enroll('Failed to verify: x'), provision_state: 'manageable' },
    ],
  ])('is clear for %s', async (_, node) => {
    const outcomes = await examine(verifyFailed, { node });
    expect(outcomes.findings).toEqual([]);
    expect(outcomes.clear).toHaveLength(1);
  });
});

describe('verify-failed: verifying for minutes', () => {
  const verifying = (minutes: number, over = {}) => ({
    ...HEALTHY_NODE,
    provision_state: 'verifying',
    target_provision_state: 'manageable',
    reservation: 'conductor-1',
    provision_updated_at: minutesAgo(minutes),
    ...over,
  });
  const conductors = (alive: boolean) => [
    { hostname: 'conductor-1', conductor_group: '', alive, drivers: ['ipmi'] },
  ];

  it.each([
    ['ipmitool', 'ipmi-unreachable'],
    ['redfish', 'redfish-bmc-error'],
    ['agent', 'power-sync-failure'],
  ])('blames the BMC behind %s while a living conductor waits', async (power_interface, cause) => {
    const [finding] = await found({ node: verifying(6, { power_interface }), conductors: conductors(true) });
    expect(finding).toMatchObject({ code: 'verifying-long', cause, confidence: 'likely' });
  });

  it.each([
    ['two minutes', verifying(2), true],
    ['a dead conductor', verifying(60), false],
    ['a node that nobody holds', verifying(60, { reservation: null }), true],
  ])('does not blame the BMC for %s', async (_, node, alive) => {
    expect(await found({ node, conductors: conductors(alive) })).toEqual([]);
  });

  it('is less sure when it cannot see whether the conductor lives', async () => {
    const [finding] = await found({
      node: verifying(10),
      unread: { conductors: { kind: 'denied', reason: 'needs a system reader' } },
    });
    expect(finding).toMatchObject({ code: 'verifying-long', confidence: 'possible' });
    expect(finding?.missing.map((one) => one.fact)).toEqual(['conductors']);
  });

  it('leaves the real node of a killed conductor to others', async () => {
    expect(
      await found({
        node: recorded('ironic/node-orphan-verifying'),
        conductors: recorded('ironic/conductors-one-dead'),
      }),
    ).toEqual([]);
  });
});
