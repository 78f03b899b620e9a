import type { Cause } from '../core/cause.ts';
import type { FleetPoint } from '../core/fleet-point.ts';
import { causeWords, figure, MARKS, moment } from './style.ts';

export interface Line {
  readonly label: string;
  /** One for each point. */
  readonly nodes: readonly number[];
}

export interface Lines {
  /** The causes that had the most nodes at any time. */
  readonly lines: readonly Line[];
  /** All causes that there were. */
  readonly causes: number;
}

/** Nodes in trouble over time. */
export function linesOf(points: readonly FleetPoint[]): Lines {
  const most = new Map<Cause, number>();
  for (const { causes } of points)
    for (const [cause, nodes] of causes) most.set(cause, Math.max(most.get(cause) ?? 0, nodes));
  const ranked = [...most].toSorted(([one, a], [other, b]) => b - a || one.localeCompare(other));
  return {
    lines: ranked.slice(0, MARKS.length).map(([cause]) => ({
      label: causeWords(cause),
      nodes: points.map((point) => point.causes.find(([one]) => one === cause)?.[1] ?? 0),
    })),
    causes: ranked.length,
  };
}

/** The same in words: where each line begins and ends, and its highest where that is another. */
export function linesAlt(title: string, points: readonly FleetPoint[], { lines, causes }: Lines): string {
  const from = points[0]?.at ?? '';
  const told = lines.map(({ label, nodes }) => {
    const [first = 0, last = 0, high] = [nodes[0], nodes.at(-1), Math.max(...nodes)];
    const between = high > Math.max(first, last) ? `, at most ${figure(high)}` : '';
    return `${label} from ${figure(first)} to ${figure(last)}${between}`;
  });
  const since = `since ${moment(from)}`;
  return told.length === 0
    ? `${title}. Nothing was in trouble ${since}.`
    : `Lines. ${title}. ${ofCauses(lines.length, causes)}, ${since}: ${told.join('; ')}.`;
}

/** What the lines are, for who sees them and for who does not. */
export function ofCauses(shown: number, causes: number): string {
  return shown < causes ? `The ${shown} most frequent of ${causes} causes` : 'By cause';
}
