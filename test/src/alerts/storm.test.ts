import { describe, expect, it } from 'vitest';
import { gathering, inStorm, kept, newStorm, revisedStorm } from '../../../src/alerts/storm.ts';
import { withStormLook } from '../../../src/alerts/storm-look.ts';
import type { StormGroup } from '../../../src/core/alert-story.ts';
import type { FleetSubject } from '../../../src/core/fleet-entry.ts';
import { T0, uuidOf } from '../../support/alert-world.ts';
import { alertOf, keptOf, storyOf, subject } from '../../support/stories.ts';

const RULES = { from: 3, window: 10 };
const OLD = '2026-11-30T03:03:59.000Z';
const told = { opened_at: OLD, message: { channel: 'C0ALERTS', ts: '9.1' } };
const nodeOf = ({ kind, id }: FleetSubject) =>
  kind === 'node' ? id : kind === 'instance' ? uuidOf(1) : undefined;
const one = (n: number, more = {}) => keptOf({ id: `s${n}`, alerts: [alertOf(n)], ...more });
const over = { state: 'resolved', closed_at: T0 } as const;
const group = (nodes: readonly number[], more: Partial<StormGroup> = {}): StormGroup => ({
  ...{ cause: 'stuck-ing-state', confidence: 'likely', words: 'conductor c2 is not alive' },
  nodes: nodes.map((n) => subject(n)),
  ...more,
});
const storm = newStorm('w1', 'C0ALERTS', T0);

describe('a storm gathers', () => {
  const ids = (...args: Parameters<typeof gathering>) => gathering(...args).map(({ story }) => story.id);

  it('as many different subjects as are set, of several messages, within the time', () => {
    expect(ids([one(1), one(2)], undefined, RULES, T0)).toEqual([]);
    expect(ids([one(1), one(2), one(3)], undefined, RULES, T0)).toEqual(['s1', 's2', 's3']);
    expect(ids([one(1), one(2), one(3, told)], undefined, RULES, T0)).toEqual([]);
    const same = [one(1), one(2), keptOf({ id: 's3', alerts: [alertOf(2, { key: 'k9' })] })];
    expect(ids(same, undefined, RULES, T0)).toEqual([]);
    const grouped = keptOf({ alerts: [alertOf(1), alertOf(2), alertOf(3)] });
    expect(ids([grouped], undefined, RULES, T0)).toEqual([]);
    expect(ids([grouped, one(4)], undefined, RULES, T0)).toHaveLength(2);
  });

  it('what is older and was told to nobody yet', () => {
    expect(ids([one(1), one(2), one(3, { opened_at: OLD })], undefined, RULES, T0)).toHaveLength(3);
  });

  it('not for what is silenced, which belongs to it all the same', () => {
    const silenced = one(3, { state: 'silenced', silenced_until: T0 });
    expect(ids([one(1), one(2), silenced], undefined, RULES, T0)).toEqual([]);
    expect(ids([one(1), one(2), silenced, one(4)], undefined, RULES, T0)).toHaveLength(4);
  });

  it('whatever begins while it goes on', () => {
    const member = one(1, { storm: { id: 'w1', words: null, nodes: 0, message: null } });
    expect(ids([member, one(2)], storm, RULES, T0)).toEqual(['s2']);
    expect(ids([member, one(2, told)], storm, RULES, T0)).toEqual([]);
  });
});

describe('a storm that goes on', () => {
  it('counts alerts and subjects, and keeps what it knows of those that fire', () => {
    const known = {
      ...storm,
      groups: [group([1, 2]), group([3], { cause: 'agent-tls' })],
      well: [subject(4)],
    };
    const members = [one(1), one(2, over), one(3, over), one(4), one(5), one(6, { state: 'silenced' })];
    expect(kept(known, members, nodeOf, T0)).toMatchObject({
      ...{ closed_at: null, alerts: { all: 6, firing: 6 - 2 }, subjects: { all: 6, firing: 4 } },
      ...{ groups: [{ nodes: [subject(1)] }], well: [subject(4)], waiting: 1, silenced: 1 },
    });
  });

  it('takes an instance and its node for one place', () => {
    const instance: FleetSubject = { kind: 'instance', cloud: 'prod', id: 'i1', name: 'web' };
    const both = [one(1), keptOf({ id: 's2', alerts: [alertOf(2, { subjects: [instance] })] })];
    expect(kept({ ...storm, groups: [group([1])] }, both, nodeOf, T0)).toMatchObject({ waiting: 0 });
    expect(inStorm(both[1]?.story ?? storyOf(), { ...storm, groups: [group([1])] }, nodeOf)).toMatchObject({
      nodes: 1,
    });
  });

  it('is over with the last of its own, and then stays so', () => {
    const ended = kept(storm, [one(1, over)], nodeOf, T0);
    expect(ended.closed_at).toBe(T0);
    expect(kept(ended, [one(1, over)], nodeOf, '2026-11-30T09:00:00.000Z').closed_at).toBe(T0);
  });

  it('has a next version where something is drawn otherwise', () => {
    expect(revisedStorm(storm, { ...storm, read_at: T0 })).toBe(storm);
    expect(revisedStorm(storm, { ...storm, waiting: 1 }).version).toBe(storm.version + 1);
  });

  it('tells a story what it has of its nodes, and no number for a node more', () => {
    const story = storyOf({
      storm: { id: 'w1', words: 'conductor c2 is not alive', nodes: 30, message: null },
    });
    const with31 = { ...storm, groups: [group(Array.from({ length: 31 }, (_, n) => n + 1))] };
    expect(inStorm(story, with31, nodeOf).nodes).toBe(30);
    expect(inStorm(storyOf(), with31, nodeOf)).toEqual({ ...story.storm, nodes: 31 });
    expect(inStorm(story, { ...storm, groups: [group([1, 2])] }, nodeOf).nodes).toBe(2);
    expect(inStorm(story, { ...storm, groups: [group([2])] }, nodeOf)).toMatchObject({
      words: null,
      nodes: 0,
    });
  });
});

describe('a look at a storm', () => {
  const look = (
    cloud: string,
    groups: readonly StormGroup[],
    about: readonly FleetSubject[],
    notes: readonly string[] = [],
  ) => ({
    ...{ cloud, at: T0, about, groups, well: [], notes },
  });

  it('replaces what was known of the subjects that it was about, the worst first', () => {
    const unsure = group([3], { cause: 'insufficient-evidence' });
    const known = { ...storm, groups: [group([1, 2]), unsure], well: [subject(4)] };
    const now = withStormLook(
      known,
      look('prod', [group([1], { cause: 'agent-tls' })], [subject(1), subject(2), subject(4)]),
    );
    expect(now).toMatchObject({ groups: [{ cause: 'agent-tls' }, unsure], well: [], read_at: T0 });
  });

  it('leaves other clouds, and what was noted of them', () => {
    const known = {
      ...storm,
      groups: [group([], { nodes: [subject(1, 'lab')] })],
      notes: ['lab: ports: slow', 'prod: old'],
    };
    const now = withStormLook(known, look('prod', [group([2, 3])], [subject(2), subject(3)], ['prod: new']));
    expect(now.groups.map(({ nodes }) => nodes[0]?.cloud)).toEqual(['prod', 'lab']);
    expect(now.notes).toEqual(['lab: ports: slow', 'prod: new']);
  });
});
