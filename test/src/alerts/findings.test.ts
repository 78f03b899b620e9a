import { describe, expect, it } from 'vitest';
import { findingOf, passFindings } from '../../../src/alerts/findings.ts';
import { groupsOf, soughtInPass } from '../../../src/alerts/seek.ts';
import type { FleetGroup, FleetReport, TroubledNode } from '../../../src/core/fleet-report.ts';
import type { DiagnosisAnswer } from '../../../src/core/outcome.ts';
import { T0, uuidOf } from '../../support/alert-world.ts';
import { alertOf, conductor, findingOf as finding, keptOf, subject } from '../../support/stories.ts';

const trouble = (n: number, more: Partial<TroubledNode> = {}): TroubledNode => ({
  ...{ uuid: uuidOf(n), name: null, provision_state: 'clean failed', cause: 'clean-step-failed' },
  ...{
    confidence: 'likely',
    summary: `node ${n} failed to clean`,
    severity: 'critical',
    since: null,
    at_least: false,
  },
  ...more,
});
const group = (nodes: readonly number[], more: Partial<FleetGroup> = {}): FleetGroup => ({
  ...{ cause: 'clean-step-failed', words: 'a cleaning step failed', nodes: nodes.map(uuidOf) },
  ...{ confidence: 'likely', besides: [] },
  ...more,
});
const well = new Set([uuidOf(8), uuidOf(9)]);

function pass(more: Partial<FleetReport> = {}) {
  const whole: FleetReport = {
    ...{
      cloud: 'prod',
      total: 5,
      partial: false,
      shown: 5,
      states: [],
      groups: [],
      nodes: [trouble(1), trouble(2)],
    },
    ...{ open: [], unread: [], notes: [], cost: { requests: 1, ms: 1 }, at: T0, reference: 'r' },
    ...more,
  };
  return passFindings({
    report: () => whole,
    among: (uuids) => ({
      ...whole,
      states: [...uuids].some((one) => well.has(one))
        ? [{ state: 'available', nodes: 1, troubled: 0, held: 0 }]
        : [],
      groups: [group(whole.nodes.flatMap(({ uuid }, at) => (uuids.has(uuid) ? [at + 1] : [])))],
    }),
  });
}

