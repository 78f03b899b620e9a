import type { LocalSlack } from '../../src/sandbox/slack/server.ts';

const POLL_MS = 10;
/** A Slack that itself did nothing for so long is rightly taken for dead: the bot waits 5 s for the answer to a ping. */
const STALL_MS = 1_000;

/**
 * Watches at Slack's end how many connections stand. `excused`: both were cut on purpose, or this process stood still, which is no
 * fault of the bot until both stand again.
 */
export function watchHearing(slack: LocalSlack) {
  let excused = true;
  let since = performance.now();
  const deaf = { ms: 0, on_purpose_ms: 0, cut_on_purpose: 0, slack_stood_still: 0 };
  const timer = setInterval(() => {
    const now = performance.now();
    const gap = now - since;
    since = now;
    if (gap > STALL_MS) {
      excused = true;
      deaf.slack_stood_still += 1;
    } else if (slack.connections === 0) deaf[excused ? 'on_purpose_ms' : 'ms'] += gap;
    else if (slack.connections === 2) excused = false;
  }, POLL_MS);
  return {
    deaf,
    /** What follows cuts both. */
    excuse(): void {
      excused = true;
      deaf.cut_on_purpose += 1;
    },
    stop: () => clearInterval(timer),
  };
}

export type Hearing = ReturnType<typeof watchHearing>;
