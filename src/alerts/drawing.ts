import type { Glance, Story } from '../core/alert-story.ts';
import { after } from './slack-time.ts';

/** A verdict may come by then, and one message is better than two. */
const PATIENCE_MS = 3_000;
/** What has changed until it was over is looked at once more. */
const LAST_LOOK_MS = 10_000;

/** Whether a story is drawn: at once, not before that moment (ISO 8601), or not as it is now. */
export type Wish = 'now' | 'not' | { readonly from: string };

export interface Drawn {
  /** Somebody has begun to draw it: Slack may show it, whether anybody knows or not. */
  readonly once: boolean;
  /** It is still to be looked at. */
  readonly looking: boolean;
}

/** Messages are scarce: nothing is said about what is over, or unwanted, before anything was said of it. */
export function wishOf(story: Story, { once, looking }: Drawn, now: string): Wish {
  const from = (moment: string): Wish => (moment > now ? { from: moment } : 'now');
  switch (story.state) {
    case 'gone':
    case 'silenced':
      return once ? 'now' : 'not';
    case 'resolved': {
      if (!once) return 'not';
      return looking ? from(after(story.closed_at ?? now, LAST_LOOK_MS)) : 'now';
    }
    case 'reading':
      return story.storm && !once ? 'not' : from(after(story.opened_at, PATIENCE_MS));
    case 'unread':
      return story.storm && !once ? 'not' : 'now';
    case 'answered':
      return 'now';
  }
}

/** The reaction that the alert should have; undefined where it stays as it is. */
export function glanceOf(story: Story, before: string | null): Glance | undefined {
  const glance = glanceIn(story, before);
  return glance === before ? undefined : glance;
}

function glanceIn({ state, storm }: Story, before: string | null): Glance | undefined {
  if (state === 'answered') return 'answered';
  if (state === 'reading' || state === 'unread') return storm ? undefined : 'reading';
  // What was over before anybody looked is left alone.
  return state === 'resolved' && before !== null ? 'resolved' : undefined;
}

/** The worst first: what many nodes have, then single ones, and what nobody can tell last. */
export function byUrgency(a: Story, b: Story): number {
  const unsure = ({ findings }: Story) =>
    Number(findings.every(({ cause }) => cause === 'insufficient-evidence' || cause === 'healthy'));
  const size = ({ storm, groups, findings }: Story) =>
    Math.max(storm?.nodes ?? 0, findings.length, ...groups.map(({ nodes }) => nodes.length));
  return unsure(a) - unsure(b) || size(b) - size(a) || a.opened_at.localeCompare(b.opened_at);
}
