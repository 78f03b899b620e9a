import { describe, expect, it } from 'vitest';
import { createEventLog } from '../../../src/slack/event-log.ts';

describe('the event log', () => {
  it('knows an event for an hour', async () => {
    let now = Date.parse('2026-11-22T03:00:00Z');
    const events = createEventLog({ clock: () => new Date(now) });
    expect(await events.seen('Ev1')).toBe(false);
    now += 59 * 60_000;
    expect(await events.seen('Ev1')).toBe(true);
    expect(await events.seen('Ev2')).toBe(false);
    now += 60_000;
    expect(await events.seen('Ev1')).toBe(false);
    expect(await events.seen('Ev2')).toBe(true);
  });

  it('forgets the oldest rather than growing without end', async () => {
    const events = createEventLog({ clock: () => new Date(0), max: 3 });
    for (const id of ['a', 'b', 'c', 'd', 'e']) await events.seen(id);
    expect(await events.seen('e')).toBe(true);
    expect(await events.seen('a')).toBe(false);
  });
});
