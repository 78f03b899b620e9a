import { describe, expect, it } from 'vitest';
import { badServices, mayBeOnBadCompute, reachOf } from '../../../src/core/compute-finding.ts';
import { NodeSchema } from '../../../src/openstack/ironic/schema.ts';
import { type FactsInMemory, factBook } from '../../support/facts.ts';
import { COMPUTE, DISABLED, GOLD, GOLD_2, hypervisor } from '../../support/scheduling.ts';

const NODES = [NodeSchema.parse(GOLD), NodeSchema.parse(GOLD_2)];
const OTHER = { ...COMPUTE, id: 2, host: 'compute-2' };
const reach = async (memory: FactsInMemory, computes = [DISABLED, OTHER]) =>
  reachOf([DISABLED], computes, NODES, factBook({ node: GOLD, ...memory }).view().facts);

describe('compute finding', () => {
  it("follows Nova's hypervisors from node to nova-compute", async () => {
    const on = (a: string, b: string) => ({ hypervisors: [hypervisor(GOLD, a), hypervisor(GOLD_2, b)] });
    expect((await reach(on('compute-1', 'compute-1'))).kind).toBe('all');
    expect((await reach(on('compute-1', 'compute-2'))).kind).toBe('share');
    expect((await reach(on('compute-2', 'compute-2'))).kind).toBe('elsewhere');
  });

  it('needs no hypervisors when every service is sick, and suspects without them when not', async () => {
    expect((await reach({}, [DISABLED])).kind).toBe('all');
    expect((await reach({})).kind).toBe('perhaps');
    expect((await reach({ hypervisors: [] })).kind).toBe('perhaps');
  });

  it('is worth a look where a service is sick and the node may be its own', () => {
    const on = (host: string) => () => hypervisor(GOLD, host);
    const services = [DISABLED, OTHER];
    expect(mayBeOnBadCompute(services, on(DISABLED.host))).toBe(true);
    expect(mayBeOnBadCompute(services, on(OTHER.host))).toBe(false);
    // Whose it is, is not known.
    expect([null, undefined].map((record) => mayBeOnBadCompute(services, () => record))).toEqual([
      true,
      true,
    ]);
    expect(mayBeOnBadCompute([DISABLED], on(OTHER.host))).toBe(true);
    expect(mayBeOnBadCompute(undefined, on(OTHER.host))).toBe(true);
    const unasked = () => expect.unreachable('nobody is sick');
    expect(mayBeOnBadCompute([COMPUTE, OTHER], unasked)).toBe(false);
  });

  it('types no foreign words into commands', () => {
    const hostile = { ...DISABLED, host: 'c-1; reboot' };
    const { steps } = badServices(
      [hostile],
      [{ bearing: 'proves', source: 'compute_services', observed: '' }],
      'critical',
    );
    expect(steps?.map(({ command }) => command ?? '').join(' ')).not.toContain('reboot');
  });
});
