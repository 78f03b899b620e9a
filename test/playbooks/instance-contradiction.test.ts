import { describe, expect, it } from 'vitest';
import contradiction from '../../playbooks/instance-contradiction.ts';
import { OTHER, SERVER } from '../support/decoy-cloud.ts';
import { examine, type FactsInMemory, HEALTHY_NODE, minutesAgo } from '../support/facts.ts';
import { onlyFinding, proposed, stepsOf } from '../support/findings.ts';
import { COMPUTE } from '../support/scheduling.ts';

const INFO = { display_name: 'db-1', nova_host_id: 'compute-1', vcpus: '64' };
const used = (fields: Record<string, unknown> = {}) => ({
  ...HEALTHY_NODE,
  provision_state: 'active',
  power_state: 'power on',
  instance_uuid: SERVER,
  instance_info: INFO,
  ...fields,
});
const server = (fields: Record<string, unknown> = {}) => ({
  id: SERVER,
  name: 'db-1',
  status: 'ACTIVE',
  'OS-EXT-SRV-ATTR:hypervisor_hostname': HEALTHY_NODE.uuid,
  ...fields,
});
const around = (facts: FactsInMemory): FactsInMemory => ({
  compute_services: [COMPUTE],
  instance: server(),
  allocations: { resource_provider_generation: 1, allocations: {} },
  ...facts,
});
const codes = async (facts: FactsInMemory) =>
  (await examine(contradiction, around(facts))).findings.map(({ code }) => code);

describe('in use without an instance', () => {
  it('is a question to the owner, and no trouble, where nothing is of Nova', async () => {
    const found = await onlyFinding(
      contradiction,
      around({ node: used({ instance_uuid: null, instance_info: {} }), instance: null }),
    );
    expect(found).toMatchObject({ code: 'in-use-without-instance', severity: 'info' });
    expect(proposed(found)).toEqual(['ask-operator']);
    expect(stepsOf(found)).toContain('Do nothing to it');
  });
  it('is a contradiction where Nova deployed it', async () => {
    const allocations = {
      resource_provider_generation: 1,
      allocations: { [SERVER]: { resources: { CUSTOM_BAREMETAL: 1 } } },
    };
    const found = await onlyFinding(
      contradiction,
      around({ node: used({ instance_uuid: null }), instance: null, allocations }),
    );
    expect(found).toMatchObject({ severity: 'warning', confidence: 'likely' });
    expect(found.evidence).toHaveLength(3);
  });
});

describe('an instance that Nova does not know', () => {
  it('is told with both reads, and nothing is proposed but to ask', async () => {
    const found = await onlyFinding(contradiction, around({ node: used(), instance: null }));
    expect(found).toMatchObject({
      code: 'instance-gone',
      cause: 'insufficient-evidence',
      severity: 'warning',
      confidence: 'likely',
      summary: 'Ironic has node-17 active for an instance that Nova does not know; both cannot be right.',
    });
    expect(found.evidence.map(({ source }) => source)).toEqual([
      'node.instance_uuid',
      'instance',
      'compute_services',
      'node.instance_info',
    ]);
    expect(proposed(found)).toEqual(['ask-operator']);
  });
  it('offers no undeploy on a protected node', async () => {
    const found = await onlyFinding(
      contradiction,
      around({ node: used({ protected: true }), instance: null }),
    );
    expect(stepsOf(found)).toContain('is protected');
    expect(JSON.stringify(found.steps)).not.toContain('node undeploy');
  });
  it('is less sure where nothing is of Nova', async () => {
    const found = await onlyFinding(
      contradiction,
      around({ node: used({ instance_info: {} }), instance: null }),
    );
    expect(found.evidence.at(-1)?.bearing).toBe('speaks-against');
  });
  it('a deleted one that Nova still shows is the same', async () => {
    expect(await codes({ node: used(), instance: server({ status: 'DELETED' }) })).toEqual(['instance-gone']);
  });
  it('cannot be told by a credential that may not see it', async () => {
    const { findings, unknown } = await examine(contradiction, {
      node: used(),
      instance: null,
      unread: { compute_services: { kind: 'denied', reason: 'not for this credential' } },
    });
    expect(findings).toEqual([]);
    expect(unknown).toMatchObject([{ check: 'instance-contradiction/server-known', kind: 'denied' }]);
  });
  it('is no question in a cloud without Nova', async () => {
    const none = { kind: 'not-deployed', reason: 'no Nova' } as const;
    const { findings, unknown } = await examine(contradiction, {
      node: used(),
      unread: { instance: none, compute_services: none },
    });
    expect([findings, unknown]).toEqual([[], []]);
  });
});

