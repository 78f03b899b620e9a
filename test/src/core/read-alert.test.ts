import { describe, expect, it } from 'vitest';
import { changesBetween } from '../../../src/core/read-alert.ts';
import type { AlertReading, AlertStatus } from '../../../src/core/trigger.ts';
import { alertFixture, posted, reader } from '../../support/alerts.ts';

const reading = (...items: readonly [key: string, status: AlertStatus][]): AlertReading => ({
  source: 'any',
  status: 'firing',
  by: 'tool',
  items: items.map(([key, status]) => ({ key, status, labels: [], texts: [], links: [] })) as never,
});

describe('what an edit changed', () => {
  it('is told alert by alert', () => {
    const before = reading(['a', 'firing'], ['b', 'firing'], ['c', 'firing']);
    const now = reading(['a', 'firing'], ['b', 'resolved'], ['d', 'firing']);
    expect(changesBetween(before, now)).toEqual([
      { key: 'b', was: 'firing', is: 'resolved' },
      { key: 'c', was: 'firing' },
      { key: 'd', is: 'firing' },
    ]);
  });

  it('is about the same alert where there is only one', () => {
    expect(changesBetween(reading(['a', 'firing']), reading(['b', 'resolved']))).toEqual([
      { key: 'b', was: 'firing', is: 'resolved' },
    ]);
    expect(changesBetween(reading(['a', 'firing']), reading(['a', 'firing']))).toEqual([]);
  });

  it('counts an alert that stands twice in a message once', () => {
    expect(
      changesBetween(
        reading(['a', 'firing'], ['a', 'resolved'], ['b', 'firing']),
        reading(['a', 'firing'], ['b', 'firing']),
      ),
    ).toEqual([]);
  });

  it('is nothing where Slack only added a preview', () => {
    const { event } = alertFixture('zabbix-problem').event_callback;
    const attachments = [
      ...(event['attachments'] as object[]),
      { from_url: 'https://x', text: 'node-17 resolved' },
    ];
    const edit = {
      subtype: 'message_changed',
      channel: 'C1',
      message: { ...event, attachments },
      previous_message: event,
    };
    expect(reader.readEvent(edit)).toMatchObject({ kind: 'edited', changes: [] });
  });

  it('is left to who stored it, where Slack does not say how it was', () => {
    const edit = { subtype: 'message_changed', channel: 'C1', message: posted({ text: 'RESOLVED: a-1' }) };
    const read = reader.readEvent(edit);
    expect(read).toMatchObject({ kind: 'edited', reading: { status: 'resolved' }, changes: [] });
    expect(read).not.toHaveProperty('before');
  });

  it('passes deletions on', () => {
    expect(reader.readEvent({ subtype: 'message_deleted', channel: 'C1', deleted_ts: '1.2' })).toEqual({
      kind: 'deleted',
      channel: 'C1',
      ts: '1.2',
    });
  });
});
