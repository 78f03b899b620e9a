import fc from 'fast-check';
import type { Storm, Story, StoryAlert, StoryFinding } from '../../../../src/core/alert-story.ts';
import { CAUSES, type Cause } from '../../../../src/core/cause.ts';
import type { Confidence } from '../../../../src/core/confidence.ts';
import type { FleetKind, FleetSubject } from '../../../../src/core/fleet-entry.ts';
import { report } from './sample.ts';
import { wildReport, wildText } from './wild.ts';

export const CHANNEL = 'C0ALERTS01';
export const OPENED = '2026-11-22T03:02:00.000Z';

export const node = (n: number): FleetSubject => ({
  kind: 'node',
  cloud: 'prod',
  id: `6a2c4f1e-0d5b-4c83-9a70-${String(n).padStart(12, '0')}`,
  name: `node-${n}`,
});

export const alertOf = (...subjects: readonly FleetSubject[]): StoryAlert => ({
  key: subjects.map(({ id }) => id).join(' '),
  name: 'IronicNodeCleanFailed',
  severity: 'critical',
  status: 'firing',
  started: OPENED,
  ended: null,
  subjects,
  symptom: { id: 'clean-failed', about: 'node', words: 'cleaning of a node failed' },
  asked: [],
});

export const findingOf = (subject: FleetSubject): StoryFinding => ({
  subject,
  cause: 'stuck-ing-state',
  confidence: 'confirmed',
  summary: 'stuck in `deploying`: conductor `c2` is not alive',
  provision_state: 'deploying',
  at: OPENED,
});

/** One alert about node-17, answered with the whole card of `why`. */
export function story(change: Partial<Story> = {}): Story {
  return {
    id: 'story-0000000001',
    version: 1,
    channel: CHANNEL,
    alert: '1795312920.000100',
    source: 'alertmanager',
    state: 'answered',
    opened_at: OPENED,
    closed_at: null,
    alerts: [alertOf(node(17))],
    elsewhere: null,
    findings: [findingOf(node(17))],
    groups: [],
    answer: { kind: 'diagnosis', outcome: { kind: 'report', report } },
    problem: null,
    silenced_until: null,
    end: null,
    storm: null,
    message: null,
    ...change,
  };
}

/** Several nodes of one message: most of them on a dead conductor. */
export function grouped(count: number): Story {
  const nodes = Array.from({ length: count }, (_, n) => node(n + 1));
  const [last] = nodes.slice(-1);
  return story({
    answer: null,
    alerts: nodes.map((one) => alertOf(one)),
    findings: nodes.map(findingOf),
    groups: [
      {
        cause: 'stuck-ing-state',
        words: 'conductor `c2` is not alive',
        nodes: nodes.slice(0, -1).map(({ id }) => id),
        confidence: 'confirmed',
        besides: [],
      },
      {
        cause: 'bmc-credentials',
        words: 'the BMC refuses user or password',
        nodes: [last?.id ?? ''],
        confidence: 'likely',
        besides: [],
      },
    ],
  });
}

export function storm(change: Partial<Storm> = {}): Storm {
  const nodes = Array.from({ length: 35 }, (_, n) => node(n + 1));
  return {
    id: 'storm-0000000001',
    version: 1,
    channel: CHANNEL,
    opened_at: OPENED,
    closed_at: null,
    alerts: { all: 44, firing: 42 },
    subjects: { all: 41, firing: 40 },
    groups: [
      {
        cause: 'stuck-ing-state',
        confidence: 'confirmed',
        words: 'conductor `c2` is not alive',
        nodes: nodes.slice(0, 31),
      },
      {
        cause: 'bmc-credentials',
        confidence: 'likely',
        words: 'the BMC refuses user or password, all in subnet 10.4.12.0/24',
        nodes: nodes.slice(31),
      },
    ],
    well: [node(36), node(37)],
    waiting: 2,
    silenced: 1,
    notes: ['Nova was not read: it did not answer within 10 s'],
    read_at: '2026-11-22T03:06:00.000Z',
    message: null,
    ...change,
  };
}

