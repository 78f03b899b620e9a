import type { Answer } from '../../core/command.ts';
import type { TroubledNode } from '../../core/fleet-report.ts';
import { at } from './dates.ts';
import { bold, code, join, type Mrkdwn, md, NOTHING, text } from './escape.ts';
import { ageOf, groupHead, whyMenu } from './fleet-parts.ts';
import { actions, context, fit, type Rendered, sections } from './limits.ts';

type FleetNodes = Extract<Answer, { kind: 'fleet-nodes' }>;

/** A message holds so many nodes with a menu of them, and its thread three times as many more; the rest is counted. */
const PAGE = 20;
const LISTED = 4 * PAGE;

/** Who a group of a fleet is, the longest trouble first, each page with a menu to ask about one of them. */
export function renderFleetNodes({ cloud, at: read, group, nodes }: FleetNodes): Rendered {
  const line = md`${text(cloud, 80)} · ${groupHead({ size: group.nodes.length, words: group.words })}`;
  const [first] = nodes;
  const same = nodes.length > 1 && nodes.every(({ summary }) => summary === first?.summary);
  const page = (from: number) => {
    const shown = nodes.slice(from, from + PAGE);
    return [...sections(shown.map((node) => nodeLine(node, read, !same))), ...actions(whyMenu(shown, cloud))];
  };
  const rest = Array.from({ length: Math.ceil(nodes.length / PAGE) }, (_, place) => place * PAGE);
  const blocks = [
    ...sections([bold(line), same ? text(first?.summary ?? '', 400) : NOTHING]),
    ...page(0),
    ...context([moreLine(nodes.length), md`read ${at(read)}, the longest trouble first`]),
  ];
  return fit(
    line,
    blocks,
    rest.slice(1).flatMap((from) => (from < LISTED ? page(from) : [])),
  );
}

/** "• `node-17` `clean failed` for 3 h (likely): the sentence". */
function nodeLine(node: TroubledNode, read: string, says: boolean): Mrkdwn {
  const { name, uuid, provision_state, confidence, summary } = node;
  const age = ageOf(node, read);
  const head = md`• ${code(name || uuid, 80, 'end')} ${code(provision_state, 60)}${age ? md` for ${age}` : NOTHING} (${text(confidence)})`;
  return says ? md`${head}: ${text(summary, 250)}` : head;
}

function moreLine(count: number): Mrkdwn {
  const there = Math.min(count, LISTED) - PAGE;
  return join(
    [
      there > 0 ? md`${there} more in the thread` : NOTHING,
      count > LISTED ? md`${count - LISTED} not listed` : NOTHING,
    ],
    ' · ',
  );
}
