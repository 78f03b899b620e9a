import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { ReadEvent } from '../../../src/core/read-alert.ts';
import { openStore } from '../../../src/store/open-store.ts';
import {
  at,
  createWorld,
  deleted,
  edited,
  HOOKED,
  nameOf,
  posted,
  readingOf,
  uuidOf,
  type World,
} from '../../support/alert-world.ts';
import { DATABASES, type TestDatabase } from '../../support/databases.ts';

const [M1, M2, M3] = [at(-30), at(-20), at(-10)];
const A = { key: 'a', node: nameOf(1) };
const B = { key: 'b', node: nameOf(2) };
const over = { status: 'resolved' } as const;

describe.each(DATABASES)('what is heard, on $name', ({ missing, create }) => {
  describe.skipIf(missing)('of alerts', () => {
    let database: TestDatabase;
    let world: World;
    beforeEach(async () => {
      database = await create();
      world = await createWorld({ store: await openStore(database.options) });
    });
    afterEach(async () => {
      await world.store.close();
      await database.drop();
    });
    const take = async (...events: Parameters<World['intake']['take']>[0][]) => {
      for (const event of events) await world.intake.take(event);
    };
    const told = async () =>
      (await world.kept()).map(({ alert, state, alerts }) => ({
        alert,
        state,
        alerts: alerts.map(({ key, status }) => `${key} ${status}`),
      }));

    test('is one story for a message, with what is known of its alerts', async () => {
      await take(posted(M1, [{ ...A, severity: 'critical', started: '2026-11-30T03:00:00.000Z' }]));
      expect(await world.alerts.open()).toEqual([
        expect.objectContaining({
          ...{ version: 1, channel: 'C0ALERTS', alert: M1, source: 'alertmanager', state: 'reading' },
          opened_at: '2026-11-30T03:14:00.000Z',
          alerts: [
            {
              ...{ key: 'a', name: 'IronicNodeCleanFailed', severity: 'critical', status: 'firing' },
              ...{ started: '2026-11-30T03:00:00.000Z', ended: null, asked: [] },
              subjects: [{ kind: 'node', cloud: 'prod', id: uuidOf(1), name: nameOf(1) }],
              symptom: { id: 'clean-failed', about: 'node', words: 'cleaning of a node failed' },
            },
          ],
        }),
      ]);
    });

    test('is nothing but the mark where nothing is ours', async () => {
      await take(posted(M1, [{ key: 'x', name: 'DiskFull', node: 'db-1' }]));
      expect(await world.kept()).toEqual([]);
      expect(await world.intake.newest('C0ALERTS')).toBe(M1);
      expect(await world.store.db.selectFrom('alert_messages').selectAll().execute()).toEqual([]);
    });

    test('twice is told once', async () => {
      await take(posted(M1, [A]), posted(M1, [A]), edited(M1, at(-5), [{ ...A, ...over }]));
      await take(edited(M1, at(-5), [{ ...A, ...over }]), posted(M1, [A]));
      expect(await told()).toEqual([{ alert: M1, state: 'resolved', alerts: ['a resolved'] }]);
    });

    test('again in another message opens no second story; what is new in it does', async () => {
      await take(posted(M1, [A]), posted(M2, [A]), posted(M3, [A, B]));
      expect(await told()).toEqual([
        { alert: M1, state: 'reading', alerts: ['a firing'] },
        { alert: M3, state: 'reading', alerts: ['b firing'] },
      ]);
      expect((await world.kept())[1]?.elsewhere).toEqual({
        count: 1,
        first: { channel: 'C0ALERTS', ts: M1 },
      });
    });

    test('as over in another message closes it where it is told, and says nothing of its own', async () => {
      await take(posted(M1, [A, B]), posted(M2, [{ ...A, ...over, ended: '2026-11-30T03:13:45.000Z' }]));
      expect(await told()).toEqual([{ alert: M1, state: 'reading', alerts: ['a resolved', 'b firing'] }]);
      await take(posted(M3, [{ ...B, ...over, ended: '2026-11-30T03:13:50.000Z' }]));
      const [story] = await world.kept();
      expect(story).toMatchObject({ state: 'resolved', end: { at: '2026-11-30T03:13:50.000Z', lasted: 20 } });
      expect(await world.alerts.open()).toEqual([]);
    });

    test('as over of which nobody has heard is nothing', async () => {
      await take(posted(M1, [{ ...A, ...over }]));
      expect(await told()).toEqual([]);
    });

    test('as over before it began, since it came first, stays over', async () => {
      await take(posted(M2, [{ ...A, ...over }]), posted(M1, [A]));
      expect(await told()).toEqual([]);
      await take(posted(M3, [A]));
      expect(await told()).toEqual([{ alert: M3, state: 'reading', alerts: ['a firing'] }]);
    });

    test('anew after it was over is a story of the message that says so', async () => {
      await take(posted(M1, [A]), posted(M2, [{ ...A, ...over }]), posted(M3, [A]));
      expect(await told()).toEqual([
        { alert: M1, state: 'resolved', alerts: ['a resolved'] },
        { alert: M3, state: 'reading', alerts: ['a firing'] },
      ]);
    });

    test('in edits ends the same in whatever order they come', async () => {
      const post = posted(M1, [A]);
      const more = edited(M1, at(-8), [A, B]);
      const less = edited(M1, at(-7), [{ ...A, ...over }, B]);
      const orders = [
        [post, more, less],
        [less, more, post],
        [more, less, post],
        [less, post, more],
      ];
      for (const order of orders) {
        const world = await createWorld();
        for (const event of order) await world.intake.take(event);
        const [story, ...others] = await world.alerts.open();
        expect(others).toEqual([]);
        expect(story?.alerts.filter(({ status }) => status === 'firing').map(({ key }) => key)).toEqual([
          'b',
        ]);
        await world.store.close();
      }
    });

    test('in an edit that came before its post is told once', async () => {
      await take(edited(M1, at(-8), [A, B]), posted(M1, [A]));
      expect(await told()).toEqual([{ alert: M1, state: 'reading', alerts: ['a firing', 'b firing'] }]);
    });

    test('is the same alert where the only one of a message is worded anew', async () => {
      await take(posted(M1, [A]), edited(M1, at(-8), [{ ...A, key: 'a2' }]));
      expect(await told()).toEqual([{ alert: M1, state: 'reading', alerts: ['a2 firing'] }]);
      await take(edited(M1, at(-7), [{ key: 'x', name: 'All is well', ...over }]));
      expect(await told()).toEqual([{ alert: M1, state: 'resolved', alerts: ['a2 resolved'] }]);
    });

    test('is over where a message does not tell of it any more, unless it is cut', async () => {
      await take(posted(M1, [A, B]), edited(M1, at(-8), [B], { cut: true }));
      expect(await told()).toMatchObject([{ alerts: ['a firing', 'b firing'] }]);
      await take(edited(M1, at(-7), [B]));
      expect(await told()).toMatchObject([{ alerts: ['a resolved', 'b firing'] }]);
    });

    test('stays where a message is edited into something else', async () => {
      await take(
        posted(M1, [A, B]),
        edited(M1, at(-8), [{ key: 'x', name: 'Looking into it', status: 'unclear' }]),
      );
      expect(await told()).toMatchObject([{ alerts: ['a firing', 'b firing'] }]);
      await take(edited(M1, at(-7), [{ key: 'y', name: 'Done', ...over }]));
      expect(await told()).toMatchObject([{ state: 'resolved' }]);
    });

    test('as acknowledged is still open', async () => {
      await take(posted(M1, [A]), edited(M1, at(-8), [{ ...A, status: 'acknowledged' }]));
      expect(await told()).toEqual([{ alert: M1, state: 'reading', alerts: ['a acknowledged'] }]);
    });

    test('in a message that was over and fires again goes on in its story', async () => {
      await take(posted(M1, [A]), edited(M1, at(-8), [{ ...A, ...over }]), edited(M1, at(-7), [A]));
      expect(await told()).toEqual([{ alert: M1, state: 'reading', alerts: ['a firing'] }]);
      expect((await world.kept())[0]).toMatchObject({ closed_at: null, end: null });
    });

    test('is gone with its message, and told by the next', async () => {
      await take(posted(M1, [A]), deleted(M1), deleted(M1), edited(M1, at(-8), [A]), posted(M1, [A]));
      expect(await told()).toEqual([{ alert: M1, state: 'gone', alerts: ['a firing'] }]);
      await take(posted(M2, [A]));
      expect(await told()).toMatchObject([{ state: 'gone' }, { alert: M2, state: 'reading' }]);
    });

    test('in a message that was deleted before it came is nothing', async () => {
      await take(deleted(M1), posted(M1, [A]));
      expect(await told()).toEqual([]);
    });

    test('by two replicas at once is one story', async () => {
      const other = await createWorld({
        store: await openStore(database.options),
        options: { newId: ids('other') },
      });
      await Promise.all(
        Array.from({ length: 8 }, (_, n) => [world, other][n % 2]?.intake.take(posted(M1, [A, B]))),
      );
      expect(await told()).toEqual([{ alert: M1, state: 'reading', alerts: ['a firing', 'b firing'] }]);
      await other.store.close();
    });

    test('on our own listener is one story for a group while that is open', async () => {
      const deliver = (said: Parameters<typeof readingOf>[0], group = 'g') =>
        world.intake.deliver(readingOf(said), group);
      await deliver([A]);
      world.clock.at += 60_000;
      await deliver([A, B]);
      await deliver([{ key: 'c', node: nameOf(3) }], 'h');
      expect(await world.kept()).toMatchObject([
        { channel: HOOKED, alert: null, alerts: [{ key: 'a' }, { key: 'b' }] },
        { channel: HOOKED, alert: null, alerts: [{ key: 'c' }] },
      ]);
      world.clock.at += 60_000;
      await deliver([
        { ...A, ...over },
        { ...B, ...over },
      ]);
      expect(await told()).toMatchObject([{ state: 'resolved' }, { state: 'reading' }]);
      // What is sent again began before it ended.
      world.clock.at += 60_000;
      await deliver([{ ...A, started: '2026-11-30T03:13:00.000Z' }]);
      expect(await told()).toHaveLength(2);
      await deliver([{ ...A, started: '2026-11-30T03:16:30.000Z' }]);
      expect(await told()).toHaveLength(3);
      // A tool tells of an end minutes later, and what began in between has not ended.
      await deliver([{ ...A, ...over, ended: '2026-11-30T03:16:40.000Z' }]);
      await deliver([{ ...A, started: '2026-11-30T03:16:35.000Z' }]);
      expect(await told()).toHaveLength(3);
      await deliver([{ ...A, started: '2026-11-30T03:16:45.000Z' }]);
      expect(await told()).toHaveLength(4);
      // What was only forgotten is told when it is said again, whenever it began.
      await world.work();
      for (let days = 0; days < 4; days += 1) await world.pass(86_400_000);
      expect((await told()).every(({ state }) => state !== 'reading' && state !== 'answered')).toBe(true);
      await deliver([{ ...A, started: '2026-11-30T03:16:45.000Z' }]);
      expect(await told()).toHaveLength(5);
    });

    test('by a name that the index does not have is looked up once a minute', async () => {
      world.index.next = [
        ...(await import('../../support/alert-world.ts')).ENTRIES,
        { kind: 'node', cloud: 'prod', id: uuidOf(99), name: 'bm-r9-u99' },
      ];
      await take(posted(M1, [{ key: 'n', node: 'bm-r9-u99' }]));
      expect((await world.kept())[0]?.alerts[0]?.subjects).toMatchObject([{ id: uuidOf(99) }]);
      await take(posted(M2, [{ key: 'o', node: 'bm-r9-u98' }]));
      expect(world.index.refreshes).toBe(1);
      world.clock.at += 60_000;
      await take(posted(M3, [{ key: 'p', node: 'bm-r9-u97' }]));
      expect(world.index.refreshes).toBe(2);
    });

    test('moves the mark, but not while what was missed is still looked through', async () => {
      await take(posted(M2, [A]), posted(M1, [B]), edited(M1, at(99), [B]));
      expect(await world.intake.newest('C0ALERTS')).toBe(M2);
      await take(posted(M3, [A]));
      expect(await world.intake.newest('C0ALERTS')).toBe(M2);
      await world.intake.reached('C0ALERTS', M3);
      await take(posted(at(5), [A]));
      const other = await createWorld({ store: world.store });
      expect(await other.intake.newest('C0ALERTS')).toBe(at(5));
      expect(await other.intake.newest('C0OTHER')).toBeUndefined();
    });

    test('that a history shows as they are now is as after the edits', async () => {
      await take({ ...posted(M1, [{ ...A, ...over }, B]), revised: at(-8) } as ReadEvent, posted(M1, [A, B]));
      expect(await told()).toEqual([{ alert: M1, state: 'reading', alerts: ['b firing'] }]);
      await take({ ...posted(M1, [{ key: 'y', name: 'Done', ...over }]), revised: at(-7) } as ReadEvent);
      expect(await told()).toMatchObject([{ state: 'resolved' }]);
    });

    test('is not taken for heard before the fleet has been read', async () => {
      const blind = await createWorld({
        store: world.store,
        options: {
          index: {
            current: () => undefined,
            refresh: async () => {
              throw new Error('Ironic is down');
            },
          },
        },
      });
      await expect(blind.intake.take(posted(M1, [A]))).rejects.toMatchObject({
        name: 'ServiceError',
        service: 'alerts',
      });
      expect(await world.intake.newest('C0ALERTS')).toBeUndefined();
      expect(blind.logged).toHaveLength(1);
    });

    test('in a channel that nobody watches is nothing', async () => {
      await world.intake.take({ ...posted(M1, [A]), channel: 'C0OTHER' });
      expect(await world.kept()).toEqual([]);
    });
  });
});

function ids(prefix: string): () => string {
  let count = 0;
  return () => {
    count += 1;
    return `${prefix}-${count}`;
  };
}
