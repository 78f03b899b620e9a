import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { LastSweep } from '../../../../src/core/last-sweep.ts';
import type { Home } from '../../../../src/slack/render/home.ts';
import { groupOf, reportWith } from '../../../support/fleet.ts';
import { approval } from '../support/acting.ts';
import { faultsOfView } from '../support/check-message.ts';
import { ago, contact, fleets, home, JONAS, PEOPLE, silence, sweepOf, words } from '../support/home.ts';
import { wildStorm, wildStory } from '../support/stories.ts';
import { NASTY, wildText } from '../support/wild.ts';
import { actionIds } from '../support/words.ts';

const idsOf = (rest: Partial<Home> = {}) => actionIds(home(rest).blocks);

describe('the Home tab', () => {
  it('has what waits for this person, with the buttons that they may press', () => {
    expect(idsOf()).toEqual(['home-refresh', 'approval:approve', 'approval:decline']);
    expect(idsOf({ person: { ...JONAS, id: 'U0MAYA0001' } })).toEqual(['home-refresh', 'approval:withdraw']);
    expect(idsOf({ person: { ...JONAS, groups: [] } })).toEqual(['home-refresh']);
  });

  it('tells apart what waits for this person, what they asked for, and what others wait for', () => {
    const open = [
      approval({ id: 'approval-0000001', name: 'node-1' }),
      approval({ id: 'approval-0000002', name: 'node-2', requester: JONAS.id }),
      approval({ id: 'approval-0000003', name: 'node-3', state: 'verifying' }),
    ];
    expect(words({ open })).toMatch(
      /\*Waits for you\*[\s\S]*node-1[\s\S]*\*You asked for\*[\s\S]*node-2[\s\S]*\*Waits for others, or runs\*[\s\S]*node-3/,
    );
    expect(words({ open: [] })).toContain('*Waits for you*\nnothing');
    expect(words({ open: [] })).not.toMatch(/You asked for|Waits for others/);
  });

  it.each([
    ['guest', /guests carry out nothing/],
    ['stranger', /another workspace/],
    ['unknown', /could not tell me who you are/],
  ] as const)('offers a %s nothing and says why', (kind, said) => {
    const rest = { person: { ...JONAS, kind }, may: { request: false, approve: false } };
    expect(idsOf(rest)).toEqual(['home-refresh']);
    expect(words(rest)).toMatch(said);
  });

  it('says that nothing is configured, where it is so', () => {
    expect(words({ may: undefined, open: [] })).toContain('nobody has configured acting');
  });

  it('says what of it could not be read, and shows the rest', () => {
    const rest = { unread: ['approvals', 'the fleet'], open: [] };
    expect(words(rest)).toContain('this is missing here: approvals, the fleet');
  });
});

describe('wild input', () => {
  const wildSweep = fc.record({ text: wildText, nodes: fc.nat(40) }).map(({ text, nodes }): LastSweep => {
    const group = groupOf('bmc-credentials', nodes);
    const shared = { kind: 'rack', value: text, having: 1, members: 1, fit: 1 } as const;
    const of = reportWith([{ ...group, words: text, besides: [shared] }], {
      cloud: text,
      states: [{ state: text, nodes: 40, troubled: nodes, held: 0 }],
      unread: [{ what: 'node', reason: text, kind: 'failed' }],
    });
    const named = of.nodes.map((node) => ({ ...node, name: text, provision_state: text, summary: text }));
    return sweepOf({ cloud: text, failed: { since: text, words: text } }, { ...of, nodes: named });
  });

  it('is a Home tab that Slack takes, with no mention or link that is not ours', { timeout: 90_000 }, () => {
    fc.assert(
      fc.property(wildText, wildSweep, wildStory, wildStorm, (text, sweep, wild, storm) => {
        const pictures = [{ cloud: text, slot: ago(600), file: 'F0PICTURE1', alt: text }];
        const many = Array.from({ length: 40 }, (_, place) =>
          approval({ id: `approval-${place}`, name: text, reason: text }),
        );
        const silences = Array.from({ length: 20 }, () => ({ ...silence, reason: text }));
        const drawn = home({
          open: many,
          recent: many,
          frozen: { by: text, at: text, reason: text },
          fleets: fleets({
            clouds: [text, 'b', 'c', 'd'],
            sweeps: [sweep, { ...sweep, cloud: 'b' }],
            pictures,
          }),
          alerts: { glance: { open: { reading: 9 }, storms: [storm], newest: [wild, wild] }, silences },
          unreached: Array.from({ length: 30 }, () => contact({ cloud: text, service: text, why: text })),
          unread: [text],
        });
        expect(faultsOfView(drawn, PEOPLE)).toEqual([]);
      }),
      { numRuns: 60 },
    );
  });

  it('of every nasty kind, with everything that there may be, stays within what Slack takes', () => {
    for (const nasty of NASTY) {
      const many = Array.from({ length: 40 }, (_, place) =>
        approval({
          id: `approval-${place}`,
          name: nasty,
          reason: nasty,
          requester: place % 2 ? JONAS.id : 'U0MAYA0001',
        }),
      );
      const wild = home({ open: many, recent: many, frozen: { by: nasty, at: nasty, reason: nasty } });
      expect(faultsOfView(wild, PEOPLE)).toEqual([]);
    }
  });
});
