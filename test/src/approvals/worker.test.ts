import { afterEach, expect, test } from 'vitest';
import { verifyJournal } from '../../../src/audit/verify.ts';
import type { Approval } from '../../../src/core/approval.ts';
import { AGREER, ASKER, LEAD, NODE, requested, type SetUp, setUp, stateOf } from '../../support/acting.ts';
import { lockedBy, sentOf } from '../../support/acting-cloud.ts';
import { errandsOf } from '../../support/errands.ts';

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

test('what is approved is recorded, sent once, watched, and ends with what was seen', async () => {
  up = await setUp();
  up.answers.push(arrives('clean failed'));
  const asked = await approved();
  await up.work();
  const ended = await stateOf(up.acting, asked);
  expect(ended).toMatchObject({
    state: 'succeeded',
    outcome: 'It is `clean failed`.',
    seen: { provision_state: 'clean wait' },
    after: { provision_state: 'clean failed' },
    results: [{ outcome: 'accepted', request_id: 'req-1' }],
  });
  expect(up.calls).toHaveLength(1);
  expect(await up.journal()).toEqual(['requested', 'approved', 'started', 'sent', 'finished succeeded']);
});

test('what is approved is carried out on an errand of its own, by its id', async () => {
  up = await setUp();
  up.answers.push(arrives('clean failed'));
  const asked = await approved();
  const errands = await errandsOf(() => up.work());
  expect(errands).toContainEqual({ what: 'approval', from: asked.id });
  expect(new Set(errands.map(({ what }) => what))).toEqual(new Set(['approval']));
});

test('the journal alone tells who, what, when, where, why, with whose consent, what was sent and what came of it', async () => {
  up = await setUp({ ticket: {} });
  up.answers.push(arrives('clean failed'));
  const offer = await up.offer('abort');
  const form = { reason: 'switch port fixed', ticket: 'INC-4412', typed: null };
  const asked = await requested(up.acting, offer, ASKER, form);
  up.clock.at += 1_000;
  await up.acting.approve(asked.id, AGREER);
  up.clock.at += 1_000;
  await up.work();
  const [finished] = await up.acting.audit({ approval: asked.id, limit: 1 });
  expect(finished).toMatchObject({
    kind: 'finished',
    actor: null,
    requester: 'U1',
    cloud: 'prod',
    remediation: 'abort',
    node: NODE,
    name: 'node-17',
    target: `prod node ${NODE}`,
    reason: 'switch port fixed',
    ticket: 'INC-4412',
    ground: { code: 'never-called-back', reference: 'r-1' },
    votes: [{ by: 'U2', at: '2026-11-30T03:14:01.000Z' }],
    before: { provision_state: 'clean wait' },
    calls: [{ method: 'PUT', path: `/v1/nodes/${NODE}/states/provision` }],
    results: [{ status: 202, request_id: 'req-1' }],
    after: { provision_state: 'clean failed' },
    code: 'succeeded',
    took_ms: 0,
  });
  const kinds = (await up.acting.audit({ user: 'U2' })).map(({ kind, actor }) => [kind, actor]);
  expect(kinds).toEqual([['approved', 'U2']]);
});

test('the id that a call carries is on record before the call is made', async () => {
  up = await setUp();
  let carried: string | undefined;
  up.answers.push(async (_, options) => {
    carried = options?.globalRequestId;
    const [started] = await up.acting.audit({ limit: 1 });
    expect(started).toMatchObject({ kind: 'started' });
    expect(started?.words).toContain(`its calls carry ${carried}`);
    return sentOf('unsure', up.parts.now());
  });
  await approved();
  await up.work();
  expect(carried).toMatch(/^req-[0-9a-f-]{36}$/);
});

test('what is safe needs nobody else and runs at once', async () => {
  up = await setUp();
  up.states.set(NODE, 'clean failed');
  up.answers.push(arrives('manageable'));
  const asked = await requested(up.acting, await up.offer('manage'));
  expect(asked).toMatchObject({ state: 'approved', needs: 0 });
  await up.work();
  expect(await stateOf(up.acting, asked)).toMatchObject({ state: 'succeeded' });
});

