import { describe, expect, it } from 'vitest';
import noConductor from '../../playbooks/no-conductor.ts';
import nodeLocked from '../../playbooks/node-locked.ts';
import stuck from '../../playbooks/stuck-in-ing.ts';
import { rank } from '../../src/core/rank.ts';
import { verdictOf } from '../../src/core/verdict.ts';
import { examine, type FactsInMemory, HEALTHY_NODE, minutesAgo, recorded } from '../support/facts.ts';

const found = async (facts: FactsInMemory) => (await examine(stuck, facts)).findings;
const deploying = (minutes: number, over = {}) => ({
  ...HEALTHY_NODE,
  provision_state: 'deploying',
  target_provision_state: 'active',
  reservation: 'conductor-1',
  provision_updated_at: minutesAgo(minutes),
  ...over,
});
const conductor = (hostname: string, alive: boolean, over = {}) => ({
  hostname,
  conductor_group: '',
  alive,
  drivers: ['ipmi'],
  updated_at: minutesAgo(alive ? 0 : 90),
  ...over,
});
const ALIVE = [conductor('conductor-1', true)];

describe('stuck-in-ing: a dead conductor holds the node', () => {
  it.each(['node-orphan-deploying', 'node-orphan-verifying'])(
    'confirms it for the real %s, above everything that follows from it',
    async (fixture) => {
      const facts = {
        node: recorded(`ironic/${fixture}`),
        conductors: recorded('ironic/conductors-one-dead'),
        validation: recorded('ironic/validate-no-conductor'),
        nodes: [recorded('ironic/node-orphan-deploying'), recorded('ironic/node-orphan-verifying')],
      };
      const { findings, unknown } = await examine([stuck, noConductor, nodeLocked], facts);
      const ranked = rank(findings);
      expect(verdictOf(ranked, unknown)).toMatchObject({ cause: 'stuck-ing-state', confidence: 'confirmed' });
      expect(ranked.map((one) => [one.code, one.explained_by])).toEqual([
        ['conductor-dead-holds-node', undefined],
        ['no-conductor-for-node', 'conductor-dead-holds-node'],
      ]);
      expect(ranked[0]?.summary).toContain('no living conductor serves conductor group "rack-b"');
      expect(ranked[0]?.evidence.map((piece) => piece.source)).toContain('nodes[reservation=conductor-2]');
    },
  );

  it('never advises to edit the database', async () => {
    const [finding] = await found({ node: deploying(90), conductors: [conductor('conductor-1', false)] });
    expect(finding?.steps?.map((step) => step.text).join(' ')).toContain("Never edit Ironic's database");
    expect(finding?.proposals?.[0]).toEqual({
      id: 'restart-conductor',
      params: { conductor: 'conductor-1', node: HEALTHY_NODE.uuid },
      risk: 'person',
    });
  });

  it('tells a fresh death, which another conductor clears, from one that nobody clears', async () => {
    const heir = conductor('conductor-9', true);
    const fresh = conductor('conductor-1', false, { updated_at: minutesAgo(1) });
    const [soon] = await found({ node: deploying(5), conductors: [fresh, heir] });
    expect(soon?.summary).toContain('should release it within some minutes');
    const [never] = await found({
      node: deploying(200),
      conductors: [conductor('conductor-1', false), heir],
    });
    expect(never?.summary).toContain('no other conductor has taken it over');
  });

  it('recognises a holder that Ironic has forgotten', async () => {
    const [finding] = await found({ node: deploying(5, { reservation: 'old-name' }), conductors: ALIVE });
    expect(finding).toMatchObject({ code: 'conductor-dead-holds-node', confidence: 'likely' });
  });

  it('also speaks of a stable node that a dead conductor left locked', async () => {
    const node = { ...HEALTHY_NODE, reservation: 'conductor-1' };
    const [finding] = await found({ node, conductors: [conductor('conductor-1', false)] });
    expect(finding?.code).toBe('conductor-dead-holds-node');
  });

  it('does not mind a lone conductor that died long ago and holds nothing', async () => {
    const conductors = [...ALIVE, conductor('retired-host', false, { updated_at: minutesAgo(20_000) })];
    const outcomes = await examine(stuck, { node: deploying(3), conductors });
    expect(outcomes.findings).toEqual([]);
    expect(outcomes.clear).toHaveLength(2);
  });

  it('cannot check when conductors are not for its eyes', async () => {
    const outcomes = await examine(stuck, {
      node: deploying(3),
      unread: { conductors: { kind: 'denied', reason: 'needs a system reader' } },
    });
    expect(outcomes.unknown).toMatchObject([{ check: 'stuck-in-ing/holder-alive', fact: 'conductors' }]);
  });
});

