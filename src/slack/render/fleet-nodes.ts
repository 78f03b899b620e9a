import type { Answer } from '../../core/command.ts';
import type { TroubledNode } from '../../core/fleet-report.ts';
import { at } from './dates.ts';
import { bold, code, join, type Mrkdwn, md, text } from './escape.ts';
import { ageOf, groupHead } from './fleet-parts.ts';
import { actions, context, fit, type Rendered, sections } from './limits.ts';
import { whyOf } from './story-parts.ts';

type FleetNodes = Extract<Answer, { kind: 'fleet-nodes' }>;

/** As many as are read in Slack, and as a menu holds; the rest is named. */
const MAX = { listed: 100, menu: 100, named: 200 } as const;

/** Who a group of a fleet is, the longest trouble first, with a menu to ask about one of them. */
export function renderFleetNodes({ cloud, at: read, group, nodes }: FleetNodes): Rendered {
  const line = md`${text(cloud, 80)} · ${groupHead(group)}`;
  const ask = whyOf(
    nodes.map(({ uuid, name }) => ({ kind: 'node', cloud, id: uuid, name: name || uuid })),
    MAX.menu,
  );
  const same = nodes.every(({ summary }) => summary === nodes[0]?.summary);
  const said = same && nodes.length > 1 ? [text(nodes[0]?.summary ?? '', 400)] : [];
  const [first = [], rest = []] = halves(
    nodes.slice(0, MAX.listed).map((node) => nodeLine(node, read, !same || nodes.length === 1)),
  );
  const blocks = [
    ...sections([bold(line), ...said]),
    ...actions(ask ? [ask] : []),
    ...sections(first),
    ...context([moreLine(nodes), md`read ${at(read)}, the longest trouble first`]),
  ];
  return fit(line, blocks, sections(rest));
}

const IN_MESSAGE = 20;

function halves(lines: readonly Mrkdwn[]): readonly (readonly Mrkdwn[])[] {
  return [lines.slice(0, IN_MESSAGE), lines.slice(IN_MESSAGE)];
}

/** "• `node-17` `clean failed` for 3 h (likely): the sentence". */
function nodeLine(node: TroubledNode, read: string, says: boolean): Mrkdwn {
  const age = ageOf(node, read);
  const head = md`• ${code(node.name || node.uuid, 80, 'end')} ${code(node.provision_state, 60)}${age ? md` for ${age}` : md``} (${text(node.confidence)})`;
  return says ? md`${head}: ${text(node.summary, 300)}` : head;
}

function moreLine(nodes: readonly TroubledNode[]): Mrkdwn {
  const there = Math.min(nodes.length, MAX.listed) - IN_MESSAGE;
  const beyond = nodes.slice(MAX.listed);
  return join(
    [
      there > 0 ? md`${there} more in the thread` : md``,
      beyond.length > 0 ? md`${beyond.length} not listed` : md``,
    ],
    ' · ',
  );
}
