import { describe, expect, it } from 'vitest';
import { carried } from '../../../../src/slack/kept.ts';
import type { Front } from '../../../../src/slack/listeners/context.ts';
import { onMessageIm } from '../../../../src/slack/listeners/message-im.ts';
import { reporting } from '../support/bot.ts';
import { deskWith, frontWith } from '../support/desk.ts';

const message = { type: 'message', channel: 'D1', channel_type: 'im', user: 'U1', ts: '1.1', text: 'help' };

async function heard(event: object, times = 1, context = {}): Promise<number> {
  let posts = 0;
  const { desk } = deskWith(reporting(), { clock: () => new Date(0) });
  const outbox = {
    post: async () => {
      posts += 1;
      return '2.2';
    },
    postAt: async () => {
      posts += 1;
      return { channel: 'D1', ts: '2.2' };
    },
  } as unknown as Front['outbox'];
  const front = frontWith({ desk, outbox });
  const listen = onMessageIm(front);
  const args = { event, body: { event_id: 'Ev1' }, context } as unknown as Parameters<typeof listen>[0];
  for (let time = 0; time < times; time += 1) await listen(args);
  return posts;
}

describe('a message', () => {
  it('is answered when a person wrote it to us alone, and once', async () => {
    expect(await heard(message)).toBe(1);
    expect(await heard(message, 3)).toBe(1);
  });

  it('that is taken over comes again, and is answered again', async () => {
    const kept = { id: 'Ev1', since: '1970-01-01T00:00:00Z', takenOver: true, leave: () => undefined };
    expect(await heard(message, 2, carried({ ...kept, shared: () => false }))).toBe(2);
  });

  it.each(['file_share', 'thread_broadcast', 'me_message'])(
    'is answered when it is a %s',
    async (subtype) => {
      expect(await heard({ ...message, subtype })).toBe(1);
    },
  );

  it.each([
    ['in a channel', { channel_type: 'channel' }],
    ['edited', { subtype: 'message_changed' }],
    ["a bot's", { bot_id: 'B1' }],
    ['of nobody', { user: undefined }],
  ])('%s is none of our business', async (_what, change) => {
    expect(await heard({ ...message, ...change })).toBe(0);
  });
});
