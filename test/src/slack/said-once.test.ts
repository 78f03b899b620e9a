import { describe, expect, it, vi } from 'vitest';
import type { Outbox } from '../../../src/slack/outbox.ts';
import { renderWords } from '../../../src/slack/render/words.ts';
import { saidOnce } from '../../../src/slack/said-once.ts';
import { memoryLog } from './support/bot.ts';

const { message } = renderWords('node-17: the BMC is away');
const to = { channel: 'C1', thread: '1.1' };

function answer(shared: boolean, find: () => Promise<readonly string[]>) {
  const bare = {
    find: vi.fn(find),
    postAt: vi.fn(async () => ({ channel: 'C1', ts: '9.9' })),
    update: vi.fn(async () => undefined),
  };
  const kept = {
    id: 'Ev1',
    since: '2026-11-30T03:10:00.000Z',
    takenOver: shared,
    shared: () => shared,
    leave: () => undefined,
  };
  return { bare, outbox: saidOnce(bare as unknown as Outbox, kept, memoryLog()) };
}
const mark = (part: string) => ({
  event_type: 'answer',
  event_payload: { question: 'Ev1', part },
});

describe('an answer', () => {
  it('is posted with a mark and looked for by nobody, where nobody else is at it', async () => {
    const { bare, outbox } = answer(false, async () => ['2.2']);
    expect(await outbox.post(message, to, { background: true, part: 'below 0' })).toBe('9.9');
    expect(bare.find).not.toHaveBeenCalled();
    expect(bare.postAt).toHaveBeenCalledWith(message, to, { background: true, mark: mark('below 0') });
  });

  it('becomes the message that another process has posted, part by part', async () => {
    const { bare, outbox } = answer(true, async () => ['2.2', '1.9']);
    expect(await outbox.postAt(message, to)).toEqual({ channel: 'C1', ts: '2.2' });
    // Two hours before it was asked, since the clocks may differ.
    expect(bare.find).toHaveBeenCalledWith(
      to,
      mark('answer'),
      String(Date.parse('2026-11-30T01:10:00Z') / 1000),
    );
    expect(bare.update).toHaveBeenCalledWith(message, { channel: 'C1', ts: '2.2' }, expect.anything());
    expect(bare.postAt).not.toHaveBeenCalled();
  });

  it('is posted where nothing is found, or nobody may look', async () => {
    for (const find of [async () => [], () => Promise.reject(new Error('missing_scope'))]) {
      const { bare, outbox } = answer(true, find);
      expect(await outbox.post(message, to)).toBe('9.9');
      expect(bare.update).not.toHaveBeenCalled();
    }
  });
});
