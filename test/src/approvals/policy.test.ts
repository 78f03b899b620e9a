import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type ActingConfig, type ActingRule, ActingSchema } from '../../../src/approvals/config.ts';
import {
  barsFreeze,
  barsRequest,
  barsThaw,
  type Deed,
  groupsOf,
  ruleOn,
} from '../../../src/approvals/policy.ts';
import type { Ceremony } from '../../../src/core/acting.ts';
import { isAmong, type Person } from '../../../src/core/person.ts';
import { REMEDIATIONS } from '../../../src/core/remediation.ts';
import type { ActId } from '../../../src/core/remediation-unit.ts';

const NOW = new Date('2026-11-30T03:14:00.000Z');
const NODE = { uuid: 'n', name: 'node-17', owner: 'tenant-a', resource_class: 'large', conductor_group: '' };
const CALM = { others: 0, last: null };

const acting = (more: object = {}): ActingConfig =>
  ActingSchema.parse({
    request: { users: ['U1'], groups: ['S1'] },
    approve: { users: ['U2', 'U3'] },
    ...more,
  });
const deed = (remediation: ActId, more: Partial<Deed> = {}): Deed => ({
  cloud: 'prod',
  remediation,
  risk: undefined,
  node: NODE,
  ...more,
});
function ceremonyOf(config: ActingConfig, what: Deed, traffic = CALM): Ceremony {
  const ruling = ruleOn(config, what, traffic, NOW);
  if (ruling.kind !== 'ceremony') throw new Error(ruling.words);
  return ruling.ceremony;
}
const member = (id: string, groups: readonly string[] = []): Person => ({ id, kind: 'member', groups });

test.each([
  ['manage', { risk: 'safe', approvers: 0, reason: false, typed: false }],
  ['abort', { risk: 'disruptive', approvers: 1, reason: true, typed: false }],
  ['undeploy', { risk: 'destructive', approvers: 1, reason: true, typed: true }],
] as const)('%s asks for what its risk asks for', (remediation, wanted) => {
  expect(ceremonyOf(acting(), deed(remediation))).toMatchObject({ ...wanted, raised: [], ticket: 'none' });
});

test('circumstances make it worse, and never better', () => {
  expect(ceremonyOf(acting(), deed('manage', { risk: 'destructive' }))).toMatchObject({
    risk: 'destructive',
    approvers: 1,
    typed: true,
    raised: ['counts as destructive here'],
  });
  expect(ceremonyOf(acting(), deed('undeploy', { risk: 'safe' })).risk).toBe('destructive');
});

test.each<[string, Partial<ActingRule>, boolean]>([
  ['its remediation', { remediations: ['undeploy', 'abort'] }, true],
  ['another remediation', { remediations: ['undeploy'] }, false],
  ['its cloud', { clouds: ['prod'] }, true],
  ['another cloud', { clouds: ['lab'] }, false],
  ['its owner', { nodes: { owner: ['tenant-a'] } }, true],
  ['another owner', { nodes: { owner: ['tenant-b'] } }, false],
  ['the default group', { nodes: { conductor_group: [''] } }, true],
  ['its owner with another class', { nodes: { owner: ['tenant-a'], resource_class: ['small'] } }, false],
  ['everything', {}, true],
])('a rule for %s holds: %s', (_, filter, holds) => {
  const config = acting({ rules: [{ ...filter, forbid: 'ask the storage team.' }] });
  const ruling = ruleOn(config, deed('abort'), CALM, NOW);
  expect(ruling.kind).toBe(holds ? 'refused' : 'ceremony');
  if (holds)
    expect(ruling).toMatchObject({
      code: 'forbidden',
      words: 'A rule of ironic-oncall.yml forbids it: ask the storage team.',
    });
});

test('a rule about nodes leaves alone what is no node', () => {
  const config = acting({ rules: [{ nodes: { owner: ['tenant-a'] }, forbid: 'theirs' }] });
  expect(ruleOn(config, deed('enable-compute-service', { node: null }), CALM, NOW).kind).toBe('ceremony');
});

test('the strictest of several rules wins, and people have to be among all lists', () => {
  const { approvers, approvers_among, requesters, raised } = ceremonyOf(
    acting({
      rules: [
        { approvers: 2, approve: { users: ['U3'], groups: ['S2'] } },
        { approvers: 1, request: { groups: ['S1'] } },
      ],
    }),
    deed('abort'),
  );
  expect(approvers).toBe(2);
  expect(raised).toEqual(['a rule asks for 2 approvers']);
  expect(isAmong(member('U3'), approvers_among)).toBe(true);
  expect(isAmong(member('U2'), approvers_among)).toBe(false);
  expect(isAmong(member('U2', ['S2']), approvers_among)).toBe(true);
  expect(isAmong(member('U9', ['S2']), approvers_among)).toBe(false);
  expect(isAmong(member('U1'), requesters)).toBe(false);
  expect(isAmong(member('U9', ['S1']), requesters)).toBe(true);
});

