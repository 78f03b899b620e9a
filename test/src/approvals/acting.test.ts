import { afterEach, describe, expect, test } from 'vitest';
import { offersFor } from '../../../src/approvals/offers.ts';
import { ServiceError } from '../../../src/core/errors.ts';
import {
  AGREER,
  ASKER,
  LEAD,
  NODE,
  OUTSIDER,
  PLACE,
  reportOf,
  requested,
  SECOND,
  type SetUp,
  setUp,
} from '../../support/acting.ts';

let up: SetUp;
afterEach(async () => up.close());

const abort = { id: 'abort', params: { node: NODE }, risk: 'disruptive' } as const;

describe('what a report offers', () => {
  test('is legal now, and knows its ground, its calls and its ceremony', async () => {
    up = await setUp();
    const { offers, notes } = await up.acting.offers(reportOf([abort]));
    expect(notes).toEqual([]);
    expect(offers).toMatchObject([
      {
        id: expect.stringMatching(/^[\w-]{8,64}$/),
        cloud: 'prod',
        remediation: 'abort',
        target: `prod node ${NODE}`,
        name: 'node-17',
        label: 'Abort the operation',
        at: '2026-11-30T03:14:00.000Z',
        until: '2026-11-30T04:14:00.000Z',
        ground: { playbook: 'waiting', code: 'never-called-back', reference: 'r-1' },
        go: { becomes: '`clean failed`', calls: [{ method: 'PUT' }] },
        ceremony: { approvers: 1, reason: true },
      },
    ]);
  });

  test('is each remedy once, without those that are not legal, nor what people do', async () => {
    up = await setUp();
    const { offers, notes } = await up.acting.offers(
      reportOf([
        abort,
        abort,
        { id: 'provide', params: { node: NODE }, risk: 'disruptive' },
        { id: 'fix-bmc', params: {}, risk: 'person' },
        { id: 'none', params: {}, risk: 'safe' },
      ]),
    );
    expect(offers.map(({ remediation }) => remediation)).toEqual(['abort']);
    expect(notes).toEqual([]);
  });

  test('is no more than six, whatever a report proposes', async () => {
    up = await setUp();
    const many = Array.from({ length: 30 }, (_, at) => ({ ...abort, params: { node: NODE, tag: `${at}` } }));
    expect((await up.acting.offers(reportOf(many))).offers).toHaveLength(6);
  });

  test.each([
    [
      'a rule forbids it',
      { rules: [{ forbid: 'not at night' }] },
      'Abort the operation is not offered: A rule of ironic-oncall.yml forbids it: not at night.',
    ],
    [
      'nobody could approve it',
      { approve: {} },
      'Abort the operation is not offered: `acting.approve` in ironic-oncall.yml names nobody who could approve it.',
    ],
    [
      'nothing could carry it out',
      { writers: {} },
      'I only read here: no writer is configured for cloud lab.',
    ],
  ])('is nothing where %s, and that is said', async (_, config, note) => {
    up = await setUp(config);
    const cloud = note.includes('lab') ? 'lab' : 'prod';
    expect(await up.acting.offers(reportOf([abort, { ...abort, id: 'unhold' }], cloud))).toMatchObject({
      offers: [],
      notes: expect.arrayContaining([note]),
    });
  });

  test('is nothing while acting is frozen', async () => {
    up = await setUp();
    await up.acting.freeze(LEAD, 'core switch');
    expect(await up.acting.offers(reportOf([abort]))).toEqual({
      offers: [],
      notes: ['No buttons: acting is frozen since 03:14 UTC, "core switch".'],
    });
  });

  test('is nothing where the cloud or our records are sick, and the report is answered all the same', async () => {
    up = await setUp();
    up.sick.reads = true;
    expect((await up.acting.offers(reportOf([abort]))).notes).toEqual([
      'Abort the operation is not offered: Ironic does not answer',
    ]);
    up.sick.reads = false;
    const { createActing } = await import('../../../src/approvals/acting.ts');
    const repository = {
      ...up.parts.repository,
      frozen: () => Promise.reject(new ServiceError('sick', { code: 'unreachable', service: 'database' })),
    };
    const acting = createActing({ ...up.parts, repository, changed: () => undefined });
    expect(await acting.offers(reportOf([abort]))).toEqual({
      offers: [],
      notes: ['No buttons: my own records cannot be reached.'],
    });
  });

  test('is nothing where our records take too long, which nobody waits for', async () => {
    up = await setUp();
    const repository = { ...up.parts.repository, frozen: () => new Promise<never>(() => undefined) };
    expect(await offersFor({ ...up.parts, repository }, reportOf([abort]), undefined, 1)).toEqual({
      offers: [],
      notes: ['No buttons: my own records cannot be reached.'],
    });
  });

  test('is nothing for a snapshot', async () => {
    up = await setUp();
    expect(await up.acting.offers(reportOf([abort], 'snapshot'))).toEqual({ offers: [], notes: [] });
  });
});

