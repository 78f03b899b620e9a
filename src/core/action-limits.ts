import { formatDuration, parseUtc } from '../lib/duration.ts';
import type { Node } from '../openstack/ironic/schema.ts';
import type { Evidence } from './finding.ts';

/**
 * `[conductor]max_concurrent_deploy` and `max_concurrent_clean` with the states that they count
 * (openstack/ironic ironic/conductor/manager.py, _concurrent_action_limit). Reaching the number refuses the next one.
 * The API hides what is really set, so these are the defaults.
 */
export const ACTION_LIMITS = {
  deploys: {
    option: '[conductor]max_concurrent_deploy',
    default: 250,
    states: ['deploying', 'wait call-back'],
  },
  cleanings: {
    option: '[conductor]max_concurrent_clean',
    default: 50,
    states: ['deleting', 'cleaning', 'clean wait'],
  },
} as const;
export type LimitedKind = keyof typeof ACTION_LIMITS;

/** What the refusal calls `provisioning`, `unprovisioning` or `cleaning`; undefined when it does not say. */
export function limitedKind(task: string | undefined): LimitedKind | undefined {
  if (!task) return undefined;
  return /^provision/i.test(task) ? 'deploys' : 'cleanings';
}

/** The nodes that count against one limit. */
export function countedBy(kind: LimitedKind, nodes: readonly Node[]): readonly Node[] {
  const states: readonly string[] = ACTION_LIMITS[kind].states;
  return nodes.filter((node) => states.includes(node.provision_state));
}

/** "3 deploying, 5 wait call-back", and per conductor group where there are several. */
export function countWords(kind: LimitedKind, counted: readonly Node[]): string {
  const states = tally(counted.map((node) => node.provision_state)).map(
    ([state, count]) => `${count} ${state}`,
  );
  const groups = tally(counted.map((node) => node.conductor_group ?? ''));
  const grouped =
    groups.length > 1
      ? `; by conductor group: ${groups
          .slice(0, 4)
          .map(([group, count]) => `${count} ${group ? `"${group}"` : 'without'}`)
          .join(', ')}`
      : '';
  return `${states.join(', ') || 'none'}, together ${counted.length}; the default limit is ${ACTION_LIMITS[kind].default}${grouped}`;
}

/** Fewer than this at one moment are no wave. */
const WAVE = 5;
const WAVE_MS = 10 * 60_000;

/** The most that began within ten minutes of each other, and whose nodes they mostly are. */
export function waveIn(counted: readonly Node[]): Evidence | undefined {
  const dated = counted
    .flatMap((node) => {
      const at = parseUtc(node.provision_updated_at ?? '');
      return at === undefined ? [] : [{ at, node }];
    })
    .sort((a, b) => a.at - b.at);
  let best: typeof dated = [];
  for (const [from, first] of dated.entries()) {
    const until = dated.findIndex(({ at }) => at > first.at + WAVE_MS);
    const wave = dated.slice(from, until < 0 ? dated.length : until);
    if (wave.length > best.length) best = wave;
  }
  const [first, last] = [best[0], best.at(-1)];
  if (!first || !last || best.length < WAVE) return undefined;
  const [owner] = tally(best.flatMap(({ node }) => node.lessee ?? node.owner ?? []));
  const whose = owner ? `; ${owner[1]} of them belong to project ${owner[0]}` : '';
  return {
    bearing: 'supports',
    source: 'nodes[provision_updated_at]',
    observed: `${best.length} of them entered their state within ${formatDuration((last.at - first.at) / 1000)}, from ${new Date(first.at).toISOString()}${whose}`,
  };
}

function tally(words: readonly string[]): readonly (readonly [string, number])[] {
  const counts = new Map<string, number>();
  for (const word of words) counts.set(word, (counts.get(word) ?? 0) + 1);
  return [...counts].sort((a, b) => b[1] - a[1] || a[0].localeCompare(b[0]));
}
