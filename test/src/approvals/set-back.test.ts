import { afterEach, expect, test } from 'vitest';
import { AGREER, requested, type SetUp, setUp, stateOf } from '../../support/acting.ts';

const HOUR = 3_600_000;

let up: SetUp;
afterEach(() => up.close());

async function approved() {
  const asked = await requested(up.acting, await up.offer('abort'));
  await up.acting.approve(asked.id, AGREER);
  return asked;
}

test('what was put off is not put off for longer by a clock that is set back', async () => {
  up = await setUp();
  const asked = await approved();
  up.sick.reads = true;
  await up.work();
  expect(await stateOf(up.acting, asked)).toMatchObject({ state: 'approved' });
  up.sick.reads = false;
  up.clock.at -= HOUR;
  await up.work();
  expect(up.calls).toHaveLength(1);
});

test('what could not be drawn is drawn', async () => {
  up = await setUp();
  let away = true;
  const drawn: string[] = [];
  const worker = up.workerWith({
    stage: {
      async draw(approval) {
        if (away) throw new Error('Slack is away');
        drawn.push(approval.state);
        return { channel: 'C1', ts: '1.0' };
      },
      async copy() {},
    },
  });
  await requested(up.acting, await up.offer('abort'));
  await up.work(worker);
  away = false;
  up.clock.at -= HOUR;
  await up.work(worker);
  expect(drawn).toEqual(['waiting']);
});

test('what has expired stays so, and what is watched is watched on, however often it is set', async () => {
  up = await setUp();
  const asked = await requested(up.acting, await up.offer('abort'));
  up.clock.at += 2 * HOUR;
  await up.work();
  expect(await stateOf(up.acting, asked)).toMatchObject({ state: 'expired' });
  up.clock.at -= 2 * HOUR;
  await up.work();
  expect(await up.acting.approve(asked.id, AGREER)).toMatchObject({ kind: 'refused', code: 'expired' });
  expect(up.calls).toEqual([]);
});