describe('what a pass over the fleet says of a node', () => {
  it('is its trouble, or that it looks well', () => {
    expect(pass().node(subject(1), uuidOf(1))).toMatchObject({
      cause: 'clean-step-failed',
      provision_state: 'clean failed',
    });
    expect(pass().node(subject(9), uuidOf(9))).toMatchObject({
      ...{ cause: 'healthy', summary: 'Looks well now: available.', provision_state: 'available' },
    });
  });

  it('is that nobody can tell where a question stayed open, the list ended early, or it is not there', () => {
    const open = [
      { check: 'a/b', asks: 'Does the BMC answer?', reason: 'the port list failed', nodes: [uuidOf(9)] },
    ];
    expect(pass({ open }).node(subject(9), uuidOf(9))).toMatchObject({
      ...{
        cause: 'insufficient-evidence',
        summary: expect.stringMatching(/BMC answer\?" the port list failed/),
      },
    });
    expect(pass({ partial: true }).node(subject(7), uuidOf(7)).summary).toMatch(/stopped answering/);
    expect(pass({ partial: true }).isGone(uuidOf(7))).toBe(false);
    expect(pass().node(subject(7), uuidOf(7))).toMatchObject({
      ...{ cause: 'insufficient-evidence', summary: expect.stringMatching(/not in the cloud any more/) },
    });
    expect(pass().isGone(uuidOf(7))).toBe(true);
  });
});

describe('what it says of a host', () => {
  const shared = { kind: 'conductor', value: 'c2', having: 2, members: 2, fit: 1 } as const;

  it('is what nodes have that share it, first or besides', () => {
    for (const more of [{ shared }, { besides: [shared] }]) {
      const { finding, groups } = pass({ groups: [group([3]), group([1, 2], more)] }).host(conductor);
      expect(finding).toMatchObject({
        cause: 'clean-step-failed',
        summary: '2 nodes: a cleaning step failed',
      });
      expect(groups).toHaveLength(1);
    }
  });

  it('is that nobody can tell where none does', () => {
    const other = { ...shared, value: 'c22' };
    const asSwitch = { ...shared, kind: 'switch' } as const;
    const groups = [group([1], { shared: other }), group([2], { shared: asSwitch })];
    expect(pass({ groups }).host(conductor).finding.cause).toBe('insufficient-evidence');
  });

  it('is, of a nova-compute, what names it as a whole word', () => {
    const host = { kind: 'compute-host', cloud: 'prod', id: 'cmp-1', name: 'cmp-1' } as const;
    const cause = 'nvh-compute-service';
    const named = pass({
      groups: [group([1], { cause })],
      nodes: [trouble(1, { summary: 'nova-compute on cmp-1.' })],
    });
    expect(named.host(host).finding.cause).toBe(cause);
    const other = pass({ groups: [group([1], { cause })], nodes: [trouble(1, { summary: 'on cmp-11' })] });
    expect(other.host(host).finding.cause).toBe('insufficient-evidence');
  });
});

describe('what it says of a story', () => {
  const nodeOf = ({ kind, id }: { kind: string; id: string }) =>
    kind === 'node' ? id : id === 'i1' ? uuidOf(1) : undefined;
  const bare = (id: string) => alertOf(5, { subjects: [], symptom: { id, about: 'node', words: 'x' } });

  it('goes by the node that an instance is on', () => {
    const subjects = ['i1', 'i2'].map((id) => ({ kind: 'instance', cloud: 'prod', id, name: id }) as const);
    const { findings } = soughtInPass(keptOf({ alerts: [alertOf(1, { subjects })] }), 'prod', pass(), nodeOf);
    expect(findings).toMatchObject([
      { subject: { id: 'i1' }, cause: 'clean-step-failed' },
      { subject: { id: 'i2' }, cause: 'insufficient-evidence' },
    ]);
  });

  it('is about its own cloud', () => {
    const alerts = [alertOf(1, { subjects: [subject(1, 'lab')] })];
    expect(soughtInPass(keptOf({ alerts }), 'prod', pass(), nodeOf)).toEqual({
      findings: [],
      groups: [],
      problem: null,
    });
  });

  it('is what shows the symptom where nothing is named, and that nothing does where that is so', () => {
    const told = soughtInPass(keptOf({ alerts: [bare('clean-failed')] }), 'prod', pass(), nodeOf);
    expect(told).toMatchObject({
      findings: [{ subject: { id: uuidOf(1) } }, {}],
      groups: [{ nodes: [uuidOf(1), uuidOf(2)] }],
      problem: null,
    });
    const none = soughtInPass(keptOf({ alerts: [bare('deploy-failed')] }), 'prod', pass(), nodeOf);
    expect(none).toEqual({
      findings: [],
      groups: [],
      problem: 'None of the 5 nodes of prod that were read shows it.',
    });
  });

  it('names each node once', () => {
    const { findings } = soughtInPass(
      keptOf({ alerts: [alertOf(1), bare('clean-failed')] }),
      'prod',
      pass(),
      nodeOf,
    );
    expect(findings.map((one) => one.subject.id)).toEqual([uuidOf(1), uuidOf(2)]);
  });

  it('puts a few together that were looked at one by one', () => {
    const few = [
      finding(subject(1), 'agent-tls'),
      finding(subject(2), 'agent-tls'),
      finding(subject(3), 'healthy'),
    ];
    expect(groupsOf(few, nodeOf)).toMatchObject([{ cause: 'agent-tls', nodes: [uuidOf(1), uuidOf(2)] }]);
    expect(groupsOf(few.slice(0, 1), nodeOf)).toEqual([]);
  });
});

describe('what `why` says', () => {
  const node = { uuid: uuidOf(1), provision_state: 'available', power_state: 'power off' };
  const report = (cause: string, more: object = {}) =>
    ({
      kind: 'diagnosis',
      outcome: {
        kind: 'report',
        report: {
          verdict: { cause, confidence: 'likely', summary: 'S.' },
          node,
          unknown: [],
          at: T0,
          ...more,
        },
      },
    }) as unknown as DiagnosisAnswer;

  it('is the verdict, of a node that is well in our words', () => {
    expect(findingOf(subject(1), report('agent-tls'), T0)).toMatchObject({
      cause: 'agent-tls',
      summary: 'S.',
      provision_state: 'available',
    });
    expect(findingOf(subject(1), report('healthy'), T0)).toMatchObject({
      summary: 'Looks well now: available, powered off.',
    });
    expect(findingOf(subject(1), report('healthy', { node: null }), T0)).toMatchObject({
      summary: 'S.',
      provision_state: null,
    });
  });

  it('is a problem where a sick service hid all of it, in its words', () => {
    const down = 'Keystone cannot be reached (ECONNRESET)';
    const unread = (reason: string, kind = 'failed') => ({ check: 'a/b', asks: 'Does it?', reason, kind });
    const told = (more: object, cause = 'insufficient-evidence') =>
      findingOf(subject(1), report(cause, { node: null, unknown: [unread(down)], ...more }), T0);
    const unknown = [unread(down), unread(down), unread('Nova answered HTTP 500'), unread('a third')];
    expect(told({ unknown })).toEqual({ problem: `${down}; Nova answered HTTP 500` });
    for (const known of [
      told({ node }),
      told({ unknown: [unread('no role', 'denied')] }),
      told({}, 'agent-tls'),
    ])
      expect(known).not.toHaveProperty('problem');
  });

  it('is a problem where it refuses, and unknown where nothing is meant by that name', () => {
    const refused: DiagnosisAnswer = { kind: 'diagnosis', outcome: { kind: 'refused', message: 'No.' } };
    expect(findingOf(subject(1), refused, T0)).toEqual({ problem: 'No.' });
    const resolution = { kind: 'none', nearest: [], unreadable: [] } as const;
    const none: DiagnosisAnswer = {
      kind: 'diagnosis',
      outcome: { kind: 'unresolved', asked: 'x', cloud: 'prod', resolution },
    };
    expect(findingOf(subject(1), none, T0)).toMatchObject({ cause: 'insufficient-evidence' });
  });
});
