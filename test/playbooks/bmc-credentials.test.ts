import { describe, expect, it } from 'vitest';
import credentials from '../../playbooks/bmc-credentials.ts';
import ipmiAccess from '../../playbooks/ipmi-access.ts';
import powerSync from '../../playbooks/power-sync-failure.ts';
import redfish from '../../playbooks/redfish-bmc.ts';
import verifyFailed from '../../playbooks/verify-failed.ts';
import { rank } from '../../src/core/rank.ts';
import { verdictOf } from '../../src/core/verdict.ts';
import { examine, type FactsInMemory, HEALTHY_NODE, recorded } from '../support/facts.ts';

const all = [powerSync, ipmiAccess, verifyFailed, redfish, credentials];
const verdict = async (facts: FactsInMemory) => {
  const { findings, unknown } = await examine(all, facts);
  return verdictOf(rank(findings), unknown);
};
const found = async (facts: FactsInMemory) => (await examine(credentials, facts)).findings;

const REFUSED =
  'Failed to get power state for node x. Error: Redfish exception occurred. Error: HTTP GET https://10.4.12.17/redfish/v1/Systems/1 returned code 401. Base.1.0.NoValidSession';
const NODE = {
  ...HEALTHY_NODE,
  driver: 'redfish',
  power_interface: 'redfish',
  provision_state: 'enroll',
  power_state: null,
  last_error: REFUSED,
  driver_info: {
    redfish_address: 'https://10.4.12.17',
    redfish_username: 'admin',
    redfish_password: 'MARKED-SECRET',
  },
};
const peer = (n: number) => ({ ...NODE, uuid: `00000000-0000-4000-8000-00000000000${n}`, name: `peer-${n}` });

describe('bmc-credentials', () => {
  it('confirms a Redfish 401, above every frame around it', async () => {
    expect(await verdict({ node: NODE, nodes: [] })).toMatchObject({
      cause: 'bmc-credentials',
      confidence: 'confirmed',
    });
    const fault = {
      ...NODE,
      provision_state: 'active',
      maintenance: true,
      fault: 'power failure',
      maintenance_reason: REFUSED,
    };
    expect(await verdict({ node: fault, nodes: [] })).toMatchObject({ cause: 'bmc-credentials' });
  });

  it('reads RAKP in the log where Ironic kept only "IPMI call failed"', async () => {
    const node = {
      ...HEALTHY_NODE,
      provision_state: 'enroll',
      last_error: 'Failed to get power state for node x. Error: IPMI call failed: power status.',
    };
    const logs = [
      {
        source: 'ironic-conductor',
        host: 'c1',
        lines: [
          `2026-11-22 17:40:22 ERROR ironic IPMI Error for node ${node.uuid}`,
          'Stderr: RAKP 2 HMAC is invalid',
        ],
      },
    ];
    const [finding] = await found({ node, logs, nodes: [] });
    expect(finding).toMatchObject({ code: 'bmc-credentials-refused', confidence: 'confirmed' });
    expect(await verdict({ node, logs })).toMatchObject({ cause: 'bmc-credentials' });
    const outcomes = await examine(credentials, { node });
    expect(outcomes.unknown.map((one) => one.fact)).toEqual(['logs']);
  });

  it('calls it a rotation when several nodes near it are refused the same way', async () => {
    const [many] = await found({ node: NODE, nodes: [NODE, peer(1), peer(2)] });
    expect(many).toMatchObject({
      code: 'bmc-password-rotated',
      confidence: 'confirmed',
      guide: 'bmc-password',
    });
    expect(many?.summary).toContain('3 nodes in BMC subnet 10.4.12.0/24');
    expect(many?.evidence.map((one) => one.observed)).toContain(
      'all 3 that are refused use the same account',
    );
    const [one] = await found({ node: NODE, nodes: [NODE, peer(1)] });
    expect(one?.code).toBe('bmc-credentials-refused');
  });

  it('is no rotation elsewhere, over another protocol, or where more are taken than refused', async () => {
    const far = { driver_info: { redfish_address: 'https://10.9.9.9' } };
    const ipmi = { driver: 'ipmi', power_interface: 'ipmitool' };
    for (const fields of [far, ipmi]) {
      const nodes = [NODE, { ...peer(1), ...fields }, { ...peer(2), ...fields }];
      expect((await found({ node: NODE, nodes }))[0]?.code, JSON.stringify(fields)).toBe(
        'bmc-credentials-refused',
      );
    }
    const well = { provision_state: 'available', power_state: 'power off', last_error: null };
    const nodes = [NODE, peer(1), peer(2), ...[3, 4].map((n) => ({ ...peer(n), ...well }))];
    expect((await found({ node: NODE, nodes }))[0]?.code).toBe('bmc-credentials-refused');
  });

  it("says that it is this node's own matter where others near it work", async () => {
    const well = { provision_state: 'available', power_state: 'power off', last_error: null };
    const nodes = [NODE, ...[1, 2, 3].map((n) => ({ ...peer(n), ...well }))];
    const [finding] = await found({ node: NODE, nodes });
    expect(finding?.summary).toContain('while 3 others near it work');
  });

  it('does not promise a recovery that a lock or a pending power action prevents', async () => {
    const fault = { maintenance: true, fault: 'power failure', maintenance_reason: REFUSED };
    const node = { ...NODE, ...fault, provision_state: 'active', target_power_state: 'power on' };
    const [finding] = await found({ node });
    expect(finding?.steps?.at(-1)?.text).toContain('do not go by themselves');
  });

  it('promises the fault to lift by itself, and asks for manage after a failed verification', async () => {
    const [enroll] = await found({ node: NODE });
    expect(enroll?.steps?.at(-1)?.command).toContain('baremetal node manage node-17');
    const [fault] = await found({
      node: {
        ...NODE,
        provision_state: 'active',
        maintenance: true,
        fault: 'power failure',
        maintenance_reason: REFUSED,
      },
    });
    expect(fault?.steps?.at(-1)?.text).toContain('by itself');
  });

  it('never shows a secret of driver_info', async () => {
    expect(JSON.stringify(await found({ node: NODE, nodes: [peer(1)] }))).not.toContain('MARKED-SECRET');
  });

  it.each([
    ['a refused connection', recorded('ironic/node-verify-failed-redfish')],
    ['a node that is well', HEALTHY_NODE],
    [
      'a 401 of last month on an active node',
      { ...NODE, provision_state: 'active', power_state: 'power on' },
    ],
    [
      'a 401 of Keystone',
      {
        ...NODE,
        last_error: 'Failed to verify: The request you have made requires authentication. (HTTP 401)',
      },
    ],
  ])('says nothing about %s', async (_, node) => {
    expect(await found({ node })).toEqual([]);
  });
});
