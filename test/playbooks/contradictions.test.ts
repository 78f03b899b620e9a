import { describe, expect, it } from 'vitest';
import contradictions from '../../playbooks/contradictions.ts';
import binding from '../../playbooks/network-binding.ts';
import { rank } from '../../src/core/rank.ts';
import { OTHER, PORT, port, SERVER } from '../support/decoy-cloud.ts';
import { ADMINS_NETWORK, examine, type FactsInMemory, HEALTHY_NODE, minutesAgo } from '../support/facts.ts';
import { onlyFinding, proposed, stepsOf } from '../support/findings.ts';

const used = (fields: Record<string, unknown> = {}) => ({
  ...HEALTHY_NODE,
  provision_state: 'active',
  power_state: 'power on',
  instance_uuid: SERVER,
  ...fields,
});
const server = (fields: Record<string, unknown> = {}) => ({
  id: SERVER,
  name: 'db-1',
  status: 'ACTIVE',
  updated: minutesAgo(900),
  ...fields,
});
const subject = {
  kind: 'instance',
  cloud: 'lab',
  name: 'db-1',
  instance_uuid: SERVER,
  node_uuid: HEALTHY_NODE.uuid,
  aspects: ['node', 'instance', 'flavor'],
};
const codes = async (facts: FactsInMemory) =>
  (await examine(contradictions, { instance: server(), ...facts })).findings.map(({ code }) => code);

describe('power', () => {
  it('that differs for long is told with both reads', async () => {
    const found = await onlyFinding(contradictions, {
      node: used({ power_state: 'power off' }),
      instance: server(),
    });
    expect(found).toMatchObject({
      code: 'power-differs-from-nova',
      cause: 'power-sync-failure',
      severity: 'warning',
      confidence: 'likely',
      guide: 'power-fault',
      summary:
        'Ironic says "power off" of node-17, Nova calls its server ACTIVE, and neither changed for 10 h.',
    });
    expect(proposed(found)).not.toContain('power-on');
    expect(stepsOf(found)).toContain('send_power_notifications');
  });
  it('runs although Nova has it off', async () => {
    expect(await codes({ node: used(), instance: server({ status: 'SHUTOFF' }) })).toEqual([
      'power-differs-from-nova',
    ]);
  });
  it.each<[string, FactsInMemory]>([
    ['agrees', { node: used() }],
    ['changed a minute ago', { node: used({ power_state: 'power off', updated_at: minutesAgo(1) }) }],
    ['is about to change', { node: used({ power_state: 'power off', target_power_state: 'power on' }) }],
    [
      'is being changed by Nova',
      {
        node: used({ power_state: 'power off' }),
        instance: server({ 'OS-EXT-STS:task_state': 'powering-off' }),
      },
    ],
    ['is not known', { node: used({ power_state: null }) }],
    [
      'is that of a paused server',
      { node: used({ power_state: 'power off' }), instance: server({ status: 'PAUSED' }) },
    ],
    ['is of a node in rescue', { node: used({ provision_state: 'rescue', power_state: 'power off' }) }],
  ])('that %s contradicts nothing', async (_, facts) => {
    expect(await codes(facts)).toEqual([]);
  });
  it('cannot be compared without Nova', async () => {
    const { unknown } = await examine(contradictions, {
      node: used(),
      unread: { instance: 'Nova did not answer' },
    });
    expect(unknown.map(({ check }) => check)).toEqual(['contradictions/power-agrees']);
  });
});

describe('ports', () => {
  const recorded = [{ ...PORT, internal_info: { tenant_vif_port_id: 'n1' } }];
  const asked = (more: FactsInMemory) =>
    ({ node: used(), ports: recorded, networks: [ADMINS_NETWORK], subject, ...more }) as FactsInMemory;
  it.each([
    ['another instance', [port({ device_id: OTHER })], 'not this instance'],
    ['another node', [port({ device_id: SERVER, 'binding:host_id': OTHER })], 'not this node'],
    ['nobody: it is gone', [], 'Neutron has no such port'],
  ])('of %s are told', async (_, neutron_ports, words) => {
    const found = await onlyFinding(contradictions, { ...asked({ neutron_ports }), instance: server() });
    expect(found).toMatchObject({ code: 'vif-of-another', cause: 'network-vif', confidence: 'likely' });
    expect(found.evidence[0]?.observed).toContain(words);
  });
  it('of the instance on its node are fine, and so are ports that nothing is recorded on', async () => {
    const neutron_ports = [port({ device_id: SERVER, device_owner: 'compute:nova' })];
    expect(await codes(asked({ neutron_ports }))).toEqual([]);
    expect(await codes(asked({ ports: [PORT], neutron_ports: [] }))).toEqual([]);
  });
  it('of a bond are compared by what its port group has', async () => {
    const bonded = [{ ...PORT, portgroup_uuid: 'g' }];
    const portgroups = [{ uuid: 'g', name: 'bond0', internal_info: { tenant_vif_port_id: 'n1' } }];
    const own = port({ device_id: SERVER });
    expect(await codes(asked({ ports: bonded, portgroups, neutron_ports: [own] }))).toEqual([]);
    const other = asked({ ports: bonded, portgroups, neutron_ports: [port({ device_id: OTHER })] });
    expect(await codes(other)).toEqual(['vif-of-another']);
    const { portgroups: _, ...blind } = { ...other, unread: { portgroups: 'Ironic did not answer' } };
    const { findings, unknown } = await examine(contradictions, { ...blind, instance: server() });
    expect(findings).toEqual([]);
    expect(unknown).toMatchObject([{ check: 'contradictions/ports-agree', fact: 'portgroups' }]);
  });
  it('bound to the host of the smart NIC that they are on are fine', async () => {
    const nic = {
      ...recorded[0],
      is_smartnic: true,
      local_link_connection: { hostname: 'nic-17', port_id: 'rep0' },
    };
    const neutron_ports = [port({ device_id: SERVER, 'binding:host_id': 'nic-17' })];
    expect(await codes(asked({ ports: [nic], neutron_ports }))).toEqual([]);
  });
  it.each([
    ['elsewhere', [port({ device_id: SERVER, 'binding:host_id': OTHER })]],
    ['nowhere', []],
  ])('that are %s are told once, by whoever knows how Ironic switches them', async (_, neutron_ports) => {
    const facts = { ...asked({ neutron_ports }), instance: server() };
    const { findings } = await examine([contradictions, binding], facts);
    const leading = rank(findings).filter((one) => one.explained_by === undefined);
    expect(leading.map(({ playbook }) => playbook)).toEqual(['network-binding']);
  });
  it('that a credential is not shown may exist', async () => {
    const facts = asked({ neutron_ports: [], networks: [{ id: 'net', name: 'public', shared: true }] });
    const { findings, unknown } = await examine(contradictions, { ...facts, instance: server() });
    expect(findings).toEqual([]);
    expect(unknown).toMatchObject([{ check: 'contradictions/ports-agree', kind: 'denied' }]);
  });
  it('are not read for a question about the node', async () => {
    expect(await codes({ node: used(), unread: { ports: 'no' } })).toEqual([]);
  });
  it('that cannot be read end as not checked', async () => {
    const { unknown } = await examine(contradictions, {
      ...asked({ unread: { neutron_ports: 'Neutron did not answer' } }),
      instance: server(),
    });
    expect(unknown).toMatchObject([{ check: 'contradictions/ports-agree', fact: 'neutron_ports' }]);
  });
});
