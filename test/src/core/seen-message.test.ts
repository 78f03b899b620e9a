import { describe, expect, it } from 'vitest';
import { isByPerson, posterOf, type SeenMessage, seenEvent } from '../../../src/core/seen-message.ts';
import { alertFixture, posted, said } from '../../support/alerts.ts';

function messageOf(event: unknown): SeenMessage {
  const seen = seenEvent(event);
  if (!seen || seen.kind === 'deleted') throw new Error('no message');
  return seen.message;
}

describe('an event of type message', () => {
  it('is a message, whatever the subtype', () => {
    expect(seenEvent(posted({ text: 'x' }))).toMatchObject({ kind: 'posted', channel: 'C02ALERTS' });
    expect(seenEvent(posted({ subtype: 'file_share' }))?.kind).toBe('posted');
    expect(seenEvent(posted({ subtype: 'thread_broadcast' }))?.kind).toBe('posted');
    expect(seenEvent({ ...posted({}), subtype: undefined })?.kind).toBe('posted');
  });

  it.each([
    'channel_join',
    'channel_topic',
    'bot_add',
    'pinned_item',
    'message_replied',
    'tombstone',
    'reminder_add',
  ])('of subtype %s is what nobody said', (subtype) =>
    expect(seenEvent(posted({ subtype }))).toBeUndefined(),
  );

  it('that was edited names the message itself', () => {
    const seen = seenEvent(alertFixture('zabbix-resolved-by-edit').event_callback.event);
    expect(seen).toMatchObject({ kind: 'edited', ts: '1795364911.001309', channel: 'C02ALERTS' });
    const alone = seenEvent({ subtype: 'message_changed', channel: 'C1', message: { ts: '1.2', text: 'x' } });
    expect(alone).toEqual({
      kind: 'edited',
      channel: 'C1',
      ts: '1.2',
      message: expect.objectContaining({ text: 'x' }),
    });
  });

  it('that was edited says when, in an event and in a history', () => {
    const message = { ts: '1.2', text: 'x', edited: { user: 'U1', ts: '3.0' } };
    const edit = { subtype: 'message_changed', channel: 'C1', message };
    expect(seenEvent({ ...edit, ts: '3.4', event_ts: '3.5' })).toMatchObject({ revised: '3.5' });
    expect(seenEvent({ ...edit, ts: '3.4' })).toMatchObject({ revised: '3.4' });
    expect(seenEvent(edit)).toMatchObject({ revised: '3.0' });
    expect(seenEvent({ type: 'message', ...message }, 'C1')).toMatchObject({
      kind: 'posted',
      revised: '3.0',
    });
    expect(seenEvent({ type: 'message', ts: '1.2', text: 'x' }, 'C1')).not.toHaveProperty('revised');
  });

  it('that was deleted says which, under a thread as well', () => {
    const gone = { kind: 'deleted', channel: 'C1', ts: '1.2' };
    expect(seenEvent({ subtype: 'message_deleted', channel: 'C1', deleted_ts: '1.2' })).toEqual(gone);
    expect(seenEvent({ subtype: 'message_deleted', channel: 'C1', previous_message: { ts: '1.2' } })).toEqual(
      gone,
    );
    const tombstone = { ts: '1.2', subtype: 'tombstone', text: 'This message was deleted.' };
    expect(seenEvent({ subtype: 'message_changed', channel: 'C1', message: tombstone })).toEqual(gone);
  });

  it('of a history has the channel that was read', () => {
    expect(seenEvent({ type: 'message', ts: '1.2', text: 'x' }, 'C9')).toMatchObject({ channel: 'C9' });
  });

  it.each([
    undefined,
    null,
    'x',
    7,
    [],
    {},
    { ts: 7 },
    { subtype: 'message_changed' },
    { subtype: 'message_deleted' },
  ])('is not %j', (event) => expect(seenEvent(event)).toBeUndefined());

  it('keeps what is well-formed beside what is not', () => {
    const message = messageOf(
      posted({
        text: 7,
        username: ['x'],
        blocks: null,
        attachments: [
          7,
          null,
          { text: 'good', fields: [{ title: 'a', value: 7 }, 'x'], actions: 'x', color: {} },
        ],
      }),
    );
    expect(message.text).toBeUndefined();
    expect(message.blocks).toEqual([]);
    expect(message.attachments).toEqual([
      expect.objectContaining({ text: 'good', fields: [{ title: 'a' }] }),
    ]);
  });
});

describe('who posted', () => {
  it('is a tool where there is a bot, with or without a subtype', () => {
    expect(isByPerson(messageOf(posted({})))).toBe(false);
    expect(isByPerson(messageOf(alertFixture('zabbix-problem').event_callback.event))).toBe(false);
    expect(isByPerson(messageOf(said('x')))).toBe(true);
  });
  it('is called by its user name, or by its profile', () => {
    expect(posterOf(messageOf(posted({ username: ' Alertmanager ' })))).toBe('alertmanager');
    expect(posterOf(messageOf(alertFixture('zabbix-problem').event_callback.event))).toBe('zabbix');
    expect(posterOf(messageOf(said('x')))).toBe('');
  });
});
