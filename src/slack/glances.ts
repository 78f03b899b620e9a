import type { Glance } from '../core/alert-story.ts';
import type { MessageAt } from '../core/approval.ts';
import { errorFields, type Log } from './log.ts';
import type { Outbox } from './outbox.ts';
import { refusalOf } from './slack-error.ts';

/** Emoji by their names in Slack. */
const EMOJI = {
  reading: 'eyes',
  answered: 'mag_right',
  resolved: 'white_check_mark',
} as const satisfies Record<Glance, string>;

/** It is so already, or there is nothing any more that could have it. */
const HARMLESS = new Set([
  'already_reacted',
  'no_reaction',
  'message_not_found',
  'not_reactable',
  'too_many_reactions',
  'too_many_emoji',
  'channel_not_found',
  'not_in_channel',
  'is_archived',
  'thread_locked',
]);
/** Nobody wants us to, for all alerts. */
const UNWANTED = new Set(['missing_scope', 'no_permission', 'restricted_action']);
const MAX_KEPT = 2_000;

/**
 * One reaction of ours on an alert at a time. Those of a process before us are taken away as well, where the alert is older
 * than we are. It never throws, since nobody misses it.
 */
export function createGlances({
  outbox,
  log,
  began,
}: {
  readonly outbox: Pick<Outbox, 'react' | 'unreact'>;
  readonly log: Log;
  /** When this process began. */
  readonly began: Date;
}): (alert: MessageAt, glance: Glance) => Promise<void> {
  /** What an alert has; insertion order is age. */
  const shown = new Map<string, Glance>();
  const wanted = new Map<string, Glance>();
  const running = new Map<string, Promise<void>>();
  let unwanted = false;

  async function quietly(run: () => Promise<void>): Promise<void> {
    try {
      await run();
    } catch (error) {
      const refusal = refusalOf(error) ?? '';
      if (UNWANTED.has(refusal)) {
        unwanted = true;
        log.warn(
          { refusal },
          'alerts get no reactions: the app may not; its manifest asks for reactions:write',
        );
      } else if (!HARMLESS.has(refusal)) log.debug(errorFields(error), 'a reaction was not set');
    }
  }

  /** Whatever of ours may be on it beside the new one. */
  function others(key: string, alert: MessageAt, glance: Glance): readonly Glance[] {
    const before = shown.get(key);
    if (before !== undefined) return before === glance ? [] : [before];
    const older = Number(alert.ts) * 1000 < began.getTime();
    return older ? (Object.keys(EMOJI) as Glance[]).filter((one) => one !== glance) : [];
  }

  /** Until what it has is what was wanted last. */
  async function settle(key: string, alert: MessageAt): Promise<void> {
    for (let glance = wanted.get(key); glance !== undefined && !unwanted; glance = wanted.get(key)) {
      wanted.delete(key);
      const name = EMOJI[glance];
      const away = others(key, alert, glance);
      if (shown.get(key) !== glance) await quietly(() => outbox.react(name, alert));
      shown.delete(key);
      shown.set(key, glance);
      for (const one of away) await quietly(() => outbox.unreact(EMOJI[one], alert));
      for (const oldest of shown.keys()) {
        if (shown.size <= MAX_KEPT) break;
        shown.delete(oldest);
      }
    }
    running.delete(key);
  }

  return async (alert, glance) => {
    if (unwanted) return;
    const key = `${alert.channel} ${alert.ts}`;
    wanted.set(key, glance);
    // Begun in a later turn, so that its end never comes before it is known to run.
    const work = running.get(key) ?? Promise.resolve().then(() => settle(key, alert));
    running.set(key, work);
    await work;
  };
}