test.each([
  [2, 'manage', 0],
  [3, 'manage', 1],
  [2, 'abort', 1],
  [3, 'abort', 2],
  [9, 'undeploy', 2],
] as const)('with %i others within the window, %s needs %i', (others, remediation, approvers) => {
  const ceremony = ceremonyOf(acting(), deed(remediation), { others, last: null });
  expect(ceremony.approvers).toBe(approvers);
  expect(ceremony.reason).toBe(approvers > 0);
  expect(ceremony.raised).toEqual(others >= 3 ? [`${others + 1} targets within 15 min`] : []);
});

test('two approvers are enough even where a rule asked for two and the blast radius for more', () => {
  const config = acting({ rules: [{ approvers: 2 }] });
  expect(ceremonyOf(config, deed('abort'), { others: 5, last: null }).approvers).toBe(2);
});

test('beyond the blast radius nobody may', () => {
  const ruling = ruleOn(acting(), deed('manage'), { others: 10, last: null }, NOW);
  expect(ruling).toMatchObject({ kind: 'refused', code: 'too-many' });
  expect(ruling).toHaveProperty('words', expect.stringMatching(/target 11 within 15 min, and more than 10/));
});

test.each([
  ['2026-11-30T03:11:00.000Z', '2 min'],
  ['2026-11-30T03:09:00.001Z', '1 s'],
  ['2026-11-30T03:09:00.000Z', undefined],
  [null, undefined],
])('after a run at %s it has to wait %s', (last, left) => {
  const ruling = ruleOn(acting(), deed('abort'), { others: 0, last }, NOW);
  if (left === undefined) expect(ruling.kind).toBe('ceremony');
  else
    expect(ruling).toMatchObject({ code: 'cool-down', words: expect.stringContaining(`again in ${left}.`) });
});

test.each([
  ['nobody who may ask', { request: {} }, 'manage', /`acting.request`.*names nobody who may ask for it/],
  [
    'nobody who could approve',
    { approve: {} },
    'abort',
    /`acting.approve`.*names nobody who could approve it/,
  ],
  [
    'nobody who is on both lists',
    { rules: [{ approve: { users: ['U9'] } }] },
    'abort',
    /names nobody who could approve it/,
  ],
] as const)('with %s it is not offered', (_, more, remediation, words) => {
  expect(ruleOn(acting(more), deed(remediation), CALM, NOW)).toMatchObject({
    kind: 'refused',
    code: 'nobody-may',
    words: expect.stringMatching(words),
  });
});

test('what is safe needs no list of approvers', () => {
  expect(ceremonyOf(acting({ approve: {} }), deed('manage')).approvers).toBe(0);
});

test.each([
  [{}, 'abort', 'none'],
  [{ ticket: {} }, 'abort', 'optional'],
  [{ ticket: { required: true } }, 'abort', 'required'],
  // There is a dialog and no form.
  [{ ticket: { required: true } }, 'manage', 'none'],
] as const)('with %j the form of %s has a ticket: %s', (more, remediation, ticket) => {
  expect(ceremonyOf(acting(more), deed(remediation)).ticket).toBe(ticket);
});

test('who may ask may stop everything, and only an approver may go on', () => {
  const config = acting();
  expect(barsFreeze(config, member('U1'))).toBeUndefined();
  expect(barsFreeze(config, member('U2'))).toBeUndefined();
  expect(barsFreeze(config, member('U9'))).toBe('not-a-requester');
  expect(barsThaw(config, member('U1'))).toBe('not-an-approver');
  expect(barsThaw(config, member('U2'))).toBeUndefined();
});

test('all groups that are named are told to whoever looks people up', () => {
  const config = acting({ rules: [{ approve: { groups: ['S7', 'S1'] } }, { request: { groups: ['S8'] } }] });
  expect(groupsOf(config)).toEqual(['S1', 'S7', 'S8']);
});

