import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { LogView } from '../../../../src/core/log-view.ts';
import type { Subject } from '../../../../src/core/subject.ts';
import { renderLogs } from '../../../../src/slack/render/logs.ts';
import { minutesAgo, NOW } from '../../../support/facts.ts';
import { faultsOf } from '../support/check-message.ts';
import { wildText } from '../support/wild.ts';
import { wordsOf } from '../support/words.ts';

const subject: Subject = { kind: 'node', cloud: 'prod', name: 'node-17', aspects: ['node'] };
const line = (text: string, rest: object = {}) => ({ count: 1, place: 'ironic-conductor@c1', text, ...rest });
const view: LogView = {
  name: 'node-17',
  state: 'clean failed',
  since: minutesAgo(60),
  tarballs: [
    {
      file: 'a.tar.gz',
      place: 'c1:/var/log/ironic/deploy',
      collected_at: minutesAgo(61),
      size: 3_200_000,
      opened: true,
    },
    { file: 'b.tar.gz', place: 'c1:/var/log/ironic/deploy', collected_at: null, size: null, opened: false },
  ],
  ramdisk: {
    file: 'a.tar.gz',
    earlier: false,
    known: true,
    parts: ['journal'],
    telling: [line('dd: I/O error', { place: 'journal', says: 'the disk fails' })],
  },
  errors: [line('it broke', { at: minutesAgo(61), count: 3 })],
  transitions: [line('cleaning → clean failed', { at: minutesAgo(60) })],
  locks: [line('node update was refused: c1 held the lock')],
  sources: [{ place: 'ironic-conductor@c1', lines: 214 }],
  cut: ['only the newest 256 MB of conductor.log were read'],
  unseen: [],
  read: NOW,
};
const files = [{ filename: 'x.txt', title: 'x', content: 'y' }];
const drawn = (of: Partial<LogView>, name = 'node-17') =>
  renderLogs({ kind: 'logs', subject: { ...subject, name }, notes: [name], view: { ...view, ...of }, files });

describe('logs in Slack', () => {
  const made = drawn({});

  it('lead with what they tell, tarballs with time, size and place, then errors, the lock and the states', () => {
    expect(made.message.text).toBe('node-17: the logs say: the disk fails');
    const words = wordsOf(made.message);
    for (const part of [
      '*node-17 · the logs say: the disk fails*\n`clean failed` for 1 h · cloud prod',
      ' · 3.1 MB · c1:/var/log/ironic/deploy\n• `b.tar.gz` time unknown · c1:',
      'The newest says:\n• the disk fails: `dd: I/O error` (`journal`)',
      "*From the services' logs:* 214 lines\n• *1 h 1 min ago*, <!date",
      ' · 3 times: `it broke` (`ironic-conductor@c1`)',
      '*The lock*\n• node update was refused: c1 held the lock (`ironic-conductor@c1`)',
      'cleaning → clean failed',
      '*Left out while reading*\n• only the newest 256 MB',
      'The extract is in the thread, as a file',
    ])
      expect(words).toContain(part);
    expect([made.message, ...made.thread].flatMap(faultsOf)).toEqual([]);
    expect(made.files).toBe(files);
  });

  it('show how to configure what nobody has configured, and only then', () => {
    const hole = { what: 'logs' as const, reason: 'no log source is configured', configured: false };
    const words = wordsOf(
      drawn({ unseen: [hole, { what: 'ramdisk_logs', reason: 'Swift is ill', configured: true }] }).message,
    );
    expect(words).toContain('logs:\n  sources:\n');
    expect(words).toContain('*Not read:* the deploy ramdisk: Swift is ill');
    expect(words).not.toMatch(/ramdisk_logs:\n|From the/);
  });

  it('say so when there is nothing', () => {
    const { ramdisk: _, ...rest } = view;
    const nothing = renderLogs({
      kind: 'logs',
      subject,
      notes: [],
      view: { ...rest, tarballs: [], errors: [], transitions: [], locks: [], sources: [], cut: [] },
      files: [],
    });
    expect(nothing.message.text).toBe('node-17: no logs to show');
    expect(wordsOf(nothing.message)).toContain('No tarball of this node.');
    expect(wordsOf(nothing.message)).not.toContain('in the thread');
  });

  it('put what has no room into the thread', () => {
    const errors = Array.from({ length: 8 }, (_, at) => line(`error number ${at}`));
    const { message, thread } = drawn({ errors });
    expect(wordsOf(message)).toContain('4 more, in the thread');
    expect(thread.map(wordsOf).join()).toContain('error number 7');
  });

  it('are messages that Slack takes whatever is in them', { timeout: 60_000 }, () => {
    fc.assert(
      fc.property(wildText, wildText, (one, two) => {
        const wild = Array.from({ length: 12 }, () => ({
          count: 2,
          place: two,
          says: one,
          text: one,
          at: two,
        }));
        const tarballs = Array.from({ length: 9 }, () => ({
          file: one,
          place: two,
          collected_at: two,
          size: 1,
          opened: true,
        }));
        const { message, thread } = drawn(
          {
            name: one,
            state: two,
            tarballs,
            ramdisk: { file: one, earlier: true, known: false, parts: [], telling: wild },
            errors: wild,
            transitions: wild,
            locks: wild,
            sources: Array.from({ length: 20 }, () => ({ place: one, lines: 1 })),
            cut: [one, two],
            unseen: [],
          },
          one,
        );
        expect([message, ...thread].flatMap(faultsOf)).toEqual([]);
      }),
      { numRuns: 150 },
    );
  });
});
