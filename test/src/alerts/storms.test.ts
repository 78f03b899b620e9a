import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { at, createWorld, edited, nameOf, posted, uuidOf, type World } from '../../support/alert-world.ts';

const SECOND = 1_000;
const MINUTE = 60_000;
const alert = (n: number) => ({ key: `k${n}`, node: nameOf(n) });
const over = (n: number) => ({ ...alert(n), status: 'resolved' }) as const;
const M = (n: number) => at(n - 600);
const range = (from: number, to: number) => Array.from({ length: to - from + 1 }, (_, n) => from + n);

let world: World;
beforeEach(async () => {
  world = await createWorld();
  for (const n of range(1, 31))
    world.fleet.nodes.set(uuidOf(n), { state: 'cleaning', cause: 'stuck-ing-state', conductor: 'c2' });
  for (const n of range(32, 35))
    world.fleet.nodes.set(uuidOf(n), { state: 'enroll', cause: 'bmc-credentials' });
});
afterEach(async () => {
  expect(world.logged).toEqual([]);
  await world.store.close();
});

async function fire(from: number, to: number): Promise<void> {
  for (const n of range(from, to)) await world.intake.take(posted(M(n), [alert(n)]));
}

describe('a storm', () => {
  test('of forty alerts reads as one message, drawn first, with groups that say what they share', async () => {
    await fire(1, 40);
    await world.work();
    await world.pass(20 * SECOND);
    expect(world.storms()).toMatchObject([
      {
        ...{ closed_at: null, alerts: { all: 40, firing: 40 }, subjects: { all: 40, firing: 40 } },
        groups: [
          { cause: 'stuck-ing-state', words: expect.stringMatching(/conductor c2$/), nodes: { length: 31 } },
          { cause: 'bmc-credentials', nodes: { length: 4 } },
        ],
        ...{ well: { length: 5 }, waiting: 0, silenced: 0, notes: [] },
      },
    ]);
    const [first, ...rest] = world.channel.shown;
    expect(first?.mark).toMatch(/^storm/);
    expect(rest).toHaveLength(40);
    const { open, storms, newest } = await world.alerts.glance(4);
    expect(Object.values(open)).toEqual([40]);
    expect(storms).toMatchObject([{ subjects: { firing: 40 }, message: first?.at }]);
    expect(newest).toEqual([]);
    // Each is posted once, with its answer, and says where the storm is told of.
    for (const { posted } of rest) {
      expect(posted).toMatchObject({ state: 'answered', storm: { message: first?.at } });
    }
    const order = rest.map(({ posted }) => ('findings' in posted ? posted.findings[0]?.cause : undefined));
    expect(order.indexOf('bmc-credentials')).toBe(31);
    expect(order.indexOf('healthy')).toBe(35);
    expect(rest[0]?.posted).toMatchObject({ storm: { nodes: 31, words: expect.stringMatching(/c2$/) } });
    // Few looks at single nodes, few passes, and never two at once.
    expect(world.fleet.asked.diagnoses.length).toBeLessThanOrEqual(3);
    expect(world.fleet.asked.passes).toBeLessThanOrEqual(2);
  });

  test('that grows before the cloud may be read again is told what the last pass saw; who looked well then waits', async () => {
    await fire(1, 8);
    await world.work();
    const { passes } = world.fleet.asked;
    expect(passes).toBeGreaterThan(0);
    // The fleet was read as a whole, with node 40 well and these already stuck.
    world.fleet.nodes.set(uuidOf(40), { state: 'clean failed', cause: 'clean-step-failed' });
    await fire(9, 12);
    await fire(40, 40);
    world.clock.at += 6 * SECOND;
    await world.work();
    expect(world.fleet.asked.passes).toBe(passes);
    expect(world.stories().flatMap(({ alerts }) => alerts.map(({ key }) => key))).not.toContain('k40');
    const [storm] = world.storms();
    expect(storm).toMatchObject({
      groups: [{ cause: 'stuck-ing-state', nodes: { length: 12 } }],
      well: [],
      waiting: 1,
    });
    await world.pass(20 * SECOND);
    expect(world.fleet.asked.passes).toBeGreaterThan(passes);
    expect(world.storms()).toMatchObject([
      { groups: [{ nodes: { length: 12 } }, { cause: 'clean-step-failed' }], well: [], waiting: 0 },
    ]);
  });

  test('begins with as many subjects as are set, within the time that is set', async () => {
    await fire(1, 4);
    await world.work();
    expect(world.storms()).toEqual([]);
    world.clock.at += 10 * MINUTE + 1;
    await fire(5, 5);
    await world.work();
    expect(world.storms()).toEqual([]);
    await fire(6, 9);
    await world.work();
    expect(world.storms()).toMatchObject([{ subjects: { all: 5 } }]);
    // Those before it stay by themselves.
    expect((await world.alerts.open()).map(({ storm }) => storm !== null)).toEqual([
      ...Array.from({ length: 4 }, () => false),
      ...Array.from({ length: 5 }, () => true),
    ]);
  });

  test('is no single message, however many alerts that has: it is told in its own thread', async () => {
    await world.intake.take(posted(M(1), range(1, 8).map(alert)));
    await world.work();
    expect(world.storms()).toEqual([]);
    expect(world.stories()).toMatchObject([{ groups: [{ nodes: { length: 8 } }], answer: null }]);
  });

  test('takes in what begins while it goes on, and what is over leaves its groups', async () => {
    await fire(1, 6);
    await world.work();
    await world.pass(20 * SECOND);
    world.clock.at += 30 * MINUTE;
    await fire(32, 32);
    for (const n of [1, 2]) await world.intake.take(edited(M(n), at(1900), [over(n)]));
    await world.work();
    await world.pass(20 * SECOND);
    expect(world.storms()).toMatchObject([
      {
        ...{ alerts: { all: 7, firing: 5 }, subjects: { all: 7, firing: 5 }, waiting: 0 },
        groups: [{ nodes: range(3, 6).map((n) => ({ id: uuidOf(n) })) }, { nodes: [{ id: uuidOf(32) }] }],
      },
    ]);
  });

  test('ends when nothing of it fires any more, and the next is another', async () => {
    await fire(1, 5);
    await world.work();
    await world.pass(20 * SECOND);
    for (const n of range(1, 5)) await world.intake.take(edited(M(n), at(30), [over(n)]));
    await world.work();
    await world.pass(20 * SECOND);
    expect(world.storms()).toMatchObject([
      { closed_at: expect.any(String), alerts: { all: 5, firing: 0 }, groups: [], waiting: 0 },
    ]);
    expect(world.stories().map(({ state }) => state)).toEqual(range(1, 5).map(() => 'resolved'));
    await fire(11, 15);
    await world.work();
    expect(world.storms()).toHaveLength(2);
  });

  test('says what it does not know: who is silenced, who waits, what was not read', async () => {
    await world.alerts.silence(
      { kind: 'node', cloud: 'prod', uuid: uuidOf(1), name: nameOf(1) },
      new Date(world.clock.at + 60 * MINUTE),
      'U1',
      null,
    );
    world.fleet.sick.reads = true;
    await fire(1, 7);
    await world.work();
    expect(world.storms()).toMatchObject([{ silenced: 1, waiting: 6, groups: [], read_at: null }]);
    // Nothing is posted that says no more than the storm.
    expect(world.stories()).toEqual([]);
    world.fleet.sick.reads = false;
    await world.pass(MINUTE);
    await world.pass(10 * SECOND);
    expect(world.storms()).toMatchObject([{ silenced: 1, waiting: 0, groups: [{ nodes: { length: 6 } }] }]);
    expect(world.stories()).toHaveLength(6);
  });

  test('is what a night has gathered, in the morning', async () => {
    const quiet = { from: '22:00', to: '07:00', timezone: 'Europe/Berlin' };
    const night = await createWorld({ store: world.store, config: { quiet } });
    for (const n of range(1, 6)) {
      await night.intake.take(posted(at(n * 60), [alert(n)]));
      await night.pass(20 * MINUTE);
    }
    expect(night.channel.shown).toEqual([]);
    await night.pass(60 * MINUTE);
    await night.pass(20 * SECOND);
    expect(night.storms()).toMatchObject([{ subjects: { firing: 6 } }]);
    expect(night.stories()).toHaveLength(6);
  });

  test('is read again while it goes on, and redrawn where something is another', async () => {
    await fire(1, 6);
    await world.work();
    await world.pass(20 * SECOND);
    const before = world.channel.shown.map(({ edits }) => edits);
    const passes = world.fleet.asked.passes;
    await world.pass(5 * MINUTE);
    await world.pass(5 * MINUTE);
    expect(world.fleet.asked.passes).toBe(passes + 2);
    expect(world.channel.shown.map(({ edits }) => edits)).toEqual(before);
    world.fleet.nodes.delete(uuidOf(6));
    await world.pass(5 * MINUTE);
    expect(world.storms()).toMatchObject([{ groups: [{ nodes: { length: 5 } }], well: [{ id: uuidOf(6) }] }]);
  });

  test('costs a cloud one pass at a time, with a pause of four times as long', async () => {
    const { clock } = world;
    world.fleet.asked.passes = 0;
    const slow = await createWorld({
      store: world.store,
      options: {
        now: () => new Date(clock.at),
        fleet: async () => {
          clock.at += 30 * SECOND;
          return await world.fleet.fleet();
        },
      },
    });
    await fire(1, 6);
    await slow.work();
    expect(world.fleet.asked.passes).toBe(1);
    await fire(7, 9);
    await slow.work();
    clock.at += 120 * SECOND - 1;
    await slow.work();
    expect(world.fleet.asked.passes).toBe(1);
    clock.at += 1;
    await slow.work();
    expect(world.fleet.asked.passes).toBe(2);
  });
});

describe('what cannot be drawn', () => {
  test('is drawn later, later each time, and keeps nothing else from being drawn', async () => {
    world.fates.push('refused', 'done');
    await world.intake.take(posted(M(1), [alert(1)]));
    await world.intake.take(posted(M(2), [alert(2)]));
    await world.work();
    expect(world.stories()).toMatchObject([{ alert: M(2) }]);
    world.fates.push('refused');
    await world.pass(5 * SECOND);
    await world.pass(9 * SECOND);
    expect(world.stories()).toHaveLength(1);
    await world.pass(SECOND);
    expect(world.stories()).toHaveLength(2);
    expect(world.logged.splice(0)).toHaveLength(2);
  });

  test('is not posted twice where Slack has it and the answer was lost', async () => {
    world.fates.push('lost');
    await world.intake.take(posted(M(1), [alert(1)]));
    await world.work();
    expect(await world.alerts.open()).toMatchObject([{ message: null }]);
    await world.pass(5 * SECOND);
    expect(world.channel.shown).toMatchObject([{ edits: 1 }]);
    expect(await world.alerts.open()).toMatchObject([{ message: world.channel.shown[0]?.at }]);
    expect(world.logged.splice(0)).toHaveLength(1);
  });
});
