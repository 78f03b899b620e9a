import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { FleetLook } from '../../../../src/core/fleet-look.ts';
import { groupKey } from '../../../../src/core/fleet-look.ts';
import type { FleetReport } from '../../../../src/core/fleet-report.ts';
import { renderDigest } from '../../../../src/slack/render/digest.ts';
import { renderFleet } from '../../../../src/slack/render/fleet.ts';
import { renderFleetNodes } from '../../../../src/slack/render/fleet-nodes.ts';
import type { Rendered } from '../../../../src/slack/render/limits.ts';
import { groupOf, nodeOf, READ_AT, reportWith } from '../../../support/fleet.ts';
import { faultsOf } from '../support/check-message.ts';
import { wildText } from '../support/wild.ts';

const NOW = new Date('2026-11-22T18:00:40.000Z');
const dead = {
  ...groupOf('stuck-ing-state', 31, { kind: 'conductor', value: 'c2' }),
  words: 'conductor c2 is not alive',
};
const groups = [
  { ...dead, besides: [{ kind: 'rack' as const, value: 'r4', having: 31, members: 31, fit: 1 }] },
  groupOf('bmc-credentials', 1),
  groupOf('operator-maintenance', 2),
  groupOf('insufficient-evidence', 1),
];
const report = reportWith(groups, {
  total: 1204,
  shown: 1204,
  open: [{ check: 'x/y', asks: 'Did a power action fail?', reason: 'not read', nodes: ['n1', 'n2'] }],
  unread: [
    { what: 'compute_services', reason: 'Nova answered 503', kind: 'failed' },
    { what: 'validation', reason: 'not read in this pass', kind: 'left-out' },
  ],
});
const changes: FleetLook['changes'] = {
  since: '2026-11-22T08:00:00.000Z',
  came: [nodeOf('bmc-credentials', 0)],
  went: [],
  turned: [],
};
const drawn = (look: FleetLook = { report, changes }) =>
  renderFleet({ kind: 'fleet', look, asked: 'all nodes', files: [] }, NOW);
const texts = ({ message }: Rendered) => JSON.stringify(message.blocks);
const all = ({ message, thread }: Rendered) => [message, ...thread].flatMap(faultsOf);

describe('a fleet', () => {
  it('says on a lock screen how many are in trouble, what is new, and the largest story', () => {
    expect(drawn().message.text).toBe(
      'prod · 1 204 nodes · 33 in trouble (1 new since <!date^1795334400^{date_short_pretty} {time_secs}|2026-11-22 08:00:00 UTC>) · 2 held by a person · 31 nodes: conductor c2 is not alive',
    );
  });

  it('tells a group with its confidence, some names, what it shares besides, and a way to its nodes', () => {
    const again = JSON.stringify({
      subject: 'all nodes',
      cloud: 'prod',
      command: 'fleet',
      topic: groupKey(dead),
    });
    expect(drawn().message.blocks).toContainEqual({
      type: 'section',
      text: {
        type: 'mrkdwn',
        verbatim: true,
        text: '*31 nodes: conductor c2 is not alive* (likely)\n`node-stuck-ing-state-0`, `node-stuck-ing-state-1`, `node-stuck-ing-state-2`, `node-stuck-ing-state-3`, `node-stuck-ing-state-4` and 26 more · also in rack r4',
      },
      accessory: {
        type: 'button',
        action_id: 'ask-beside:0',
        text: { type: 'plain_text', text: 'Show nodes', emoji: false },
        value: again,
      },
    });
  });

  it('a group of one asks about that node at once', () => {
    expect(texts(drawn())).toContain('Why node-bmc-credentials-0?');
  });

  it('tells what nobody could tell, what a person holds, what was asked in vain and what was not read', () => {
    const said = texts(drawn());
    expect(said).toContain('*1 node: cannot tell from what could be read*');
    expect(said).toContain('*2 nodes: a person holds the node on purpose*');
    expect(said).toContain('• 2 nodes: Did a power action fail? not read');
    expect(said).toContain('`compute_services`: Nova answered 503');
    expect(said).toContain('only `why &lt;node&gt;` reads validation');
    expect(said).toContain('12 requests, 1.2 s');
    expect(said).toContain('(40 s ago) · `ref-1`');
  });

  it('names the longest trouble', () => {
    expect(texts(drawn())).toContain('*Longest:* `node-stuck-ing-state-30`, `clean failed` for 1 d 7 h:');
  });

  it('says that nothing is wrong, that nothing has changed, and that a list ended early', () => {
    const well = reportWith([]);
    expect(drawn({ report: well }).message.text).toBe('prod · 40 nodes · none in trouble');
    const same = { ...changes, came: [] } as FleetLook['changes'] & object;
    expect(drawn({ report: well, changes: same }).message.text).toContain('none in trouble (as at');
    expect(texts(drawn({ report: { ...well, partial: true } }))).toContain(
      'there are more nodes than these 40',
    );
  });

  it('of part of a fleet says which part', () => {
    const filter = { words: 'r4', meant: 'nodes in rack r4' };
    const said = drawn({ report: { ...reportWith([groupOf('node-locked', 1)]), filter, shown: 9 } });
    expect(said.message.text).toContain('prod · 9 of 40 nodes · 1 in trouble');
    expect(texts(said)).toContain('only nodes in rack r4');
  });

  it('of many stories tells the largest, and the others in the thread', () => {
    const many = Array.from({ length: 39 }, (_, place) => ({
      ...groupOf('node-locked', 1),
      nodes: [`n${place}`],
      words: `story ${place}`,
    }));
    const said = drawn({ report: reportWith(many) });
    expect(texts(said)).toContain('_31 smaller groups in the thread_');
    expect(JSON.stringify(said.thread)).toContain('story 38');
    expect(all(said)).toEqual([]);
  });
});

