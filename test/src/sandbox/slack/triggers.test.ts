import { expect, test } from 'vitest';
import { createIds } from '../../../../src/sandbox/slack/ids.ts';
import { createPermits } from '../../../../src/sandbox/slack/triggers.ts';
import { handClock } from './app.ts';

function permits() {
  const clock = handClock();
  return { clock, permits: createPermits(createIds(clock.now), clock.now) };
}
const target = { channel: 'C1', user: 'U1', ts: undefined };

test('a trigger is good for three seconds', () => {
  const { clock, permits: p } = permits();
  const [early, late] = [p.trigger('U1'), p.trigger('U1')];
  clock.move(3000);
  expect(p.pull(early)).toEqual({ user: 'U1' });
  clock.move(1);
  expect(p.pull(late)).toEqual({ error: 'expired_trigger_id' });
});

test('a trigger can be pulled once', () => {
  const { permits: p } = permits();
  const id = p.trigger('U1');
  p.pull(id);
  expect(p.pull(id)).toEqual({ error: 'exchanged_trigger_id' });
  expect(p.pull('1.x')).toEqual({ error: 'invalid_trigger_id' });
});

test('a response_url is good for five uses', () => {
  const { permits: p } = permits();
  const path = p.responsePath(target);
  for (let i = 0; i < 5; i += 1) expect(p.respond(path)).toEqual(target);
  expect(p.respond(path)).toEqual({ error: 'used_url' });
});

test('a response_url is good for thirty minutes', () => {
  const { clock, permits: p } = permits();
  const path = p.responsePath(target);
  clock.move(30 * 60_000 + 1);
  expect(p.respond(path)).toEqual({ error: 'expired_url' });
});