describe('stuck-in-ing: far too long', () => {
  it.each([
    ['deploying', 61, 'possible'],
    ['verifying', 6, 'possible'],
    ['deploying', 9 * 24 * 60, 'likely'],
  ])('finds %s for %d minutes under a living conductor %s', async (provision_state, minutes, confidence) => {
    const [finding] = await found({
      node: deploying(minutes, { provision_state }),
      conductors: ALIVE,
      nodes: [],
    });
    expect(finding).toMatchObject({ code: 'ing-too-long', cause: 'stuck-ing-state', confidence });
    expect(finding?.evidence.some((piece) => piece.bearing === 'speaks-against')).toBe(true);
  });

  it.each([
    ['deploying', 3],
    ['deploying', 59],
    ['cleaning', 119],
    ['verifying', 4],
  ])('lets %s work for %d minutes', async (provision_state, minutes) => {
    expect(await found({ node: deploying(minutes, { provision_state }), conductors: ALIVE })).toEqual([]);
  });

  it('is surer where no task holds the node at all', async () => {
    const [finding] = await found({
      node: deploying(6, { reservation: null }),
      conductors: ALIVE,
      nodes: [],
    });
    expect(finding).toMatchObject({ code: 'ing-too-long', confidence: 'likely' });
    expect(await found({ node: deploying(1, { reservation: null }), conductors: ALIVE })).toEqual([]);
    const inspecting = deploying(10, { reservation: null, provision_state: 'inspecting' });
    expect(await found({ node: inspecting, conductors: ALIVE })).toEqual([]);
  });

  it('hints at an image that unpacks to many times its size, only while deploying', async () => {
    const image = { id: 'i', name: 'jammy', disk_format: 'qcow2', size: 2 ** 31, virtual_size: 40 * 2 ** 30 };
    const steps = async (provision_state: string) =>
      (await found({ node: deploying(200, { provision_state }), conductors: ALIVE, image }))[0]?.steps ?? [];
    expect(
      (await steps('deploying')).some((step) => step.text.includes('2.0 GiB stored, 40.0 GiB unpacked')),
    ).toBe(true);
    expect((await steps('cleaning')).some((step) => step.text.includes('unpacked'))).toBe(false);
  });

  it('counts other nodes in the same hands', async () => {
    const other = deploying(300, { uuid: '33333333-3333-4333-8333-333333333333', name: 'node-18' });
    const [finding] = await found({ node: deploying(90), conductors: ALIVE, nodes: [deploying(90), other] });
    expect(finding?.evidence.at(-1)?.observed).toBe('it holds 1 more: node-18');
    expect(finding?.confidence).toBe('likely');
  });

  it('goes on without the list of conductors and says so', async () => {
    const [finding] = await found({ node: deploying(90), unread: { conductors: 'Ironic did not answer' } });
    expect(finding?.missing.map((one) => one.fact)).toContain('conductors');
  });

  it('does not ask about a node at rest', async () => {
    const outcomes = await examine(stuck, { node: HEALTHY_NODE });
    expect(outcomes).toEqual({ findings: [], clear: [], unknown: [] });
  });
});
