import { describe, expect, it } from 'vitest';
import disappeared from '../../playbooks/nodes-disappeared.ts';
import { SERVER } from '../support/decoy-cloud.ts';
import { examine, type FactsInMemory, HEALTHY_NODE } from '../support/facts.ts';
import { onlyFinding, stepsOf } from '../support/findings.ts';
import { hypervisor } from '../support/scheduling.ts';

const { uuid } = HEALTHY_NODE;
const OWN = {
  kind: 'denied',
  reason: 'Ironic shows this credential only the nodes of its own project',
} as const;
const asked = (facts: FactsInMemory): FactsInMemory =>
  ({
    node: null,
    nodes: [],
    hypervisors: [hypervisor(HEALTHY_NODE)],
    resource_provider: { uuid },
    subject: { kind: 'node', cloud: 'lab', name: uuid, node_uuid: uuid, aspects: ['node'] },
    instance: null,
    ...facts,
  }) as FactsInMemory;

describe('a node that Nova has and Ironic does not show', () => {
  it('is most likely hidden from a credential that sees its own project only', async () => {
    const found = await onlyFinding(disappeared, asked({ nodes: undefined, unread: { nodes: OWN } }));
    expect(found).toMatchObject({
      code: 'node-hidden-from-credential',
      cause: 'insufficient-evidence',
      guide: 'nodes-disappeared',
      confidence: 'likely',
    });
    expect(found.summary).toMatch(/most likely it is still there\.$/);
    expect(stepsOf(found)).toMatch(/Do not enrol it again[\s\S]*system scope/);
  });
  it('is a contradiction for a credential that sees all', async () => {
    const found = await onlyFinding(disappeared, asked({}));
    expect(found).toMatchObject({
      code: 'node-unknown-to-ironic',
      cause: 'nvh-placement-stale',
      confidence: 'likely',
    });
  });
  it('stays open where the list cannot be read', async () => {
    const found = await onlyFinding(
      disappeared,
      asked({ unread: { nodes: 'Ironic did not answer' }, nodes: undefined }),
    );
    expect(found).toMatchObject({ code: 'node-unknown-to-ironic', cause: 'insufficient-evidence' });
    expect(found.summary).toContain('could not be told');
  });
  it('is seen from the server that is on it', async () => {
    const found = await onlyFinding(
      disappeared,
      asked({
        hypervisors: [],
        resource_provider: null,
        instance: { id: SERVER, name: 'db-1', status: 'ACTIVE', 'OS-EXT-SRV-ATTR:hypervisor_hostname': uuid },
        subject: {
          kind: 'instance',
          cloud: 'lab',
          name: 'db-1',
          node_uuid: uuid,
          instance_uuid: SERVER,
          aspects: ['node', 'instance', 'flavor'],
        },
      } as never),
    );
    expect(found.evidence[0]?.observed).toContain('server db-1 is ACTIVE on it');
  });
});

it('a node that Ironic shows is clear, and costs nothing more', async () => {
  const { clear, unknown } = await examine(disappeared, { node: HEALTHY_NODE });
  expect([clear.length, unknown.length]).toEqual([1, 0]);
});

it.each<[string, FactsInMemory]>([
  ['nobody else knows', asked({ hypervisors: [], resource_provider: null })],
  [
    'cannot be read, since Ironic is sick',
    asked({ node: undefined, unread: { node: 'Ironic did not answer' } }),
  ],
  ['is in no snapshot', asked({ node: undefined })],
])('nothing is claimed of a node that %s', async (_, facts) => {
  const { findings, unknown } = await examine(disappeared, facts);
  expect(findings).toEqual([]);
  expect(unknown).toMatchObject([{ fact: 'node' }]);
});
