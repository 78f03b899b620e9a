import type { Story } from '../core/alert-story.ts';
import { isOver, type KeptStory, lookAgain, revised } from './kept.ts';
import { gathering, inStorm, kept, type NodeOf, newStorm, revisedStorm, type StormRules } from './storm.ts';
import type { Turn } from './turn.ts';

export interface BlowOptions {
  readonly rules: StormRules;
  readonly nodeOf: NodeOf;
  readonly newId: () => string;
}

/** Opens the channel's storm, lets stories join it, keeps it as its stories are, and ends it: after every change of a story. */
export async function blow(turn: Turn, { rules, nodeOf, newId }: BlowOptions): Promise<void> {
  const storm = await turn.storm();
  const open = await turn.open();
  const joining = gathering(open, storm, rules, turn.now);
  if (!storm && joining.length === 0) return;
  const base = storm ?? newStorm(newId(), turn.channel, turn.now);
  const there = open.filter(({ story }) => story.storm?.id === base.id);
  const members = [...(storm ? await turn.overInStorm(storm.id) : []), ...there, ...joining];
  const next = revisedStorm(base, kept(base, members, nodeOf, turn.now));
  if (next !== storm) await turn.keepStorm(storm, next);
  for (const member of members) {
    if (isOver(member.story)) continue;
    const storm = inStorm(member.story, next, nodeOf);
    const { words, nodes } = member.story.storm ?? {};
    if (words === storm.words && nodes === storm.nodes) continue;
    const story: Story = { ...member.story, storm };
    const told: KeptStory = { ...member, story: revised(member.story, story) };
    // What it has in common with the others only a look at all of them tells.
    const joins = member.story.storm === null ? lookAgain(told, turn.now, told.look.wait) : told;
    if (joins.story !== member.story || joins.look !== member.look) await turn.change(member, joins);
  }
}
