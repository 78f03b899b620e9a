import type { KnownBlock, SectionBlock } from '@slack/types';
import type { StoryFinding } from '../../core/alert-story.ts';
import type { Confidence } from '../../core/confidence.ts';
import type { FleetSubject } from '../../core/fleet-entry.ts';
import { bold, type Mrkdwn, md, text } from './escape.ts';
import { sections } from './limits.ts';
import { countOf, nameOf, namesOf, whyOf } from './story-parts.ts';

/** Nodes with one cause, each group with its names and a way to ask about one of them. */

export interface GroupLine {
  /** Goes on after "31 nodes: ". */
  readonly words: string;
  readonly confidence: Confidence;
  readonly nodes: readonly FleetSubject[];
}

const MAX = { groups: 8, findings: 8, options: 40, menu: 20 } as const;

/** `of`: how many there are in all, where a group is a part of them. The first group is the news. */
export function groupBlocks(groups: readonly GroupLine[], of?: number): readonly KnownBlock[] {
  let left: number = MAX.options;
  const shown = groups.slice(0, MAX.groups).flatMap((group, place) => {
    const line = headOf(group, place === 0 ? of : undefined);
    const names = group.nodes.length > 1 ? md`\n${namesOf(group.nodes)}` : md` · ${namesOf(group.nodes)}`;
    const head = place === 0 ? bold(line) : line;
    const most = Math.min(MAX.menu, left);
    left -= Math.min(most, group.nodes.length);
    const ask = whyOf(group.nodes, most);
    return sections([md`${head} (${text(group.confidence)})${names}`]).map(
      (section, at): SectionBlock => (at === 0 && ask ? { ...section, accessory: ask } : section),
    );
  });
  const more = groups.slice(MAX.groups).flatMap(({ nodes }) => nodes);
  return [...shown, ...sections(more.length > 0 ? [md`and ${countOf(more)} with other causes`] : [])];
}

/** "31 of 40 nodes: conductor `c2` is not alive". */
export function headOf({ nodes, words }: Pick<GroupLine, 'nodes' | 'words'>, of?: number): Mrkdwn {
  const whole = of !== undefined && of > nodes.length;
  const count = whole ? md`${nodes.length} of ${countOf(nodes, of)}` : countOf(nodes);
  return md`${count}: ${text(words, 400)}`;
}

export const moreCauses = (count: number): Mrkdwn =>
  count === 1 ? md`1 more cause` : md`${count} more causes`;

/** What was found about each of several things that nothing puts together. */
export function findingBlocks(findings: readonly StoryFinding[]): readonly KnownBlock[] {
  const lines = findings
    .slice(0, MAX.findings)
    .map(
      ({ subject, summary, confidence }) =>
        md`• ${bold(nameOf(subject))} · ${text(summary, 400)} (${text(confidence)})`,
    );
  const more = findings.length - lines.length;
  return sections([...lines, ...(more > 0 ? [md`• and ${more} more`] : [])]);
}
