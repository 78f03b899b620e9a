import type { Digest } from '../../core/fleet-digest.ts';
import { glanceOf } from '../../core/fleet-glance.ts';
import { at } from './dates.ts';
import { bold, code, md, text } from './escape.ts';
import { groupBlock, groupHead, headline, longestLine, smallerLine, statesLine } from './fleet-parts.ts';
import { actions, context, fit, type Message, sections } from './limits.ts';
import { besideButtons } from './question.ts';

/** One message: how the fleet stands, what is new, the largest stories, and what lasts longest. */
export function renderDigest({ look, slot }: Digest, slash: string): Message {
  const { report } = look;
  const glance = glanceOf(report, look.changes);
  const { groups, smaller, longest, changes } = glance;
  const [worst] = groups;
  const asked = { subject: 'all nodes', cloud: report.cloud };
  const line = headline(glance, changes);
  const blocks = [
    ...sections([bold(line), statesLine(glance)]),
    ...groups.flatMap((group) => groupBlock(group, asked)),
    ...sections([smallerLine(smaller), longestLine(longest, report.at)]),
    ...actions(besideButtons([['Show all', { ...asked, command: 'fleet' }]])),
    ...context([
      md`read ${at(report.at)} for ${at(slot)} · ${code(`${slash} fleet`, 80)} tells how it is now · ${text(report.reference, 40)}`,
    ]),
  ];
  return fit(worst ? md`${line} · ${groupHead(worst)}` : line, blocks).message;
}
