import { describe, expect, it } from 'vitest';
import deployFailed from '../../playbooks/deploy-failed.ts';
import redfishOdd from '../../playbooks/redfish-odd.ts';
import { rank } from '../../src/core/rank.ts';
import { examine, type FactsInMemory, HEALTHY_NODE, minutesAgo } from '../support/facts.ts';
import { commandsOf, onlyFinding } from '../support/findings.ts';

const REFUSED =
  'Failed to prepare to deploy: Virtual media mount failed for node x: HTTP POST https://10.4.12.17/redfish/v1/Managers/1/VirtualMedia/Cd/Actions/VirtualMedia.InsertMedia returned code 500. RAC0720: Unable to locate the ISO or IMG image file.';
const NODE = {
  ...HEALTHY_NODE,
  driver: 'redfish',
  power_interface: 'redfish',
  provision_state: 'deploy failed',
  provision_updated_at: minutesAgo(60),
  last_error: REFUSED,
  driver_info: {
    redfish_address: 'https://10.4.12.17',
    redfish_system_id: '/redfish/v1/Systems/1',
    redfish_username: 'admin',
    redfish_password: 'MARKED-SECRET',
  },
};
const bmc = (days: number, current = '7.10') => [
  { component: 'bios', initial_version: '2.1', current_version: '2.2', updated_at: minutesAgo(70) },
  {
    component: 'bmc',
    initial_version: '6.10',
    current_version: current,
    updated_at: minutesAgo(60 + days * 1440),
  },
];
const facts = (more: FactsInMemory = {}): FactsInMemory => ({
  node: NODE,
  history: [],
  firmware: [],
  nodes: [],
  ...more,
});
const find = (more: FactsInMemory = {}) => onlyFinding(redfishOdd, facts(more));
const codes = async (more: FactsInMemory) =>
  (await examine(redfishOdd, facts(more))).findings.map((one) => one.code);

describe('redfish-odd', () => {
  it('names refused virtual media, above the failed deploy that says no more', async () => {
    const { findings } = await examine([deployFailed, redfishOdd], facts());
    const ranked = rank(findings);
    expect(ranked[0]).toMatchObject({ code: 'redfish-odd', cause: 'virtual-media', guide: 'redfish' });
    expect(ranked[1]?.explained_by).toBe('redfish-odd');
  });

  it('sees a BMC firmware that is new since shortly before, not one of long ago or of the BIOS', async () => {
    expect((await find({ firmware: bmc(2) })).summary).toContain('saw its firmware change 2 d before');
    for (const firmware of [bmc(90), bmc(-1), bmc(2, '6.10'), bmc(2).slice(0, 1)]) {
      expect((await find({ firmware })).summary).not.toContain('firmware');
    }
  });

  it('counts others that failed with the same words', async () => {
    const peer = { ...NODE, uuid: 'n1', name: 'peer' };
    const told = (await find({ nodes: [NODE, peer, { ...peer, uuid: 'n2', last_error: 'x' }] })).evidence;
    expect(told.map((one) => one.observed)).toContain('1 more failed with the same words: peer');
  });

  it('takes a boot mode that the BMC does not tell as one more sign where boot is the matter', async () => {
    const node = {
      ...NODE,
      boot_mode: null,
      last_error: 'Failed to prepare to deploy: Redfish set boot device failed for node x. Error: HTTP PATCH',
    };
    expect((await find({ node })).evidence.map((one) => one.source)).toContain('node.boot_mode');
    expect((await find({ node: { ...NODE, boot_mode: null } })).evidence).toHaveLength(1);
  });

  it('collects what a bug report needs, without a password', async () => {
    const finding = await find();
    expect(commandsOf(finding)).toContain('curl -sS -u <user> https://10.4.12.17/redfish/v1/Systems/1;');
    expect(JSON.stringify(finding)).not.toContain('MARKED-SECRET');
  });

  it.each([
    [
      'a BMC that does not answer',
      { ...NODE, last_error: 'Redfish connection failed for node x: timed out' },
    ],
    ['a refused password', { ...NODE, last_error: 'HTTP GET https://b/redfish/v1/ returned code 401' }],
    [
      'an ISO that the conductor could not build',
      { ...NODE, last_error: 'Creating ISO image failed: xorriso' },
    ],
    ['a bad image', { ...NODE, last_error: 'Image verification failed' }],
    ['an old error of an active node', { ...NODE, provision_state: 'active' }],
    ['IPMI', { ...NODE, driver: 'ipmi', power_interface: 'ipmitool' }],
  ])('says nothing about %s', async (_, node) => {
    expect(await codes({ node })).toEqual([]);
  });

  it('is found without firmware and the other nodes, and says that they were missing', async () => {
    const finding = await onlyFinding(redfishOdd, {
      node: NODE,
      history: [],
      unread: { firmware: { kind: 'unsupported', reason: 'needs 1.86' }, nodes: 'Ironic did not answer' },
    });
    expect(finding.missing.map((one) => one.fact).sort()).toEqual(['firmware', 'nodes']);
  });

  it('could not be checked where history is the only one that may tell', async () => {
    const node = { ...NODE, last_error: null };
    const { unknown } = await examine(redfishOdd, { node, unread: { history: 'Ironic did not answer' } });
    expect(unknown).toHaveLength(1);
  });
});
