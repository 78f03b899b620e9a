import type { Button, SectionBlock, StaticSelect } from '@slack/types';
import type { FleetChanges } from '../../core/fleet-changes.ts';
import { groupKey, nodesOf } from '../../core/fleet-look.ts';
import { propertyWords } from '../../core/fleet-properties.ts';
import { type FleetGroup, type FleetReport, isHeld, type TroubledNode } from '../../core/fleet-report.ts';
import { at, between } from './dates.ts';
import { bold, code, join, type Mrkdwn, md, NOTHING, text } from './escape.ts';
import { sections } from './limits.ts';
import { besideButtons } from './question.ts';
import { whyOf } from './story-parts.ts';

/** Parts that `/ironic fleet` and the digest share. */

const MAX = { names: 5, states: 12 } as const;

/** `1 204` */
export function figure(value: number): Mrkdwn {
  return text(String(value).replace(/\B(?=(?:\d{3})+$)/g, ' '));
}

export const nodesWord = (count: number): Mrkdwn => (count === 1 ? md`1 node` : md`${figure(count)} nodes`);

/** "prod · 1 204 nodes · 23 in trouble (5 new, 7 gone since 08:00)": what a lock screen shows. */
export function headline(report: FleetReport, changes: FleetChanges | undefined): Mrkdwn {
  const troubled = report.nodes.filter((node) => !isHeld(node)).length;
  const held = report.nodes.length - troubled;
  const of = report.filter
    ? md`${figure(report.shown)} of ${nodesWord(report.total)}`
    : nodesWord(report.total);
  return join(
    [
      text(report.cloud, 80) || md`(no name)`,
      of,
      md`${troubled === 0 ? md`none` : figure(troubled)} in trouble${changed(changes)}`,
      held > 0 ? md`${figure(held)} held by a person` : NOTHING,
    ],
    ' · ',
  );
}

function changed(changes: FleetChanges | undefined): Mrkdwn {
  if (!changes) return NOTHING;
  const { came, went, turned, since } = changes;
  const parts = join(
    [
      came.length > 0 ? md`${figure(came.length)} new` : NOTHING,
      went.length > 0 ? md`${figure(went.length)} gone` : NOTHING,
      turned.length > 0 ? md`${figure(turned.length)} for another reason` : NOTHING,
    ],
    ', ',
  );
  return parts ? md` (${parts} since ${at(since)})` : md` (as at ${at(since)})`;
}

/** "`available` 1 100 · `clean failed` 14, 12 in trouble · …" */
export function statesLine({ states }: FleetReport): Mrkdwn {
  const shown = states.slice(0, MAX.states).map(({ state, nodes, troubled }) => {
    const bad =
      troubled === 0
        ? NOTHING
        : troubled === nodes
          ? md`, all in trouble`
          : md`, ${figure(troubled)} in trouble`;
    return md`${code(state, 60)} ${figure(nodes)}${bad}`;
  });
  const rest = states.slice(MAX.states).reduce((sum, { nodes }) => sum + nodes, 0);
  return join([...shown, rest > 0 ? md`other states ${figure(rest)}` : NOTHING], ' · ');
}

/** "31 nodes: conductor c2 is not alive" */
export function groupHead({ nodes, words }: FleetGroup): Mrkdwn {
  return md`${nodesWord(nodes.length)}: ${text(words, 400)}`;
}

/** What is asked again of a fleet: its filter, in its cloud. */
export interface Asked {
  readonly subject: string;
  readonly cloud: string;
}

/** A group with its names, how sure that is, and a way to see who they are. */
export function groupBlock(group: FleetGroup, report: FleetReport, asked: Asked): readonly SectionBlock[] {
  const nodes = nodesOf(report, group);
  const also = group.besides.map(({ kind, value }) => text(propertyWords(kind, value), 120));
  const line = md`${bold(groupHead(group))} (${text(group.confidence)})\n${join(
    [names(nodes), also.length > 0 ? md`also ${join(also, ', ')}` : NOTHING],
    ' · ',
  )}`;
  const [button] = besideButtons([buttonOf(group, nodes, asked)]);
  return sections([line]).map((section, place) =>
    place === 0 && button ? { ...section, accessory: button } : section,
  );
}

/** "• `bm-a09`: the BMC's certificate is not accepted (confirmed)": a group of one. */
export function singleLine(group: FleetGroup, report: FleetReport): Mrkdwn {
  return md`• ${names(nodesOf(report, group))}: ${text(group.words, 300)} (${text(group.confidence)})`;
}

/** Asks why of one of these, below the message. */
export function whyMenu(nodes: readonly TroubledNode[], cloud: string): readonly (Button | StaticSelect)[] {
  const subjects = nodes.map(({ uuid, name }) => ({
    kind: 'node' as const,
    cloud,
    id: uuid,
    name: name || uuid,
  }));
  const ask = whyOf(subjects, subjects.length);
  return ask ? [ask] : [];
}

function buttonOf(group: FleetGroup, nodes: readonly TroubledNode[], { subject, cloud }: Asked) {
  const [only] = nodes;
  return only && nodes.length === 1
    ? ([`Why ${only.name || only.uuid}?`, { subject: only.uuid, cloud }] as const)
    : (['Show nodes', { subject, cloud, command: 'fleet', topic: groupKey(group) }] as const);
}

function names(nodes: readonly TroubledNode[]): Mrkdwn {
  const shown = nodes.slice(0, MAX.names).map((node) => code(node.name || node.uuid, 80, 'end'));
  const more = nodes.length - shown.length;
  return more > 0 ? md`${join(shown, ', ')} and ${figure(more)} more` : join(shown, ', ');
}

/** "9 d 4 h", "at least 2 h": how long it is in this trouble by that time; empty where nobody knows. */
export function ageOf({ since, at_least }: TroubledNode, read: string): Mrkdwn {
  const long = between(since, read);
  if (!long) return NOTHING;
  return at_least ? md`at least ${text(long)}` : text(long);
}

/** "Longest: node-88, `deploying` for 9 d: …" */
export function longestLine({ nodes, at: read }: FleetReport): Mrkdwn {
  const known = nodes.filter((node) => !isHeld(node) && between(node.since, read) !== '');
  const [longest] = known.toSorted((a, b) => Date.parse(a.since ?? '') - Date.parse(b.since ?? ''));
  if (!longest) return NOTHING;
  const { name, uuid, provision_state, summary } = longest;
  return md`*Longest:* ${code(name || uuid, 80, 'end')}, ${code(provision_state, 60)} for ${ageOf(longest, read)}: ${text(summary, 300)}`;
}