test('a look shows the target as it is now', async () => {
  up = await setUp();
  const offer = await up.offer('abort');
  up.clock.at += 60_000;
  const look = await up.acting.look(offer.id, ASKER);
  expect(look).toMatchObject({ kind: 'offer', offer: { id: offer.id, at: '2026-11-30T03:15:00.000Z' } });
});

test('a request keeps who, why, where and for how long, without what looks like a secret', async () => {
  up = await setUp({ ticket: { required: true, pattern: 'INC-\\d+' }, expires_after: 10 });
  const offer = await up.offer('abort');
  const form = { reason: ' port\nfixed, password=hunter2 ', ticket: ' inc-4412 ', typed: null };
  const place = { channel: 'C7', thread: { channel: 'C7', ts: '1.2' } };
  const answer = await up.acting.request(offer.id, ASKER, form, place);
  expect(answer).toMatchObject({
    kind: 'requested',
    approval: {
      state: 'waiting',
      requester: 'U1',
      reason: 'port fixed, password=***',
      ticket: 'inc-4412',
      needs: 1,
      approvers: { users: ['U2', 'U3', 'U4'] },
      expires_at: '2026-11-30T03:24:00.000Z',
      channel: 'C7',
      thread: { ts: '1.2' },
    },
  });
});

test('what is destructive is asked for with the name typed', async () => {
  up = await setUp();
  up.states.set(NODE, 'active');
  const offer = await up.offer('undeploy');
  expect(offer.ceremony).toMatchObject({ risk: 'destructive', typed: true });
  const typed = { reason: 'gone', ticket: null, typed: ' node-17 ' };
  expect(await up.acting.request(offer.id, ASKER, typed, PLACE)).toMatchObject({ kind: 'requested' });
});

test('two people at once are two votes', async () => {
  up = await setUp({ rules: [{ approvers: 2 }] });
  const { id } = await requested(up.acting, await up.offer('abort'));
  const votes = await Promise.all([up.acting.approve(id, AGREER), up.acting.approve(id, SECOND)]);
  expect(votes.map(({ kind }) => kind)).toEqual(['done', 'done']);
  expect(await up.acting.get(id)).toMatchObject({ state: 'approved', votes: [{ by: 'U2' }, { by: 'U3' }] });
});

test('ten clicks at once take an offer once', async () => {
  up = await setUp();
  const offer = await up.offer('abort');
  const form = { reason: 'x', ticket: null, typed: null };
  const answers = await Promise.all(
    Array.from({ length: 10 }, () => up.acting.request(offer.id, ASKER, form, PLACE)),
  );
  expect(answers.filter(({ kind }) => kind === 'requested')).toHaveLength(1);
  expect(await up.acting.open()).toHaveLength(1);
});

test('others have been busy since it was asked for: it takes one approver more', async () => {
  up = await setUp({ blast_radius: { raise_above: 1 } });
  const { id } = await requested(up.acting, await up.offer('abort'));
  up.states.set('other', 'clean wait');
  const other = await requested(up.acting, await up.offer('abort', { node: 'other' }), LEAD);
  await up.acting.approve(other.id, AGREER);
  await up.worker.look();
  await up.worker.settled();
  expect(await up.acting.approve(id, AGREER)).toMatchObject({ approval: { state: 'waiting', needs: 2 } });
  expect(await up.acting.approve(id, SECOND)).toMatchObject({ approval: { state: 'approved' } });
});

