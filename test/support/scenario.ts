import fc from 'fast-check';
import { ActingSchema } from '../../src/approvals/config.ts';
import type { Person } from '../../src/core/person.ts';
import type { ActId } from '../../src/core/remediation-unit.ts';
import { AGREER, ASKER, LEAD, OUTSIDER, SECOND } from './acting.ts';
import { OUTCOMES } from './stepped-world.ts';

/** The state that a node is in, and what may be done about it. */
export const WAYS = [
  ['clean wait', 'abort'],
  ['clean wait', 'unhold'],
  ['clean failed', 'manage'],
  ['manageable', 'provide'],
  ['active', 'undeploy'],
] as const satisfies readonly (readonly [string, ActId])[];

const KINDS = ['request', 'approve', 'decline', 'withdraw', 'freeze', 'thaw'] as const;

/** Whose clicks are met with; mostly of those who may. */
export const WHO: Readonly<Record<(typeof KINDS)[number], readonly Person[]>> = {
  request: [ASKER, ASKER, ASKER, ASKER, LEAD, LEAD, LEAD, LEAD, OUTSIDER, { ...ASKER, kind: 'guest' }],
  approve: [
    AGREER,
    AGREER,
    AGREER,
    SECOND,
    SECOND,
    SECOND,
    LEAD,
    ASKER,
    OUTSIDER,
    { ...AGREER, kind: 'bot' },
  ],
  decline: [AGREER, SECOND, LEAD, OUTSIDER],
  withdraw: [ASKER, LEAD, AGREER],
  freeze: [ASKER, AGREER, OUTSIDER],
  thaw: [AGREER, ASKER],
};

export const CONFIG = ActingSchema.parse({
  writers: { prod: 'w' },
  request: { users: ['U1', 'U4'] },
  approve: { users: ['U2', 'U3', 'U4'] },
  cool_down: 0,
  blast_radius: { raise_above: 2, refuse_above: 5 },
  rules: [{ remediations: ['undeploy'], approvers: 2 }],
});

const click = fc.record({
  kind: fc.oneof(
    { weight: 10, arbitrary: fc.constant('request' as const) },
    { weight: 14, arbitrary: fc.constant('approve' as const) },
    { weight: 2, arbitrary: fc.constantFrom(...KINDS) },
  ),
  who: fc.nat(9),
  /** Which button, of those that are there. */
  on: fc.nat(5),
  replica: fc.nat(1),
  /** Slack delivers it again, perhaps to the other one. */
  again: fc.option(fc.nat(1), { freq: 3 }),
});
export type Click = typeof click extends fc.Arbitrary<infer T> ? T : never;

/** What happens; in which order its steps are taken is the seed's. */
export const scenario = fc.record({
  seed: fc.integer(),
  offers: fc.array(fc.record({ way: fc.nat(WAYS.length - 1), node: fc.nat(1) }), {
    minLength: 1,
    maxLength: 3,
  }),
  clicks: fc.array(click, { minLength: 4, maxLength: 14 }),
  /** What becomes of the calls that reach the cloud, one after the other. */
  outcomes: fc.array(fc.constantFrom(...OUTCOMES), { maxLength: 6 }),
  /** How many processes die. */
  crashes: fc.nat(3),
  /** How often a machine is suspended for longer than a lease. */
  naps: fc.nat(3),
  /** Whether the cloud cannot be read at times. */
  sick: fc.nat(3).map((one) => one === 0),
  /** How often the clock leaps. */
  leaps: fc.nat(3),
  /** Whether somebody else is at work on the nodes. */
  meddler: fc.boolean(),
});
export type Scenario = typeof scenario extends fc.Arbitrary<infer T> ? T : never;
