import { describe, expect, it } from 'vitest';
import lacpBoot from '../../playbooks/lacp-boot.ts';
import stuckInWait from '../../playbooks/stuck-in-wait.ts';
import { rank } from '../../src/core/rank.ts';
import { examine, type FactsInMemory, HEALTHY_NODE, minutesAgo } from '../support/facts.ts';
import { onlyFinding } from '../support/findings.ts';

const NODE = {
  ...HEALTHY_NODE,
  provision_state: 'wait call-back',
  power_state: 'power on',
  provision_updated_at: minutesAgo(192),
};
const GROUP = { uuid: 'g', name: 'bond0', mode: '802.3ad', standalone_ports_supported: false };
const PORTS = ['01', '02'].map((last) => ({
  uuid: `p${last}`,
  address: `52:54:00:00:00:${last}`,
  node_uuid: NODE.uuid,
  portgroup_uuid: 'g',
  pxe_enabled: last === '01',
}));
const lldp = [[1, '04']];
const nic = (name: string, mac: string, heard: boolean) => ({
  name,
  mac_address: mac,
  has_carrier: true,
  lldp: heard ? lldp : [],
});
const inspected = (bondHears: boolean, otherHears = true) => ({
  inventory: {
    interfaces: [
      nic('eno1', '52:54:00:00:00:01', bondHears),
      nic('eno2', '52:54:00:00:00:02', bondHears),
      nic('eno3', '52:54:00:00:00:99', otherHears),
    ],
  },
  plugin_data: {},
});
const facts = (more: FactsInMemory = {}): FactsInMemory => ({
  node: NODE,
  ports: PORTS,
  portgroups: [GROUP],
  inventory: null,
  history: [],
  ...more,
});
const find = (more: FactsInMemory = {}) => onlyFinding(lacpBoot, facts(more));
const codes = async (more: FactsInMemory) =>
  (await examine(lacpBoot, facts(more))).findings.map((one) => one.code);

describe('a bond that speaks LACP', () => {
  it('is the likely reason where its ports did not even hear the switch, and others did', async () => {
    expect(await find({ inventory: inspected(false) })).toMatchObject({
      code: 'wait-behind-bond',
      cause: 'lacp-ipxe',
      severity: 'critical',
      confidence: 'likely',
      guide: 'lacp-ipxe',
    });
    const { findings } = await examine(
      [stuckInWait, lacpBoot],
      facts({ conductors: [], neutron_ports: [], inventory: inspected(false) }),
    );
    expect(rank(findings).map((one) => one.explained_by)).toEqual([undefined, 'wait-behind-bond']);
  });

  it('is a hint and no more where nothing shows that the switch minds', async () => {
    for (const inventory of [null, inspected(false, false), inspected(true)]) {
      expect(await find({ inventory })).toMatchObject({ severity: 'info' });
    }
    const alone = { ...GROUP, standalone_ports_supported: true };
    expect(await find({ portgroups: [alone] })).toMatchObject({ severity: 'info', confidence: 'possible' });
  });

  it('names the port that may boot although the group forbids it', async () => {
    const told = (await find()).evidence.map((one) => one.observed).join('\n');
    expect(told).toContain('52:54:00:00:00:01 in it may still boot');
  });

  it('is asked about when Ironic gave up, and when a first call was the last', async () => {
    const failed = {
      ...NODE,
      provision_state: 'deploy failed',
      last_error: 'Timeout reached while waiting for callback for node x',
    };
    expect(await codes({ node: failed })).toEqual(['wait-behind-bond']);
    const silent = { ...NODE, driver_internal_info: { agent_last_heartbeat: minutesAgo(190) } };
    expect(await codes({ node: silent })).toEqual(['wait-behind-bond']);
  });
});

it('a static channel is another matter', async () => {
  const finding = await find({ portgroups: [{ ...GROUP, mode: 'balance-xor' }] });
  expect(finding).toMatchObject({ code: 'wait-behind-static-bond', severity: 'info' });
});

it.each([
  ['a bond whose ports work alone', { portgroups: [{ ...GROUP, mode: 'active-backup' }] }],
  ['no bond', { portgroups: [] }],
  ['a node that boots', { node: { ...NODE, provision_updated_at: minutesAgo(3) } }],
  [
    'a deploy that failed of its image',
    { node: { ...NODE, provision_state: 'deploy failed', last_error: 'x' } },
  ],
  ['an instance in use', { node: { ...NODE, provision_state: 'active' } }],
])('says nothing about %s', async (_, more) => {
  expect(await codes(more)).toEqual([]);
});

it('could not be checked without the port groups', async () => {
  const { unknown } = await examine(lacpBoot, {
    node: NODE,
    unread: { portgroups: 'Ironic did not answer' },
  });
  expect(unknown.map((one) => one.reason)).toEqual(['Ironic did not answer']);
});
