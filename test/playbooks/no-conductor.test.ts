import { describe, expect, it } from 'vitest';
import noConductor from '../../playbooks/no-conductor.ts';
import { examine, type FactsInMemory, HEALTHY_NODE, recorded } from '../support/facts.ts';

const found = async (facts: FactsInMemory) => (await examine(noConductor, facts)).findings;
const LOST = { ...HEALTHY_NODE, conductor: null, conductor_group: 'rack-b' };
const conductor = (hostname: string, conductor_group: string, alive: boolean, drivers = ['ipmi']) => ({
  hostname,
  conductor_group,
  alive,
  drivers,
});
const ELSEWHERE = conductor('conductor-1', '', true);

describe('no-conductor', () => {
  it('blames the dead conductor of the group, from a real list and a real refusal', async () => {
    const [finding] = await found({
      node: recorded('ironic/node-orphan-deploying'),
      conductors: recorded('ironic/conductors-one-dead'),
      validation: recorded('ironic/validate-no-conductor'),
    });
    expect(finding).toMatchObject({
      code: 'no-conductor-for-node',
      cause: 'stuck-ing-state',
      confidence: 'confirmed',
    });
    expect(finding?.summary).toContain('conductor-2 of conductor group "rack-b" is not alive');
    expect(finding?.evidence.map((piece) => piece.source)).toEqual([
      'conductors',
      'validation',
      'node.conductor',
    ]);
    expect(finding?.evidence[1]?.observed).toContain('No conductor service registered');
  });

  it('blames the configuration when the living conductor of the group lacks the driver', async () => {
    const [finding] = await found({
      node: LOST,
      conductors: [ELSEWHERE, conductor('conductor-2', 'Rack-B', true, ['redfish'])],
      validation: recorded('ironic/validate-no-conductor'),
    });
    expect(finding).toMatchObject({ cause: 'interface-not-enabled', guide: 'interface-not-enabled' });
    expect(finding?.summary).toContain('conductor-2 of conductor group "rack-b" does not enable driver ipmi');
  });

  it('notices a group in which nobody is registered', async () => {
    const [finding] = await found({ node: LOST, conductors: [ELSEWHERE] });
    expect(finding?.summary).toContain('no conductor is registered in conductor group "rack-b"');
    expect(finding?.missing.map((one) => one.fact)).toEqual(['validation']);
    expect(finding?.guide).toBe('conductor-groups');
    expect(finding?.steps?.map(({ command }) => command)).toContain(
      'baremetal node set node-17 --conductor-group <group>',
    );
  });

  it('knows drivers that Ironic itself has given up', async () => {
    const [finding] = await found({
      node: { ...LOST, driver: 'ilo', conductor_group: '' },
      conductors: [ELSEWHERE],
    });
    expect(finding).toMatchObject({ cause: 'interface-not-enabled' });
    expect(finding?.steps?.map(({ text }) => text).join()).toContain('no driver ilo any more');
    const [other] = await found({
      node: { ...LOST, driver: 'idrac', conductor_group: '' },
      conductors: [ELSEWHERE],
    });
    expect(other?.steps?.map(({ text }) => text).join()).not.toContain('any more');
  });

  it('needs an ungrouped conductor for a node without a group', async () => {
    const [finding] = await found({
      node: { ...LOST, conductor_group: '' },
      conductors: [conductor('conductor-2', 'rack-b', true)],
    });
    expect(finding?.summary).toContain('the default conductor group');
  });

  it('is modest when only the node itself tells', async () => {
    const [finding] = await found({ node: LOST });
    expect(finding).toMatchObject({ confidence: 'possible' });
    expect(finding?.missing.map((one) => one.fact)).toEqual(['conductors', 'validation']);
  });

  it.each([
    ['a node that names its conductor', HEALTHY_NODE, undefined],
    ['a list that is ahead of the node', LOST, [conductor('conductor-2', 'rack-b', true)]],
    [
      'another conductor that is dead',
      { ...LOST, conductor_group: '' },
      [ELSEWHERE, conductor('old', '', false)],
    ],
  ])('is clear for %s', async (_, node, conductors) => {
    const outcomes = await examine(noConductor, conductors ? { node, conductors } : { node });
    expect(outcomes.findings).toEqual([]);
    expect(outcomes.clear).toHaveLength(1);
  });

  it('cannot check an old release without the list', async () => {
    const { conductor: _, ...old } = HEALTHY_NODE;
    const outcomes = await examine(noConductor, { node: old, unread: { conductors: 'needs API 1.49' } });
    expect(outcomes.unknown.map((one) => one.fact)).toEqual(['conductors']);
  });
});
