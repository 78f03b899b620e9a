import { describe, expect, it } from 'vitest';
import { cloudsOf, endedAs, type Found, failed, looked, waiting } from '../../../src/alerts/looked.ts';
import type { Offer } from '../../../src/core/acting.ts';
import type { DiagnosisAnswer } from '../../../src/core/outcome.ts';
import { T0 } from '../../support/alert-world.ts';
import { alertOf, findingOf, keptOf, storyOf, subject } from '../../support/stories.ts';

const RULES = { refresh: 5, forget: 3, clouds: ['prod', 'lab'] };
const found = (more: Partial<Found> = {}): Found => ({
  ...{ cloud: 'prod', round: 1, groups: [], answer: null, problem: null },
  findings: [findingOf(subject(1), 'bmc-credentials', { provision_state: 'enroll' })],
  ...more,
});
const answer = (until: string, reference = 'r-1'): DiagnosisAnswer => ({
  kind: 'diagnosis',
  outcome: { kind: 'refused', message: reference },
  offers: [{ label: 'Abort', until } as Offer],
  unoffered: [],
});
const after = (minutes: number) => new Date(Date.parse(T0) + minutes * 60_000).toISOString();

describe('a story that was looked at', () => {
  it('is answered, remembers the first state, and is looked at again twice as late', () => {
    const next = looked(keptOf(), found(), RULES, T0);
    expect(next).toMatchObject({
      read: 'answered',
      story: { version: 2, findings: [{ cause: 'bmc-credentials' }] },
      look: { at: after(5), wait: 10, tries: 0 },
      seen: { first: { [`node prod ${subject(1).id}`]: 'enroll' }, round: 2, looked: { prod: 1 } },
    });
    const later = found({
      round: 2,
      findings: [findingOf(subject(1), 'bmc-credentials', { provision_state: 'manageable', at: after(5) })],
    });
    const again = looked(next, later, RULES, after(5));
    expect(again).toMatchObject({ look: { at: after(15), wait: 20 }, seen: { first: next.seen.first } });
    expect(looked(keptOf({}, { look: { at: T0, wait: 60, tries: 0 } }), found(), RULES, T0).look.wait).toBe(
      60,
    );
  });

  it('is looked at again as soon as ever where nobody can tell', () => {
    const open = found({ findings: [findingOf(subject(1), 'insufficient-evidence')] });
    expect(looked(keptOf({}, { look: { at: T0, wait: 40, tries: 0 } }), open, RULES, T0).look.wait).toBe(5);
  });

  it('is the same one where it was read again and says the same', () => {
    const next = looked(keptOf(), found(), RULES, T0);
    const again = looked(
      next,
      found({ round: 2, findings: found().findings.map((one) => ({ ...one, at: after(5) })) }),
      RULES,
      after(5),
    );
    expect(again.story).toBe(next.story);
  });

  it('waits for each of its clouds, and keeps what others have told', () => {
    const lab = subject(2, 'lab');
    const kept = keptOf({ alerts: [alertOf(1), alertOf(2, { subjects: [lab] })] });
    expect(cloudsOf(kept, RULES)).toEqual(['prod', 'lab']);
    const half = looked(kept, found(), RULES, T0);
    expect(cloudsOf(half, RULES)).toEqual(['lab']);
    expect(half.look).toEqual(kept.look);
    const whole = looked(half, found({ cloud: 'lab', findings: [findingOf(lab, 'agent-tls')] }), RULES, T0);
    expect(whole.story.findings.map(({ cause }) => cause)).toEqual(['bmc-credentials', 'agent-tls']);
    expect(whole.look.at).toBe(after(5));
  });

  it('has to be looked at again for what was heard meanwhile', () => {
    const kept = keptOf({}, { seen: { first: {}, looked: {}, round: 2 } });
    const next = looked(kept, found({ round: 1 }), RULES, T0);
    expect(next).toMatchObject({ read: 'answered', look: kept.look });
    expect(cloudsOf(next, RULES)).toEqual(['prod']);
  });

  it('that names nothing is looked for in every cloud', () => {
    const symptom = { id: 'api-down', about: 'fleet', words: 'x' } as const;
    const alerts = [alertOf(1, { subjects: [], symptom })];
    expect(cloudsOf(keptOf({ alerts }), RULES)).toEqual(['prod', 'lab']);
    const next = looked(keptOf({ alerts }), found({ findings: [], problem: 'None shows it.' }), RULES, T0);
    expect(next).toMatchObject({ read: 'answered', story: { problem: 'None shows it.' } });
  });

  it('of which something has to be asked is looked for nowhere, and forgotten one day', () => {
    const asked = [{ as: 'node-1', could: [subject(1), subject(2)] }];
    const kept = keptOf({ alerts: [alertOf(1, { subjects: [], asked })] });
    expect(cloudsOf(kept, RULES)).toEqual([]);
    expect(waiting(kept, RULES, T0).look.at).toBe('2026-12-03T03:14:00.000Z');
    expect(waiting(kept, RULES, '2026-12-03T03:14:00.000Z').story.state).toBe('gone');
  });

  it('keeps the answer with its buttons as long as it says the same and they can be used', () => {
    const old = answer(after(60), 'old');
    const kept = keptOf({ findings: found().findings, answer: old });
    const next = (more: Partial<Found>) => looked(kept, found(more), RULES, T0).story.answer;
    expect(next({ answer: answer(after(90), 'new') })).toBe(old);
    // A pass over the fleet has none.
    expect(next({ answer: null })).toBe(old);
    const other = [findingOf(subject(1), 'agent-tls')];
    expect(next({ answer: answer(after(90), 'new'), findings: other })).toMatchObject({
      outcome: { message: 'new' },
    });
    expect(next({ findings: other })).toBeNull();
    const soon = keptOf({ findings: found().findings, answer: answer(after(4), 'old') });
    expect(looked(soon, found({ answer: answer(after(90), 'new') }), RULES, T0).story.answer).toMatchObject({
      outcome: { message: 'new' },
    });
  });

  it('keeps what was found of a subject about which nothing fires any more', () => {
    const alerts = [alertOf(1), alertOf(2, { status: 'resolved', ended: T0 })];
    const findings = [findingOf(subject(1), 'agent-tls'), findingOf(subject(2), 'bmc-credentials')];
    const next = looked(keptOf({ alerts, findings }), found(), RULES, T0);
    expect(next.story.findings.map(({ subject: { id }, cause }) => [id, cause])).toEqual([
      [subject(2).id, 'bmc-credentials'],
      [subject(1).id, 'bmc-credentials'],
    ]);
  });

  it('is gone where nobody speaks of it any more and nothing is wrong', () => {
    const days = (n: number) => new Date(Date.parse(T0) + n * 86_400_000).toISOString();
    const well = found({ findings: [findingOf(subject(1), 'healthy')] });
    expect(looked(keptOf(), well, RULES, days(2.9)).story.state).not.toBe('gone');
    expect(looked(keptOf(), well, RULES, days(3)).story).toMatchObject({ state: 'gone', closed_at: days(3) });
    expect(looked(keptOf(), found(), RULES, days(3)).story.state).not.toBe('gone');
  });
});

