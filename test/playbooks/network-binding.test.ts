import { describe, expect, it } from 'vitest';
import deployFailed from '../../playbooks/deploy-failed.ts';
import networkBinding from '../../playbooks/network-binding.ts';
import { rank } from '../../src/core/rank.ts';
import { ADMINS_NETWORK, examine, type FactsInMemory, HEALTHY_NODE, minutesAgo } from '../support/facts.ts';
import { commandsOf, onlyFinding, proposed, stepsOf } from '../support/findings.ts';

const VIF = '33333333-3333-4333-8333-333333333333';
const NODE = {
  ...HEALTHY_NODE,
  provision_state: 'active',
  power_state: 'power on',
  instance_uuid: '44444444-4444-4444-8444-444444444444',
};
const PORT = {
  uuid: 'p1',
  address: '52:54:00:00:00:01',
  node_uuid: NODE.uuid,
  internal_info: { tenant_vif_port_id: VIF },
};
const neutron = (fields: Record<string, unknown> = {}) => ({
  id: VIF,
  status: 'ACTIVE',
  'binding:vif_type': 'other',
  'binding:host_id': NODE.uuid,
  ...fields,
});
const facts = (more: FactsInMemory = {}): FactsInMemory => ({
  node: NODE,
  ports: [PORT],
  neutron_ports: [neutron()],
  networks: [ADMINS_NETWORK],
  history: [],
  ...more,
});
const find = (more: FactsInMemory = {}) => onlyFinding(networkBinding, facts(more));
const codes = async (more: FactsInMemory) =>
  (await examine(networkBinding, facts(more))).findings.map((one) => one.code);
const FAILED = { 'binding:vif_type': 'binding_failed', status: 'DOWN' };

