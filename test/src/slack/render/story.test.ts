import { describe, expect, it } from 'vitest';
import type { Story } from '../../../../src/core/alert-story.ts';
import { decodeQuestion } from '../../../../src/slack/render/question.ts';
import { renderStory } from '../../../../src/slack/render/story.ts';
import { faultsOf } from '../support/check-message.ts';
import { alertOf, CHANNEL, grouped, node, story } from '../support/stories.ts';
import { actionIds, wordsOf } from '../support/words.ts';

const how = {
  slash: '/ironic',
  now: new Date('2026-11-22T03:14:00Z'),
  workspace: 'https://example.slack.com/',
};
const drawn = (one: Story) => {
  const message = renderStory(one, how);
  expect(faultsOf(message)).toEqual([]);
  return message;
};
/** Dates as Slack's fallback has them: the time alone. */
const words = (one: Story) => wordsOf(drawn(one)).replace(/<!date[^|]*\|[\d-]+ ([\d:]+) UTC>/g, '$1');
const menus = (one: Story) =>
  drawn(one).blocks.flatMap((block) =>
    block.type === 'section' && block.accessory?.type === 'static_select'
      ? [(block.accessory.options ?? []).map(({ value }) => decodeQuestion(value ?? ''))]
      : [],
  );
const message = { channel: CHANNEL, ts: '1795312999.000200' };

describe('a story about one node', () => {
  it("is the card of why under the alert's own name, and says so on a lock screen", () => {
    expect(words(story())).toMatch(
      /^`IronicNodeCleanFailed` · critical · since 03:02:00\n\*node-17 · stuck in `clean wait` for 3 h 12 min: the ramdisk never called back\*/,
    );
    expect(drawn(story()).text).toBe(
      'node-17: stuck in clean wait for 3 h 12 min: the ramdisk never called back (likely)',
    );
    expect(actionIds(drawn(story()).blocks)).toContain('look-again');
    expect(JSON.stringify(drawn(story()).blocks)).toContain('Whole report');
    expect(JSON.stringify(drawn(story()).blocks)).not.toContain('in the thread');
  });

  it('says that it is being looked at while nothing is known', () => {
    expect(drawn(story({ state: 'reading', answer: null, findings: [] })).text).toBe(
      'node-17: finding out why…',
    );
  });

  it('tells what changed once it is resolved, and who did it', () => {
    const ended = story({
      state: 'resolved',
      end: {
        at: '2026-11-22T03:41:00.000Z',
        lasted: 2_340,
        moved: [{ subject: node(17), from: 'clean failed', to: 'available' }],
        deeds: [
          {
            node: node(17).id,
            label: 'Provide',
            requester: 'U0MAYA0001',
            approvers: ['U0JONAS001'],
            outcome: 'succeeded',
          },
        ],
      },
    });
    const rendered = renderStory(ended, how);
    expect(rendered.text).toBe('✅ node-17: resolved after 39 min; clean failed → available');
    expect(wordsOf(rendered)).toContain(
      'What changed: node-17 `clean failed` → `available` (Provide by <@U0MAYA0001>, approved <@U0JONAS001>)',
    );
    expect(wordsOf(rendered)).toContain('It was: node-17: stuck in `deploying`');
    expect(actionIds(rendered.blocks)).toEqual([]);
  });

  it('says why it could not be read, and that it is tried again', () => {
    const sick = story({
      state: 'unread',
      answer: null,
      findings: [],
      problem: 'Ironic did not answer within 10 s',
    });
    expect(words(sick)).toMatch(
      /\*node-17 · could not find out what is wrong\*: Ironic did not answer within 10 s\nIt is tried again by itself\./,
    );
    expect(actionIds(drawn(sick).blocks)).toEqual(['ask-beside:0']);
  });

  it('says until when it is silenced, and that it is no longer followed', () => {
    const quiet = story({ state: 'silenced', silenced_until: '2026-11-22T08:00:00.000Z' });
    expect(words(quiet)).toContain('node-17: silenced until 08:00:00');
    expect(words(story({ state: 'gone' }))).toContain('node-17: no longer followed');
  });

  it('is short in a storm, and points to it', () => {
    const one = story({
      storm: { id: 'storm-1', words: 'conductor `c2` is not alive', nodes: 31, message },
    });
    expect(words(one)).toContain(
      'One of 31 nodes: conductor `c2` is not alive. <https://example.slack.com/archives/C0ALERTS01/p1795312999000200|The whole story ↗>',
    );
    expect(drawn(one).blocks).toHaveLength(3);
    expect(drawn(one).text).toBe('node-17: One of 31 nodes: conductor c2 is not alive.');
  });

  it('does not count itself alone, or as one of fewer than it tells of', () => {
    const alone = { id: 'storm-1', words: 'TLS between conductor and agent fails', nodes: 1, message };
    const words = 'Part of a storm of alerts; here: TLS between conductor and agent fails.';
    expect(drawn(story({ storm: alone })).text).toBe(`node-17: ${words}`);
    expect(drawn({ ...grouped(5), storm: { ...alone, nodes: 3 } }).text).toBe(`5 nodes: ${words}`);
  });

  it('says where the other alerts of its message are told of', () => {
    expect(words(story({ elsewhere: { count: 2, first: message } }))).toContain(
      '2 more alerts of this message are told of <https://example.slack.com/archives/C0ALERTS01/p1795312999000200|there ↗>',
    );
    expect(words(story({ elsewhere: { count: 1, first: null } }))).toContain(
      '1 more alert of this message is told of elsewhere',
    );
  });
});

describe('a story about several nodes', () => {
  it('puts them together by what is wrong, each group with its names and a way to ask', () => {
    const lines = words(grouped(32)).split('\n');
    expect(lines.slice(0, 4)).toEqual([
      '`IronicNodeCleanFailed` · critical · 32 alerts · since 03:02:00',
      '*31 nodes: conductor `c2` is not alive* (confirmed)',
      '`node-1`, `node-2`, `node-3`, `node-4`, `node-5`, `node-6` and 25 more',
      '1 node: the BMC refuses user or password (likely) · `node-32`',
    ]);
    expect(drawn(grouped(32)).text).toBe('31 nodes: conductor c2 is not alive (confirmed); 1 more cause');
    expect(menus(grouped(32))).toMatchObject([{ length: 20, 0: { subject: node(1).id, cloud: 'prod' } }]);
  });

  it('keeps within a message however many they are', () => {
    expect(faultsOf(renderStory(grouped(2_000), how))).toEqual([]);
  });
});

describe('what could mean several things', () => {
  const asking = story({
    answer: null,
    findings: [],
    alerts: [
      {
        ...alertOf(),
        asked: [{ as: 'node-1', could: [node(1), { ...node(2), kind: 'instance', name: 'node-1' }] }],
      },
    ],
  });

  it('is asked, with a button for each', () => {
    expect(words(asking)).toContain('`node-1` could be node `node-1` or instance `node-1`. Which one?');
    expect(actionIds(drawn(asking).blocks)).toEqual(['ask-beside:0', 'ask-beside:1']);
  });

  it('is asked no more once it is over', () => {
    expect(actionIds(drawn({ ...asking, state: 'resolved' }).blocks)).toEqual([]);
  });
});
