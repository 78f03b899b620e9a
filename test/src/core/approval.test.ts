import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { CallResult } from '../../../src/core/api-call.ts';
import {
  APPROVAL_STATES,
  type Approval,
  type ApprovalEvent,
  type ApprovalState,
  decide,
  isFinal,
  isHolding,
} from '../../../src/core/approval.ts';
import type { Person } from '../../../src/core/person.ts';

const NOW = '2026-11-30T03:14:00.000Z';
const LATER = '2026-11-30T03:15:00.000Z';
const EXPIRES = '2026-11-30T03:44:00.000Z';
const CALL = { service: 'ironic', method: 'PUT', path: '/v1/nodes/n/states/provision' } as const;
const ALLOWED = { users: ['U2', 'U3'], groups: ['S1'] };

const member = (id: string, groups: readonly string[] = []): Person => ({ id, kind: 'member', groups });
const result = (outcome: CallResult['outcome']): CallResult => ({
  status: outcome === 'accepted' ? 202 : outcome === 'refused' ? 400 : undefined,
  request_id: 'req-1',
  at: NOW,
  outcome,
  words: '',
});

const WAITING: Approval = {
  id: 'a',
  version: 1,
  state: 'waiting',
  cloud: 'prod',
  remediation: 'abort',
  params: { node: 'n' },
  target: 'prod node n',
  name: 'node-17',
  node: null,
  risk: 'disruptive',
  needs: 1,
  approvers: ALLOWED,
  ground: null,
  requester: 'U1',
  reason: 'switch port fixed',
  ticket: null,
  requested_at: NOW,
  expires_at: EXPIRES,
  votes: [],
  seen: {},
  watched: [],
  calls: [CALL],
  becomes: '`clean failed`',
  undo: '`manage`',
  beware: [],
  results: [],
  started_at: null,
  verify_until: null,
  progress: null,
  ended_by: null,
  ended_at: null,
  outcome: '',
  after: null,
  code: null,
  channel: 'C1',
  message: null,
  thread: null,
};
const at = (state: ApprovalState, change: Partial<Approval> = {}): Approval => ({
  ...WAITING,
  state,
  ...change,
});

const approve = (by: Person, needs?: number): ApprovalEvent => ({
  kind: 'approve',
  by,
  allowed: ALLOWED,
  ...(needs === undefined ? {} : { needs }),
});
const EVENTS = {
  approve: approve(member('U2')),
  decline: { kind: 'decline', by: member('U2'), allowed: ALLOWED, reason: 'not now' },
  withdraw: { kind: 'withdraw', by: member('U1') },
  expire: { kind: 'expire' },
  claim: { kind: 'claim' },
  'put-back': { kind: 'put-back', words: 'Ironic did not answer' },
  start: { kind: 'start', seen: {}, calls: [CALL], verify_until: LATER },
  'refuse, untouched': { kind: 'refuse', code: 'moved', words: 'it moved', after: null },
  'refuse, as the service did': {
    kind: 'refuse',
    code: 'refused',
    words: 'Ironic refused',
    after: null,
    results: [result('refused')],
  },
  sent: { kind: 'sent', results: [result('accepted')], verify_until: LATER },
  progress: { kind: 'progress', words: '`cleaning`' },
  finish: { kind: 'finish', outcome: 'succeeded', words: 'done', after: {} },
} as const satisfies Record<string, ApprovalEvent>;

/** What is not named here is refused. */
const LEGAL: Partial<Record<ApprovalState, Partial<Record<keyof typeof EVENTS, ApprovalState>>>> = {
  waiting: { approve: 'approved', decline: 'declined', withdraw: 'withdrawn', expire: 'expired' },
  approved: { withdraw: 'withdrawn', expire: 'expired', claim: 'checking' },
  checking: {
    claim: 'checking',
    'put-back': 'approved',
    start: 'running',
    'refuse, untouched': 'not-run',
    'refuse, as the service did': 'not-run',
  },
  running: { 'refuse, as the service did': 'not-run', sent: 'verifying', progress: 'running' },
  verifying: { progress: 'verifying', finish: 'succeeded' },
};

const everyPair = APPROVAL_STATES.flatMap((state) =>
  (Object.keys(EVENTS) as (keyof typeof EVENTS)[]).map((event) => [state, event] as const),
);

test.each(everyPair)('%s, %s', (state, event) => {
  // Each event comes when it may come at all.
  const now = event === 'expire' ? EXPIRES : LATER;
  const decision = decide(at(state), EVENTS[event], now);
  const wanted = LEGAL[state]?.[event];
  if (wanted === undefined) expect(decision.kind).toBe('refused');
  else expect(decision).toMatchObject({ kind: 'next', approval: { state: wanted, version: 2 } });
});

