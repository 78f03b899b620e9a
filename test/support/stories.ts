import type { KeptStory } from '../../src/alerts/kept.ts';
import type { Story, StoryAlert, StoryFinding } from '../../src/core/alert-story.ts';
import type { Cause } from '../../src/core/cause.ts';
import type { FleetSubject } from '../../src/core/fleet-entry.ts';
import { nameOf, T0, uuidOf } from './alert-world.ts';

export const subject = (n: number, cloud = 'prod'): FleetSubject => ({
  ...{ kind: 'node', cloud, id: uuidOf(n), name: nameOf(n) },
});
export const conductor: FleetSubject = { kind: 'conductor', cloud: 'prod', id: 'c2', name: 'c2' };

/** About a node, and firing, where nothing else is said. */
export function alertOf(n: number, more: Partial<StoryAlert> = {}): StoryAlert {
  return {
    ...{ key: `k${n}`, name: 'IronicNodeCleanFailed', severity: null, status: 'firing' },
    ...{ started: T0, ended: null, subjects: [subject(n)], symptom: null, asked: [] },
    ...more,
  };
}

export function storyOf(more: Partial<Story> = {}): Story {
  return {
    ...{ id: 's1', version: 1, channel: 'C0ALERTS', alert: '1.2', source: 'alertmanager', state: 'reading' },
    ...{ opened_at: T0, closed_at: null, alerts: [alertOf(1)], elsewhere: null, findings: [], groups: [] },
    ...{ answer: null, problem: null, silenced_until: null, end: null, storm: null, message: null },
    ...more,
  };
}

export function keptOf(more: Partial<Story> = {}, about: Partial<KeptStory> = {}): KeptStory {
  return {
    story: storyOf(more),
    ...{ delivery: null, heard_at: T0, read: 'reading', look: { at: T0, wait: 5, tries: 0 } },
    seen: { first: {}, looked: {}, round: 1 },
    ...about,
  };
}

export function findingOf(one: FleetSubject, cause: Cause, more: Partial<StoryFinding> = {}): StoryFinding {
  return {
    subject: one,
    cause,
    confidence: 'likely',
    summary: cause,
    provision_state: null,
    at: T0,
    ...more,
  };
}
