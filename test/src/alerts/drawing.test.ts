import { describe, expect, it, test } from 'vitest';
import { byUrgency, glanceOf, wishOf } from '../../../src/alerts/drawing.ts';
import type { Story, StoryState } from '../../../src/core/alert-story.ts';
import type { Cause } from '../../../src/core/cause.ts';
import { storyOf, subject } from '../../support/stories.ts';

const T = (second: number) => `2026-11-30T03:14:${String(second).padStart(2, '0')}.000Z`;
const STORM = { id: 'w1', words: null, nodes: 0, message: null };
const seen = { once: true, looking: false };
const unseen = { once: false, looking: false };

describe('a story is drawn', () => {
  it.each<[StoryState, Partial<Story>, typeof seen, string, ReturnType<typeof wishOf>]>([
    ['reading', {}, unseen, T(2), { from: T(3) }],
    ['reading', {}, unseen, T(3), 'now'],
    ['reading', { storm: STORM }, unseen, T(9), 'not'],
    ['reading', { storm: STORM }, seen, T(9), 'now'],
    ['unread', {}, unseen, T(0), 'now'],
    ['unread', { storm: STORM }, unseen, T(0), 'not'],
    ['unread', { storm: STORM }, seen, T(0), 'now'],
    ['answered', { storm: STORM }, unseen, T(0), 'now'],
    ['silenced', {}, unseen, T(0), 'not'],
    ['silenced', {}, seen, T(0), 'now'],
    ['gone', {}, unseen, T(0), 'not'],
    ['gone', {}, seen, T(0), 'now'],
    ['resolved', {}, unseen, T(0), 'not'],
    ['resolved', { closed_at: T(5) }, seen, T(5), 'now'],
    ['resolved', { closed_at: T(5) }, { once: true, looking: true }, T(5), { from: T(15) }],
    ['resolved', { closed_at: T(5) }, { once: true, looking: true }, T(15), 'now'],
  ])('while %s %j %j at %s: %j', (state, more, drawn, now, wish) => {
    expect(wishOf(storyOf({ state, ...more }), drawn, now)).toEqual(wish);
  });
});

describe('the glance on an alert', () => {
  it.each<[StoryState, Partial<Story>, string | null, ReturnType<typeof glanceOf>]>([
    ['reading', {}, null, 'reading'],
    ['reading', {}, 'reading', undefined],
    ['reading', { storm: STORM }, null, undefined],
    ['unread', {}, null, 'reading'],
    ['answered', {}, 'reading', 'answered'],
    ['answered', {}, 'answered', undefined],
    ['resolved', {}, 'answered', 'resolved'],
    ['resolved', {}, null, undefined],
    ['silenced', {}, 'answered', undefined],
    ['gone', {}, 'answered', undefined],
  ])('while %s %j after %s: %s', (state, more, before, glance) => {
    expect(glanceOf(storyOf({ state, ...more }), before)).toBe(glance);
  });
});

test('what many nodes have comes first, and what nobody can tell last', () => {
  const found = (id: string, cause: Cause, nodes = 1) =>
    storyOf({
      id,
      findings: [
        { subject: subject(1), cause, confidence: 'likely', summary: '', provision_state: null, at: T(0) },
      ],
      storm: { ...STORM, nodes },
    });
  const all = [
    found('unsure', 'insufficient-evidence', 9),
    found('one', 'bmc-credentials'),
    found('many', 'stuck-ing-state', 31),
    found('well', 'healthy'),
  ];
  expect(all.toSorted(byUrgency).map(({ id }) => id)).toEqual(['many', 'one', 'unsure', 'well']);
});
