import type { DigestPicture } from '../core/last-sweep.ts';
import { steady } from '../lib/steady.ts';
import type { Sleep } from './calls.ts';
import type { Identity } from './directory.ts';
import { type HomeFacts, type HomeSources, readHome } from './home-facts.ts';
import { errorFields } from './log.ts';
import type { Outbox } from './outbox.ts';
import type { Claim } from './people.ts';
import { renderHome } from './render/home.ts';
import { refusalOf } from './slack-error.ts';

export interface Homes {
  /** Draws somebody's Home tab now, and again for a while when something changes. It never throws. */
  opened(claim: Claim): Promise<void>;
  /** Something that Home tabs show has changed. */
  changed(): void;
}

/** Those who looked at theirs so long ago do not have it open any more. */
const OPEN_MS = 30 * 60_000;
const MAX_OPEN = 20;
/**
 * Between two rounds of redrawing, so that progress every few seconds does not use up Slack's limit: views.publish lets at
 * least 100 calls pass in a minute, and people open tabs meanwhile.
 */
const PACE_MS = 5_000;
const PACE_EACH_MS = 1_000;
/** Slack may still be looking at a file that it has just got. */
const REFUSED_MS = 10 * 60_000;

export interface HomesOptions extends HomeSources {
  readonly outbox: Pick<Outbox, 'views'>;
  readonly identity: () => Identity | undefined;
  readonly sleep: Sleep;
  readonly slash: string;
}

/** App Home: what waits, what ran, how the fleets are, and what somebody may do here. */
export function createHomes(options: HomesOptions): Homes {
  const { outbox, identity, log, clock, sleep, slash } = options;
  const elapsed = steady(clock);
  const open = new Map<string, { readonly claim: Claim; readonly at: number }>();
  /** Files that Slack did not want to show, and when that was. */
  const refused = new Map<string, number>();
  let stale = false;
  let redrawing = false;

  async function draw(claim: Claim): Promise<void> {
    try {
      await publish(claim.user, await readHome(options, claim));
    } catch (error) {
      log.warn({ user: claim.user, ...errorFields(error) }, 'a Home tab was not drawn');
    }
  }

  /** A picture that Slack refuses costs the picture alone. */
  async function publish(user: string, facts: HomeFacts): Promise<void> {
    const now = elapsed();
    const pictures = facts.fleets?.pictures.filter(
      ({ file }) => now - (refused.get(file) ?? Number.NEGATIVE_INFINITY) > REFUSED_MS,
    );
    try {
      await outbox.views.publish(user, view(facts, pictures ?? []));
    } catch (error) {
      if (!pictures?.length || refusalOf(error) === undefined) throw error;
      log.info({ user, ...errorFields(error) }, 'a Home tab is drawn without its pictures');
      refused.clear();
      for (const { file } of pictures) refused.set(file, now);
      await outbox.views.publish(user, view(facts, []));
    }
  }

  function view({ fleets, ...facts }: HomeFacts, pictures: readonly DigestPicture[]) {
    return renderHome({
      ...facts,
      fleets: fleets && { ...fleets, pictures },
      slash,
      workspace: identity()?.url,
    });
  }

  async function redraw(): Promise<void> {
    while (stale) {
      stale = false;
      for (const [user, { claim, at }] of open) {
        if (elapsed() - at > OPEN_MS) open.delete(user);
        else await draw(claim);
      }
      await sleep(Math.max(PACE_MS, open.size * PACE_EACH_MS));
    }
    redrawing = false;
  }

  return {
    async opened(claim) {
      open.delete(claim.user);
      open.set(claim.user, { claim, at: elapsed() });
      for (const oldest of open.keys()) {
        if (open.size <= MAX_OPEN) break;
        open.delete(oldest);
      }
      await draw(claim);
    },
    changed() {
      if (open.size === 0) return;
      stale = true;
      if (redrawing) return;
      redrawing = true;
      void redraw();
    },
  };
}
