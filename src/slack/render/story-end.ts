import type { KnownBlock } from '@slack/types';
import type { Story, StoryEnd } from '../../core/alert-story.ts';
import { formatDuration } from '../../lib/duration.ts';
import { at } from './dates.ts';
import { code, join, type Mrkdwn, md, NOTHING, person, text } from './escape.ts';
import { context, sections } from './limits.ts';
import { aboutOf, nameOf } from './story-parts.ts';

/** How a story ended: when, after how long, and what changed as far as anybody can tell. */

const MAX = { moved: 6, deeds: 4, findings: 3, approvers: 3 } as const;

/** "✅ node-17: resolved after 39 min; what changed: ..." */
export function endLead(story: Story): Mrkdwn {
  const { end } = story;
  const [moved] = end?.moved ?? [];
  const what = moved ? md`; ${code(moved.from, 60)} → ${code(moved.to, 60)}` : NOTHING;
  return md`✅ ${aboutOf(story)}: resolved${lastedOf(end)}${what}`;
}

export function endBlocks(story: Story): readonly KnownBlock[] {
  const { end, closed_at, findings } = story;
  const was = findings
    .slice(0, MAX.findings)
    .map(
      ({ subject, summary, confidence }) =>
        md`${nameOf(subject)}: ${text(summary, 300)} (${text(confidence)})`,
    );
  const more = findings.length - was.length;
  return [
    ...sections([
      md`✅ *${aboutOf(story)} · resolved* ${at(end?.at ?? closed_at)}${lastedOf(end)}`,
      ...changesOf(end),
    ]),
    ...context(
      was.length > 0
        ? [join([md`It was: ${join(was, '; ')}`, more > 0 ? md`and ${more} more` : NOTHING], ' ')]
        : [],
    ),
  ];
}

function lastedOf(end: StoryEnd | null): Mrkdwn {
  return end ? md` after ${text(formatDuration(end.lasted))}` : NOTHING;
}

/** "What changed: node-17 `clean failed` → `available` (provide by @maya, approved @jonas)". */
function changesOf(end: StoryEnd | null): readonly Mrkdwn[] {
  if (!end || (end.moved.length === 0 && end.deeds.length === 0)) return [];
  const moved = end.moved.slice(0, MAX.moved).map(({ subject, from, to }) => {
    const deeds = end.deeds.filter(({ node }) => node === subject.id || node === subject.name);
    return md`${nameOf(subject)} ${code(from, 60)} → ${code(to, 60)}${deedsOf(deeds)}`;
  });
  const told = new Set(end.moved.flatMap(({ subject }) => [subject.id, subject.name]));
  const others = end.deeds
    .filter(({ node }) => !told.has(node))
    .slice(0, MAX.deeds)
    .map((deed) => md`${code(deed.node, 80)}: ${deedOf(deed)}`);
  const more = end.moved.length - moved.length;
  const all = [...moved, more > 0 ? md`${more} more` : NOTHING, ...others];
  return [md`What changed: ${join(all, '; ')}`];
}

function deedsOf(deeds: StoryEnd['deeds']): Mrkdwn {
  return deeds.length > 0 ? md` (${join(deeds.slice(0, MAX.deeds).map(deedOf), '; ')})` : NOTHING;
}

function deedOf({ label, requester, approvers, outcome }: StoryEnd['deeds'][number]): Mrkdwn {
  const agreed = approvers.slice(0, MAX.approvers).map(person);
  const by = md`${text(label, 80)} by ${person(requester)}`;
  const how = outcome === 'succeeded' || outcome === '' ? NOTHING : text(outcome, 60);
  return join([by, agreed.length > 0 ? md`approved ${join(agreed, ', ')}` : NOTHING, how], ', ');
}