test.each([
  ['the requester', WAITING, approve(member('U1', ['S1'])), 'own-request'],
  ['somebody else', WAITING, approve(member('U9')), 'not-an-approver'],
  ['a guest among the approvers', WAITING, approve({ ...member('U2'), kind: 'guest' }), 'guest'],
  ['a bot', WAITING, approve({ ...member('U2'), kind: 'bot' }), 'bot'],
  ['a person of another workspace', WAITING, approve({ ...member('U2'), kind: 'stranger' }), 'stranger'],
  ['whom Slack cannot tell us of', WAITING, approve({ ...member('U2'), kind: 'unknown' }), 'unknown-person'],
  [
    'the same person twice',
    at('waiting', { needs: 2, votes: [{ by: 'U2', at: NOW }] }),
    EVENTS.approve,
    'approved-twice',
  ],
  [
    'an approver of yesterday',
    at('waiting', { approvers: { users: ['U2'], groups: [] } }),
    approve(member('U3')),
    'not-an-approver',
  ],
  [
    'an approver of now who was none',
    WAITING,
    { kind: 'approve', by: member('U3'), allowed: { users: ['U2'], groups: [] } },
    'not-an-approver',
  ],
  ['a click on what has expired', at('expired'), EVENTS.approve, 'expired'],
  ['a click on what was declined', at('declined'), EVENTS.approve, 'already-decided'],
  ['the requester declining', WAITING, { ...EVENTS.decline, by: member('U1') }, 'own-request'],
  ['somebody withdrawing for another', WAITING, { kind: 'withdraw', by: member('U2') }, 'not-the-requester'],
  ['a guest withdrawing', WAITING, { kind: 'withdraw', by: { ...member('U1'), kind: 'guest' } }, 'guest'],
  ['a withdrawal of what runs', at('running'), EVENTS.withdraw, 'already-decided'],
  ['an expiry before its time', WAITING, EVENTS.expire, 'not-yet'],
] as const)('%s is refused', (_, approval, event, code) => {
  expect(decide(approval, event as ApprovalEvent, LATER)).toEqual({ kind: 'refused', code });
});

test('what has expired is neither approved nor taken up nor started, to the millisecond', () => {
  const before = '2026-11-30T03:43:59.999Z';
  for (const [state, event] of [
    ['waiting', EVENTS.approve],
    ['approved', EVENTS.claim],
    ['checking', EVENTS.start],
  ] as const) {
    expect(decide(at(state), event, before).kind).toBe('next');
    expect(decide(at(state), event, EXPIRES)).toEqual({ kind: 'refused', code: 'expired' });
  }
});

test('whoever died while checking leaves it to be taken up again, and then it is refused rather than run late', () => {
  const again = decide(at('checking'), EVENTS.claim, EXPIRES);
  expect(again).toMatchObject({ kind: 'next', approval: { state: 'checking' } });
  expect(decide(at('checking'), EVENTS.start, EXPIRES).kind).toBe('refused');
  expect(decide(at('checking'), EVENTS['refuse, untouched'], EXPIRES).kind).toBe('next');
});

test('two approvers are two people, and a policy that has become stricter since asks for the second', () => {
  const first = decide(WAITING, approve(member('U2'), 2), LATER);
  expect(first).toMatchObject({ kind: 'next', approval: { state: 'waiting', needs: 2 } });
  if (first.kind !== 'next') return;
  expect(decide(first.approval, approve(member('U2'), 2), LATER).kind).toBe('refused');
  const second = decide(first.approval, approve(member('U7', ['S1']), 1), LATER);
  expect(second).toMatchObject({ kind: 'next', approval: { state: 'approved', needs: 2 } });
});

test.each([
  ['nothing was answered', []],
  ['one call was accepted', [result('accepted'), result('refused')]],
  ['it is not known', [result('unsure')]],
] as const)('what runs is never called untouched where %s', (_, results) => {
  const event = { ...EVENTS['refuse, as the service did'], results };
  expect(decide(at('running'), event, LATER)).toEqual({ kind: 'refused', code: 'wrong-state' });
});

