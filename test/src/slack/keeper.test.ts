import type { App, ReceiverEvent } from '@slack/bolt';
import { describe, expect, it, vi } from 'vitest';
import type { LiveReceiver } from '../../../src/slack/dual-socket-receiver.ts';
import { createKeeper, type Questions } from '../../../src/slack/keeper.ts';
import { keptIn } from '../../../src/slack/kept.ts';
import { memoryLog } from './support/bot.ts';

const body = { type: 'event_callback', event_id: 'Ev1', event: { type: 'app_mention', user: 'U1' } };

function world(
  questions: Partial<Questions> = {},
  answer: (event: ReceiverEvent) => Promise<void> = vi.fn(),
) {
  const records = {
    keep: vi.fn(async () => true),
    renew: vi.fn(async (ids: readonly string[]) => ids),
    takeOver: vi.fn(async () => []),
    answered: vi.fn(async () => undefined),
    leave: vi.fn(async () => undefined),
    ...questions,
  };
  const at = { ms: Date.parse('2026-11-30T03:10:00Z') };
  const log = memoryLog();
  const keeper = createKeeper({
    questions: records,
    log,
    clock: () => new Date(at.ms),
    sleep: async () => undefined,
    patienceMs: 1,
  });
  const processEvent = vi.fn(answer);
  let heard: Pick<App, 'processEvent'> | undefined;
  const receiver = {
    init(app: App) {
      heard = app;
    },
  } as unknown as LiveReceiver;
  keeper.before(receiver).init({ processEvent } as unknown as App);
  const ack = vi.fn(async () => undefined);
  const hear = (sent: object = body) => heard?.processEvent({ body: { ...sent }, ack });
  return { keeper, records, log, at, processEvent, ack, hear };
}
const said = (log: ReturnType<typeof memoryLog>) => log.lines.map(({ message }) => message);

describe('what Slack brings', () => {
  it('is kept before anybody hears of it, and over when it is answered', async () => {
    const order: string[] = [];
    const { hear, records } = world(
      {
        keep: async () => {
          order.push('kept');
          return true;
        },
      },
      async ({ customProperties }) => {
        order.push(`answered, shared: ${keptIn(customProperties as never)?.shared()}`);
      },
    );
    await hear();
    expect(order).toEqual(['kept', 'answered, shared: false']);
    expect(records.answered).toHaveBeenCalledWith(['Ev1']);
  });

  it('is nothing to be kept where it asks nothing', async () => {
    const { hear, records, processEvent } = world();
    await hear({ type: 'block_actions', trigger_id: '1.2.3', actions: [{ action_id: 'act:0' }] });
    expect(processEvent).toHaveBeenCalledOnce();
    expect(records.keep).not.toHaveBeenCalled();
  });

  it('again, though some process has it, is acknowledged and nothing else', async () => {
    const { hear, ack, processEvent } = world({ keep: async () => false });
    await hear();
    expect(ack).toHaveBeenCalledOnce();
    expect(processEvent).not.toHaveBeenCalled();
  });

  it.each([
    ['are slow', () => new Promise<boolean>(() => undefined)],
    ['are away', () => Promise.reject(new Error('away'))],
  ])('is answered although the records %s', async (_what, keep) => {
    const { hear, processEvent, log } = world({ keep });
    await hear();
    expect(processEvent).toHaveBeenCalledOnce();
    expect(said(log)).toContain('a question is answered, but not kept');
  });

  it('that could not be acknowledged is anybody’s at once', async () => {
    const { hear, records } = world({}, () => Promise.reject(new Error('the line was cut')));
    await expect(hear()).rejects.toThrow('the line was cut');
    expect(records.leave).toHaveBeenCalledWith(['Ev1']);
    expect(records.answered).not.toHaveBeenCalled();
  });
});

describe('records', () => {
  it('that were away when it was answered hear of it later', async () => {
    const answered = vi.fn(async () => undefined).mockRejectedValueOnce(new Error('away'));
    const { hear, keeper } = world({ answered });
    await hear();
    await keeper.look();
    await keeper.look();
    expect(answered.mock.calls).toEqual([[['Ev1']], [['Ev1']]]);
  });

  it('are told every ten seconds that it goes on; whoever has lost it looks before it posts', async () => {
    const done = Promise.withResolvers<void>();
    let shared = () => false;
    const renew = vi.fn(async (ids: readonly string[]) => ids);
    const { hear, keeper, at } = world({ renew }, async ({ customProperties }) => {
      shared = keptIn(customProperties as never)?.shared ?? shared;
      await done.promise;
    });
    const hearing = hear();
    await vi.waitFor(async () => {
      at.ms += 10_000;
      await keeper.look();
      expect(renew).toHaveBeenCalledWith(['Ev1']);
    });
    expect(shared()).toBe(false);
    const calls = renew.mock.calls.length;
    await keeper.look();
    expect(renew).toHaveBeenCalledTimes(calls);
    renew.mockResolvedValue([]);
    at.ms += 10_000;
    await keeper.look();
    expect(shared()).toBe(true);
    done.resolve();
    await hearing;
  });

  it('that make a damaged question of it cost that one alone', async () => {
    const at = '2026-11-30T03:10:00Z';
    const rows = [
      { id: 'Ev1', body: '{', tries: 2, at },
      { id: 'Ev2', body: JSON.stringify(body), tries: 2, at },
    ];
    const answered = vi.fn(async () => undefined);
    const { keeper, records, processEvent } = world({
      answered,
      takeOver: vi.fn(async () => []).mockResolvedValueOnce(rows as never),
    });
    await keeper.look();
    await keeper.settled();
    expect(processEvent).toHaveBeenCalledOnce();
    expect(answered.mock.calls).toEqual([[['Ev2']]]);
    // Its time runs out, so that it is tried no more than others.
    expect(records.leave).not.toHaveBeenCalled();
  });

  it('that give back what is being answered here do not make it begin again', async () => {
    const row = { id: 'Ev1', body: JSON.stringify(body), tries: 2, at: '2026-11-30T03:10:00Z' };
    const done = Promise.withResolvers<void>();
    const { hear, keeper, processEvent } = world({ takeOver: async () => [row] }, () => done.promise);
    const hearing = hear();
    await vi.waitFor(() => expect(processEvent).toHaveBeenCalledOnce());
    await keeper.look();
    done.resolve();
    await hearing;
    expect(processEvent).toHaveBeenCalledOnce();
  });

  it('give no more questions than can be answered at once, and none to who stops', async () => {
    const takeOver = vi.fn(async (most: number) =>
      Array.from({ length: most }, (_, id) => ({
        id: `Ev${id}`,
        body: JSON.stringify(body),
        tries: 2,
        at: '2026-11-30T03:10:00Z',
      })),
    );
    const done = Promise.withResolvers<void>();
    const { keeper } = world({ takeOver }, () => done.promise);
    await keeper.look();
    await keeper.look();
    expect(takeOver.mock.calls).toEqual([[8]]);
    done.resolve();
    await keeper.settled();
    keeper.rest();
    await keeper.look();
    expect(takeOver).toHaveBeenCalledOnce();
  });
});
