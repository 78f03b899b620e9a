import { setImmediate } from 'node:timers/promises';
import { afterEach, expect, test } from 'vitest';
import { verifyJournal } from '../../../src/audit/verify.ts';
import type { Approval } from '../../../src/core/approval.ts';
import { ServiceError } from '../../../src/core/errors.ts';
import { AGREER, NODE, requested, type SetUp, setUp, stateOf } from '../../support/acting.ts';
import { freshOfNodes, lockedBy, sentOf } from '../../support/acting-cloud.ts';

let up: SetUp;
afterEach(async () => {
  expect(await verifyJournal(up.store)).toMatchObject({ intact: true });
  await up.close();
});

const MINUTE = 60_000;

/** An abort that two people want. */
async function approved(): Promise<Approval> {
  const asked = await requested(up.acting, await up.offer('abort'));
  expect(asked.state).toBe('waiting');
  const vote = await up.acting.approve(asked.id, AGREER);
  expect(vote).toMatchObject({ kind: 'done', approval: { state: 'approved' } });
  return asked;
}
const arrives = (state: string) => async () => {
  up.states.set(NODE, state);
  return sentOf('accepted', up.parts.now());
};

/** Takes it up, looks at the cloud, and never comes back from there. */
async function diesWhileChecking(asked: Approval): Promise<void> {
  const { now } = up.parts;
  const dying = up.workerWith({
    owner: 'dying',
    fresh: () => freshOfNodes(now(), () => new Promise(() => {})),
  });
  await dying.look();
  while ((await stateOf(up.acting, asked)).state !== 'checking') await setImmediate();
}

test('a process that dies while it checks leaves nothing behind, and the next one does it all', async () => {
  up = await setUp();
  const asked = await approved();
  await diesWhileChecking(asked);
  await up.work();
  expect(await stateOf(up.acting, asked)).toMatchObject({ state: 'checking' });
  up.clock.at += 2 * MINUTE;
  up.answers.push(arrives('clean failed'));
  await up.work();
  expect(await stateOf(up.acting, asked)).toMatchObject({ state: 'succeeded' });
});

test('one that died over a weekend is not run on Monday', async () => {
  up = await setUp();
  const asked = await approved();
  await diesWhileChecking(asked);
  up.clock.at += 60 * 24 * 3 * MINUTE;
  await up.work();
  expect(await stateOf(up.acting, asked)).toMatchObject({
    state: 'not-run',
    code: 'expired',
    outcome: 'It expired at 03:44 UTC, before it could begin.',
  });
  expect(up.calls).toEqual([]);
});

test('a process that dies while it sends is taken over: looked at, never repeated', async () => {
  up = await setUp();
  up.answers.push(async () => {
    up.states.set(NODE, 'clean failed');
    return gone();
  });
  const asked = await approved();
  await up.work();
  expect(await stateOf(up.acting, asked)).toMatchObject({ state: 'running', results: [] });
  up.clock.at += 2 * MINUTE;
  await up.work();
  expect(await stateOf(up.acting, asked)).toMatchObject({
    state: 'succeeded',
    results: [
      { outcome: 'unsure', words: expect.stringContaining('whether this was carried out is not known') },
    ],
  });
  expect(up.calls).toHaveLength(1);
  expect(await up.journal()).toEqual([
    'requested',
    'approved',
    'started',
    'taken-over',
    'finished succeeded',
  ]);
});

test('a process that slept through its lease sends nothing more, and what it was answered is kept all the same', async () => {
  up = await setUp();
  up.states.set(NODE, 'manageable');
  const other = up.workerWith({ owner: 'replica-2' });
  up.answers.push(async () => {
    // The machine sleeps after the call, and somebody else takes over.
    up.clock.at += 5 * MINUTE;
    up.states.set(NODE, 'available');
    await other.look();
    await other.settled();
    return sentOf('accepted', up.parts.now());
  });
  const asked = await requested(up.acting, await up.offer('provide'));
  await up.acting.approve(asked.id, AGREER);
  await up.work();
  expect(up.calls).toHaveLength(1);
  expect(await stateOf(up.acting, asked)).toMatchObject({
    state: 'succeeded',
    results: [{ outcome: 'unsure' }, { outcome: 'unsure' }],
  });
  expect(await up.journal()).toEqual([
    'requested',
    'approved',
    'started',
    'taken-over',
    'finished succeeded',
    'sent late',
  ]);
  const [late] = await up.acting.audit({ approval: asked.id, limit: 1 });
  expect(late?.results).toMatchObject([{ outcome: 'accepted', request_id: 'req-1' }]);
});

