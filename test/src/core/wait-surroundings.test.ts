import { describe, expect, it } from 'vitest';
import stuckInWait from '../../../playbooks/stuck-in-wait.ts';
import { rank } from '../../../src/core/rank.ts';
import {
  ADMINS_NETWORK,
  examine,
  type FactsInMemory,
  HEALTHY_NODE,
  minutesAgo,
} from '../../support/facts.ts';

const NODE = {
  ...HEALTHY_NODE,
  provision_state: 'clean wait',
  power_state: 'power on',
  provision_updated_at: minutesAgo(192),
};
const VIF = '33333333-3333-4333-8333-333333333333';
const port = (fields: Record<string, unknown> = {}) => ({
  uuid: 'p1',
  address: '52:54:00:00:00:01',
  node_uuid: NODE.uuid,
  internal_info: { cleaning_vif_port_id: VIF },
  local_link_connection: { switch_id: '00:11', port_id: 'eth1', switch_info: 'leaf-12' },
  ...fields,
});
const run = async (facts: FactsInMemory) => {
  const { findings, unknown } = await examine(stuckInWait, {
    node: NODE,
    conductors: [],
    ports: [],
    portgroups: [],
    nodes: [],
    networks: [ADMINS_NETWORK],
    ...facts,
  });
  return { findings: rank(findings), unknown, codes: findings.map((one) => one.code) };
};

describe('the network of the operation', () => {
  it('is to blame, above the wait itself, when its Neutron port is gone', async () => {
    const { findings } = await run({ ports: [port()], neutron_ports: [] });
    expect(findings[0]).toMatchObject({
      code: 'wait-vif-gone',
      cause: 'network-vif',
      confidence: 'likely',
      guide: 'wait-communication',
    });
    expect(findings[1]).toMatchObject({ code: 'wait-callback-overdue', explained_by: 'wait-vif-gone' });
  });

  it('is not to blame for ports that Neutron does not show to this credential', async () => {
    const networks = [{ id: 'net', name: 'public', shared: true }];
    const { codes, unknown } = await run({ ports: [port()], neutron_ports: [], networks });
    expect(codes).toEqual(['wait-callback-overdue']);
    expect(unknown).toMatchObject([{ check: 'stuck-in-wait/network-of-the-operation', kind: 'denied' }]);
  });

  it('is to blame when the port could not be bound', async () => {
    const { codes } = await run({
      ports: [port()],
      neutron_ports: [{ id: VIF, status: 'DOWN', 'binding:vif_type': 'binding_failed' }],
    });
    expect(codes).toContain('wait-vif-unbound');
  });

  it('is not to blame when the port is there, down or not, nor for what another operation recorded', async () => {
    const there = await run({ ports: [port()], neutron_ports: [{ id: VIF, status: 'DOWN' }] });
    expect(there.codes).toEqual(['wait-callback-overdue']);
    const other = await run({ ports: [port({ internal_info: { tenant_vif_port_id: VIF } })] });
    expect(other.codes).toEqual(['wait-callback-overdue']);
  });

  it('could not be checked without Neutron', async () => {
    const { unknown } = await run({ ports: [port()], unread: { neutron_ports: 'Neutron did not answer' } });
    expect(unknown.map((one) => one.reason)).toContain('Neutron did not answer');
  });
});
