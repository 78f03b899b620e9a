import type { App, ReceiverEvent } from '@slack/bolt';
import { onErrand } from '../lib/errand.ts';
import { inTime } from '../lib/in-time.ts';
import { steady } from '../lib/steady.ts';
import type { LiveReceiver } from './dual-socket-receiver.ts';
import { errandOf } from './errand-of.ts';
import { carried, type Kept } from './kept.ts';
import { errorFields, type Log } from './log.ts';
import { questionOf } from './question-of.ts';

/** Where questions are kept until they are answered; each call may fail. */
export interface Questions {
  /** False: some process took it on before. */
  keep(id: string, body: string): Promise<boolean>;
  /** Goes on with these. @returns those that are still ours */
  renew(ids: readonly string[]): Promise<readonly string[]>;
  /** At most so many of those whose process is gone. `tries` counts this one; `at` is ISO 8601, when it was asked. */
  takeOver(
    most: number,
  ): Promise<
    readonly { readonly id: string; readonly body: string; readonly tries: number; readonly at: string }[]
  >;
  /** They are answered. */
  answered(ids: readonly string[]): Promise<void>;
  /** They are anybody's, at once. */
  leave(ids: readonly string[]): Promise<void>;
}

export interface KeeperOptions {
  readonly questions: Questions;
  readonly log: Log;
  readonly clock: () => Date;
  readonly sleep: (ms: number) => Promise<unknown>;
  /** How long Slack, or a person, can be kept waiting for the records, in ms. */
  readonly patienceMs?: number;
  /** Between two looks for questions of dead processes, in ms. */
  readonly pollMs?: number | undefined;
}

/** Slack gives three seconds; the way there and back takes some of it. */
const PATIENCE_MS = 2_000;
const POLL_MS = 2_000;
/** Three times within a lease (src/store/questions.ts). */
const RENEW_MS = 10_000;
/** Questions of dead processes at a time. */
const AT_ONCE = 8;
/** Whoever asked has found another way by then, and what they asked about has moved on. */
const OLD_MS = 10 * 60_000;
/** Nobody remembers having asked: a backup was brought back, or the bot was away. */
const FORGOTTEN_MS = 3_600_000;
/** It may be what they died of. */
const MOST_TRIES = 3;
/** The words that it is given up may be it, too. */
const MOST_WORDS = 2;

interface Holding {
  /** Answered, though the records may not know yet. */
  over: boolean;
  /** Another process has taken it over. */
  lost: boolean;
  /** Another process shall. */
  left: boolean;
}

