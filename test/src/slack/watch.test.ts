import { describe, expect, it } from 'vitest';
import { watchedEvent } from '../../../src/slack/watch.ts';
import { alertFixture, posted, said } from '../../support/alerts.ts';
import { fakeIntake, watchOf } from './support/watch.ts';

const us = { bot_id: 'B0US', user_id: 'U0US' };
const watch = watchOf(fakeIntake().intake, { channels: ['C02ALERTS'] });
const seen = (event: object, people = false) => watchedEvent(event, { ...watch, people }, us);
const { event: firing } = alertFixture('alertmanager-default-ironic-firing').event_callback;
const { event: over } = alertFixture('alertmanager-default-ironic-resolved').event_callback;
const { event: edited } = alertFixture('zabbix-resolved-by-edit').event_callback;
const here = (event: Record<string, unknown>) => ({ ...event, channel: 'C02ALERTS' });

describe('what happens in a channel', () => {
  it.each([
    ['posted by a tool', here(firing), 'posted'],
    ['edited by a tool', here(edited), 'edited'],
    [
      'deleted',
      { type: 'message', subtype: 'message_deleted', channel: 'C02ALERTS', deleted_ts: '1.1', ts: '2.2' },
      'deleted',
    ],
  ])('is seen where it is %s', (_what, event, kind) => {
    expect(seen(event)?.kind).toBe(kind);
  });

  it.each([
    ['in another channel', { ...here(firing), channel: 'C0OTHER' }],
    ['ours', { ...posted({ text: 'x' }), bot_id: us.bot_id }],
    [
      'ours, edited',
      {
        type: 'message',
        subtype: 'message_changed',
        channel: 'C02ALERTS',
        message: { ts: '1.1', text: 'x', user: us.user_id },
      },
    ],
    [
      'ours, deleted',
      {
        type: 'message',
        subtype: 'message_deleted',
        channel: 'C02ALERTS',
        deleted_ts: '1.1',
        previous_message: { ts: '1.1', bot_id: us.bot_id },
      },
    ],
    ["a person's", said('node-17 is down')],
    ['somebody joining', { ...said('has joined'), subtype: 'channel_join' }],
    ['nonsense', { type: 'message', channel: 7 }],
  ])('is nothing where it is %s', (_what, event) => {
    expect(seen(event)).toBeUndefined();
  });

  it("is seen where it is a person's and people are looked at", () => {
    expect(seen(said('node-17 is down'), true)?.kind).toBe('posted');
  });

  it('in a thread is only what ends something', () => {
    const reply = { thread_ts: '1.1' };
    expect(seen({ ...here(firing), ...reply })).toBeUndefined();
    expect(seen({ ...here(over), ...reply })).toMatchObject({ kind: 'posted' });
    expect(seen({ ...here(firing), ...reply, subtype: 'thread_broadcast' })).toMatchObject({
      kind: 'posted',
    });
    expect(seen({ ...said('node-17 is down'), ...reply }, true)).toBeUndefined();
  });

  it('is read alike from the history of the channel', () => {
    const { channel: _, ...message } = firing;
    expect(watchedEvent(message, watch, us, 'C02ALERTS')).toMatchObject({
      kind: 'posted',
      channel: 'C02ALERTS',
    });
  });
});
