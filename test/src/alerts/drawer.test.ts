import { afterEach, beforeEach, expect, test } from 'vitest';
import { LEASE_MS } from '../../../src/alerts/lease.ts';
import type { Story } from '../../../src/core/alert-story.ts';
import { createBoard } from '../../support/alert-board.ts';
import { at, createWorld, edited, nameOf, posted, uuidOf, type World } from '../../support/alert-world.ts';

const M = at(-60);
const alert = { key: 'a', node: nameOf(1) };

let world: World;
beforeEach(async () => {
  world = await createWorld();
  world.fleet.nodes.set(uuidOf(1), { state: 'clean failed', cause: 'clean-step-failed' });
});
afterEach(() => world.store.close());

test('who was taken for dead and drew all the same makes the newest be drawn once more', async () => {
  let slow: (() => void) | undefined;
  let asked = 0;
  const waits = new Promise<void>((go) => {
    slow = go;
  });
  const late = await createWorld({
    store: world.store,
    options: {
      owner: 'late',
      now: () => new Date(world.clock.at),
      board: {
        ...createBoard(world.channel),
        story: async (story) => {
          asked += 1;
          await waits;
          return createBoard(world.channel).story(story);
        },
      },
    },
  });
  await late.intake.take(posted(M, [alert]));
  while (asked === 0) {
    await late.look();
    await new Promise((go) => setImmediate(go));
  }
  // Its annotation is on its way, and then its machine stands still.
  world.clock.at += LEASE_MS;
  await world.intake.take(edited(M, at(95), [{ ...alert, severity: 'critical' }]));
  await world.work();
  const newest = () => world.stories().map(({ alerts }) => alerts[0]?.severity);
  expect(newest()).toEqual(['critical']);
  slow?.();
  await late.settled();
  await world.work();
  expect(newest()).toEqual(['critical']);
  expect(world.channel.shown).toHaveLength(1);
});

test('a channel that Slack refuses keeps no other from being drawn', async () => {
  const refused = new Set(['C0ALERTS']);
  const board = createBoard(world.channel, {
    fate: (what: Pick<Story, 'channel'>) => (refused.has(what.channel) ? 'refused' : 'done'),
  });
  const both = await createWorld({ config: { channels: ['C0ALERTS', 'C0OTHER'] }, options: { board } });
  await both.intake.take(posted(M, [alert]));
  await both.intake.take({ ...posted(M, [alert]), channel: 'C0OTHER' });
  await both.work();
  expect(world.stories().map(({ channel }) => channel)).toEqual(['C0OTHER']);
  refused.clear();
  await both.pass(5_000);
  expect(world.stories().map(({ channel }) => channel)).toEqual(['C0OTHER', 'C0ALERTS']);
  await both.store.close();
});

test('without reactions no alert gets one', async () => {
  const plain = await createWorld({ config: { reactions: false } });
  await plain.intake.take(posted(M, [alert]));
  await plain.work();
  expect(plain.stories()).toHaveLength(1);
  expect(plain.channel.glances.size).toBe(0);
  await plain.store.close();
});

test('what is drawn when the bot stops is drawn to its end, and nothing is begun', async () => {
  await world.intake.take(posted(M, [alert]));
  world.start();
  await world.stop();
  const shown = world.channel.shown.length;
  const next = await createWorld({ store: world.store, options: { board: createBoard(world.channel) } });
  await next.work();
  expect(world.channel.shown).toHaveLength(1);
  expect(shown).toBeLessThanOrEqual(1);
});

test('an answer waits for no reaction, and a reaction that is on its way is asked for once', async () => {
  const asked: string[] = [];
  const board = {
    ...createBoard(world.channel),
    glance: (_: unknown, glance: string) => {
      asked.push(glance);
      return new Promise<never>(() => undefined);
    },
  };
  const slow = await createWorld({ store: world.store, options: { board } });
  world.fleet.nodes.set(uuidOf(2), { state: 'clean failed', cause: 'clean-step-failed' });
  await slow.intake.take(posted(M, [alert]));
  await slow.intake.take(posted(at(-59), [{ key: 'b', node: nameOf(2) }]));
  for (let turn = 0; turn < 200 && world.channel.shown.length < 2; turn += 1) {
    await slow.look();
    await new Promise((go) => setImmediate(go));
  }
  expect(world.channel.shown).toHaveLength(2);
  expect(asked.length).toBeLessThanOrEqual(4);
});
