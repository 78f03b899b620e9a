import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { createChannelCopy } from '../../../src/audit/copy.ts';
import type { Head } from '../../../src/audit/fault.ts';
import { append } from '../../../src/audit/journal.ts';
import type { Stage } from '../../../src/core/acting.ts';
import type { AuditDraft } from '../../../src/core/audit-entry.ts';
import { openStore, type Store } from '../../../src/store/open-store.ts';
import { DATABASES, type TestDatabase } from '../../support/databases.ts';
import { draft } from './drafts.ts';

const SECOND = 1000;
const MINUTE = 60 * SECOND;

describe.each(DATABASES)('copy of the journal on $name', ({ missing, create }) => {
  describe.skipIf(missing)('into a channel', () => {
    let database: TestDatabase;
    let store: Store;
    /** What the channel shows: `#1`, and `head 1`. */
    let shown: string[];
    let slackIsDown: boolean;
    let now: number;

    beforeEach(async () => {
      database = await create();
      store = await openStore(database.options);
      shown = [];
      slackIsDown = false;
      now = Date.parse('2026-11-22T03:00:00.000Z');
    });
    afterEach(async () => {
      await store.close();
      await database.drop();
    });

    const stage: Pick<Stage, 'copy'> = {
      async copy(channel, what) {
        await Promise.resolve();
        if (slackIsDown) throw new Error('channel_not_found');
        expect(channel).toBe('C1');
        shown.push('head' in what ? `head ${what.head.seq}` : `#${what.entry.seq}`);
      },
    };
    const copyOf = (owner = 'p1', on: Pick<Stage, 'copy'> = stage) =>
      createChannelCopy({
        store,
        stage: on,
        channel: 'C1',
        clock: () => new Date(now),
        headEvery: 60 * MINUTE,
        owner,
      });
    const write = (changes: Partial<AuditDraft> = {}) =>
      store.transaction((trx) => append(trx, draft({ at: new Date(now).toISOString(), ...changes })));
    const told = () => shown.splice(0);

    test('has every entry once and in order, and the head at the start, after a burst, and every hour of a long one', async () => {
      const { pump } = copyOf();
      expect(await pump()).toBe(0);
      await write();
      await write();
      expect(await pump()).toBe(3);
      expect(told()).toEqual(['#1', '#2', 'head 2']);
      await write();
      await pump();
      expect(told()).toEqual(['#3']);
      now += 59 * SECOND;
      expect(await pump()).toBe(0);
      now += SECOND;
      await pump();
      expect(told()).toEqual(['head 3']);
      now += 600 * MINUTE;
      expect(await pump()).toBe(0);
      for (let minute = 0; minute < 62; minute += 1) {
        await write();
        await pump();
        now += 0.9 * MINUTE;
      }
      expect(told().filter((line) => line.startsWith('head'))).toEqual(['head 4']);
      for (let minute = 0; minute < 6; minute += 1) {
        await write();
        await pump();
        now += 0.9 * MINUTE;
      }
      expect(told().filter((line) => line.startsWith('head'))).toEqual(['head 71']);
    });

    test('leaves out what another line tells with its outcome', async () => {
      await write({ kind: 'started' });
      await write({ kind: 'sent' });
      await write({ kind: 'finished' });
      await copyOf().pump();
      expect(told()).toEqual(['#1', '#3', 'head 3']);
    });

    test('while Slack fails, nothing is lost, skipped or repeated, and it is asked ever less often', async () => {
      const { pump } = copyOf();
      await write();
      await pump();
      told();
      await write();
      await write();
      slackIsDown = true;
      let asked = 0;
      for (let second = 0; second < 600; second += 1) {
        await pump().catch(() => {
          asked += 1;
        });
        now += SECOND;
      }
      expect(asked).toBeGreaterThan(5);
      expect(asked).toBeLessThan(9);
      slackIsDown = false;
      now += 5 * MINUTE;
      await pump();
      expect(told()).toEqual(['#2', '#3', 'head 3']);
    });

    test('a tail that was cut off together with its head shows at once, and what comes later is not swallowed', async () => {
      const { pump } = copyOf();
      for (let count = 0; count < 5; count += 1) await write();
      await pump();
      told();
      const [third] = await store.db.selectFrom('journal').select('hash').where('seq', '=', 3).execute();
      await store.db.deleteFrom('journal').where('seq', '>', 3).execute();
      await store.db
        .updateTable('journal_head')
        .set({ seq: 3, hash: third?.hash ?? '' })
        .execute();
      await pump();
      expect(told()).toEqual(['head 3']);
      await write();
      await pump();
      expect(told()).toEqual(['#4']);
    });

    test('the head that is posted is that of the entry that was copied last', async () => {
      const heads: Head[] = [];
      const watching: Pick<Stage, 'copy'> = {
        copy: async (_, what) => {
          if ('head' in what) heads.push(what.head);
        },
      };
      const entry = await write();
      await copyOf('p1', watching).pump();
      expect(heads).toEqual([{ seq: 1, hash: entry.hash, at: new Date(now).toISOString() }]);
    });

    test('a channel that is new to a long journal begins with the last twenty', async () => {
      for (let count = 0; count < 25; count += 1) await write();
      await copyOf().pump();
      expect(told()[0]).toBe('#6');
    });

    test('of two replicas one copies; the other goes on where one has died, once that is certain', async () => {
      const arrived = Promise.withResolvers<void>();
      const hanging = new Promise<void>(() => undefined);
      const dying = copyOf('p1', {
        copy: async () => {
          arrived.resolve();
          await hanging;
        },
      });
      await write();
      void dying.pump();
      await arrived.promise;
      const other = copyOf('p2');
      expect(await other.pump()).toBe(0);
      now += 5 * MINUTE + 1;
      expect(await other.pump()).toBe(2);
      expect(told()).toEqual(['#1', 'head 1']);
    });

    test('whatever fails in whatever order, each entry is shown once and in order', async () => {
      const step = fc.constantFrom('write', 'p1', 'p2', 'both', 'down', 'up', 'wait');
      await fc.assert(
        fc.asyncProperty(fc.array(step, { maxLength: 25 }), async (steps) => {
          await store.db.deleteFrom('copies').execute();
          const begin = (await store.db.selectFrom('journal_head').select('seq').executeTakeFirstOrThrow())
            .seq;
          await store.db
            .insertInto('copies')
            .values({
              channel: 'C1',
              seq: begin,
              head_seq: begin,
              head_at: '',
              lease_owner: null,
              lease_until: null,
            })
            .execute();
          told();
          let end = begin;
          const pumps = { p1: copyOf('p1').pump, p2: copyOf('p2').pump };
          const run = async (which: 'p1' | 'p2') => {
            await pumps[which]().catch(() => undefined);
          };
          for (const one of [...steps, 'up', 'wait', 'p1', 'p2'] as const) {
            if (one === 'write') end = (await write()).seq;
            else if (one === 'both') await Promise.all([run('p1'), run('p2'), run('p1')]);
            else if (one === 'down' || one === 'up') slackIsDown = one === 'down';
            else if (one === 'wait') now += 6 * MINUTE;
            else await run(one);
          }
          const entries = told().filter((line) => line.startsWith('#'));
          expect(entries).toEqual(Array.from({ length: end - begin }, (_, at) => `#${begin + at + 1}`));
        }),
        { numRuns: 25 },
      );
    });
  });
});
