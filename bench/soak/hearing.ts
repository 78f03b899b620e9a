import type { LocalSlack } from '../../src/sandbox/slack/server.ts';

const POLL_MS = 10;

/**
 * Watches at Slack's end how many connections stand. `excused`: both were cut on purpose, which is no fault of the bot until both
 * stand again.
 */
export function watchHearing(slack: LocalSlack) {
  let excused = true;
  let since = performance.now();
  const deaf = { ms: 0, on_purpose_ms: 0, cut_on_purpose: 0 };
  const timer = setInterval(() => {
    const now = performance.now();
    if (slack.connections === 0) deaf[excused ? 'on_purpose_ms' : 'ms'] += now - since;
    if (slack.connections === 2) excused = false;
    since = now;
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
