import { afterEach, expect, test } from 'vitest';
import { verifyJournal } from '../../../src/audit/verify.ts';
import type { Approval } from '../../../src/core/approval.ts';
import type { Person } from '../../../src/core/person.ts';
import {
  AGREER,
  ASKER,
  LEAD,
  member,
  NODE,
  OUTSIDER,
  requested,
  type SetUp,
  setUp,
  stateOf,
} from '../../support/acting.ts';
import { lockedBy, sentOf } from '../../support/acting-cloud.ts';

let up: SetUp;
afterEach(async () => {
  expect(await verifyJournal(up.store)).toMatchObject({ intact: true });
  await up.close();
});

/** An abort that two people want. */
async function approved(): Promise<Approval> {
  const asked = await requested(up.acting, await up.offer('abort'));
  expect(asked.state).toBe('waiting');
  const vote = await up.acting.approve(asked.id, AGREER);
  expect(vote).toMatchObject({ kind: 'done', approval: { state: 'approved' } });
  return asked;
}

test('a node that moved between the approval and the run is left alone, with the difference', async () => {
  up = await setUp();
  const asked = await approved();
  up.states.set(NODE, 'available');
  await up.work();
  expect(await stateOf(up.acting, asked)).toMatchObject({
    state: 'not-run',
    code: 'illegal-state',
    after: { provision_state: 'available' },
    started_at: null,
  });
  expect(up.calls).toEqual([]);
});

test('a node that has come back to where it was is not the same', async () => {
  up = await setUp();
  const asked = await approved();
  const { repository } = up.parts;
  // As if the offer had been of another moment of the same state.
  await repository.turn(async (turn) => {
    const held = await turn.approval(asked.id);
    if (!held) throw new Error('gone');
    const seen = { ...held.approval.seen, provision_updated_at: '03:00' };
    await turn.change(held, { ...held.approval, seen, watched: ['provision_state', 'provision_updated_at'] });
  });
  await up.work();
  expect(await stateOf(up.acting, asked)).toMatchObject({
    state: 'not-run',
    code: 'moved',
    outcome: 'node-17 changed since it was asked for: provision_updated_at `03:00` → nothing.',
  });
});

test('an approval is not run where acting is frozen when its turn comes', async () => {
  up = await setUp();
  const asked = await approved();
  await up.acting.freeze(LEAD, 'core switch');
  await up.work();
  expect(await stateOf(up.acting, asked)).toMatchObject({
    state: 'not-run',
    code: 'frozen',
    outcome: 'Acting is frozen since 03:14 UTC: "core switch".',
  });
  expect(up.calls).toEqual([]);
});

test('nor where a rule forbids it by now', async () => {
  up = await setUp();
  const asked = await approved();
  await up.work(up.workerWith({ config: { ...up.parts.config, rules: [{ forbid: 'not at night' }] } }));
  expect(await stateOf(up.acting, asked)).toMatchObject({ state: 'not-run', code: 'forbidden' });
});

test('nor where it needs more people by now than have agreed', async () => {
  up = await setUp();
  const asked = await approved();
  await up.work(up.workerWith({ config: { ...up.parts.config, rules: [{ approvers: 2 }] } }));
  expect(await stateOf(up.acting, asked)).toMatchObject({
    state: 'not-run',
    code: 'raised',
    outcome: 'It needs 2 approvers by now (a rule asks for 2 approvers), and has 1. Ask again.',
  });
});

test('nor where nothing is configured any more that could carry it out', async () => {
  up = await setUp();
  const asked = await approved();
  await up.work(up.workerWith({ writer: () => undefined }));
  expect(await stateOf(up.acting, asked)).toMatchObject({ state: 'not-run', code: 'no-writer' });
});

test('nor beyond the blast radius, however many were approved before', async () => {
  up = await setUp({ blast_radius: { raise_above: 9, refuse_above: 9 } });
  const asked = await approved();
  up.states.set('other', 'clean failed');
  up.answers.push(async () => {
    up.states.set('other', 'manageable');
    return sentOf('accepted', up.parts.now());
  });
  await requested(up.acting, await up.offer('manage', { node: 'other' }), LEAD);
  const strict = { ...up.parts.config, blast_radius: { window: 15, raise_above: 1, refuse_above: 1 } };
  await up.work(up.workerWith({ config: strict }));
  const states = (await up.acting.recent(9)).map(({ state, code }) => code ?? state).sort();
  // Whichever begins first is the only one.
  expect(states).toEqual(['succeeded', 'too-many']);
  expect(up.calls).toHaveLength(1);
  expect((await stateOf(up.acting, asked)).state).not.toBe('waiting');
});

test('nor what still waits for a lock when acting is frozen', async () => {
  up = await setUp();
  up.answers.push(
    async () => lockedBy('conductor-1', up.parts.now()),
    async () => {
      await up.acting.freeze(LEAD, 'core switch');
      return lockedBy('conductor-1', up.parts.now());
    },
  );
  const asked = await approved();
  await up.work();
  expect(await stateOf(up.acting, asked)).toMatchObject({ state: 'not-run', code: 'node-locked' });
  expect(up.calls).toHaveLength(2);
});

test.each([
  [
    'agreed',
    { [AGREER.id]: { ...AGREER, kind: 'guest' } },
    'Somebody who agreed may no longer do so. Ask again.',
  ],
  [
    'agreed, and is another one now',
    { [AGREER.id]: OUTSIDER },
    'Somebody who agreed may no longer do so. Ask again.',
  ],
  ['asked', { [ASKER.id]: { ...ASKER, kind: 'stranger' } }, 'Whoever asked for it may no longer do so.'],
] as const)(
  'who %s and may no longer do so when its turn comes is as if they never had',
  async (_, now, outcome) => {
    const people: Readonly<Record<string, Person>> = { [ASKER.id]: ASKER, [AGREER.id]: AGREER, ...now };
    up = await setUp({}, { people: async (id) => people[id] ?? OUTSIDER });
    const asked = await approved();
    await up.work();
    expect(await stateOf(up.acting, asked)).toMatchObject({
      ...{ state: 'not-run', code: 'no-longer-may', outcome, started_at: null },
    });
    expect(up.calls).toEqual([]);
  },
);

test('a Slack that cannot say who people are makes it wait, not run', async () => {
  const known = { is: false };
  const people = async (id: string): Promise<Person> =>
    known.is ? member(id) : { id, kind: 'unknown', groups: [] };
  up = await setUp({}, { people });
  const asked = await approved();
  await up.work();
  expect(await stateOf(up.acting, asked)).toMatchObject({ state: 'approved', started_at: null });
  known.is = true;
  up.clock.at += 16_000;
  await up.work();
  expect(up.calls).toHaveLength(1);
});