describe('one instance, two answers', () => {
  it('Nova has it on another node', async () => {
    const instance = server({ 'OS-EXT-SRV-ATTR:hypervisor_hostname': OTHER });
    expect(await codes({ node: used(), instance })).toEqual(['instance-elsewhere']);
  });
  it('Nova calls it ACTIVE where Ironic failed', async () => {
    expect(await codes({ node: used({ provision_state: 'error' }) })).toEqual(['instance-active-node-not']);
    expect(await codes({ node: used({ provision_state: 'available' }) })).toEqual([
      'instance-active-node-not',
    ]);
  });
  it('Nova has it in ERROR on an active node', async () => {
    expect(await codes({ node: used(), instance: server({ status: 'ERROR' }) })).toEqual([
      'instance-error-node-active',
    ]);
    const found = await onlyFinding(
      contradiction,
      around({ node: used(), instance: server({ status: 'ERROR' }) }),
    );
    expect(proposed(found)).toEqual(['collect-logs', 'reset-server-state']);
  });
  it('the node of the server does not know it', async () => {
    const subject = {
      kind: 'instance',
      cloud: 'lab',
      name: 'db-1',
      instance_uuid: SERVER,
      node_uuid: HEALTHY_NODE.uuid,
      aspects: ['node', 'instance', 'flavor'],
    };
    expect(await codes({ node: HEALTHY_NODE, subject } as never)).toEqual(['server-not-on-its-node']);
  });
});

it.each<[string, FactsInMemory]>([
  ['agreement', { node: used() }],
  ['a server that its owner switched off', { node: used(), instance: server({ status: 'SHUTOFF' }) }],
  ['a rescue', { node: used({ provision_state: 'rescue' }), instance: server({ status: 'RESCUE' }) }],
  [
    'a deploy in flight',
    { node: used({ provision_state: 'deploying' }), instance: server({ status: 'BUILD' }) },
  ],
  ['a delete in flight', { node: used({ provision_state: 'deleting' }), instance: null }],
  ['a delete of a minute ago', { node: used({ provision_updated_at: minutesAgo(1) }), instance: null }],
  [
    'a rebuild',
    { node: used({ provision_state: 'deploy failed' }), instance: server({ status: 'REBUILD' }) },
  ],
  [
    'a task of Nova',
    { node: used({ provision_state: 'error' }), instance: server({ 'OS-EXT-STS:task_state': 'deleting' }) },
  ],
  ['a cell that is down', { node: used(), instance: server({ status: 'UNKNOWN' }) }],
  ["an allocation of Ironic's own", { node: used({ allocation_uuid: SERVER }), instance: null }],
  ['a node nobody uses', { node: HEALTHY_NODE, instance: null }],
  [
    'a failed deploy with its failed server',
    { node: used({ provision_state: 'deploy failed' }), instance: server({ status: 'ERROR' }) },
  ],
])('%s contradicts nothing', async (_, facts) => {
  expect(await codes(facts)).toEqual([]);
});

it('a sick Nova is no agreement', async () => {
  const { findings, unknown } = await examine(contradiction, {
    node: used(),
    unread: { instance: 'Nova did not answer' },
  });
  expect(findings).toEqual([]);
  expect(unknown).toHaveLength(2);
});