const kinds = ['guest', 'bot', 'stranger', 'unknown'] as const;
test.each(kinds)('a person of the kind %s never passes, whatever list they are on', (kind) => {
  const everybody = { users: ['U1'], groups: ['S1'] };
  const config = acting({ request: everybody, approve: everybody });
  const who: Person = { id: 'U1', kind, groups: ['S1'] };
  expect(barsRequest(ceremonyOf(config, deed('manage')), who)).toBeDefined();
  expect(barsFreeze(config, who)).toBeDefined();
  expect(barsThaw(config, who)).toBeDefined();
});

const USERS = ['U1', 'U2', 'U3'];
const GROUPS = ['S1', 'S2'];
const people = fc.record({ users: fc.subarray(USERS), groups: fc.subarray(GROUPS) });
const some = people.filter(({ users, groups }) => users.length + groups.length > 0);
const acts = (Object.keys(REMEDIATIONS) as (keyof typeof REMEDIATIONS)[]).filter((id) => id !== 'none');
const rule = fc.record(
  {
    remediations: fc.subarray<ActId>(['abort', 'manage', 'undeploy'], { minLength: 1 }),
    clouds: fc.subarray(['prod', 'lab'], { minLength: 1 }),
    nodes: fc.record({ owner: fc.subarray(['tenant-a', 'tenant-b'], { minLength: 1 }) }),
    approvers: fc.integer({ min: 1, max: 2 }),
    request: some,
    approve: some,
    forbid: fc.constant('no'),
  },
  { requiredKeys: [] },
);
const situation = fc.record({
  config: fc
    .record({ request: people, approve: people, rules: fc.array(rule, { maxLength: 3 }) })
    .map(acting),
  what: fc.record({
    cloud: fc.constantFrom('prod', 'lab'),
    remediation: fc.constantFrom(...acts),
    risk: fc.constantFrom('safe', 'disruptive', 'destructive', undefined),
    node: fc.constantFrom(NODE, { ...NODE, owner: null }, null),
  }),
  traffic: fc.record({
    others: fc.nat(12),
    last: fc.constantFrom(null, '2026-11-30T03:12:00.000Z', '2026-11-30T02:00:00.000Z'),
  }),
});
const anybody = fc.record<Person>({
  id: fc.constantFrom(...USERS, 'U9'),
  kind: fc.constantFrom('member', 'member', ...kinds),
  groups: fc.subarray(GROUPS),
});
const RISK = ['safe', 'disruptive', 'destructive'];

test('whatever rule is added, nothing becomes easier for anybody', () => {
  let compared = 0;
  fc.assert(
    fc.property(situation, rule, anybody, fc.nat(3), ({ config, what, traffic }, added, who, place) => {
      const stricter = { ...config, rules: config.rules.toSpliced(place, 0, added) };
      const before = ruleOn(config, what, traffic, NOW);
      const after = ruleOn(stricter, what, traffic, NOW);
      if (before.kind === 'refused') expect(after.kind).toBe('refused');
      if (before.kind === 'refused' || after.kind === 'refused') return;
      compared += 1;
      const [was, is] = [before.ceremony, after.ceremony];
      expect(is.approvers).toBeGreaterThanOrEqual(was.approvers);
      expect(RISK.indexOf(is.risk)).toBeGreaterThanOrEqual(RISK.indexOf(was.risk));
      expect([is.reason, is.typed]).toEqual([is.reason || was.reason, is.typed || was.typed]);
      if (barsRequest(was, who)) expect(barsRequest(is, who)).toBeDefined();
      if (!isAmong(who, was.approvers_among)) expect(isAmong(who, is.approvers_among)).toBe(false);
    }),
    { numRuns: 3_000 },
  );
  expect(compared).toBeGreaterThan(300);
});

test('whatever is configured, only members of this workspace pass, and no risk goes without its ceremony', () => {
  fc.assert(
    fc.property(situation, anybody, ({ config, what, traffic }, who) => {
      const ruling = ruleOn(config, what, traffic, NOW);
      if (ruling.kind === 'refused') return;
      if (barsRequest(ruling.ceremony, who) === undefined) expect(who.kind).toBe('member');
      const least = REMEDIATIONS[what.remediation].risk === 'safe' ? 0 : 1;
      expect(ruling.ceremony.approvers).toBeGreaterThanOrEqual(least);
      expect(ruling.ceremony.approvers).toBeLessThanOrEqual(2);
      if (ruling.ceremony.risk !== 'safe') expect(ruling.ceremony.reason).toBe(true);
      if (ruling.ceremony.risk === 'destructive') expect(ruling.ceremony.typed).toBe(true);
    }),
    { numRuns: 3_000 },
  );
});
