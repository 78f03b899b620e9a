import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { AlertsSchema } from '../../../src/core/alert-config.ts';
import { understand } from '../../../src/core/alert-subjects.ts';
import { ownPatterns } from '../../../src/core/own-patterns.ts';
import { alertFixture, index, posted, reader, said } from '../../support/alerts.ts';

const { patterns } = AlertsSchema.parse({
  channels: ['C02'],
  patterns: { a: '(?<node>(a|aa)+)+$', b: '(x+x+)+y', c: String.raw`(?<host>[\w.-]+)*:(?<node>\S+) is gone` },
});
const how = { index, patterns: ownPatterns(patterns), people: true };

/** Everything that is done with a message; it never throws. */
function answer(event: unknown) {
  const read = reader.readEvent(event);
  if (!read || read.kind === 'deleted') return 'silent';
  return understand(read.reading, how).kind;
}

/** What tries every way through a text would not end with it; the runner's own time limit is the judge. */
const MEGABYTE = 1_000_000;

describe('a message that means ill', () => {
  it.each([
    ['names', 'bm-rack3-u17 '],
    ['half names', 'bm-rack3-u17'],
    ['colons', 'a:'],
    ['hex and colons', 'ab:cd:'],
    ['dots', 'a.'],
    ['two dots', 'a..'],
    ['quotes', 'node="'],
    ['escapes', '\\"\\'],
    ['markup', '<a|'],
    ['open markup', '<'],
    ['stars', '*a* '],
    ['backticks', '`a'],
    ['addresses', 'http://a'],
    ['lines', 'a: b\n'],
    ['empty lines', '\n'],
    ['bullets', '• • '],
    ['alerts', '*Alert:* x\n'],
    ['lists', 'Labels:\n - a = b\n'],
    ['sections', '**Firing**\n'],
    ['brackets', '[FIRING:1] '],
    ['dashes', '-'],
    ['UUIDs', '1be26c0b-03f2-4d2e-ae87-c02d7f33c123'],
    ['other letters', 'é字'],
    ['marks', 'a\u0301\u0301'],
    ['halves of characters', '\ud800'],
    ['what nobody sees', '\u200b\u202e'],
    ['words of alerts', 'ironic conductor is down '],
    ['what patterns look for', 'xxxxaaaa:'],
  ])('of a megabyte of %s is read to its end', (_, unit) => {
    const text = unit.repeat(Math.ceil(MEGABYTE / unit.length));
    expect(['silent', 'alerts']).toContain(answer(posted({ text })));
    expect(['silent', 'alerts']).toContain(answer(said(text)));
    const attachments = [
      {
        title: text,
        text,
        fields: [{ title: text, value: text }],
        blocks: [{ type: 'section', text: { type: 'mrkdwn', text } }],
      },
    ];
    for (const username of ['Alertmanager', 'Grafana', 'Zabbix', 'nagios', 'Robusta', 'PagerDuty']) {
      expect(['silent', 'alerts']).toContain(answer(posted({ username, attachments })));
    }
  });

  it('of any shape is read', () => {
    fc.assert(
      fc.property(fc.anything({ maxDepth: 4, withBigInt: true, withDate: true }), (wild) => {
        const { event } = alertFixture('robusta-finding').event_callback;
        for (const key of [
          'text',
          'blocks',
          'attachments',
          'username',
          'bot_profile',
          'subtype',
          'edited',
          'ts',
        ]) {
          answer({ ...event, [key]: wild });
        }
        answer({ ...event, attachments: [{ fields: [wild], blocks: [wild], actions: [wild], text: wild }] });
        answer({ subtype: 'message_changed', channel: 'C', message: wild, previous_message: wild });
        answer(wild);
      }),
    );
  });

  it('does not hide a node behind marks that nobody sees', () => {
    const event = posted({ text: 'CRITICAL: bm\u200b-rack3\u00ad-u17 is down' });
    expect(answer(event)).toBe('alerts');
  });

  it('cannot name a node with letters that only look alike', () => {
    expect(answer(posted({ text: 'CRITICAL: bm-rаck3-u17 is down' }))).toBe('silent');
    expect(answer(posted({ text: 'CRITICAL: ｂm-rack3-u17 is down' }))).toBe('silent');
  });
});
