import { afterEach, expect, test } from 'vitest';
import type { Stage } from '../../../src/core/acting.ts';
import type { Approval } from '../../../src/core/approval.ts';
import { AGREER, requested, type SetUp, setUp } from '../../support/acting.ts';

let up: SetUp;
afterEach(async () => up.close());

/** A Slack that remembers what it was shown. */
function fakeStage() {
  const drawn: Approval[] = [];
  const trouble = { times: 0 };
  const stage: Stage = {
    async draw(approval) {
      if (trouble.times > 0) {
        trouble.times -= 1;
        throw new Error('Slack is down');
      }
      drawn.push(approval);
      return approval.message ?? { channel: approval.channel, ts: `${drawn.length}.0` };
    },
    copy: async () => undefined,
  };
  return { stage, drawn, trouble };
}

async function drawing() {
  const slack = fakeStage();
  up = await setUp({}, { stage: slack.stage });
  return slack;
}

test('an approval is posted once and redrawn when it has changed, in the same place', async () => {
  const { drawn } = await drawing();
  const { id } = await requested(up.acting, await up.offer('abort'));
  await up.work();
  await up.work();
  expect(drawn).toMatchObject([{ state: 'waiting', message: null }]);
  expect(await up.acting.get(id)).toMatchObject({ message: { channel: 'C1', ts: '1.0' } });
  await up.acting.decline(id, AGREER, 'no');
  await up.work();
  expect(drawn.slice(1)).toMatchObject([{ state: 'declined', message: { ts: '1.0' } }]);
});

test('two replicas that look at the same moment post it once', async () => {
  const { drawn, stage } = await drawing();
  await requested(up.acting, await up.offer('abort'));
  const other = up.workerWith({ owner: 'replica-2', stage });
  await Promise.all([up.worker.look(), other.look()]);
  await Promise.all([up.worker.settled(), other.settled()]);
  expect(drawn).toHaveLength(1);
});

test('what changes while it is drawn is drawn again as it is then, and not step by step', async () => {
  const { drawn, stage } = await drawing();
  const { id } = await requested(up.acting, await up.offer('abort'));
  let first = true;
  const slow = up.workerWith({
    stage: {
      ...stage,
      async draw(approval) {
        if (first) {
          first = false;
          await up.acting.decline(id, AGREER, 'no');
        }
        return stage.draw(approval);
      },
    },
  });
  await slow.look();
  await slow.settled();
  expect(drawn.map(({ state }) => state)).toEqual(['waiting', 'declined']);
});

test('a Slack that is down keeps nobody from acting, and is told when it is back', async () => {
  const { drawn, trouble } = await drawing();
  trouble.times = 99;
  const { id } = await requested(up.acting, await up.offer('abort'));
  await up.acting.approve(id, AGREER);
  await up.work();
  expect((await up.acting.get(id))?.state).toBe('unconfirmed');
  expect(drawn).toEqual([]);
  trouble.times = 0;
  await up.work();
  expect(drawn).toEqual([]);
  up.clock.at += 5_000;
  await up.work();
  expect(drawn).toMatchObject([{ state: 'unconfirmed' }]);
});

test('what ended long ago stays as it is shown', async () => {
  const { drawn, trouble } = await drawing();
  trouble.times = 99;
  const { id } = await requested(up.acting, await up.offer('abort'));
  await up.acting.decline(id, AGREER, 'no');
  trouble.times = 0;
  up.clock.at += 2 * 86_400_000;
  await up.work();
  expect(drawn).toEqual([]);
});

test('the journal is copied by one hand at a time, and a failure is tried again', async () => {
  let copies = 0;
  const hands = { now: 0, most: 0 };
  up = await setUp(
    {},
    {
      pump: async () => {
        hands.now += 1;
        hands.most = Math.max(hands.most, hands.now);
        await Promise.resolve();
        hands.now -= 1;
        copies += 1;
        if (copies === 1) throw new Error('Slack is down');
      },
    },
  );
  await Promise.all([up.worker.look(), up.worker.look()]);
  await up.worker.settled();
  await up.work();
  expect(copies).toBeGreaterThan(1);
  expect(hands.most).toBe(1);
});
