import { describe, expect, it } from 'vitest';
import outOfMemory from '../../playbooks/out-of-memory.ts';
import { examine, type FactsInMemory, HEALTHY_NODE, minutesAgo } from '../support/facts.ts';
import { onlyFinding, stepsOf } from '../support/findings.ts';

const REFUSED =
  'Deploy step deploy.deploy failed: Available memory at 412, Insufficient as 1024 is required to proceed at this time.';
const RESTARTED = "The deploying state can't be resumed by conductor cond-1. Moving to fail state.";

const node = (last_error: string | null, fields: Record<string, unknown> = {}) => ({
  ...HEALTHY_NODE,
  provision_state: 'deploy failed',
  provision_updated_at: minutesAgo(20),
  last_error,
  ...fields,
});
const peers = (count: number, last_error: string, minutes = 20) =>
  Array.from({ length: count }, (_, index) => ({
    ...node(last_error, { provision_updated_at: minutesAgo(minutes) }),
    uuid: `22222222-2222-4222-8222-22222222220${index}`,
    name: `peer-${index}`,
  }));
const QCOW2 = { id: 'i', disk_format: 'qcow2', size: 700_000_000, virtual_size: 80 * 2 ** 30 };
const around = (facts: FactsInMemory): FactsInMemory => ({ history: [], nodes: [], image: null, ...facts });

describe('a refusal by minimum_required_memory', () => {
  it('is told with the amounts, the others and the image that has to be unpacked', async () => {
    const found = await onlyFinding(
      outOfMemory,
      around({ node: node(REFUSED), nodes: peers(2, REFUSED), image: QCOW2 }),
    );
    expect(found).toMatchObject({
      code: 'conductor-memory-refused',
      cause: 'conductor-oom',
      confidence: 'confirmed',
      guide: 'out-of-memory',
      summary:
        'The conductor had 412 MiB of memory left where it asks for 1024 and refused the work, so nothing is wrong with this node itself.',
    });
    expect(found.explains).toContain('deploy-failed-conductor-oom');
    expect(found.evidence.map(({ observed }) => observed).join()).toContain('80.0 GiB unpacked');
    expect(stepsOf(found)).toContain('raw image');
  });
  it('is told without what could not be read', async () => {
    const found = await onlyFinding(outOfMemory, { node: node(REFUSED), history: [] });
    expect(found.missing.map(({ fact }) => fact)).toEqual(['nodes', 'image']);
  });
});

describe('a conductor that went away under load', () => {
  const facts = around({ node: node(RESTARTED), nodes: peers(4, RESTARTED) });
  it('is one possibility while no kernel was heard', async () => {
    expect((await onlyFinding(outOfMemory, { ...facts, image: QCOW2 })).confidence).toBe('possible');
    expect(await onlyFinding(outOfMemory, facts)).toMatchObject({
      code: 'conductor-restarted-under-load',
      severity: 'warning',
      confidence: 'possible',
      summary:
        'Conductor cond-1 went away and failed 5 nodes at one moment, as it does when it runs out of memory.',
    });
  });
  it("is the kernel's doing when its own line says so", async () => {
    const lines = ['kernel: Out of memory: Killed process 812 (ironic-conducto) total-vm:9000000kB'];
    const found = await onlyFinding(outOfMemory, {
      ...facts,
      logs: [{ source: 'kernel', host: 'cond-1', lines }],
    });
    expect(found).toMatchObject({
      code: 'conductor-oom-killed',
      severity: 'critical',
      confidence: 'confirmed',
    });
  });
  it("is not proven by another host's kernel", async () => {
    const lines = ['kernel: Out of memory: Killed process 812 (ironic-conducto)'];
    const found = await onlyFinding(outOfMemory, {
      ...facts,
      logs: [{ source: 'kernel', host: 'cond-9', lines }],
    });
    expect(found.code).toBe('conductor-restarted-under-load');
  });
});

it.each([
  ['one node alone', { node: node(RESTARTED), nodes: peers(1, RESTARTED) }],
  ['others of another hour', { node: node(RESTARTED), nodes: peers(5, RESTARTED, 300) }],
  [
    'others of another conductor',
    { node: node(RESTARTED), nodes: peers(5, RESTARTED.replace('cond-1', 'cond-2')) },
  ],
  [
    "the node's own memory",
    {
      node: node(
        'Memory size is too small for requested image, if it is less than (image size + reserved RAM size)',
      ),
    },
  ],
])('%s is no sign of it', async (_, facts) => {
  const { findings, unknown } = await examine(outOfMemory, around(facts));
  expect([findings, unknown]).toEqual([[], []]);
});

it('says that it could not count when the other nodes cannot be read', async () => {
  const { unknown } = await examine(outOfMemory, {
    node: node(RESTARTED),
    history: [],
    unread: { nodes: 'no' },
  });
  expect(unknown.map(({ check }) => check)).toEqual(['out-of-memory/killed']);
});

it('is not asked about a node that has not failed', async () => {
  const { clear, unknown } = await examine(outOfMemory, { node: HEALTHY_NODE });
  expect([clear, unknown]).toEqual([[], []]);
});
