import type { Stage } from '../core/acting.ts';
import { decide } from '../core/approval.ts';
import { onErrand } from '../lib/errand.ts';
import { errorFields } from '../lib/plain-log.ts';
import { setBackBy } from '../lib/steady.ts';
import { begin } from './begin.ts';
import { after, type WorkerParts } from './custody.ts';
import { draftOf } from './drafts.ts';
import { createDrawer } from './draw.ts';
import type { Refusals } from './refusals.ts';
import { send } from './send.ts';
import { type Taken, takeUp } from './take-up.ts';
import { verify } from './verify.ts';
import { deedOf } from './words.ts';

export interface WorkerOptions extends WorkerParts {
  /** Absent where nothing is drawn. */
  readonly stage?: Stage | undefined;
  /** Copies the journal to its channel; called again and again, one at a time. */
  readonly pump?: (() => Promise<void>) | undefined;
  readonly refusals?: Refusals | undefined;
}

/** Carries out what has been approved. One per process; replicas share the work through the store. */
export interface Worker {
  /** Begins to look for work, at once and every `POLL_MS`. */
  start(): void;
  /** Something has changed: look now. */
  wake(): void;
  /** Looks once. What it begins goes on behind its back. */
  look(): Promise<void>;
  /** Resolves when nothing goes on any more. */
  settled(): Promise<void>;
  /** Finishes what is being sent; what is being watched is left to whoever starts next. */
  stop(): Promise<void>;
}

/** So that replicas see what others have been asked for. */
const POLL_MS = 2_000;
/** Offers are kept this long after they are over: their buttons are told what they were. */
const FORGET_MS = 7 * 86_400_000;
const TIDY_MS = 3_600_000;

export function createWorker(options: WorkerOptions): Worker {
  const { repository, now, log, sleep, stage, pump, refusals } = options;
  const stopping = new AbortController();
  const busy = new Map<string, Promise<void>>();
  const drawer = stage && createDrawer(options, stage);
  const lost = setBackBy(now);
  let followed = lost();
  let pumping: Promise<void> | undefined;
  let tidied = 0;
  let looping: Promise<void> | undefined;
  let nudge = new AbortController();

  async function carryOut({ approval, custody }: Taken): Promise<void> {
    const stop = stopping.signal;
    if (approval.state === 'verifying') return await verify(options, { approval, custody }, stop);
    const begun = await begin(options, { approval, custody }, stop);
    const sent = begun && (await send(options, { approval: begun, custody }, stop));
    if (sent) await verify(options, { approval: sent, custody }, stop);
  }

  async function attend(id: string): Promise<void> {
    try {
      const taken = await takeUp(options, id, stopping.signal);
      if (!taken) return;
      // It may be the first that is to be drawn, and its end makes way for others.
      wake();
      await carryOut(taken);
      wake();
    } catch (error) {
      log.error({ ...errorFields(error), approval: id }, 'an approval was left; it is taken up again');
    } finally {
      busy.delete(id);
    }
  }

  async function expire(id: string): Promise<void> {
    await repository.turn(async (turn) => {
      const held = await turn.approval(id);
      if (!held) return;
      const decision = decide(held.approval, { kind: 'expire' }, turn.now);
      if (decision.kind === 'refused') return;
      const { approval } = decision;
      await turn.change(held, approval, null);
      const { votes, needs, progress } = approval;
      const why =
        votes.length < needs
          ? `${votes.length} of ${needs} had approved`
          : (progress ?? 'it could not begin');
      const words = `${deedOf(approval)}: expired: ${why}`;
      await turn.record(draftOf(approval, { kind: 'expired', at: turn.now, words }));
    });
  }

  async function look(): Promise<void> {
    const at = now().toISOString();
    await follow(at);
    for (const id of await repository.overdue(at)) await expire(id);
    if (!stopping.signal.aborted) await takeUpDue(at);
    await drawer?.look();
    await refusals?.flush();
    copy();
    if (now().getTime() - tidied >= TIDY_MS) {
      tidied = now().getTime();
      await repository.forgetOffers(after(at, -FORGET_MS));
    }
  }

  async function follow(at: string): Promise<void> {
    const by = lost();
    if (by === followed) return;
    await repository.hurry(at);
    followed = by;
  }

  async function takeUpDue(at: string): Promise<void> {
    for (const id of await repository.due(at)) {
      // Said before it begins, since what ends at once takes itself off.
      if (!busy.has(id))
        busy.set(
          id,
          Promise.resolve().then(() => onErrand({ what: 'approval', from: id }, () => attend(id))),
        );
    }
  }

  function copy(): void {
    pumping ??= pump?.()
      .catch((error: unknown) =>
        log.warn(errorFields(error), 'the journal could not be copied; it is tried again'),
      )
      .finally(() => {
        pumping = undefined;
      });
  }

  async function lookSafely(): Promise<void> {
    try {
      await look();
    } catch (error) {
      log.error(errorFields(error), 'the records could not be looked through; it is tried again');
    }
  }

  async function loop(): Promise<void> {
    while (!stopping.signal.aborted) {
      nudge = new AbortController();
      await lookSafely();
      await sleep(POLL_MS, AbortSignal.any([nudge.signal, stopping.signal]));
    }
  }

  function wake(): void {
    nudge.abort();
  }

  async function settled(): Promise<void> {
    while (busy.size > 0) await Promise.all(busy.values());
    await drawer?.settled();
    await pumping;
  }

  return {
    start() {
      looping ??= loop();
    },
    wake,
    look,
    settled,
    async stop() {
      stopping.abort();
      await looping;
      while (busy.size > 0) await Promise.all(busy.values());
      await refusals?.flush(true);
      // What has come of it may still be shown.
      await drawer?.look().catch(() => undefined);
      await settled();
    },
  };
}
