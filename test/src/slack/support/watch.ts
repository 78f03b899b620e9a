import type { AlertIntake, Alerts } from '../../../../src/core/alert-story.ts';
import type { ReadEvent } from '../../../../src/core/read-alert.ts';
import type { Watch } from '../../../../src/slack/watch.ts';
import { reader } from '../../../support/alerts.ts';

/** An intake in memory. `failing`: it throws while this is true. */
export function fakeIntake() {
  const taken: ReadEvent[] = [];
  const cursors = new Map<string, string>();
  const state = { failing: false, slow: undefined as Promise<void> | undefined };
  const reached = (channel: string, ts: string) => {
    if (Number(ts) > Number(cursors.get(channel) ?? 0)) cursors.set(channel, ts);
  };
  const intake: AlertIntake = {
    async take(event) {
      await state.slow;
      if (state.failing) throw new Error('the database is away');
      taken.push(event);
      reached(event.channel, event.ts);
    },
    deliver: async () => undefined,
    newest: async (channel) => cursors.get(channel),
    reached: async (channel, ts) => reached(channel, ts),
  };
  return { intake, taken, cursors, state };
}

export const WATCHED = 'C0ALERTS01';

const NOBODY: Omit<Alerts, 'channels'> = {
  silence: () => Promise.reject(new Error('nobody silences here')),
  unsilence: async () => 0,
  silences: async () => [],
  open: async () => [],
  glance: async () => ({ open: {}, storms: [], newest: [] }),
};

export function watchOf(intake: AlertIntake, change: Partial<Watch> = {}): Watch {
  const channels = [WATCHED];
  return {
    intake,
    reader,
    alerts: { ...NOBODY, channels },
    channels,
    people: false,
    reactions: true,
    ...change,
  };
}
