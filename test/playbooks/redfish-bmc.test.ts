import { describe, expect, it } from 'vitest';
import powerSync from '../../playbooks/power-sync-failure.ts';
import redfish from '../../playbooks/redfish-bmc.ts';
import verifyFailed from '../../playbooks/verify-failed.ts';
import { rank } from '../../src/core/rank.ts';
import { verdictOf } from '../../src/core/verdict.ts';
import { examine, type FactsInMemory, HEALTHY_NODE, recorded } from '../support/facts.ts';

const verdict = async (facts: FactsInMemory) => {
  const { findings, unknown } = await examine([powerSync, redfish, verifyFailed], facts);
  return verdictOf(rank(findings), unknown);
};
const found = async (facts: FactsInMemory) => (await examine(redfish, facts)).findings;
const failing = (error: string) => ({
  ...HEALTHY_NODE,
  driver: 'redfish',
  power_interface: 'redfish',
  provision_state: 'enroll',
  power_state: null,
  driver_info: {
    redfish_address: 'https://user:MARKED@10.4.12.17:8443/x',
    redfish_system_id: '/redfish/v1/Systems/1',
  },
  last_error: `Failed to get power state for node x. Error: ${error}`,
});

describe('redfish-bmc', () => {
  it('confirms the refused connection of a real node, above the failed verification', async () => {
    const facts = { node: recorded('ironic/node-verify-failed-redfish') };
    expect(await verdict(facts)).toMatchObject({ cause: 'redfish-bmc-error', confidence: 'confirmed' });
    const [finding] = await found(facts);
    expect(finding?.steps?.[0]?.command).toBe('curl -sS -m 10 https://127.0.0.1:8443/redfish/v1/');
  });

  it('names the wrong system id and how to see the right one', async () => {
    const node = failing(
      'Redfish exception occurred. Error: Resource https://10.4.12.17:8443/redfish/v1/Systems/1 not found',
    );
    const [finding] = await found({ node, nodes: [] });
    expect(finding).toMatchObject({ code: 'redfish-error', cause: 'redfish-bmc-error' });
    expect(
      finding?.steps?.some((step) => step.text.includes('redfish_system_id (/redfish/v1/Systems/1)')),
    ).toBe(true);
  });

  it('takes a slash at the end of the address for the reason, and points to the guide on odd Redfish', async () => {
    const missing = 'Redfish exception occurred. Error: Resource https://10.4.12.17//redfish/v1 not found';
    const at = (redfish_address: string) => ({ ...failing(missing), driver_info: { redfish_address } });
    const commands = async (address: string) =>
      (await found({ node: at(address), nodes: [] }))[0]?.steps?.map(({ command }) => command);
    const [finding] = await found({ node: at('https://10.4.12.17/'), nodes: [] });
    expect(finding?.guide).toBe('redfish');
    const without = 'baremetal node set node-17 --driver-info redfish_address=https://10.4.12.17';
    expect(await commands('https://10.4.12.17/')).toContain(without);
    expect(await commands('https://10.4.12.17')).not.toContain(without);
    expect(await commands('https://10.4.12.17/custom/')).not.toContain(without);
  });

  it('tells a refused certificate from a refused connection', async () => {
    const node = failing(
      "Redfish connection failed for node x: Unable to connect to https://10.4.12.17:8443/redfish/v1/. Error: HTTPSConnectionPool(host='10.4.12.17', port=8443): Max retries exceeded (Caused by SSLError(SSLCertVerificationError(1, '[SSL: CERTIFICATE_VERIFY_FAILED]')))",
    );
    const findings = await found({ node, nodes: [] });
    expect(findings.map((one) => one.code)).toEqual(['redfish-tls']);
    expect(await verdict({ node })).toMatchObject({ cause: 'redfish-bmc-tls', confidence: 'confirmed' });
  });

  it('stands above the power fault that it is the reason for', async () => {
    const error = failing(
      'Redfish exception occurred. Error: HTTP GET https://10.4.12.17/redfish/v1/Systems/1 returned code 503.',
    ).last_error;
    const node = {
      ...failing(''),
      provision_state: 'active',
      maintenance: true,
      fault: 'power failure',
      maintenance_reason: error,
      last_error: error,
    };
    expect(await verdict({ node, nodes: [] })).toMatchObject({ cause: 'redfish-bmc-error' });
  });

  it('keeps user and password of an address out of what it prints', async () => {
    const [finding] = await found({ node: failing('Redfish exception occurred. Error: broken') });
    expect(JSON.stringify(finding)).not.toContain('MARKED');
  });

  it.each([
    [
      'refused credentials',
      failing(
        'Redfish exception occurred. Error: HTTP GET https://10.4.12.17/redfish/v1/ returned code 401.',
      ),
    ],
    [
      'an old error on a node that works',
      { ...failing('Redfish exception occurred.'), provision_state: 'active', power_state: 'power on' },
    ],
    ['a node without error', { ...failing(''), last_error: null }],
  ])('leaves %s to others', async (_, node) => {
    const outcomes = await examine(redfish, { node, logs: [] });
    expect(outcomes.findings).toEqual([]);
    expect(outcomes.clear).toHaveLength(2);
  });

  it('waits for no log where the kept words leave no doubt', async () => {
    const [finding] = await found({ node: recorded('ironic/node-verify-failed-redfish') });
    expect(finding?.missing.map((one) => one.fact)).toEqual(['nodes']);
  });

  it('does not ask about a BMC that speaks IPMI', async () => {
    expect(await examine(redfish, { node: recorded('ironic/node-bmc-dead') })).toEqual({
      findings: [],
      clear: [],
      unknown: [],
    });
  });

  it('says that a log might have told more when it could not be read', async () => {
    const outcomes = await examine(redfish, {
      node: failing('Redfish exception occurred. Error: x'),
      unread: { logs: 'no log source is configured' },
    });
    expect(outcomes.findings[0]?.missing.map((one) => one.fact)).toContain('logs');
    expect(outcomes.unknown.map((one) => one.check)).toEqual(['redfish-bmc/certificate']);
  });
});
