import { describe, expect, it } from 'vitest';
import { glanceOf } from '../../../src/core/fleet-glance.ts';
import { groupKey } from '../../../src/core/fleet-look.ts';
import { groupOf, nodeOf, READ_AT, reportWith } from '../../support/fleet.ts';

describe('a fleet at a glance', () => {
  it('has the largest stories with a few names, what is smaller in a number, and no node that a person holds', () => {
    const causes = [
      'ipmi-unreachable',
      'bmc-credentials',
      'clean-step-failed',
      'agent-tls',
      'node-locked',
      'image-invalid',
    ] as const;
    const groups = [
      ...causes.map((cause, place) => groupOf(cause, 9 - place)),
      groupOf('operator-maintenance', 3),
    ];
    const glance = glanceOf(reportWith(groups));
    expect(glance).toMatchObject({ troubled: 9 + 8 + 7 + 6 + 5 + 4, held: 3, smaller: 1, at: READ_AT });
    expect(glance.groups.map(({ cause, size }) => [cause, size])).toEqual(
      causes.slice(0, 5).map((cause, place) => [cause, 9 - place]),
    );
    expect(glance.groups[0]).toMatchObject({ key: groupKey(groups[0] ?? { cause: 'healthy' }) });
    expect(glance.groups[0]?.first.map(({ uuid }) => uuid)).toEqual(
      [0, 1, 2, 3, 4].map((place) => `ipmi-unreachable-${place}`),
    );
  });

  it('is as small for ten thousand nodes as for forty', () => {
    const size = (nodes: number) =>
      JSON.stringify(glanceOf(reportWith([groupOf('ipmi-unreachable', nodes)]))).length;
    expect(size(10_000)).toBeLessThan(size(40) + 50);
  });

  it('tells what lasts longest, by whoever says since when, and nothing of what a person holds', () => {
    const node = (
      name: string,
      since: string | null,
      cause: 'node-locked' | 'operator-maintenance' = 'node-locked',
    ) => nodeOf(cause, 0, { uuid: name, name, since });
    const longest = (...nodes: readonly ReturnType<typeof node>[]) =>
      glanceOf({ ...reportWith([]), nodes }).longest?.uuid;
    expect(
      longest(
        node('a', '2026-11-22T17:00:00Z'),
        // As OpenStack words it, in UTC without saying so.
        node('b', '2026-11-22T16:59:59.000000'),
        node('c', '2026-11-20T00:00:00Z', 'operator-maintenance'),
        node('d', null),
        node('e', 'long ago'),
      ),
    ).toBe('b');
    expect(longest(node('d', null))).toBeUndefined();
  });

  it('has what changed in numbers, and what could not be read, but not what is never read', () => {
    const unread = [
      { what: 'compute_services', reason: 'Nova cannot be reached', kind: 'failed' },
      { what: 'history', reason: 'one request for each node', kind: 'left-out' },
    ] as const;
    const came = [nodeOf('node-locked', 1), nodeOf('node-locked', 2)];
    const glance = glanceOf(reportWith([], { unread }), { since: READ_AT, came, went: [], turned: [] });
    expect(glance.changes).toEqual({ since: READ_AT, came: 2, went: 0, turned: 0 });
    expect(glance.unread.map(({ what }) => what)).toEqual(['compute_services']);
  });
});