test('whoever slept between "started" and the call does not make it', async () => {
  up = await setUp();
  const { repository } = up.parts;
  const sleepy = up.workerWith({
    repository: {
      ...repository,
      renew: async (...args) => {
        const mine = await repository.renew(...args);
        up.clock.at += 5 * MINUTE;
        return mine;
      },
    },
  });
  const asked = await approved();
  await sleepy.look();
  await sleepy.settled();
  expect(up.calls).toEqual([]);
  expect(await stateOf(up.acting, asked)).toMatchObject({ state: 'running' });
  await up.work();
  expect(up.calls).toEqual([]);
  expect(await stateOf(up.acting, asked)).toMatchObject({ state: 'unconfirmed' });
});

test('records that do not answer when "started" is written let nothing be sent', async () => {
  up = await setUp();
  const asked = await approved();
  const { repository } = up.parts;
  let turns = 0;
  const worker = up.workerWith({
    repository: {
      ...repository,
      turn: async (run) => {
        turns += 1;
        if (turns > 1) throw new ServiceError('sick', { code: 'unreachable', service: 'database' });
        return repository.turn(run);
      },
    },
  });
  await worker.look();
  await worker.settled();
  expect(up.calls).toEqual([]);
  expect(await stateOf(up.acting, asked)).toMatchObject({ state: 'checking', started_at: null });
});

test('records whose answer was lost are asked again: "started" is written once, and the call made once', async () => {
  up = await setUp();
  const asked = await approved();
  const { repository } = up.parts;
  let turns = 0;
  const worker = up.workerWith({
    repository: {
      ...repository,
      turn: async (run) => {
        turns += 1;
        const kept = await repository.turn(run);
        // Claimed, then each that follows is kept and its answer lost the first time.
        if (turns % 2 === 0) throw new ServiceError('sick', { code: 'unreachable', service: 'database' });
        return kept;
      },
    },
  });
  up.answers.push(arrives('clean failed'));
  await up.work(worker);
  expect(up.calls).toHaveLength(1);
  expect(await stateOf(up.acting, asked)).toMatchObject({ state: 'succeeded' });
  expect(await up.journal()).toEqual(['requested', 'approved', 'started', 'sent', 'finished succeeded']);
});

test('a worker that was started works when it is woken, and not after it was stopped', async () => {
  const naps: (AbortSignal | undefined)[] = [];
  up = await setUp(
    {},
    {
      sleep: (_, signal) => {
        naps.push(signal);
        const { promise, resolve } = Promise.withResolvers<void>();
        if (signal?.aborted) resolve();
        else signal?.addEventListener('abort', () => resolve());
        return promise;
      },
    },
  );
  up.worker.start();
  up.worker.start();
  while (naps.length === 0) await setImmediate();
  up.answers.push(async () => {
    up.states.set(NODE, 'clean failed');
    return sentOf('accepted', up.parts.now());
  });
  const asked = await approved();
  up.worker.wake();
  while ((await stateOf(up.acting, asked)).state !== 'succeeded') await setImmediate();
  await up.worker.stop();
  const before = naps.length;
  up.worker.wake();
  await setImmediate();
  expect(naps).toHaveLength(before);
});

test('when the bot stops, what is being sent is finished, and what is watched is left to the next', async () => {
  up = await setUp();
  const asked = await approved();
  const stopped: Promise<void>[] = [];
  up.answers.push(async () => {
    stopped.push(up.worker.stop());
    return sentOf('accepted', up.parts.now());
  });
  await up.worker.look();
  await up.worker.settled();
  await Promise.all(stopped);
  expect(await stateOf(up.acting, asked)).toMatchObject({
    state: 'verifying',
    results: [{ outcome: 'accepted' }],
  });
  up.states.set(NODE, 'clean failed');
  await up.work(up.workerWith({ owner: 'next' }));
  expect(await stateOf(up.acting, asked)).toMatchObject({ state: 'succeeded' });
});

test('when the bot stops, what waits for a lock waits no longer', async () => {
  up = await setUp();
  const stopped: Promise<void>[] = [];
  up.answers.push(async () => lockedBy('conductor-1', up.parts.now()));
  const stopping = up.workerWith({
    sleep: async () => {
      stopped.push(stopping.stop());
    },
  });
  const asked = await approved();
  await stopping.look();
  await stopping.settled();
  await Promise.all(stopped);
  expect(await stateOf(up.acting, asked)).toMatchObject({ state: 'not-run', code: 'node-locked' });
  expect(up.calls).toHaveLength(1);
});

/** The process is no more. */
function gone(): never {
  throw new Gone();
}
class Gone extends Error {}