describe('a story that could not be looked at', () => {
  it('says why, and is tried again after 30 seconds, then twice as late, up to five minutes', () => {
    const first = failed(keptOf(), 'Ironic does not answer.', T0);
    expect(first).toMatchObject({
      read: 'unread',
      story: { problem: 'Ironic does not answer.' },
      look: { at: after(0.5), tries: 1 },
    });
    expect(failed(first, 'x', T0).look).toMatchObject({ at: after(1), tries: 2 });
    expect(failed(keptOf({}, { look: { at: T0, wait: 5, tries: 20 } }), 'x', T0).look.at).toBe(after(5));
  });

  it('says what it knew where it knew something', () => {
    const kept = keptOf({ findings: found().findings }, { read: 'answered' });
    expect(failed(kept, 'x', T0)).toMatchObject({ read: 'answered', story: kept.story });
  });

  it('is given up after a few times once it is over', () => {
    const over = { state: 'resolved', closed_at: T0 } as const;
    expect(failed(keptOf(over), 'x', T0).look.at).toBe(after(0.5));
    expect(failed(keptOf(over, { look: { at: T0, wait: 5, tries: 3 } }), 'x', T0).look.at).toBeNull();
  });
});

it('the end of a story says what is otherwise than at the first look', () => {
  const first = {
    [`node prod ${subject(1).id}`]: 'clean failed',
    [`node prod ${subject(2).id}`]: 'available',
  };
  const end = { at: T0, lasted: 60, moved: [], deeds: [] };
  const kept = {
    ...keptOf(),
    story: storyOf({ state: 'resolved', closed_at: T0, end }),
    seen: { first, looked: {}, round: 1 },
  };
  const now = [1, 2, 3].map((n) => findingOf(subject(n), 'healthy', { provision_state: 'available' }));
  expect(endedAs(kept, now, [])).toMatchObject({
    story: { end: { lasted: 60, moved: [{ subject: subject(1), from: 'clean failed', to: 'available' }] } },
    look: { at: null },
  });
});