/** Keeps each question until it is answered, and answers those whose process is gone. One per process. */
export function createKeeper(options: KeeperOptions) {
  const { questions, log, clock, sleep, patienceMs = PATIENCE_MS, pollMs = POLL_MS } = options;
  const held = new Map<string, Holding>();
  const running = new Set<Promise<void>>();
  const elapsed = steady(clock);
  let renewed = elapsed();
  let taking = 0;
  let resting = false;
  let stopped = false;
  let app: Pick<App, 'processEvent'> | undefined;

  async function hear(to: Pick<App, 'processEvent'>, event: ReceiverEvent): Promise<void> {
    const asked = questionOf(event.body);
    if (!asked) return await to.processEvent(event);
    const { id, body } = asked;
    const fresh = await inRecords('a question is answered, but not kept', () =>
      questions.keep(id, JSON.stringify(body)),
    );
    if (fresh === false) return await event.ack();
    const since = clock().toISOString();
    await hold({ id, since, takenOver: false }, (kept) =>
      to.processEvent({ ...event, customProperties: { ...event.customProperties, ...carried(kept) } }),
    );
  }

  /** @returns undefined where the records do not answer, in time or at all */
  async function inRecords<T>(otherwise: string, ask: () => Promise<T>): Promise<T | undefined> {
    try {
      return await inTime(patienceMs, ask(), () => {
        throw new Error('the records did not answer in time');
      });
    } catch (error) {
      log.warn(errorFields(error), otherwise);
      return undefined;
    }
  }

  async function hold(
    asked: Pick<Kept, 'id' | 'since' | 'takenOver' | 'instead'>,
    answer: (kept: Kept) => Promise<void>,
  ): Promise<void> {
    const { id, takenOver } = asked;
    const holding: Holding = { over: false, lost: false, left: false };
    held.set(id, holding);
    const kept: Kept = {
      ...asked,
      shared: () => takenOver || holding.lost,
      leave: () => {
        holding.left = true;
      },
    };
    try {
      await answer(kept);
      holding.over = !holding.left;
    } catch (error) {
      // What failed before anybody was asked, as an acknowledgement over a line that was cut. What fails again waits.
      holding.left = !takenOver;
      held.delete(id);
      throw error;
    } finally {
      await settle(id, holding);
    }
  }

  async function settle(id: string, { over, left }: Holding): Promise<void> {
    if (over) {
      await inRecords('that a question is answered is recorded later', async () => {
        await questions.answered([id]);
        held.delete(id);
      });
    } else if (left) {
      held.delete(id);
      await inRecords('a question is taken up when its time is over', () => questions.leave([id]));
    }
  }

  async function takeUp({ id, body, tries, at }: Awaited<ReturnType<Questions['takeOver']>>[number]) {
    const age = clock().getTime() - Date.parse(at);
    log.info({ question: id, tries, seconds: Math.round(age / 1000) }, 'a question is taken over');
    if (age > FORGOTTEN_MS || tries > MOST_TRIES + MOST_WORDS) {
      log.error({ question: id, tries }, 'a question was given up without a word');
      return await questions.answered([id]);
    }
    const instead = tries > MOST_TRIES ? 'given-up' : age > OLD_MS ? 'too-old' : undefined;
    await hold({ id, since: at, takenOver: true, instead }, async (kept) => {
      const sent = JSON.parse(body) as ReceiverEvent['body'];
      await onErrand(errandOf(sent), async () => {
        await app?.processEvent({ body: sent, ack: async () => undefined, customProperties: carried(kept) });
      });
    });
  }

  async function renew(): Promise<void> {
    if (elapsed() - renewed < RENEW_MS) return;
    const ids = [...held].filter(([, { over }]) => !over).map(([id]) => id);
    const ours = ids.length > 0 ? await questions.renew(ids) : [];
    renewed = elapsed();
    for (const id of ids) {
      const holding = held.get(id);
      if (holding && !ours.includes(id)) holding.lost = true;
    }
  }

  /** Looks once. What it takes up goes on behind its back. */
  async function look(): Promise<void> {
    const over = [...held].filter(([, one]) => one.over).map(([id]) => id);
    if (over.length > 0) await questions.answered(over);
    for (const id of over) held.delete(id);
    await renew();
    if (resting || taking >= AT_ONCE) return;
    for (const row of await questions.takeOver(AT_ONCE - taking)) {
      // Where the clock was set back, what goes on here looks left, too.
      if (held.has(row.id)) continue;
      taking += 1;
      void tracked(takeUp(row))
        .catch((error: unknown) =>
          log.error({ ...errorFields(error), question: row.id }, 'a question was left; it is taken up again'),
        )
        .finally(() => {
          taking -= 1;
        });
    }
  }

  async function tracked(work: Promise<void>): Promise<void> {
    running.add(work);
    await work.finally(() => running.delete(work));
  }

  async function loop(): Promise<void> {
    while (!stopped) {
      await look().catch((error: unknown) =>
        log.warn(errorFields(error), 'questions could not be looked through; it is tried again'),
      );
      await sleep(pollMs);
    }
  }

  return {
    /** Keeps what the receiver hears before it is acknowledged. */
    before(receiver: LiveReceiver): LiveReceiver {
      return {
        ...receiver,
        init(bolt) {
          app = bolt;
          const processEvent = (event: ReceiverEvent) => tracked(hear(bolt, event));
          receiver.init(
            new Proxy(bolt, {
              get: (of, key) => (key === 'processEvent' ? processEvent : Reflect.get(of, key)),
            }),
          );
        },
      };
    },
    start(): void {
      void loop();
    },
    look,
    /** Takes nothing over any more. */
    rest(): void {
      resting = true;
    },
    /** Resolves when nothing that was begun goes on. */
    async settled(): Promise<void> {
      while (running.size > 0) await Promise.allSettled(running);
    },
    /** What has ended is recorded; what has not is left to whoever goes on. */
    async stop(): Promise<void> {
      stopped = true;
      await inTime(patienceMs, Promise.allSettled(running), () => undefined);
      const left = [...held].filter(([, { over }]) => !over).map(([id]) => id);
      await inRecords('questions are left, and taken up when their time is over', () =>
        questions.leave(left),
      );
    },
  };
}

export type Keeper = ReturnType<typeof createKeeper>;
