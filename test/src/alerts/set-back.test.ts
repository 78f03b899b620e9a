import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { at, createWorld, nameOf, posted, readingOf, uuidOf, type World } from '../../support/alert-world.ts';

const HOUR = 3_600_000;
const M1 = at(-600);

let world: World;
beforeEach(async () => {
  world = await createWorld();
  world.fleet.nodes.set(uuidOf(1), { state: 'clean failed', cause: 'clean-step-failed' });
});
afterEach(() => world.store.close());

describe('a clock that is set back by an hour', () => {
  it('leaves no alert unread for that hour', async () => {
    await world.work();
    await world.intake.take(posted(M1, [{ key: 'a', node: nameOf(1) }]));
    world.clock.at -= HOUR;
    await world.work();
    expect(world.stories()).toMatchObject([{ state: 'answered' }]);
  });

  it('leaves none undrawn that Slack could not take before', async () => {
    world.fates.push('refused');
    await world.intake.take(posted(M1, [{ key: 'a', node: nameOf(1) }]));
    await world.work();
    expect(world.stories()).toEqual([]);
    world.clock.at -= HOUR;
    await world.work();
    expect(world.stories()).toMatchObject([{ state: 'answered' }]);
  });

  it('does not make deaf for what a tool tells us directly', async () => {
    const item = { key: 'a', node: nameOf(1) };
    await world.intake.deliver(readingOf([item]), 'g');
    world.clock.at -= HOUR;
    await world.intake.deliver(readingOf([{ ...item, status: 'resolved' }]), 'g');
    expect(await world.kept()).toMatchObject([{ state: 'resolved' }]);
  });
});
