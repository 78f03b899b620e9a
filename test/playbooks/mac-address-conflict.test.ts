import { describe, expect, it } from 'vitest';
import conflict from '../../playbooks/mac-address-conflict.ts';
import { examine, type FactsInMemory, HEALTHY_NODE } from '../support/facts.ts';

const found = async (facts: FactsInMemory) => (await examine(conflict, facts)).findings;
const MAC = '52:54:00:7c:c4:56';
const PORT = { uuid: 'port-1', address: MAC, node_uuid: HEALTHY_NODE.uuid, internal_info: {} };
const ORPHAN = {
  id: 'orphan',
  name: 'left-behind',
  mac_address: '52-54-00-7C-C4-56',
  status: 'DOWN',
  device_id: '',
  'binding:host_id': '',
  'binding:vif_type': 'unbound',
};
const FACTS = { node: HEALTHY_NODE, ports: [PORT], neutron_ports: [ORPHAN] };

describe('mac-address-conflict', () => {
  it("warns of an orphaned port with the MAC of one of the node's", async () => {
    const [finding] = await found(FACTS);
    expect(finding).toMatchObject({
      code: 'mac-in-use-orphan',
      cause: 'mac-address-in-use',
      severity: 'warning',
      confidence: 'likely',
    });
    expect(finding?.proposals?.map(({ id }) => id)).toEqual(['delete-port']);
    expect(finding?.evidence[1]?.observed).toContain('"left-behind", DOWN, no device, not bound');
  });

  it('weighs it by what the node is at', async () => {
    const at = async (change: object) =>
      (await found({ ...FACTS, node: { ...HEALTHY_NODE, ...change } }))[0]?.severity;
    expect(await at({ provision_state: 'deploy failed', last_error: null })).toBe('critical');
    expect(await at({ provision_state: 'deploy failed', last_error: 'something else' })).toBe('warning');
    expect(await at({ provision_state: 'active', instance_uuid: 'i' })).toBe('info');
  });

  it("leaves the ports of the node, its instance and Ironic's own attachments alone", async () => {
    const node = { ...HEALTHY_NODE, provision_state: 'active', instance_uuid: 'server-1' };
    const own = [
      { ...ORPHAN, device_id: 'server-1', status: 'ACTIVE' },
      { ...ORPHAN, device_id: HEALTHY_NODE.uuid },
      { ...ORPHAN, 'binding:host_id': HEALTHY_NODE.uuid },
    ];
    for (const port of own) expect(await found({ ...FACTS, node, neutron_ports: [port] })).toEqual([]);
    const ports = [{ ...PORT, internal_info: { tenant_vif_port_id: 'orphan' } }];
    expect(await found({ ...FACTS, ports })).toEqual([]);
  });

  it('leaves alone what Ironic has on the port group of that port, and accuses nobody without having read it', async () => {
    const ports = [{ ...PORT, portgroup_uuid: 'g' }];
    const group = (vif: string) => ({ uuid: 'g', address: MAC, internal_info: { tenant_vif_port_id: vif } });
    const { findings, clear } = await examine(conflict, { ...FACTS, ports, portgroups: [group('orphan')] });
    expect([findings, clear.length]).toEqual([[], 1]);
    expect(await found({ ...FACTS, ports, portgroups: [group('other')] })).toMatchObject([
      { code: 'mac-in-use-orphan' },
    ]);
    const unread = { portgroups: 'Ironic did not answer' };
    const blind = await examine(conflict, { ...FACTS, ports, unread });
    expect(blind.findings).toEqual([]);
    expect(blind.unknown).toMatchObject([{ fact: 'portgroups' }]);
    expect((await examine(conflict, { ...FACTS, ports, neutron_ports: [], unread })).clear).toHaveLength(1);
  });

  it('does not offer to delete the port of another device', async () => {
    const taken = { ...ORPHAN, device_id: 'someone', status: 'ACTIVE', 'binding:host_id': 'h' };
    const [finding] = await found({ ...FACTS, neutron_ports: [taken] });
    expect(finding).toMatchObject({ code: 'mac-in-use-elsewhere', proposals: [{ id: 'ask-operator' }] });
  });

  it('is clear without ports or with other MACs', async () => {
    expect((await examine(conflict, { ...FACTS, ports: [] })).clear).toHaveLength(1);
    const other = { ...ORPHAN, mac_address: '52:54:00:00:00:01' };
    expect((await examine(conflict, { ...FACTS, neutron_ports: [other] })).clear).toHaveLength(1);
  });

  it('cannot check without Neutron', async () => {
    const { neutron_ports: _, ...rest } = FACTS;
    const { unknown } = await examine(conflict, {
      ...rest,
      unread: { neutron_ports: 'Neutron did not answer' },
    });
    expect(unknown).toMatchObject([{ reason: 'Neutron did not answer' }]);
  });
});
