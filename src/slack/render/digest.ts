import type { Digest } from '../../core/fleet-digest.ts';
import { isHeld } from '../../core/fleet-report.ts';
import { at } from './dates.ts';
import { bold, code, md, NOTHING, text } from './escape.ts';
import { groupBlock, groupHead, headline, longestLine, statesLine } from './fleet-parts.ts';
import { actions, context, fit, type Message, sections } from './limits.ts';
import { besideButtons } from './question.ts';

/** A morning's read: few groups, and the way to the rest. */
const MOST_GROUPS = 5;

/** One message: how the fleet stands, what is new, the largest stories, and what lasts longest. */
export function renderDigest({ look, slot }: Digest, slash: string): Message {
  const { report, changes } = look;
  const asked = { subject: 'all nodes', cloud: report.cloud };
  const groups = report.groups.filter((group) => !isHeld(group));
  const [worst] = groups;
  const more = groups.length - MOST_GROUPS;
  const line = headline(report, changes);
  const blocks = [
    ...sections([bold(line), statesLine(report)]),
    ...groups.slice(0, MOST_GROUPS).flatMap((group) => groupBlock(group, report, asked)),
    ...sections([more > 0 ? md`_and ${more} smaller groups_` : NOTHING, longestLine(report)]),
    ...actions(besideButtons([['Show all', { ...asked, command: 'fleet' }]])),
    ...context([
      md`read ${at(report.at)} for ${at(slot)} · ${code(`${slash} fleet`, 80)} tells how it is now · ${text(report.reference, 40)}`,
    ]),
  ];
  return fit(worst ? md`${line} · ${groupHead(worst)}` : line, blocks).message;
}