describe('a running instance', () => {
  it.each([
    ['tenant-port-binding-failed', [neutron(FAILED)]],
    ['tenant-port-unbound', [neutron({ 'binding:vif_type': 'unbound', 'binding:host_id': '' })]],
    ['tenant-port-bound-elsewhere', [neutron({ 'binding:host_id': 'compute-7' })]],
    ['tenant-port-gone', []],
  ])('%s', async (code, neutron_ports) => {
    expect(await find({ neutron_ports })).toMatchObject({
      code,
      cause: 'network-vif',
      severity: 'warning',
      confidence: 'likely',
      guide: 'reattach-networking',
    });
  });

  it('is offered the step that binds anew, after the reason, and what older releases have instead', async () => {
    const finding = await find({ neutron_ports: [neutron(FAILED)] });
    expect(proposed(finding)).toEqual(['fix-network', 'reattach-networking']);
    expect(commandsOf(finding)).toContain(
      `baremetal node service node-17 --disable-ramdisk --service-steps '[{"interface": "network", "step": "reattach_networking"}]'`,
    );
    expect(stepsOf(finding)).toMatch(/Repair the reason first.*1\.108.*Older releases/s);
  });

  it('is not offered it in maintenance, for a port that is gone, or one that another host has', async () => {
    const held = { ...NODE, maintenance: true };
    expect(proposed(await find({ node: held, neutron_ports: [neutron(FAILED)] }))).not.toContain(
      'reattach-networking',
    );
    for (const neutron_ports of [[], [neutron({ 'binding:host_id': 'compute-7' })]]) {
      expect(proposed(await find({ neutron_ports }))).not.toContain('reattach-networking');
    }
  });

  it('is less sure where other ports of it are bound', async () => {
    const ports = [
      PORT,
      { ...PORT, uuid: 'p2', address: '52:54:00:00:00:02', internal_info: { tenant_vif_port_id: 'v2' } },
    ];
    const neutron_ports = [neutron(FAILED), neutron({ id: 'v2' })];
    expect(await find({ ports, neutron_ports })).toMatchObject({ confidence: 'possible' });
  });

  it.each([
    ['a port that is bound', {}],
    ['DOWN, yet bound', { neutron_ports: [neutron({ status: 'DOWN' })] }],
    [
      'DOWN while powered off',
      { node: { ...NODE, power_state: 'power off' }, neutron_ports: [neutron({ status: 'DOWN' })] },
    ],
    ['a flat network', { node: { ...NODE, network_interface: 'flat' }, neutron_ports: [neutron(FAILED)] }],
    [
      'a smart NIC, bound to its own host',
      {
        ports: [{ ...PORT, is_smartnic: true, local_link_connection: { hostname: 'nic-7' } }],
        neutron_ports: [neutron({ 'binding:host_id': 'nic-7' })],
      },
    ],
    [
      'a port of a rescue',
      {
        ports: [{ ...PORT, internal_info: { rescuing_vif_port_id: VIF } }],
        neutron_ports: [neutron(FAILED)],
      },
    ],
    ['no VIF', { ports: [{ ...PORT, internal_info: {} }], neutron_ports: [] }],
    [
      'a deploy that ended a minute ago',
      { node: { ...NODE, provision_updated_at: minutesAgo(1) }, neutron_ports: [neutron(FAILED)] },
    ],
  ])('is left alone: %s', async (_, more) => {
    expect(await codes(more)).toEqual([]);
  });

  describe('on a bond, whose VIF Ironic has on the port group', () => {
    const ports = [1, 2].map((n) => ({
      uuid: `p${n}`,
      address: `52:54:00:00:00:0${n}`,
      node_uuid: NODE.uuid,
      portgroup_uuid: 'g',
      internal_info: {},
    }));
    const portgroups = [
      { uuid: 'g', name: null, address: '52:54:00:00:00:09', internal_info: PORT.internal_info },
    ];

    it.each([
      ['tenant-port-binding-failed', [neutron(FAILED)]],
      ['tenant-port-bound-elsewhere', [neutron({ 'binding:host_id': 'compute-7' })]],
      ['tenant-port-gone', []],
    ])('%s', async (code, neutron_ports) => {
      const finding = await find({ ports, portgroups, neutron_ports });
      expect(finding).toMatchObject({ code, severity: 'warning', confidence: 'likely' });
      expect(finding.evidence[0]).toMatchObject({
        source: 'portgroups[52:54:00:00:00:09].internal_info.tenant_vif_port_id',
        observed: VIF,
      });
      expect(commandsOf(finding)).toContain(VIF);
    });

    it('is fine where it is bound to the node', async () => {
      const { clear } = await examine(networkBinding, facts({ ports, portgroups }));
      expect(clear.map(({ check }) => check)).toEqual(['network-binding/bound']);
    });

    it('is told of a failed hand-over, too', async () => {
      const last_error = `Could not add public network VIF ${VIF} to node ${NODE.uuid}, possible network issue.`;
      const node = { ...NODE, provision_state: 'deploy failed', last_error };
      const finding = await find({ node, ports, portgroups, neutron_ports: [neutron(FAILED)] });
      expect(finding.evidence[1]?.source).toBe(`neutron_ports[${VIF}].binding:vif_type`);
    });

    it('could not be checked where the groups cannot be read, and what a port has is told less surely', async () => {
      const unread = { portgroups: { kind: 'denied' as const, reason: 'Ironic refused' } };
      const blind = await examine(networkBinding, facts({ ports, unread }));
      expect(blind.findings).toEqual([]);
      expect(blind.unknown).toMatchObject([
        { check: 'network-binding/bound', fact: 'portgroups', kind: 'denied' },
      ]);
      const hidden = await examine(networkBinding, facts({ ports, portgroups: [] }));
      expect(hidden.unknown).toMatchObject([{ fact: 'portgroups', kind: 'denied' }]);
      const both = [{ ...ports[0], internal_info: PORT.internal_info }, ports[1]];
      const seen = await find({ ports: both, neutron_ports: [neutron(FAILED)], unread });
      expect(seen).toMatchObject({ code: 'tenant-port-binding-failed', missing: [{ fact: 'portgroups' }] });
    });
  });

  it('could not be checked where Neutron does not answer, or shows no bindings', async () => {
    const silent = await examine(networkBinding, {
      node: NODE,
      ports: [PORT],
      unread: { neutron_ports: 'Neutron did not answer' },
    });
    expect(silent.unknown.map((one) => one.reason)).toEqual(['Neutron did not answer']);
    const blind = await examine(networkBinding, facts({ neutron_ports: [{ id: VIF, status: 'ACTIVE' }] }));
    expect(blind.unknown.map((one) => one.kind)).toEqual(['denied']);
  });
});

describe('a deploy that failed', () => {
  const failed = (last_error: string) => ({ ...NODE, provision_state: 'deploy failed', last_error });
  const HAND_OFF = `Error changing node ${NODE.uuid} to tenant networks after deploy. NetworkError: Could not add public network VIF ${VIF} to node ${NODE.uuid}, possible network issue. Port ${VIF} failed to reach status ACTIVE`;

  it('at the hand-over to the tenant network is told so, with the port', async () => {
    const node = failed(HAND_OFF);
    const { findings } = await examine(
      [deployFailed, networkBinding],
      facts({ node, neutron_ports: [neutron(FAILED)] }),
    );
    const ranked = rank(findings);
    expect(ranked[0]).toMatchObject({ code: 'tenant-hand-off-failed', severity: 'critical' });
    expect(ranked[0]?.evidence).toHaveLength(2);
    expect(ranked[1]?.explained_by).toBe('tenant-hand-off-failed');
  });

  it('of anything else is left alone', async () => {
    for (const text of [
      'Image verification failed',
      'Timeout reached while waiting for callback for node x',
    ]) {
      expect(await codes({ node: failed(text) })).toEqual([]);
    }
  });
});
