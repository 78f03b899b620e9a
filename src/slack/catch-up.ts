import { z } from 'zod';
import type { ReadEvent } from '../core/read-alert.ts';
import type { Sleep } from './calls.ts';
import type { Identity } from './directory.ts';
import { errorFields, type Log } from './log.ts';
import type { Outbox } from './outbox.ts';
import { refusalOf } from './slack-error.ts';
import { type Watch, watchedEvent } from './watch.ts';

export interface CatchUp {
  /** Remembers how far each channel was listened to, before anything new is heard. */
  begin(): Promise<void>;
  /** Nothing can be heard from this moment on. */
  deaf(): void;
  /** Something that was heard was not kept: it is read back in a while. */
  lost(): void;
  /** What was heard since then was perhaps not understood: it is read back in a while. */
  missed(since: Date): void;
  /** Reads back what was said while nobody listened. It never throws; what fails is tried again by itself. */
  now(): Promise<void>;
  /** Resolves when what is running has ended; nothing begins any more. */
  stop(): Promise<void>;
}

export interface CatchUpOptions {
  readonly outbox: Pick<Outbox, 'history'>;
  readonly watch: () => Watch | undefined;
  readonly identity: () => Identity | undefined;
  readonly log: Log;
  readonly clock: () => Date;
  readonly sleep: Sleep;
}

const DAY_S = 86_400;
/** What was taken last may have been overtaken by what is older: Slack promises no order. The intake knows what it has. */
const OVERLAP_S = 600;
/** Of one channel in a day; where there are more, the oldest are left out. */
const MAX_MESSAGES = 5_000;
const AGAIN_MS = 30_000;
const MAX_AGAIN_MS = 600_000;

const Said = z.object({
  ts: z.string().regex(/^\d+\.\d+$/),
  edited: z.object({ ts: z.string() }).optional().catch(undefined),
});

/** We are not in the channel, and only a person can change that. */
const CLOSED = new Set(['not_in_channel', 'channel_not_found', 'is_archived', 'missing_scope']);

/**
 * What was said in the watched channels while nobody listened is read back from their history, a day at most, the oldest
 * first. In a channel that was never watched before, watching begins now: nobody wants to hear of yesterday.
 */
export function createCatchUp(options: CatchUpOptions): CatchUp {
  const { outbox, watch, identity, log, clock, sleep } = options;
  const closed = new Set<string>();
  /** From where on a channel has to be looked at (seconds), where what is heard by now would hide that. */
  const gaps = new Map<string, number>();
  let running: Promise<void> | undefined;
  let again = false;
  let waiting = false;
  let stopped = false;
  let failures = 0;

  const nowInSeconds = () => clock().getTime() / 1000;

  function markGap(from = nowInSeconds()): void {
    for (const channel of watch()?.channels ?? []) {
      gaps.set(channel, Math.min(gaps.get(channel) ?? Number.POSITIVE_INFINITY, from));
    }
  }

  async function heardUntil(channel: string, { intake }: Watch): Promise<number> {
    const newest = await intake.newest(channel);
    return newest === undefined ? nowInSeconds() : Number(newest);
  }

  async function readBack(channel: string, watching: Watch): Promise<void> {
    const { intake } = watching;
    const gap = gaps.get(channel);
    const heard = await heardUntil(channel, watching);
    const after = Math.min(gap ?? heard, heard) - OVERLAP_S;
    // An old message may have been edited since: tools do so when an alert is over.
    const oldest = (nowInSeconds() - DAY_S).toFixed(6);
    const messages = await outbox.history(channel, oldest, MAX_MESSAGES);
    closed.delete(channel);
    const said = messages
      .flatMap((raw) => {
        const { data } = Said.safeParse(raw);
        return data ? [{ ...data, raw }] : [];
      })
      .toSorted((a, b) => Number(a.ts) - Number(b.ts));
    let taken = 0;
    for (const { ts, edited, raw } of said) {
      const isNew = Number(ts) > after;
      const isChanged = Number(edited?.ts ?? 0) > after;
      if (!isNew && !isChanged) continue;
      const read = readSafely(raw, watching, channel);
      if (!read) continue;
      if (isNew) await intake.take(read);
      // It may have been heard as it was before.
      if (isChanged) await intake.take(asEdit(read));
      taken += 1;
    }
    await intake.reached(channel, said.at(-1)?.ts ?? heard.toFixed(6));
    // Another one may have come up meanwhile.
    if (gaps.get(channel) === gap) gaps.delete(channel);
    if (taken > 0) log.info({ channel, messages: said.length, taken }, 'a channel was read back');
  }

  /** What breaks the reader must not keep us from what comes after it. */
  function readSafely(raw: unknown, watching: Watch, channel: string): ReadEvent | undefined {
    try {
      return watchedEvent(raw, watching, identity(), channel);
    } catch (error) {
      log.error({ channel, ...errorFields(error) }, 'a message could not be read');
      return undefined;
    }
  }

  async function round(): Promise<void> {
    const watching = watch();
    if (!watching) return;
    let failed = false;
    for (const channel of watching.channels) {
      if (stopped) return;
      try {
        await readBack(channel, watching);
      } catch (error) {
        const refusal = refusalOf(error) ?? '';
        if (CLOSED.has(refusal)) tellClosed(channel, refusal);
        else {
          failed = true;
          log.warn({ channel, ...errorFields(error) }, 'a channel was not read back; it is tried again');
        }
      }
    }
    failures = failed ? failures + 1 : 0;
    if (failed) soon();
  }

  function tellClosed(channel: string, refusal: string): void {
    if (closed.has(channel)) return;
    closed.add(channel);
    log.warn(
      { channel, refusal },
      'alerts of a channel are not heard: invite the bot there with /invite, or mend alerts.channels',
    );
  }

  function soon(): void {
    if (waiting || stopped) return;
    waiting = true;
    const ms = Math.min(MAX_AGAIN_MS, AGAIN_MS * 2 ** failures);
    void sleep(ms).then(() => {
      waiting = false;
      return now();
    });
  }

  async function now(): Promise<void> {
    again = true;
    running ??= (async () => {
      while (again && !stopped) {
        again = false;
        await round();
      }
    })().finally(() => {
      running = undefined;
    });
    await running;
  }

  return {
    async begin() {
      const watching = watch();
      for (const channel of watching?.channels ?? []) {
        if (watching) gaps.set(channel, await heardUntil(channel, watching));
      }
    },
    deaf: () => markGap(),
    lost() {
      markGap();
      soon();
    },
    missed(since) {
      markGap(since.getTime() / 1000);
      soon();
    },
    now,
    async stop() {
      stopped = true;
      await running;
    },
  };
}

/** How it was before nobody knows any more; whoever keeps it compares, also with what was heard of it meanwhile. */
function asEdit(read: ReadEvent): ReadEvent {
  if (read.kind !== 'posted') return read;
  const { kind: _, ...said } = read;
  return { ...said, kind: 'edited', changes: [] };
}
