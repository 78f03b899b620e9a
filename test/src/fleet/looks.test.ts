import { describe, expect, it } from 'vitest';
import type { FleetPoint } from '../../../src/core/fleet-point.ts';
import { pointOf } from '../../../src/core/fleet-point.ts';
import type { FitsNothing, FleetReport } from '../../../src/core/fleet-report.ts';
import { createLooks, type LooksOptions } from '../../../src/fleet/looks.ts';
import { groupOf, READ_AT, reportWith } from '../../support/fleet.ts';

const now = reportWith([groupOf('ipmi-unreachable', 2), groupOf('node-locked', 1)]);
const earlier = { ...reportWith([groupOf('ipmi-unreachable', 3)]), at: '2026-11-22T17:30:00.000Z' };
const PAST = [pointOf(earlier)].filter((one) => one !== undefined);
const nothing: FitsNothing = { kind: 'fits-nothing', words: 'x', nearest: [], total: 40 };

function looksAt(report: FleetReport | FitsNothing, options: Partial<LooksOptions> = {}) {
  const drawn: (readonly FleetPoint[])[] = [];
  const warned: string[] = [];
  const asked: unknown[] = [];
  const looks = createLooks({
    readings: { of: async () => ({ report: () => report, among: () => now }) },
    points: {
      before: async (cloud, at) => {
        asked.push(['before', cloud, at]);
        return PAST[0];
      },
      since: async (cloud, at) => {
        asked.push(['since', cloud, at]);
        return PAST;
      },
    },
    draw: async (_, points) => {
      drawn.push(points);
      return { filename: 'f.png', title: 't', content: new Uint8Array(1) };
    },
    log: { warn: (_, words) => void warned.push(words) },
    ...options,
  });
  return { looks, drawn, warned, asked };
}

describe('a look at a fleet', () => {
  it('tells what has changed since the last sweep, and draws the week with the moment itself', async () => {
    const { looks, drawn, asked } = looksAt(now);
    const look = await looks.look('prod');
    expect(look).toMatchObject({
      report: now,
      changes: {
        since: '2026-11-22T17:30:00.000Z',
        came: [{ uuid: 'node-locked-0' }],
        went: [{ uuid: 'ipmi-unreachable-2' }],
        turned: [],
      },
      picture: { filename: 'f.png' },
    });
    expect(drawn).toEqual([[PAST[0], pointOf(now)]]);
    expect(asked).toEqual([
      ['before', 'prod', READ_AT],
      ['since', 'prod', '2026-11-15T18:00:00.000Z'],
    ]);
  });

  it('tells what has changed since a moment for a digest', async () => {
    const { looks, asked } = looksAt(now);
    await looks.since('prod', '2026-11-21T08:00:00.000Z');
    expect(asked[0]).toEqual(['before', 'prod', '2026-11-21T08:00:00.000Z']);
  });

  it.each([
    ['a part of a fleet', { ...now, filter: { words: 'x', meant: 'names like x' }, shown: 3 }],
    ['a fleet whose list ended early', { ...now, partial: true }],
  ])('%s has no history', async (_, report) => {
    const { looks, drawn, asked } = looksAt(report);
    expect(await looks.look('prod', 'x')).not.toHaveProperty('changes');
    expect([drawn, asked]).toEqual([[[]], []]);
  });

  it('words that fit nothing are passed on', async () => {
    expect(await looksAt(nothing).looks.look('prod', 'x')).toBe(nothing);
  });

  it('is told without a past where there are no records', async () => {
    const { looks, drawn } = looksAt(now, { points: undefined });
    expect(await looks.look('prod')).not.toHaveProperty('changes');
    expect(drawn).toEqual([[pointOf(now)]]);
  });

  it('a sick database and a canvas that is missing cost what they would have added, and are logged', async () => {
    const broken = async () => Promise.reject(new Error('broken'));
    const { looks, warned } = looksAt(now, { points: { before: broken, since: broken }, draw: broken });
    expect(await looks.look('prod')).toEqual({ report: now });
    expect(warned).toEqual(['the history of a fleet was not read', 'a picture of a fleet was not drawn']);
  });
});
