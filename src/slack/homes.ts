import type { Acting } from '../core/acting.ts';
import type { Sleep } from './calls.ts';
import type { Identity } from './directory.ts';
import { errorFields, type Log } from './log.ts';
import type { Outbox } from './outbox.ts';
import type { Claim, People } from './people.ts';
import { renderHome } from './render/home.ts';

export interface Homes {
  /** Draws somebody's Home tab now, and again for a while when something changes. It never throws. */
  opened(claim: Claim): Promise<void>;
  /** Something that Home tabs show has changed. */
  changed(): void;
}

/** Those who looked at theirs so long ago do not have it open any more. */
const OPEN_MS = 30 * 60_000;
const MAX_OPEN = 20;
/** Between two rounds of redrawing, so that progress every few seconds does not use up Slack's limit. */
const PACE_MS = 5_000;
const RECENT = 5;

/** App Home: what waits, what ran, and what somebody may do here. */
export function createHomes(options: {
  readonly outbox: Pick<Outbox, 'views'>;
  readonly people: People;
  readonly acting: () => Acting | undefined;
  readonly identity: () => Identity | undefined;
  readonly log: Log;
  readonly clock: () => Date;
  readonly sleep: Sleep;
  readonly slash: string;
}): Homes {
  const { outbox, people, acting, identity, log, clock, sleep, slash } = options;
  const open = new Map<string, { readonly claim: Claim; readonly at: number }>();
  let stale = false;
  let redrawing = false;

  async function draw(claim: Claim): Promise<void> {
    try {
      const now = acting();
      const [person, waiting, recent, frozen] = await Promise.all([
        people.of(claim),
        now?.open() ?? [],
        now?.recent(RECENT) ?? [],
        now?.frozen(),
      ]);
      const view = renderHome({
        person,
        may: now?.may(person),
        open: waiting,
        recent,
        frozen,
        now: clock(),
        slash,
        workspace: identity()?.url,
      });
      await outbox.views.publish(claim.user, view);
    } catch (error) {
      log.warn({ user: claim.user, ...errorFields(error) }, 'a Home tab was not drawn');
    }
  }

  async function redraw(): Promise<void> {
    while (stale) {
      stale = false;
      for (const [user, { claim, at }] of open) {
        if (clock().getTime() - at > OPEN_MS) open.delete(user);
        else await draw(claim);
      }
      await sleep(PACE_MS);
    }
    redrawing = false;
  }

  return {
    async opened(claim) {
      open.delete(claim.user);
      open.set(claim.user, { claim, at: clock().getTime() });
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
