import { describe, expect, it } from 'vitest';
import cleanFailed from '../../playbooks/clean-failed.ts';
import staleVif from '../../playbooks/stale-vif.ts';
import type { FleetView } from '../../src/core/fleet-view.ts';
import { rank } from '../../src/core/rank.ts';
import type { Node } from '../../src/openstack/ironic/schema.ts';
import { ADMINS_NETWORK, examine, type FactsInMemory, HEALTHY_NODE, minutesAgo } from '../support/facts.ts';
import { commandsOf, onlyFinding, proposed, stepsOf } from '../support/findings.ts';

const VIF = '33333333-3333-4333-8333-333333333333';
const TIMED_OUT =
  "Timeout reached while cleaning the node. Please check if the ramdisk responsible for the cleaning is running on the node. Failed on step {'step': 'erase_devices_metadata'}.";
const FAILED = {
  ...HEALTHY_NODE,
  provision_state: 'clean failed',
  target_provision_state: 'available',
  power_state: 'power on',
  maintenance: true,
  fault: 'clean failure',
  maintenance_reason: TIMED_OUT,
  last_error: TIMED_OUT,
  driver_internal_info: { agent_last_heartbeat: minutesAgo(640) },
};
const port = (operation: string) => ({
  uuid: 'p1',
  address: '52:54:00:00:00:01',
  node_uuid: HEALTHY_NODE.uuid,
  internal_info: { [`${operation}_vif_port_id`]: VIF },
});
const neutron = (fields: Record<string, unknown> = {}) => ({
  id: VIF,
  status: 'ACTIVE',
  'binding:vif_type': 'other',
  'binding:host_id': HEALTHY_NODE.uuid,
  ...fields,
});
const facts = (
  node: Record<string, unknown>,
  operation: string,
  more: FactsInMemory = {},
): FactsInMemory => ({
  node,
  ports: [port(operation)],
  neutron_ports: [],
  networks: [ADMINS_NETWORK],
  history: [],
  ...more,
});
const find = (node: Record<string, unknown>, operation: string, more: FactsInMemory = {}) =>
  onlyFinding(staleVif, facts(node, operation, more));
const codes = async (node: Record<string, unknown>, operation: string, more: FactsInMemory = {}) =>
  (await examine(staleVif, facts(node, operation, more))).findings.map((one) => one.code);

describe('a failed cleaning whose port is gone', () => {
  it('is a stale session, above the time-out that it is the reason for', async () => {
    const { findings } = await examine([cleanFailed, staleVif], facts(FAILED, 'cleaning'));
    const ranked = rank(findings);
    expect(ranked[0]).toMatchObject({
      code: 'stale-session',
      cause: 'network-vif',
      severity: 'critical',
      confidence: 'likely',
      guide: 'clean-failed',
    });
    expect(ranked[1]?.explained_by).toBe('stale-session');
  });

  it('needs more than lifting maintenance: manage, and then a fresh cleaning', async () => {
    const finding = await find(FAILED, 'cleaning');
    expect(finding.summary).toContain('lifting maintenance alone brings nothing back');
    expect(proposed(finding)).toEqual(['manage', 'unset-maintenance', 'fix-network']);
    expect(commandsOf(finding)).toMatch(/node manage node-17.*maintenance unset.*node provide/s);
    expect(stepsOf(finding)).toContain('Ironic then makes fresh ports');
  });

  it('leaves the lead to an error that says more, and to a person who holds the node', async () => {
    const erase = 'Failed to erase device /dev/sda';
    expect(await find({ ...FAILED, last_error: erase, maintenance_reason: erase }, 'cleaning')).toMatchObject(
      {
        severity: 'info',
        explains: [],
      },
    );
    const held = await find({ ...FAILED, fault: null, maintenance_reason: 'INC-1' }, 'cleaning');
    expect(held.severity).toBe('info');
    expect(proposed(held)).toEqual(['ask-operator', 'fix-network']);
  });

  it('is no stale session while the port is there: a failed step leaves ramdisk and network up', async () => {
    expect(await codes(FAILED, 'cleaning', { neutron_ports: [neutron()] })).toEqual([]);
    expect(await codes(FAILED, 'cleaning', { neutron_ports: [neutron({ status: 'DOWN' })] })).toEqual([]);
  });
});