const wildSubject: fc.Arbitrary<FleetSubject> = fc.record({
  kind: fc.constantFrom<FleetKind[]>('node', 'instance', 'conductor', 'compute-host', 'switch'),
  cloud: wildText,
  id: wildText,
  name: wildText,
});
const subjects = fc.array(wildSubject, { maxLength: 8 });
const cause = fc.constantFrom(...(Object.keys(CAUSES) as Cause[]));
const confidence = fc.constantFrom<Confidence[]>('confirmed', 'likely', 'possible');
const place = fc.oneof(
  fc.constant(null),
  fc.constant({ channel: 'C0ALERTS01', ts: '1795312920.000100' }),
  fc.record({ channel: wildText, ts: wildText }),
);

const wildAlert: fc.Arbitrary<StoryAlert> = fc.record({
  key: wildText,
  name: fc.option(wildText),
  severity: fc.option(wildText),
  status: fc.constantFrom('firing', 'resolved'),
  started: fc.oneof(fc.constant(OPENED), wildText),
  ended: fc.option(wildText),
  subjects,
  symptom: fc.option(fc.record({ id: wildText, about: fc.constant('node' as const), words: wildText })),
  asked: fc.array(
    fc.record({ as: wildText, could: fc.array(wildSubject, { minLength: 1, maxLength: 20 }) }),
    { maxLength: 3 },
  ),
});

export const wildStory: fc.Arbitrary<Story> = fc
  .record({
    state: fc.constantFrom('reading', 'answered', 'unread', 'silenced', 'resolved', 'gone'),
    alerts: fc.array(wildAlert, { maxLength: 6 }),
    elsewhere: fc.option(fc.record({ count: fc.nat({ max: 99 }), first: place })),
    findings: fc.array(
      wildSubject.chain((subject) =>
        fc.record({
          subject: fc.constant(subject),
          cause,
          confidence,
          summary: wildText,
          provision_state: fc.option(wildText),
          at: wildText,
        }),
      ),
      { maxLength: 12 },
    ),
    groups: fc.array(
      fc.record({
        cause,
        words: wildText,
        nodes: fc.array(wildText, { maxLength: 40 }),
        confidence,
        besides: fc.constant([]),
      }),
      { maxLength: 10 },
    ),
    report: fc.option(wildReport),
    problem: fc.option(wildText),
    silenced_until: fc.option(wildText),
    closed_at: fc.option(wildText),
    end: fc.option(
      fc.record({
        at: wildText,
        lasted: fc.integer(),
        moved: fc.array(fc.record({ subject: wildSubject, from: wildText, to: wildText }), { maxLength: 9 }),
        deeds: fc.array(
          fc.record({
            node: wildText,
            label: wildText,
            requester: wildText,
            approvers: fc.array(wildText, { maxLength: 4 }),
            outcome: wildText,
          }),
          { maxLength: 6 },
        ),
      }),
    ),
    storm: fc.option(
      fc.record({ id: wildText, words: fc.option(wildText), nodes: fc.nat(), message: place }),
    ),
  })
  .map(({ report: wild, ...rest }) =>
    story({
      ...rest,
      answer: wild ? { kind: 'diagnosis', outcome: { kind: 'report', report: wild } } : null,
    }),
  );

export const wildStorm: fc.Arbitrary<Storm> = fc
  .record({
    closed_at: fc.option(wildText),
    opened_at: fc.oneof(fc.constant(OPENED), wildText),
    groups: fc.array(
      fc.record({ cause, confidence, words: wildText, nodes: fc.array(wildSubject, { maxLength: 60 }) }),
      { maxLength: 12 },
    ),
    well: subjects,
    waiting: fc.nat({ max: 99 }),
    silenced: fc.nat({ max: 99 }),
    notes: fc.array(wildText, { maxLength: 6 }),
    read_at: fc.option(wildText),
  })
  .map((wild) => storm(wild));
