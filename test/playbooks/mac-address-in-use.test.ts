import { describe, expect, it } from 'vitest';
import macInUse from '../../playbooks/mac-address-in-use.ts';
import { examine, type FactsInMemory, HEALTHY_NODE, recorded } from '../support/facts.ts';
import { failedServer } from '../support/scheduling.ts';

const found = async (facts: FactsInMemory) => (await examine(macInUse, facts)).findings;
const NETWORK = '1e252627-6223-4076-a2b9-6f56493c9bac';
const MAC = '52:54:00:7c:c4:56';
const ERROR = `Failed to update MAC address on Neutron port 305beda7-0dd0-4fec-b4d2-78b7aa4e8e6a.: MacAddressInUseClient: Unable to complete operation for network ${NETWORK}. The mac address ${MAC} is in use.`;
const ORPHAN = {
  id: 'aaaaaaaa-0000-4000-8000-000000000001',
  name: '',
  mac_address: MAC,
  network_id: NETWORK,
  status: 'DOWN',
  device_id: '',
  device_owner: '',
  'binding:host_id': '',
  'binding:vif_type': 'unbound',
};
const USED = {
  ...ORPHAN,
  status: 'ACTIVE',
  device_id: 'vm-1',
  device_owner: 'compute:nova',
  'binding:host_id': 'h',
};

describe('mac-address-in-use', () => {
  it('says what a real orphaned port with that MAC would do', async () => {
    const [finding, ...more] = await found({ neutron_ports: recorded('neutron/ports-by-mac') });
    expect(more).toEqual([]);
    expect(finding).toMatchObject({
      code: 'mac-in-use-orphan',
      cause: 'mac-address-in-use',
      severity: 'warning',
      confidence: 'confirmed',
    });
    expect(finding?.summary).toContain('lab-port');
    expect(finding?.proposals).toEqual([
      { id: 'delete-port', params: { port: '2a820a75-964b-4f98-ab8a-86567454cb58' }, risk: 'destructive' },
    ]);
  });

  it('takes a port that something uses for what it is', async () => {
    const [finding] = await found({ neutron_ports: [USED] });
    expect(finding).toMatchObject({ cause: 'healthy', severity: 'info' });
    expect(finding?.proposals).toBeUndefined();
  });

  it('names all ports that share a MAC, and offers to delete only the idle one', async () => {
    const [finding] = await found({ neutron_ports: [USED, { ...ORPHAN, id: 'idle' }] });
    expect(finding).toMatchObject({ code: 'mac-in-use-shared', proposals: [{ params: { port: 'idle' } }] });
    expect((await found({ neutron_ports: [USED, { ...USED, id: 'b' }] }))[0]?.proposals).toEqual([]);
  });

  it("proves it by the node's own error, and finds the port that holds the MAC", async () => {
    const node = { ...HEALTHY_NODE, provision_state: 'deploy failed', last_error: ERROR };
    const [finding] = await found({ node, neutron_ports: [{ ...ORPHAN, mac_address: MAC.toUpperCase() }] });
    expect(finding).toMatchObject({ code: 'mac-in-use', severity: 'critical', confidence: 'confirmed' });
    expect(finding?.proposals?.map(({ id }) => id)).toEqual(['delete-port', 'detach-vif']);
    expect(finding?.steps?.[0]?.command).toBe(`openstack port list --mac-address ${MAC} --long`);
  });

  it('never offers to delete a port that is in use', async () => {
    const node = { ...HEALTHY_NODE, provision_state: 'deploy failed', last_error: ERROR };
    const [finding] = await found({ node, neutron_ports: [USED] });
    expect(finding?.proposals?.map(({ id }) => id)).not.toContain('delete-port');
  });

  it('keeps the finding without Neutron and says what is missing', async () => {
    const node = { ...HEALTHY_NODE, provision_state: 'clean failed', last_error: ERROR };
    const [finding] = await found({ node, unread: { neutron_ports: 'Neutron did not answer' } });
    expect(finding?.missing).toMatchObject([{ fact: 'neutron_ports', reason: 'Neutron did not answer' }]);
  });

  it("reads it in a server's fault, a pasted text and wrapped log lines", async () => {
    expect((await found({ instance: failedServer(`Build aborted: ${ERROR}`) }))[0]?.code).toBe('mac-in-use');
    const wrapped = ERROR.replaceAll('. The', '. The\n').replace(' network ', '\nnetwork ');
    expect((await found({ message: wrapped }))[0]?.code).toBe('mac-in-use');
    const logs = [{ source: 'ironic-conductor', host: 'c-1', lines: ['starting', ERROR] }];
    expect((await found({ logs }))[0]?.evidence[0]?.source).toBe('logs[ironic-conductor@c-1]');
  });

  it('does not believe an old error on a node that is well, nor other errors about MACs', async () => {
    for (const provision_state of ['active', 'available'])
      expect(await found({ node: { ...HEALTHY_NODE, provision_state, last_error: ERROR } })).toEqual([]);
    expect(await found({ message: 'A port with MAC address 52:54:00:7c:c4:56 already exists.' })).toEqual([]);
  });

  it('cannot check a MAC without Neutron', async () => {
    const subject = { neutron_ports: 'no list', unread: {} };
    const { unknown } = await examine(macInUse, { message: 'x', ...subject });
    expect(unknown).toEqual([]);
  });
});
