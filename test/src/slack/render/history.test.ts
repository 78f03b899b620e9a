import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { historyOf } from '../../../../src/core/node-history.ts';
import type { Subject } from '../../../../src/core/subject.ts';
import { HistoryEventSchema, NodeSchema } from '../../../../src/openstack/ironic/schema.ts';
import { renderHistory } from '../../../../src/slack/render/history.ts';
import { HEALTHY_NODE, minutesAgo, NOW } from '../../../support/facts.ts';
import { faultsOf } from '../support/check-message.ts';
import { NASTY, wildText } from '../support/wild.ts';
import { wordsOf } from '../support/words.ts';

const subject: Subject = {
  kind: 'node',
  cloud: 'prod',
  name: 'node-17',
  node_uuid: HEALTHY_NODE.uuid,
  aspects: ['node'],
};
const event = (minutes: number, text: string, rest: object = {}) =>
  HistoryEventSchema.parse({
    uuid: `e${minutes}`,
    created_at: minutesAgo(minutes),
    severity: 'ERROR',
    event_type: 'cleaning',
    event: text,
    conductor: 'conductor-1',
    ...rest,
  });
const drawn = (events: Parameters<typeof historyOf>[1], node: object = {}, about = subject) =>
  renderHistory({
    kind: 'history',
    subject: about,
    notes: [about.name],
    history: historyOf(NodeSchema.parse({ ...HEALTHY_NODE, ...node }), events, new Date(NOW)),
  });
const faults = ({ message, thread }: ReturnType<typeof drawn>) => [message, ...thread].flatMap(faultsOf);

describe('a history in Slack', () => {
  it('begins with what the node is now, then tells the entries, the newest first', () => {
    const rest = { state: 'clean wait', target_provision_state: 'available', duration_seconds: 1800 };
    const made = drawn([
      event(3000, 'fan 3 sounds odd'),
      event(30, 'Timeout reached while cleaning the node. Please check if the ramdisk is running.', rest),
    ]);
    expect(made.message.text).toBe('node-17: 2 entries in its history, now available for 10 h, power off');
    const lines = wordsOf(made.message).split('\n');
    expect(lines.slice(0, 5)).toEqual([
      '*node-17 · `available` for 10 h, power off*',
      expect.stringMatching(/^2 entries since <!date.*, the newest 30 min ago$/),
      expect.stringMatching(
        /^• \*30 min ago\*, <!date.* · cleaning: the cleaning ramdisk.* · it was `clean wait` for 30 min, on the way to `available` · conductor-1$/,
      ),
      '_then, going back, 2 d 1 h without an entry_',
      expect.stringMatching(/^• \*2 d 2 h ago\*, .*`fan 3 sounds odd` · conductor-1$/),
    ]);
    expect(made.thread.map(wordsOf).join('\n')).toContain('```\nTimeout reached while cleaning the node.');
    expect(faults(made)).toEqual([]);
  });

  it('counts what comes again and again', () => {
    const made = wordsOf(drawn([1, 40, 80, 120].map((ago) => event(ago, `attempt ${ago} failed`))).message);
    expect(made).toContain('4 times in 1 h 59 min');
  });

  it('stays readable with 300 entries', () => {
    const many = Array.from({ length: 300 }, (_, at) =>
      event(at * 90, `${'trouble '.repeat(at % 7)}${'x'.repeat(3000)}`),
    );
    const made = drawn(many);
    expect(wordsOf(made.message)).toMatch(/\*What happened most\*\n• \d+ × cleaning: /);
    expect(wordsOf(made.message)).toMatch(/_\d+ older, 24 of them in the thread_/);
    expect(made.message.blocks.length).toBeLessThan(12);
    expect(made.thread.length).toBeLessThanOrEqual(3);
    expect(faults(made)).toEqual([]);
  });

  it('says what is missing below API 1.78 and what the node itself still tells', () => {
    const made = wordsOf(
      drawn(
        { unread: 'node history needs Ironic API 1.78, this one has 1.72' },
        { last_error: 'Timeout reached while cleaning the node.', maintenance_reason: 'INC-4411' },
      ).message,
    );
    expect(made).toContain('No history to tell: node history needs Ironic API 1.78, this one has 1.72.');
    expect(made).toMatch(
      /\*What the node itself tells\*\n• Last error: the cleaning ramdisk.*: `Timeout reached/,
    );
    expect(made).toContain('• Maintenance: `INC-4411` (`node.maintenance_reason`)');
  });

  it('asks again, why, and for logs', () => {
    const values = drawn([]).message.blocks.flatMap((block) =>
      block.type === 'actions'
        ? block.elements.map((one) => ('value' in one ? JSON.parse(one.value ?? '{}').command : 'none'))
        : [],
    );
    expect(values).toEqual(['history', undefined, 'logs']);
  });

  it('is a message that Slack takes whatever is in it', { timeout: 60_000 }, () => {
    const wild = fc.record({ text: wildText, word: wildText, other: wildText });
    fc.assert(
      fc.property(wild, ({ text, word, other }) => {
        const rest = {
          event_type: word,
          conductor: other,
          user: word,
          state: other,
          target_provision_state: text,
        };
        const node = {
          last_error: other,
          maintenance_reason: word,
          reservation: text,
          power_state: word,
          name: text,
        };
        const made = drawn([event(1, text, rest), event(9, other, { ...rest, created_at: word })], node, {
          ...subject,
          name: text,
        });
        expect(faults(made)).toEqual([]);
      }),
      { numRuns: 200 },
    );
    for (const nasty of NASTY) expect(faults(drawn({ unread: nasty }, { last_error: nasty }))).toEqual([]);
  });
});
