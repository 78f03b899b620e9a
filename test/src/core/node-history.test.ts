import { describe, expect, it } from 'vitest';
import { historyOf } from '../../../src/core/node-history.ts';
import { HistoryPageSchema, NodeSchema } from '../../../src/openstack/ironic/schema.ts';
import { HEALTHY_NODE, minutesAgo, NOW, recorded } from '../../support/facts.ts';

const node = NodeSchema.parse(HEALTHY_NODE);
const now = new Date(NOW);
let serial = 0;
const event = (minutes: number, text: string, rest: object = {}) => ({
  uuid: `e${++serial}`,
  created_at: minutesAgo(minutes),
  severity: 'ERROR',
  event_type: 'cleaning',
  event: text,
  conductor: 'conductor-1',
  user: null,
  ...rest,
});
const parse = (history: unknown[]) => HistoryPageSchema.parse({ history }).history;
const TIMEOUT =
  'Timeout reached while cleaning the node. Please check if the ramdisk is running on the node.';

describe("a node's history", () => {
  it('is told newest first, in plain words where the wording is known', () => {
    const { entries, total, from } = historyOf(
      node,
      parse([event(90, TIMEOUT), event(30, 'fan 3 sounds odd')]),
      now,
    );
    expect(entries).toMatchObject([
      {
        text: 'fan 3 sounds odd',
        doing: 'cleaning',
        error: true,
        conductor: 'conductor-1',
        quietSeconds: 3600,
      },
      { text: TIMEOUT, says: expect.stringMatching(/ramdisk/) },
    ]);
    expect(entries[0]).not.toHaveProperty('says');
    expect({ total, from }).toEqual({ total: 2, from: minutesAgo(90) });
  });

  it('folds what comes again and again, whatever ids and numbers are in it', () => {
    const id = '1be26c0b-03f2-4d2e-ae87-c02d7f33c123';
    const again = [120, 80, 40, 1].map((ago, at) => event(ago, `attempt ${at} on node ${id} failed`));
    again[1] = { ...again[1], conductor: 'conductor-2' } as never;
    const { entries, total } = historyOf(node, parse([event(500, TIMEOUT), ...again]), now);
    expect(entries[0]?.conductor).toBe('conductor-1, conductor-2');
    expect(total).toBe(5);
    expect(entries).toMatchObject([
      { count: 4, at: minutesAgo(1), since: minutesAgo(120), text: expect.stringContaining('attempt 3') },
      { count: 1, text: TIMEOUT },
    ]);
    expect(entries[0]?.quietSeconds).toBe(380 * 60);
  });

  it('tells the state and how long it lasted, since API 1.115', () => {
    const rest = {
      state: 'clean wait',
      target_provision_state: 'available',
      duration_seconds: 1800,
      user: 'u1',
    };
    const { entries } = historyOf(node, parse([event(5, TIMEOUT, rest)]), now);
    expect(entries[0]).toMatchObject({ state: 'clean wait', target: 'available', seconds: 1800, user: 'u1' });
  });

  it('does not call information an error', () => {
    const { entries } = historyOf(node, parse([event(5, 'a step was skipped', { severity: 'INFO' })]), now);
    expect(entries[0]?.error).toBe(false);
  });

  it('sums up a long one by what happened most', () => {
    const many = Array.from({ length: 300 }, (_, at) =>
      at % 3 === 0 ? event(at * 10, TIMEOUT) : event(at * 10, 'power lost', { event_type: 'monitoring' }),
    );
    const { kinds, total, entries } = historyOf(node, parse(many), now);
    expect(total).toBe(300);
    expect(entries).toHaveLength(200);
    expect(kinds).toEqual([
      { words: 'power and health checks: power lost', count: 200 },
      { words: expect.stringMatching(/^cleaning: .*ramdisk/), count: 100 },
    ]);
    expect(historyOf(node, parse(many.slice(0, 3)), now).kinds).toEqual([]);
  });

  it('adds what only the node tells, and not what history has said', () => {
    const failed = NodeSchema.parse({
      ...HEALTHY_NODE,
      last_error: TIMEOUT,
      maintenance_reason: 'INC-4411',
      inspection_started_at: minutesAgo(50),
    });
    const fields = (history: unknown[]) =>
      historyOf(failed, parse(history), now).traces.map((one) => one.field);
    expect(fields([event(5, TIMEOUT)])).toEqual(['maintenance_reason']);
    expect(fields([])).toEqual(['last_error', 'maintenance_reason', 'inspection_started_at', 'created_at']);
  });

  it('says why there is none', () => {
    const failed = NodeSchema.parse({ ...HEALTHY_NODE, last_error: 'x' });
    expect(historyOf(node, [], now).without).toMatch(/only when something goes wrong/);
    expect(historyOf(failed, [], now).without).toMatch(/node_history/);
    expect(historyOf(node, { unread: 'needs 1.78' }, now).without).toBe('needs 1.78');
    expect(historyOf(node, parse([event(5, TIMEOUT)]), now)).not.toHaveProperty('without');
  });

  it('reads real recorded entries', () => {
    for (const name of ['history-clean-failed', 'history-deploy-failed', 'history-bmc-dead']) {
      const { history } = HistoryPageSchema.parse(recorded(`ironic/${name}`));
      const { entries } = historyOf(node, history, now);
      expect(entries.length, name).toBeGreaterThan(0);
      expect(
        entries.every((one) => one.says),
        name,
      ).toBe(true);
    }
  });
});