test('"started" is in the journal when the call is made, and not before the look', async () => {
  up = await setUp();
  let before: readonly string[] = [];
  up.answers.push(async () => {
    before = await up.journal();
    return arrives('clean failed')();
  });
  await approved();
  await up.work();
  expect(before).toEqual(['requested', 'approved', 'started']);
});

test('a cloud that cannot be looked at leaves it approved, and it runs when it can', async () => {
  up = await setUp();
  up.answers.push(arrives('clean failed'));
  const asked = await approved();
  up.sick.reads = true;
  await up.work();
  expect(await stateOf(up.acting, asked)).toMatchObject({
    state: 'approved',
    progress: 'Ironic does not answer; trying again',
  });
  up.sick.reads = false;
  await up.work();
  expect(await stateOf(up.acting, asked)).toMatchObject({ state: 'approved' });
  up.clock.at += MINUTE;
  await up.work();
  expect(await stateOf(up.acting, asked)).toMatchObject({ state: 'succeeded' });
});

test('what cannot be looked at until it expires expires, and says why it never began', async () => {
  up = await setUp();
  const asked = await approved();
  up.sick.reads = true;
  await up.work();
  up.clock.at += 31 * MINUTE;
  await up.work();
  expect(await stateOf(up.acting, asked)).toMatchObject({ state: 'expired' });
  const [entry] = await up.acting.audit({ approval: asked.id, limit: 1 });
  expect(entry?.words).toBe('Abort the operation · node-17: expired: Ironic does not answer; trying again');
});

test('what nobody approves expires by itself', async () => {
  up = await setUp();
  const asked = await requested(up.acting, await up.offer('abort'));
  up.clock.at += 30 * MINUTE - 1;
  await up.work();
  expect(await stateOf(up.acting, asked)).toMatchObject({ state: 'waiting' });
  up.clock.at += 1;
  await up.work();
  expect(await stateOf(up.acting, asked)).toMatchObject({
    state: 'expired',
    ended_at: '2026-11-30T03:44:00.000Z',
  });
  expect(await up.journal()).toEqual(['requested', 'expired']);
});

test('a lock that passes is waited for', async () => {
  up = await setUp();
  const progress: (string | null)[] = [];
  const locked = async () => {
    progress.push((await up.acting.open())[0]?.progress ?? null);
    return lockedBy('conductor-1', up.parts.now());
  };
  up.answers.push(locked, locked, arrives('clean failed'));
  const asked = await approved();
  await up.work();
  expect(await stateOf(up.acting, asked)).toMatchObject({
    state: 'succeeded',
    results: [{ outcome: 'accepted' }],
  });
  expect(up.calls).toHaveLength(3);
  expect(progress).toEqual([
    null,
    'The node is locked by conductor conductor-1. Trying again until 03:15 UTC.',
  ]);
});

test('a lock that stays is given up after a minute, and its holder named', async () => {
  up = await setUp();
  up.answers.push(...Array.from({ length: 99 }, () => async () => lockedBy('conductor-1', up.parts.now())));
  const asked = await approved();
  await up.work();
  expect(await stateOf(up.acting, asked)).toMatchObject({
    state: 'not-run',
    code: 'node-locked',
    outcome: 'The node is locked by conductor conductor-1. Nothing was done.',
    results: [{ outcome: 'refused', status: 409 }],
  });
  expect(up.calls).toHaveLength(31);
  expect(await up.journal()).toEqual(['requested', 'approved', 'started', 'not-run node-locked']);
});

test('a service that refuses has done nothing', async () => {
  up = await setUp();
  up.answers.push(async () => sentOf('refused', up.parts.now()));
  const asked = await approved();
  await up.work();
  expect(await stateOf(up.acting, asked)).toMatchObject({
    state: 'not-run',
    code: 'refused',
    outcome: 'Ironic refused it. Nothing was done.',
    results: [{ request_id: 'req-1' }],
  });
});

