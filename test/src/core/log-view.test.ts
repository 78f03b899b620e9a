import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import type { Attempt } from '../../../src/core/attempt.ts';
import { FactUnread, type LogExcerpt, type RamdiskLog } from '../../../src/core/facts.ts';
import { LOG_EXAMPLES, logViewOf } from '../../../src/core/log-view.ts';
import { LogsSchema, RamdiskLogsSchema } from '../../../src/logs/config.ts';
import { NodeSchema } from '../../../src/openstack/ironic/schema.ts';
import { HEALTHY_NODE, minutesAgo, NOW } from '../../support/facts.ts';

const node = NodeSchema.parse({
  ...HEALTHY_NODE,
  provision_state: 'clean failed',
  provision_updated_at: minutesAgo(60),
});
const id = HEALTHY_NODE.uuid;
const value = <T>(of: T): Attempt<T> => ({ kind: 'value', value: of });
const unread = (reason: string): Attempt<never> => ({
  kind: 'unread',
  why: new FactUnread('logs', 'not-read', reason),
});
const view = (logs: Attempt<readonly LogExcerpt[]>, ramdisk: Attempt<readonly RamdiskLog[]> = value([])) =>
  logViewOf(node, { logs, ramdisk }, new Date(NOW));
const conductor = (...lines: string[]) => value([{ source: 'ironic-conductor', host: 'c1', lines }]);

const log = (rest: Partial<RamdiskLog>): RamdiskLog => ({
  file: 'a.tar.gz',
  place: 'c1:/var/log/ironic/deploy',
  collected_at: minutesAgo(61),
  instance_uuid: null,
  size: 2048,
  parts: [],
  ...rest,
});

describe('what the logs tell', () => {
  it('puts errors first, the known ones before others, and counts the same', () => {
    const { errors } = view(
      conductor(
        `2026-11-22 17:00:01.000 7 ERROR ironic.conductor.utils [req-1 - -] Node ${id}: unheard of trouble 1`,
        `2026-11-22 17:00:02.000 7 ERROR ironic.conductor.utils [req-2 - -] Node ${id}: unheard of trouble 2`,
        `2026-11-22 17:00:03.000 7 ERROR ironic.conductor.utils [req-3 - -] Timeout reached while cleaning the node. Please check if the ramdisk responsible for the cleaning is running on the node.`,
        `2026-11-22 17:00:04.000 7 INFO ironic.conductor.utils [req-4 - -] Node ${id}: all is well`,
      ),
    );
    expect(errors).toEqual([
      {
        at: '2026-11-22T17:00:03.000Z',
        count: 1,
        place: 'ironic-conductor@c1',
        says: expect.stringMatching(/ramdisk/),
        text: expect.stringMatching(/^Timeout reached/),
      },
      {
        at: '2026-11-22T17:00:02.000Z',
        count: 2,
        place: 'ironic-conductor@c1',
        text: `Node ${id}: unheard of trouble 2`,
      },
    ]);
  });

  it('keeps the exception at the end of a traceback', () => {
    const { errors } = view(
      conductor(
        '2026-11-22 17:00:01.000 7 ERROR ironic.conductor.manager [req-1] Something broke',
        '2026-11-22 17:00:01.000 7 ERROR ironic.conductor.manager Traceback (most recent call last):',
        '2026-11-22 17:00:01.000 7 ERROR ironic.conductor.manager   File "x.py", line 3, in y',
        '2026-11-22 17:00:01.000 7 ERROR ironic.conductor.manager ValueError: odd',
      ),
    );
    expect(errors[0]?.text).toBe('Something broke … ValueError: odd');
  });

  it('tells the states that the node went through, the newest first', () => {
    const moved = (at: string, to: string, from: string, target: string) =>
      `2026-11-22 ${at}.000 7 INFO ironic.conductor.task_manager [req-1] Node ${id} moved to provision state "${to}" from state "${from}"; target provision state is "${target}"`;
    const { transitions } = view(
      conductor(
        moved('16:00:00', 'cleaning', 'manageable', 'available'),
        moved('16:30:00', 'clean failed', 'cleaning', 'available'),
      ),
    );
    expect(transitions.map((one) => one.text)).toEqual([
      'cleaning → clean failed',
      'manageable → cleaning, on the way to available',
    ]);
  });

  it('tells who had the lock', () => {
    const { locks } = view(
      conductor(
        `2026-11-22 17:00:00.000 7 DEBUG ironic.conductor.task_manager [req-1] Attempting to get exclusive lock on node ${id} (for provision action manage) __init__`,
        `2026-11-22 17:00:00.100 7 DEBUG ironic.conductor.task_manager [req-1] Node ${id} successfully reserved for provision action manage (took 0.01 seconds) reserve_node`,
        `2026-11-22 17:00:01.000 7 DEBUG ironic.conductor.task_manager [req-2] Attempting to get exclusive lock on node ${id} (for node update) __init__`,
        `2026-11-22 17:00:04.000 7 ERROR ironic.api [req-2] Node ${id} is locked by host c1, please retry after the current operation is completed.`,
        `2026-11-22 17:00:09.100 7 DEBUG ironic.conductor.task_manager [req-1] Successfully released exclusive lock for provision action manage on node ${id} (lock was held 9.00 sec) release_resources`,
      ),
    );
    expect(locks.map((one) => one.text)).toEqual([
      expect.stringMatching(
        /node update was refused.*c1 held the lock for provision action manage, 9 s in all/,
      ),
    ]);
  });

  it('opens the newest tarball that could be read and says when it is of an earlier attempt', () => {
    const parts = [
      {
        name: 'journal',
        lines: ['Nov 22 16:59:00 host kernel: all is well', 'Nov 22 16:59:01 host x: ERROR: oh dear'],
      },
    ];
    const tarballs = [
      log({ file: 'new.tar.gz', cut: 'truncated' }),
      log({ file: 'old.tar.gz', parts, collected_at: minutesAgo(300) }),
    ];
    const seen = view(value([]), value(tarballs));
    expect(seen.tarballs).toMatchObject([
      { file: 'new.tar.gz', opened: false, size: 2048 },
      { file: 'old.tar.gz', opened: true },
    ]);
    expect(seen.ramdisk).toMatchObject({
      file: 'old.tar.gz',
      earlier: true,
      known: false,
      telling: [{ place: 'journal', text: expect.stringContaining('oh dear') }],
    });
    expect(seen.cut).toEqual(['new.tar.gz: truncated']);
    expect(view(value([]), value([log({ parts })])).ramdisk?.earlier).toBe(false);
  });

  it('says what was not read, and whether it is a matter of configuration', () => {
    expect(
      view(unread('no log source is configured'), unread('Swift did not answer within 5 s')).unseen,
    ).toEqual([
      { what: 'ramdisk_logs', reason: 'Swift did not answer within 5 s', configured: true },
      { what: 'logs', reason: 'no log source is configured', configured: false },
    ]);
  });

  it('shows configuration that our own configuration takes', () => {
    const { logs } = parse(LOG_EXAMPLES.logs) as { logs: unknown };
    const { ramdisk_logs } = parse(LOG_EXAMPLES.ramdisk_logs) as { ramdisk_logs: unknown };
    expect(LogsSchema.safeParse(logs).success).toBe(true);
    expect(RamdiskLogsSchema.safeParse(ramdisk_logs).success).toBe(true);
  });
});