const person = fc.record<Person>({
  id: fc.constantFrom('U1', 'U2', 'U3', 'U4'),
  kind: fc.constantFrom('member', 'member', 'member', 'guest', 'bot', 'stranger', 'unknown'),
  groups: fc.subarray(['S1', 'S2']),
});
const people = fc.record({
  users: fc.subarray(['U1', 'U2', 'U3', 'U4']),
  groups: fc.subarray(['S1', 'S2']),
});
const results = fc.array(fc.constantFrom(result('accepted'), result('refused'), result('unsure')), {
  maxLength: 2,
});
const event: fc.Arbitrary<ApprovalEvent> = fc.oneof(
  fc.record({
    kind: fc.constant('approve' as const),
    by: person,
    allowed: people,
    needs: fc.integer({ min: 0, max: 2 }),
  }),
  fc.record({ kind: fc.constant('approve' as const), by: person, allowed: people }),
  fc.record({ kind: fc.constant('decline' as const), by: person, allowed: people, reason: fc.string() }),
  fc.record({ kind: fc.constant('withdraw' as const), by: person }),
  fc.constantFrom<ApprovalEvent>(
    EVENTS.expire,
    EVENTS.claim,
    EVENTS['put-back'],
    EVENTS.start,
    EVENTS['refuse, untouched'],
    EVENTS.progress,
  ),
  fc.record({
    kind: fc.constant('refuse' as const),
    code: fc.constant('x'),
    words: fc.string(),
    after: fc.constant(null),
    results,
  }),
  fc.record({ kind: fc.constant('sent' as const), results, verify_until: fc.constant(LATER) }),
  fc.record({
    kind: fc.constant('finish' as const),
    outcome: fc.constantFrom('succeeded', 'failed', 'unconfirmed'),
    words: fc.string(),
    after: fc.constant(null),
  }),
);
/** The way through, so that every state is met often. */
const ONWARD: Partial<Record<ApprovalState, ApprovalEvent>> = {
  waiting: EVENTS.approve,
  approved: EVENTS.claim,
  checking: EVENTS.start,
  running: EVENTS.sent,
};
const life = fc.record({
  first: fc.record({ needs: fc.integer({ min: 0, max: 2 }), approvers: people }),
  steps: fc.array(
    fc.record({ wild: event, onward: fc.boolean(), seconds: fc.constantFrom(0, 0, 0, 1, 60, 600) }),
    { maxLength: 40 },
  ),
});

test('however it is treated, an approval keeps its promises', () => {
  const reached = new Set<ApprovalState>();
  fc.assert(
    fc.property(life, ({ first, steps }) => {
      let approval: Approval = at(first.needs === 0 ? 'approved' : 'waiting', first);
      let clock = Date.parse(NOW);
      for (const { wild, onward, seconds } of steps) {
        const event = (onward && ONWARD[approval.state]) || wild;
        clock += seconds * 1000;
        const now = new Date(clock).toISOString();
        const before = approval;
        const copy = structuredClone(before);
        const decision = decide(before, event, now);
        expect(before).toEqual(copy);
        reached.add(before.state);
        if (decision.kind === 'refused') continue;
        approval = decision.approval;
        holds(before, approval, event, now);
      }
      reached.add(approval.state);
    }),
    { numRuns: 4_000 },
  );
  expect([...reached].sort()).toEqual([...APPROVAL_STATES].sort());
});

function holds(before: Approval, after: Approval, event: ApprovalEvent, now: string): void {
  expect(isFinal(before.state)).toBe(false);
  expect(after.version).toBe(before.version + 1);
  // Votes are of distinct people, none of them the requester, and are never lost.
  const voters = after.votes.map(({ by }) => by);
  expect(new Set(voters).size).toBe(voters.length);
  expect(voters).not.toContain(after.requester);
  expect(voters.slice(0, before.votes.length)).toEqual(before.votes.map(({ by }) => by));
  expect(after.needs).toBeGreaterThanOrEqual(before.needs);
  // Only somebody of this workspace, with enough others behind them, gets it past `waiting`.
  if (event.kind === 'approve') expect(event.by.kind).toBe('member');
  if (after.state === 'approved' || isHolding(after.state)) {
    expect(after.votes.length).toBeGreaterThanOrEqual(after.needs);
  }
  // Only what was looked at starts, once, in time; and only what has started has a start, calls made and an outcome.
  if (before.started_at === null && after.started_at !== null) {
    expect(before.state).toBe('checking');
    expect(now < after.expires_at).toBe(true);
  }
  if (before.started_at !== null) expect(after.started_at).toBe(before.started_at);
  const started = ['running', 'verifying', 'succeeded', 'failed', 'unconfirmed'].includes(after.state);
  if (after.state !== 'not-run') expect(after.started_at !== null).toBe(started);
  expect(after.verify_until === null).toBe(after.started_at === null);
  expect(after.ended_at !== null).toBe(isFinal(after.state));
  // What nobody asked for does not change.
  const { requester, params, calls, target, cloud, remediation, expires_at } = before;
  expect(after).toMatchObject({ requester, params, target, cloud, remediation, expires_at });
  if (event.kind !== 'start') expect(after.calls).toEqual(calls);
}
