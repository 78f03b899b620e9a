import { expect, it } from 'vitest';
import inspectLarge from '../../playbooks/inspect-large.ts';
import { examine, type FactsInMemory, HEALTHY_NODE, minutesAgo } from '../support/facts.ts';
import { onlyFinding, proposed, stepsOf } from '../support/findings.ts';

const TIMEOUT = 'timeout reached while inspecting the node';
const fresh = (name: string, fields: Record<string, unknown> = {}) => ({
  ...HEALTHY_NODE,
  uuid: name,
  name,
  inspect_interface: 'agent',
  boot_interface: 'ipxe',
  provision_state: 'inspect failed',
  provision_updated_at: minutesAgo(40),
  created_at: minutesAgo(120),
  last_error: TIMEOUT,
  ...fields,
});
const old = (count: number, fields: Record<string, unknown> = {}) =>
  Array.from({ length: count }, (_, index) => ({
    ...HEALTHY_NODE,
    uuid: `old-${index}`,
    name: `old-${index}`,
    properties: { memory_mb: 4096, cpus: 4 },
    ...fields,
  }));
const facts = (more: FactsInMemory = {}, node = fresh('new-1')): FactsInMemory => ({
  node,
  history: [],
  nodes: [node, fresh('new-2'), fresh('new-3'), ...old(130)],
  ...more,
});

it('blames the filter, not for certain, when only new nodes of a large fleet fail', async () => {
  const found = await onlyFinding(inspectLarge, facts());
  expect(found).toMatchObject({
    code: 'inspect-new-nodes-of-large-fleet',
    cause: 'dhcp-pxe-boot',
    confidence: 'likely',
    guide: 'inspect-large-cluster',
  });
  expect(found.explains).toContain('inspect-callback-timeout');
  expect(stepsOf(found)).toContain('[pxe_filter]sync_period');
  expect(proposed(found)).toContain('inspect');
});

it('offers no second inspection while the first one waits', async () => {
  const waiting = { provision_state: 'inspect wait', last_error: null };
  const found = await onlyFinding(inspectLarge, facts({}, fresh('new-1', waiting)));
  expect(proposed(found)).not.toContain('inspect');
  expect(found.severity).toBe('warning');
});

it.each<[string, FactsInMemory]>([
  ['a small fleet', facts({ nodes: [fresh('new-2'), fresh('new-3'), ...old(20)] })],
  ['one new node alone', facts({ nodes: [fresh('new-1'), ...old(130)] })],
  [
    'old nodes that fail in the same way',
    facts({ nodes: [fresh('new-2'), fresh('new-3', { properties: { memory_mb: 1 } }), ...old(130)] }),
  ],
  ['a node of last month', facts({}, fresh('new-1', { created_at: minutesAgo(40_000) }))],
  [
    'another error',
    facts(
      {},
      fresh('new-1', { last_error: 'Failed to inspect hardware. Reason: no valid network interfaces' }),
    ),
  ],
])('%s is not it', async (_, given) => {
  const { findings, unknown } = await examine(inspectLarge, given);
  expect([findings, unknown]).toEqual([[], []]);
});

it.each([
  ['inspection through the BMC', { inspect_interface: 'redfish' }],
  ['virtual media', { boot_interface: 'redfish-virtual-media' }],
  ['a node that was inspected before', { properties: { memory_mb: 4096 } }],
])('%s is not asked about', async (_, fields) => {
  const { clear } = await examine(inspectLarge, facts({}, fresh('new-1', fields)));
  expect(clear).toEqual([]);
});

it('cannot tell without the other nodes', async () => {
  const { unknown } = await examine(inspectLarge, facts({ nodes: undefined, unread: { nodes: 'too many' } }));
  expect(unknown).toMatchObject([{ fact: 'nodes' }]);
});