it('calls nothing gone that Neutron only does not show', async () => {
  const more = { networks: [{ id: 'net', name: 'public', shared: true }] };
  const { findings, unknown } = await examine(staleVif, facts(FAILED, 'cleaning', more));
  expect(findings).toEqual([]);
  expect(unknown.map(({ kind }) => kind)).toEqual(['denied']);
});

describe('what operations leave behind', () => {
  const active = { ...HEALTHY_NODE, provision_state: 'active', power_state: 'power on', instance_uuid: 'i' };

  it('is a remark where the next operation removes it', async () => {
    expect(await find(HEALTHY_NODE, 'cleaning')).toMatchObject({
      code: 'vif-record-stale',
      severity: 'info',
    });
    const there = { neutron_ports: [neutron({ status: 'DOWN' })] };
    expect(await find(HEALTHY_NODE, 'provisioning', there)).toMatchObject({
      code: 'vif-left-behind',
      severity: 'info',
    });
  });

  it("is a trouble where it is bound beside the instance's", async () => {
    const bound = { neutron_ports: [neutron()] };
    expect(await find(active, 'cleaning', bound)).toMatchObject({
      code: 'vif-left-bound',
      severity: 'warning',
    });
    expect(await find({ ...active, network_interface: 'flat' }, 'cleaning', bound)).toMatchObject({
      severity: 'info',
    });
  });

  it('is a trouble where a VIF keeps the only port of a free node', async () => {
    const finding = await find(HEALTHY_NODE, 'tenant');
    expect(finding).toMatchObject({
      code: 'tenant-vif-left-gone',
      severity: 'warning',
      confidence: 'likely',
    });
    expect(finding.proposals).toEqual([
      { id: 'detach-vif', params: { node: HEALTHY_NODE.uuid, vif: VIF }, risk: 'disruptive' },
    ]);
    expect(await find(HEALTHY_NODE, 'tenant', { neutron_ports: [neutron()] })).toMatchObject({
      code: 'tenant-vif-left',
      severity: 'info',
    });
  });

  it.each([
    [
      'a VIF that was attached for a deploy just now',
      HEALTHY_NODE,
      'tenant',
      neutron({ updated_at: minutesAgo(5) }),
    ],
    [
      'a node that has just become free',
      { ...HEALTHY_NODE, provision_updated_at: minutesAgo(5) },
      'tenant',
      neutron(),
    ],
    ['a node that an allocation holds', { ...HEALTHY_NODE, allocation_uuid: 'a' }, 'tenant', neutron()],
    ["an instance's own VIF", active, 'tenant', neutron()],
    ['a machine that is rescued', { ...active, provision_state: 'rescue' }, 'rescuing', neutron()],
    ['a cleaning under way', { ...HEALTHY_NODE, provision_state: 'cleaning' }, 'cleaning', undefined],
    [
      'a wait, which has a playbook of its own',
      { ...FAILED, provision_state: 'clean wait' },
      'cleaning',
      undefined,
    ],
  ])('is not %s', async (_, node, operation, there) => {
    expect(await codes(node, operation, { neutron_ports: there ? [there] : [] })).toEqual([]);
  });
});