test('declined and withdrawn are told with who and why, and listed as over, the newest first', async () => {
  up = await setUp();
  const first = await requested(up.acting, await up.offer('abort'));
  await up.acting.decline(first.id, AGREER, 'not\n now');
  up.clock.at += 1;
  const second = await requested(up.acting, await up.offer('abort'));
  expect(await up.acting.open()).toMatchObject([{ id: second.id }]);
  await up.acting.withdraw(second.id, ASKER);
  expect(await up.acting.open()).toEqual([]);
  expect(await up.acting.recent(9)).toMatchObject([
    { id: second.id, state: 'withdrawn', ended_by: 'U1' },
    { id: first.id, state: 'declined', ended_by: 'U2', outcome: 'not now' },
  ]);
});

test('what is approved and has not begun can still be withdrawn', async () => {
  up = await setUp();
  const { id } = await requested(up.acting, await up.offer('abort'));
  await up.acting.approve(id, AGREER);
  expect(await up.acting.withdraw(id, ASKER)).toMatchObject({
    kind: 'done',
    approval: { state: 'withdrawn' },
  });
  await up.work();
  expect(up.calls).toEqual([]);
});

test('freezing stops all, thawing lets it go on, and both stand in the journal', async () => {
  up = await setUp();
  expect(await up.acting.freeze(ASKER, 'core switch')).toMatchObject({ kind: 'done', freeze: { by: 'U1' } });
  expect(await up.acting.frozen()).toMatchObject({ reason: 'core switch' });
  expect(await up.acting.freeze(LEAD, 'again')).toMatchObject({
    code: 'frozen-already',
    people: { users: ['U1'] },
  });
  expect(await up.acting.thaw(AGREER)).toEqual({ kind: 'done' });
  expect(await up.acting.thaw(AGREER)).toMatchObject({ code: 'not-frozen' });
  expect(await up.acting.frozen()).toBeUndefined();
  expect(await up.journal()).toEqual(['frozen', 'refused frozen-already', 'thawed', 'refused not-frozen']);
});

describe('what can be done', () => {
  test('is told with what it takes, and as an offer that can be taken', async () => {
    up = await setUp();
    const can = await up.acting.can('abort', [NODE], 'prod', ASKER);
    expect(can).toMatchObject({
      kind: 'can',
      may: undefined,
      frozen: undefined,
      offer: { ground: null, name: 'node-17' },
    });
    if (can.kind === 'can') expect((await requested(up.acting, can.offer)).state).toBe('waiting');
  });

  test('is told to who may not do it, with who may', async () => {
    up = await setUp();
    const can = await up.acting.can('abort', [NODE], 'prod', OUTSIDER);
    expect(can).toMatchObject({
      kind: 'can',
      may: { code: 'not-a-requester', people: { users: ['U1', 'U4'] } },
    });
    expect(await up.journal()).toEqual([]);
  });

  test('is not what Ironic does not let happen', async () => {
    up = await setUp();
    expect(await up.acting.can('provide', [NODE], 'prod', ASKER)).toMatchObject({
      kind: 'cannot',
      name: 'node-17',
      no: { code: 'illegal-state' },
    });
  });

  test.each([
    [['abrot', [NODE], 'prod'], 'unknown-verb', /`abrot`. Did you mean `abort`\?/],
    [['abort', [], 'prod'], 'usage', /`\/ironic can abort <node> tag=…`/],
    [['abort', ['nowhere'], 'prod'], 'unknown-node', /No node `nowhere` in cloud prod/],
    [['abort', [NODE, 'colour=red'], 'prod'], 'usage', /It takes/],
    [['abort', [NODE], 'lab'], 'no-writer', /only read in cloud lab/],
  ] as const)('%j is refused in words', async ([verb, words, cloud], code, told) => {
    up = await setUp();
    expect(await up.acting.can(verb, words, cloud, ASKER)).toMatchObject({
      kind: 'refused',
      code,
      words: expect.stringMatching(told),
    });
  });
});

test('what somebody may is nothing for whoever is no full member', async () => {
  up = await setUp();
  expect(up.acting.may(LEAD)).toEqual({ request: true, approve: true });
  expect(up.acting.may(ASKER)).toEqual({ request: true, approve: false });
  expect(up.acting.may({ ...LEAD, kind: 'guest' })).toEqual({ request: false, approve: false });
});

test('a click that was refused before it came here is recorded', async () => {
  up = await setUp();
  await up.acting.refuse(OUTSIDER, 'strange-button', 'That button carries something.');
  expect(await up.acting.audit({})).toMatchObject([
    { kind: 'refused', actor: 'U9', code: 'strange-button', words: 'click: That button carries something.' },
  ]);
});
