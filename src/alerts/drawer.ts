import type { Glance, Storm } from '../core/alert-story.ts';
import type { MessageAt } from '../core/approval.ts';
import { errorFields } from '../lib/plain-log.ts';
import { byUrgency, glanceOf, wishOf } from './drawing.ts';
import type { Drawings, Table, Undrawn, UndrawnStory } from './drawings.ts';
import { withLease } from './lease.ts';
import type { AlertsOptions } from './ports.ts';
import type { Repository } from './repository.ts';
import { after } from './slack-time.ts';

export interface DrawerOptions extends Pick<AlertsOptions, 'board' | 'now' | 'log' | 'sleep' | 'owner'> {
  readonly repository: Repository;
  readonly drawings: Drawings;
  /** Whether alerts get reactions. */
  readonly reactions: boolean;
}

const AGAIN_MS = 5_000;
const LONGEST_MS = 300_000;
/** A storm changes with every alert; what comes in between need not be shown. */
const STORM_REST_MS = 5_000;

/**
 * Draws what Slack shows as it was: in one channel one after the other, the storm first, by one replica at a time; in
 * several channels at once. Nothing waits for it, and what could not be drawn is tried again later.
 */
export function createDrawer(options: DrawerOptions) {
  const { drawings, board, now, log, reactions } = options;
  const drawing = new Map<string, Promise<void>>();
  /** By story. Reactions have a limit of their own in Slack, and no answer waits for one. */
  const glancing = new Map<string, { readonly next: Glance; readonly work: Promise<void> }>();
  let stopped = false;

  async function drawChannel(channel: string): Promise<void> {
    await withLease(options, `draw ${channel}`, async ({ renew }) => {
      // What could not even be put off is left for the next look.
      const left = new Set<string>();
      while (!stopped && (await renew())) {
        const at = now().toISOString();
        const storm = await drawings.storm(channel, at);
        if (storm && !left.has(storm.what.id)) {
          left.add(storm.what.id);
          await drawStorm(storm);
          continue;
        }
        const next = await firstOf(await drawings.stories(channel, at), at);
        if (!next) return;
        await drawStory(next);
      }
    });
  }

  /** The most urgent that is to be drawn now. Those that need no drawing are passed over. */
  async function firstOf(all: readonly UndrawnStory[], at: string): Promise<UndrawnStory | undefined> {
    const wanted: UndrawnStory[] = [];
    for (const one of all) {
      const wish = wishOf(one.what, one, at);
      if (wish === 'now') wanted.push(one);
      else glance(one);
      if (wish === 'not') await drawings.passed('stories', one.what.id, one.what.version);
    }
    return wanted.toSorted((a, b) => byUrgency(a.what, b.what))[0];
  }

  async function drawStory(one: UndrawnStory): Promise<void> {
    await draw('stories', one, () => board.story(one.what));
    glance(one);
  }

  async function drawStorm(one: Undrawn<Storm>): Promise<void> {
    const { id, version, closed_at } = one.what;
    if (closed_at !== null && !one.once) return await drawings.passed('storms', id, version);
    await draw('storms', one, () => board.storm(one.what), STORM_REST_MS);
  }

  async function draw(
    table: Table,
    { what: { id, version }, tries }: Undrawn<{ readonly id: string; readonly version: number }>,
    post: () => Promise<MessageAt>,
    rest?: number,
  ): Promise<void> {
    try {
      await drawings.begun(table, id);
      const message = await post();
      const until = rest === undefined ? {} : { rest: after(now().toISOString(), rest) };
      await drawings.drawn(table, id, { version, message, ...until });
    } catch (error) {
      log.warn(
        { ...errorFields(error), [table]: id },
        'something about alerts could not be drawn; it is tried again',
      );
      const pause = Math.min(AGAIN_MS * 2 ** tries, LONGEST_MS);
      await drawings.later(table, id, after(now().toISOString(), pause), tries + 1);
    }
  }

  function glance({ what, glance: before }: UndrawnStory): void {
    const { id, channel, alert } = what;
    const next = reactions ? glanceOf(what, before) : undefined;
    if (!next || alert === null) return;
    const running = glancing.get(id);
    if (running?.next === next) return;
    const work = (running?.work ?? Promise.resolve())
      .then(() => board.glance({ channel, ts: alert }, next))
      .then(() => drawings.glanced(id, next))
      .catch((error: unknown) =>
        log.warn({ ...errorFields(error), story: id }, 'a glance could not be remembered'),
      )
      .finally(() => {
        if (glancing.get(id)?.work === work) glancing.delete(id);
      });
    glancing.set(id, { next, work });
  }

  return {
    /** Begins to draw what has to be drawn. */
    async look(): Promise<void> {
      if (stopped) return;
      for (const channel of await drawings.channels(now().toISOString())) {
        if (drawing.has(channel)) continue;
        const work = Promise.resolve()
          .then(() => drawChannel(channel))
          .catch((error: unknown) =>
            log.error({ ...errorFields(error), channel }, 'a channel could not be drawn; it is tried again'),
          )
          .finally(() => drawing.delete(channel));
        drawing.set(channel, work);
      }
    },
    /** Resolves when what has begun is drawn, or was not to be. */
    async settled(): Promise<void> {
      while (drawing.size + glancing.size > 0)
        await Promise.all([...drawing.values(), ...[...glancing.values()].map(({ work }) => work)]);
    },
    /** Finishes the message that is being drawn in each channel. */
    stop(): void {
      stopped = true;
    },
  };
}
