import { describe, expect, it } from 'vitest';
import ipmiAccess from '../../playbooks/ipmi-access.ts';
import powerSync from '../../playbooks/power-sync-failure.ts';
import verifyFailed from '../../playbooks/verify-failed.ts';
import { rank } from '../../src/core/rank.ts';
import { verdictOf } from '../../src/core/verdict.ts';
import { examine, type FactsInMemory, HEALTHY_NODE, recorded } from '../support/facts.ts';

const all = [powerSync, ipmiAccess, verifyFailed];
const verdict = async (facts: FactsInMemory) => {
  const { findings, unknown } = await examine(all, facts);
  return verdictOf(rank(findings), unknown);
};
const found = async (facts: FactsInMemory) => (await examine(ipmiAccess, facts)).findings;

const FAILED = {
  ...HEALTHY_NODE,
  provision_state: 'enroll',
  power_state: null,
  last_error: 'Failed to get power state for node x. Error: IPMI call failed: power status.',
};
const stderr = (text: string) => [
  {
    source: 'ironic-conductor',
    host: 'conductor-1',
    lines: [
      `2026-11-22 17:40:22.184 9940 ERROR ironic.drivers.modules.ipmitool [None req-1 - -] IPMI Error while attempting "ipmitool -I lanplus power status" for node ${HEALTHY_NODE.uuid}. Error: Unexpected error while running command.`,
      'Exit code: 1',
      `Stderr: '${text}\\nError: Unable to establish IPMI v2 / RMCP+ session\\n'`,
    ],
  },
];

describe('ipmi-access: unreachable', () => {
  it('blames the BMC of a real node that fell back to enroll, and folds the failed verification under it', async () => {
    const facts = { node: recorded('ironic/node-verify-failed-ipmi') };
    expect(await verdict(facts)).toMatchObject({ cause: 'ipmi-unreachable', confidence: 'likely' });
    const { findings } = await examine(all, facts);
    expect(rank(findings).find((one) => one.code === 'verify-failed')?.explained_by).toBe('ipmi-unreachable');
  });

  it('stands below the power fault of a real node, as the likely reason', async () => {
    const facts = { node: recorded('ironic/node-bmc-dead') };
    expect(await verdict(facts)).toMatchObject({ cause: 'power-sync-failure', confidence: 'confirmed' });
    const [finding] = await found(facts);
    expect(finding).toMatchObject({ code: 'ipmi-unreachable', severity: 'warning' });
    expect(finding?.missing.map((one) => one.fact)).toEqual(['logs', 'nodes']);
  });

  it('does not claim more than the kept words tell', async () => {
    const [finding] = await found({ node: FAILED, nodes: [], logs: [] });
    expect(finding?.summary).toContain('a refused password or cipher would look the same');
    expect(finding?.evidence.some((piece) => piece.bearing === 'proves')).toBe(false);
  });

  it('names port and address in the command, and no user or password', async () => {
    const [finding] = await found({ node: recorded('ironic/node-verify-failed-ipmi') });
    const command = finding?.steps?.[0]?.command ?? '';
    expect(command).toContain('-H 127.0.0.1 -p 6239 -U <user>');
    expect(JSON.stringify(finding)).not.toContain('******');
  });

  it('leaves the error of a healed node alone', async () => {
    expect(await found({ node: recorded('ironic/node-lock-released') })).toEqual([]);
    expect(await found({ node: { ...HEALTHY_NODE, last_error: FAILED.last_error } })).toEqual([]);
  });

  it('does not read logs for a node that has no trouble', async () => {
    const outcomes = await examine(ipmiAccess, { node: HEALTHY_NODE });
    expect(outcomes.clear).toHaveLength(2);
    expect(outcomes.unknown).toEqual([]);
  });
});

describe('ipmi-access: refused', () => {
  it('says that used-up sessions are likelier than a missing cipher suite', async () => {
    const logs = stderr('Error in open session response message : insufficient resources for session');
    const [finding, ...rest] = await found({ node: FAILED, logs, nodes: [] });
    expect(rest).toEqual([]);
    expect(finding).toMatchObject({
      code: 'ipmi-session-refused',
      cause: 'ipmi-session-cipher',
      confidence: 'confirmed',
    });
    expect(finding?.summary).toContain('sessions are used up');
    expect(finding?.evidence[0]?.source).toBe('logs[ironic-conductor@conductor-1]');
    expect(finding?.steps?.[0]?.command).toContain('session info all');
  });

  it('puts the cipher first where the BMC says so, and stands above the power fault', async () => {
    const logs = stderr('Error in open session response message : no matching cipher suite');
    const node = {
      ...FAILED,
      provision_state: 'active',
      maintenance: true,
      fault: 'power failure',
      maintenance_reason: FAILED.last_error,
    };
    expect(await verdict({ node, logs })).toMatchObject({ cause: 'ipmi-session-cipher' });
    const [finding] = await found({ node, logs });
    expect(finding?.steps?.[0]?.command).toContain('ipmi_cipher_suite');
  });

  it('does not believe what the log says of another node', async () => {
    const logs = stderr('insufficient resources for session').map((log) => ({
      ...log,
      lines: log.lines.map((line) => line.replace(HEALTHY_NODE.uuid, '99999999-9999-4999-8999-999999999999')),
    }));
    const [finding] = await found({ node: FAILED, logs, nodes: [] });
    expect(finding?.code).toBe('ipmi-unreachable');
  });

  it('cannot rule a refusal out when no log can be read', async () => {
    const outcomes = await examine(ipmiAccess, { node: FAILED, unread: { logs: 'Loki did not answer' } });
    expect(outcomes.unknown).toMatchObject([{ check: 'ipmi-access/session', fact: 'logs' }]);
  });
});
