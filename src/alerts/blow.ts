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
  const joining = gathering(await turn.open(), storm, rules, turn.now);
  if (!storm && joining.length === 0) return;
  const base = storm ?? newStorm(newId(), turn.channel, turn.now);
  const members = [...(storm ? await turn.ofStorm(storm.id) : []), ...joining];
  const next = revisedStorm(base, kept(base, members, nodeOf, turn.now));
  if (next !== storm) await turn.keepStorm(storm, next);
  for (const member of members) {
    if (isOver(member.story)) continue;
    const story: Story = { ...member.story, storm: inStorm(member.story, next, nodeOf) };
    const told: KeptStory = { ...member, story: revised(member.story, story) };
    // What it has in common with the others only a look at all of them tells.
    const joins = member.story.storm === null ? lookAgain(told, turn.now, told.look.wait) : told;
    if (joins.story !== member.story || joins.look !== member.look) await turn.change(member, joins);
  }
}