test('where the second of two calls is refused it has failed, half done', async () => {
  up = await setUp();
  up.states.set(NODE, 'manageable');
  up.answers.push(
    async () => sentOf('accepted', up.parts.now()),
    async () => sentOf('refused', up.parts.now()),
  );
  const asked = await requested(up.acting, await up.offer('provide'));
  await up.acting.approve(asked.id, AGREER);
  await up.work();
  expect(await stateOf(up.acting, asked)).toMatchObject({
    state: 'failed',
    outcome: 'Call 2 of 2 was refused, after what came before it had been made: Ironic refused it',
    results: [{ outcome: 'accepted' }, { outcome: 'refused' }],
    after: { provision_state: 'manageable' },
  });
});

test('a call without an answer is never made again, nor the next one; the cloud tells what became of it', async () => {
  up = await setUp();
  up.states.set(NODE, 'manageable');
  up.answers.push(async () => {
    up.states.set(NODE, 'available');
    return sentOf('unsure', up.parts.now());
  });
  const asked = await requested(up.acting, await up.offer('provide'));
  await up.acting.approve(asked.id, AGREER);
  await up.work();
  expect(up.calls).toHaveLength(1);
  expect(await stateOf(up.acting, asked)).toMatchObject({
    state: 'succeeded',
    results: [{ outcome: 'unsure' }],
  });
});

test.each([
  ['accepted', 'Ironic accepted it, and after 2 min: It is `clean wait`. Nothing was repeated.'],
  [
    'unsure',
    'Whether Ironic took it is not known, and after 2 min: It is `clean wait`. Nothing was repeated.',
  ],
] as const)('what was %s and does not come true is unconfirmed', async (outcome, words) => {
  up = await setUp();
  up.answers.push(async () => sentOf(outcome, up.parts.now()));
  const asked = await approved();
  await up.work();
  expect(await stateOf(up.acting, asked)).toMatchObject({
    state: 'unconfirmed',
    outcome: words,
    after: { provision_state: 'clean wait' },
  });
  expect(up.calls).toHaveLength(1);
});

test('what the cloud says has failed has failed', async () => {
  up = await setUp();
  up.answers.push(arrives('error'));
  const asked = await approved();
  await up.work();
  expect(await stateOf(up.acting, asked)).toMatchObject({ state: 'failed', outcome: 'It is in `error`.' });
});

test('the cloud may be sick for a while when it is watched', async () => {
  up = await setUp();
  let looks = 0;
  const { fresh } = up.parts;
  const worker = up.workerWith({
    fresh: (cloud) => {
      looks += 1;
      up.sick.reads = looks === 2 || looks === 3;
      if (looks === 4) up.states.set(NODE, 'clean failed');
      return fresh(cloud);
    },
  });
  const asked = await approved();
  await up.work(worker);
  expect(await stateOf(up.acting, asked)).toMatchObject({ state: 'succeeded' });
});

test('two remediations of one target run one after the other, and the second sees what the first has done', async () => {
  up = await setUp();
  const first = await approved();
  const second = await requested(up.acting, await up.offer('unhold'), LEAD);
  await up.acting.approve(second.id, AGREER);
  let meanwhile: Approval | undefined;
  up.answers.push(async () => {
    await up.worker.look();
    meanwhile = await stateOf(up.acting, second);
    return arrives('clean failed')();
  });
  await up.work();
  expect(meanwhile?.state).toBe('approved');
  expect(await stateOf(up.acting, first)).toMatchObject({ state: 'succeeded' });
  expect(await stateOf(up.acting, second)).toMatchObject({ state: 'not-run', code: 'illegal-state' });
  expect(up.calls).toHaveLength(1);
});

test('a bug in a remediation touches nothing, and one while watching ends unconfirmed', async () => {
  up = await setUp();
  const abort = up.parts.remediations.get('abort');
  if (!abort) throw new Error('no abort');
  const bug = () => Promise.reject(new TypeError('undefined is not a function'));
  const asked = await approved();
  await up.work(up.workerWith({ remediations: new Map([['abort', { ...abort, judge: bug }]]) }));
  expect(await stateOf(up.acting, asked)).toMatchObject({ state: 'not-run', code: 'broken' });

  const again = await requested(up.acting, await up.offer('abort'));
  await up.acting.approve(again.id, AGREER);
  await up.work(up.workerWith({ remediations: new Map([['abort', { ...abort, verify: bug }]]) }));
  expect(await stateOf(up.acting, again)).toMatchObject({ state: 'unconfirmed' });
});