describe('a VIF on a port group', () => {
  const ports = [
    { uuid: 'p1', address: '52:54:00:00:00:01', node_uuid: HEALTHY_NODE.uuid, portgroup_uuid: 'g' },
  ];
  const group = (internal_info: Record<string, string> = { tenant_vif_port_id: VIF }) => ({
    uuid: 'g',
    name: 'bond0',
    internal_info,
  });
  const bonded = (node: Record<string, unknown>, more: FactsInMemory = {}) =>
    facts(node, 'tenant', { ports, portgroups: [group()], ...more });
  const withoutGroups = (node: Record<string, unknown>, more: FactsInMemory = {}) => {
    const { portgroups: _, ...rest } = bonded(node, more);
    return examine(staleVif, { ...rest, unread: { portgroups: 'Ironic did not answer' } });
  };

  it('keeps a free node from its next deploy, as one on a port does', async () => {
    const finding = await onlyFinding(staleVif, bonded(HEALTHY_NODE));
    expect(finding).toMatchObject({
      code: 'tenant-vif-left-gone',
      severity: 'warning',
      confidence: 'likely',
    });
    expect(finding.evidence[0]).toMatchObject({
      source: 'portgroups[bond0].internal_info.tenant_vif_port_id',
      observed: VIF,
    });
    expect(finding.proposals).toMatchObject([{ id: 'detach-vif', params: { vif: VIF } }]);
    const there = await onlyFinding(staleVif, bonded(HEALTHY_NODE, { neutron_ports: [neutron()] }));
    expect(there).toMatchObject({ code: 'tenant-vif-left', severity: 'info' });
  });

  it.each([
    ['an empty group', HEALTHY_NODE, { portgroups: [group({})] }],
    [
      'one for a deploy of just now',
      HEALTHY_NODE,
      { neutron_ports: [neutron({ updated_at: minutesAgo(5) })] },
    ],
    ['an allocation', { ...HEALTHY_NODE, allocation_uuid: 'a' }, {}],
    ['an instance', { ...HEALTHY_NODE, provision_state: 'active', instance_uuid: 'i' }, {}],
  ])('is fine: %s', async (_, node, more) => {
    const { findings, unknown } = await examine(staleVif, bonded(node, more));
    expect([findings, unknown]).toEqual([[], []]);
  });

  it('may be there where the groups cannot be read; what a port has is told all the same', async () => {
    const blind = await withoutGroups(HEALTHY_NODE);
    expect(blind.findings).toEqual([]);
    expect(blind.unknown).toMatchObject([
      { check: 'stale-vif/left-behind', fact: 'portgroups', kind: 'failed' },
    ]);
    const more = { ports: [{ ...ports[0], internal_info: { tenant_vif_port_id: VIF } }] };
    const [seen] = (await withoutGroups(HEALTHY_NODE, more)).findings;
    expect(seen).toMatchObject({ code: 'tenant-vif-left-gone', missing: [{ fact: 'portgroups' }] });
  });

  it('is no matter where nobody looks for one: in use, or no port in a group', async () => {
    const used = { ...HEALTHY_NODE, provision_state: 'active', instance_uuid: 'i' };
    expect((await withoutGroups(used)).unknown).toEqual([]);
    const alone = { ports: [{ ...ports[0], portgroup_uuid: null }] };
    expect((await withoutGroups(HEALTHY_NODE, alone)).unknown).toEqual([]);
    // A stale session is told by the ramdisk's port alone.
    const session = { ports: [{ ...ports[0], internal_info: { cleaning_vif_port_id: VIF } }] };
    expect((await withoutGroups(FAILED, session)).findings).toMatchObject([{ code: 'stale-session' }]);
  });
});

describe('a pass over a fleet', () => {
  const suspects = (node: object, port: object) => {
    const gate = staleVif.checks.find(({ id }) => id === 'left-behind')?.suspects;
    const fleet = { ports: () => [port] } as unknown as FleetView;
    return gate?.({ ...HEALTHY_NODE, ...node } as unknown as Node, fleet);
  };
  const grouped = { portgroup_uuid: 'g' };
  it.each([
    [true, 'a free node on a bond', {}, grouped],
    [true, 'a free node whose port has one', {}, port('tenant')],
    [false, 'a free node without either', {}, { portgroup_uuid: null }],
    [false, 'a node in use on a bond', { provision_state: 'active' }, grouped],
    [false, 'a node that an allocation holds, on a bond', { allocation_uuid: 'a' }, grouped],
  ])('%s: %s', (expected, _, node, own) => {
    expect(suspects(node, own)).toBe(expected);
  });
});

it('asks Neutron only where Ironic has something recorded', async () => {
  const { unknown } = await examine(staleVif, {
    node: HEALTHY_NODE,
    ports: [{ ...port('cleaning'), internal_info: {} }],
    unread: { neutron_ports: 'Neutron did not answer' },
  });
  expect(unknown).toEqual([]);
});

it('could not be checked without Neutron', async () => {
  const { unknown } = await examine(staleVif, {
    node: FAILED,
    ports: [port('cleaning')],
    history: [],
    unread: { neutron_ports: 'Neutron did not answer' },
  });
  expect(unknown.map((one) => one.check)).toEqual(['stale-vif/session-alive']);
});