describe('the nodes of a group', () => {
  const nodes = (count: number, more = {}) =>
    renderFleetNodes({
      kind: 'fleet-nodes',
      cloud: 'prod',
      at: READ_AT,
      group: groupOf('node-locked', count),
      asked: 'all nodes',
      nodes: Array.from({ length: count }, (_, place) => nodeOf('node-locked', place, more)),
    });

  it('stand with state and age below what is said of them all, with a menu to ask why of one', () => {
    const said = texts(nodes(3));
    expect(said).toContain('*prod · 3 nodes: another task holds the node lock*\\nIt is another task holds');
    expect(said).toContain('• `node-node-locked-1` `clean failed` for 2 h (likely)');
    expect(said.match(/It is another/g)).toHaveLength(1);
    expect(said).toContain('"action_id":"ask-beside-menu"');
  });

  it('that are at rest are in trouble for at least as long', () => {
    expect(texts(nodes(2, { at_least: true }))).toContain('for at least 1 h');
  });

  it('of a large group go on in the thread, and the rest is counted', () => {
    const said = nodes(250);
    expect(texts(said)).toContain('60 more in the thread · 170 not listed');
    expect(JSON.stringify(said.thread)).toContain('node-node-locked-79`');
    expect(all(said)).toEqual([]);
  });
});

describe('a digest', () => {
  it('leads with what is new, and leads on', () => {
    const message = renderDigest(
      { channel: 'C1', slot: '2026-11-23T08:00:00.000Z', look: { report, changes } },
      '/ironic',
    );
    expect(message.text).toContain('33 in trouble (1 new since');
    expect(JSON.stringify(message.blocks)).toContain('Show all');
    expect(faultsOf(message)).toEqual([]);
  });
});

describe('hostile fleets', () => {
  const wild: fc.Arbitrary<FleetReport> = fc
    .tuple(
      fc.array(fc.tuple(wildText, wildText, fc.integer({ min: 1, max: 30 })), { maxLength: 30 }),
      fc.record({ cloud: wildText, reference: wildText, notes: fc.array(wildText, { maxLength: 5 }) }),
      wildText,
    )
    .map(([stories, more, said]) => {
      const wildGroups = stories.map(([words, value, count], place) => ({
        ...groupOf('node-locked', count, { kind: 'switch' as const, value }),
        words,
        nodes: Array.from({ length: count }, (_, one) => `${place}-${one}`),
      }));
      const whole = reportWith(wildGroups, more);
      return {
        ...whole,
        nodes: whole.nodes.map((node) => ({ ...node, name: said, provision_state: said, summary: said })),
        open: [{ check: said, asks: said, reason: said, nodes: [said] }],
        unread: [{ what: 'ports' as const, reason: said, kind: 'failed' as const }],
      };
    });

  it('are messages that Slack takes, with no mention or link that is not ours', { timeout: 90_000 }, () => {
    fc.assert(
      fc.property(wild, (one) => {
        expect(all(drawn({ report: one }))).toEqual([]);
        expect(
          faultsOf(renderDigest({ channel: 'C1', slot: READ_AT, look: { report: one } }, '/ironic')),
        ).toEqual([]);
        const [group] = one.groups;
        const { cloud, nodes } = one;
        if (group)
          expect(
            all(
              renderFleetNodes({ kind: 'fleet-nodes', cloud, at: READ_AT, group, asked: 'all nodes', nodes }),
            ),
          ).toEqual([]);
      }),
      { numRuns: 200 },
    );
  });
});
