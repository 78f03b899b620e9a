import { describe, expect, it } from 'vitest';
import { type Hush, settled } from '../../../src/alerts/settle.ts';
import type { Silence, SilenceOf } from '../../../src/core/alert-story.ts';
import { quietHours } from '../../../src/core/quiet-hours.ts';
import { nameOf, T0, uuidOf } from '../../support/alert-world.ts';
import { alertOf, conductor, findingOf, keptOf, subject } from '../../support/stories.ts';

const HOUR = '2026-11-30T04:14:00.000Z';
const LATER = '2026-11-30T05:14:00.000Z';
const MORNING = '2026-11-30T06:00:00.000Z';

const node = (n: number, cloud = 'prod'): SilenceOf => ({
  kind: 'node',
  cloud,
  uuid: uuidOf(n),
  name: nameOf(n),
});
const silence = (of: SilenceOf, until = HOUR): Silence => ({
  id: 'x',
  of,
  by: 'U1',
  reason: null,
  at: T0,
  until,
});
const hush = (...silences: readonly Silence[]): Hush => ({
  silences,
  quiet: () => undefined,
  but: [],
  nodeOf: ({ kind, id }) => (kind === 'node' ? id : kind === 'instance' ? uuidOf(1) : undefined),
});
const until = (kept: Parameters<typeof settled>[0], how: Hush, now = T0) => {
  const { story } = settled(kept, how, now);
  expect(story.state === 'silenced').toBe(story.silenced_until !== null);
  return story.silenced_until;
};

describe('a story', () => {
  it('is as it was read where nobody has silenced anything, and then the same one', () => {
    const kept = keptOf({ state: 'answered' }, { read: 'answered' });
    expect(settled(kept, hush(), T0).story).toBe(kept.story);
    expect(settled(keptOf({}, { read: 'unread' }), hush(), T0).story).toMatchObject({
      state: 'unread',
      version: 2,
    });
  });

  it('is silent until the first of its subjects is to be told again', () => {
    const kept = keptOf({ alerts: [alertOf(1), alertOf(2)] });
    expect(until(kept, hush(silence(node(1))))).toBeNull();
    expect(until(kept, hush(silence(node(1), LATER), silence(node(2))))).toBe(HOUR);
    expect(until(kept, hush(silence(node(1)), silence(node(1), LATER), silence(node(2), MORNING)))).toBe(
      LATER,
    );
    expect(until(kept, hush(silence(node(1)), silence(node(2, 'lab'))))).toBeNull();
  });

  it('is silent by the cause that was found of each', () => {
    const cause = silence({ kind: 'cause', cause: 'bmc-credentials' });
    const alerts = [alertOf(1), alertOf(2)];
    const findings = [findingOf(subject(1), 'bmc-credentials'), findingOf(subject(2), 'agent-tls')];
    expect(until(keptOf({ alerts, findings }), hush(cause))).toBeNull();
    expect(until(keptOf({ alerts: [alertOf(1)], findings }), hush(cause))).toBe(HOUR);
    expect(until(keptOf({ alerts, findings }), hush(cause, silence(node(2))))).toBe(HOUR);
    expect(until(keptOf({ alerts: [alertOf(1)] }), hush(cause))).toBeNull();
  });

  it('counts only what fires', () => {
    const alerts = [alertOf(1), alertOf(2, { status: 'resolved', ended: T0 })];
    expect(until(keptOf({ alerts }), hush(silence(node(1))))).toBe(HOUR);
  });

  it('about what has no node, or about nothing by name, is silenced by no node', () => {
    expect(
      until(keptOf({ alerts: [alertOf(1, { subjects: [conductor] })] }), hush(silence(node(1)))),
    ).toBeNull();
    expect(until(keptOf({ alerts: [alertOf(1, { subjects: [] })] }), hush(silence(node(1))))).toBeNull();
  });

  it('is told again when a silence is over', () => {
    const kept = keptOf({ state: 'silenced', silenced_until: HOUR }, { read: 'answered' });
    expect(settled(kept, hush(silence(node(1))), HOUR).story).toMatchObject({
      state: 'answered',
      silenced_until: null,
    });
  });

  it('that is over stays so', () => {
    const kept = keptOf({ state: 'resolved', closed_at: T0 });
    expect(settled(kept, hush(silence(node(1))), T0)).toBe(kept);
  });

  describe('in quiet hours', () => {
    const quiet = quietHours({ from: '22:00', to: '07:00', timezone: 'Europe/Berlin', but: [] });
    const night = { ...hush(silence(node(1))), quiet, but: ['critical'] };

    it('waits for the morning, or for the end of a silence that is later', () => {
      expect(until(keptOf({ alerts: [alertOf(2)] }), night)).toBe(MORNING);
      expect(until(keptOf(), night)).toBe(MORNING);
      expect(until(keptOf(), { ...night, silences: [silence(node(1), '2026-11-30T09:00:00.000Z')] })).toBe(
        '2026-11-30T09:00:00.000Z',
      );
      expect(until(keptOf({ alerts: [alertOf(2)] }), night, MORNING)).toBeNull();
    });

    it('does not wait with what cannot, as long as that fires, nor with what was there before', () => {
      const severity = 'critical';
      expect(until(keptOf({ alerts: [alertOf(2, { severity })] }), night)).toBeNull();
      const over = alertOf(3, { severity, status: 'resolved', ended: T0 });
      expect(until(keptOf({ alerts: [alertOf(2), over] }), night)).toBe(MORNING);
      expect(
        until(keptOf({ alerts: [alertOf(2)], opened_at: '2026-11-29T20:59:00.000Z' }), night),
      ).toBeNull();
    });
  });
});
