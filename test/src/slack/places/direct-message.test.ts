import { describe, expect, it } from 'vitest';
import { ServiceError } from '../../../../src/core/errors.ts';
import type { Outbox } from '../../../../src/slack/outbox.ts';
import { directMessage } from '../../../../src/slack/places/direct-message.ts';
import { md } from '../../../../src/slack/render/escape.ts';
import type { Message } from '../../../../src/slack/render/limits.ts';
import { memoryLog } from '../support/bot.ts';

const said = (text: Message['text']): Message => ({ text, blocks: [] });
const answer = {
  message: said(md`node-17: stuck`),
  thread: [said(md`the details`)],
  files: [{ filename: 'node-17.txt', title: 'Logs', content: 'one' }],
};

/** Slack, which knows a person's conversation by an id of its own once something was posted there. */
function conversation({ gone = false } = {}) {
  const done: unknown[] = [];
  const outbox = {
    async postAt({ text }: Message, to: object) {
      done.push(['post', text, to]);
      return { channel: 'D0DIRECT01', ts: `1.${done.length}` };
    },
    async update({ text }: Message, at: object) {
      if (gone)
        throw new ServiceError('Slack refused', {
          code: 'refused',
          service: 'slack',
          detail: 'message_not_found',
        });
      done.push(['update', text, at]);
    },
    async post({ text }: Message, to: object) {
      done.push(['reply', text, to]);
    },
    async upload(_: object, to: object) {
      done.push(['upload', to]);
    },
  } as unknown as Outbox;
  return { done, place: directMessage({ outbox, log: memoryLog() }, 'U1') };
}

describe('direct messages', () => {
  it('are addressed by the person first, and by their own id from then on', async () => {
    const { done, place } = conversation();
    await place.working('node-17', 'diagnosing');
    await place.deliver(answer, 'channel');
    const below = { channel: 'D0DIRECT01', thread: '1.1' };
    expect(done).toEqual([
      ['post', expect.stringContaining('node-17'), { channel: 'U1' }],
      ['update', 'node-17: stuck', { channel: 'D0DIRECT01', ts: '1.1' }],
      ['reply', 'the details', below],
      ['upload', below],
    ]);
  });

  it.each([
    ['nothing stood there before', false, 0],
    ['what stood there is gone', true, 1],
  ])('have the answer as a new message where %s', async (_, gone, before) => {
    const { done, place } = conversation({ gone });
    if (before > 0) await place.working('node-17', 'diagnosing');
    await place.deliver(answer, 'asker');
    expect(done.slice(before)).toMatchObject([
      ['post', 'node-17: stuck', { channel: 'U1' }],
      ['reply', 'the details', { channel: 'D0DIRECT01', thread: `1.${before + 1}` }],
      ['upload', { channel: 'D0DIRECT01' }],
    ]);
  });
});
