import type { Button, SectionBlock, StaticSelect } from '@slack/types';
import type { ChangeCounts, FleetGlance, FleetHead, GlanceGroup } from '../../core/fleet-glance.ts';
import { propertyWords } from '../../core/fleet-properties.ts';
import type { TroubledNode } from '../../core/fleet-report.ts';
import { at, between } from './dates.ts';
import { bold, code, join, type Mrkdwn, md, NOTHING, text } from './escape.ts';
import { sections } from './limits.ts';
import { besideButtons } from './question.ts';
import { whyOf } from './story-parts.ts';

/** Parts that `/ironic fleet`, the digest and Home tabs share. */

const MAX_STATES = 12;

/** `1 204` */
export function figure(value: number): Mrkdwn {
  return text(String(value).replace(/\B(?=(?:\d{3})+$)/g, ' '));
}

export const nodesWord = (count: number): Mrkdwn => (count === 1 ? md`1 node` : md`${figure(count)} nodes`);

/** "prod · 1 204 nodes · 23 in trouble (5 new, 7 gone since 08:00)": what a lock screen shows. */
export function headline(head: FleetHead, changes: ChangeCounts | null): Mrkdwn {
  const { cloud, total, shown, filter, troubled, held } = head;
  const of = filter ? md`${figure(shown)} of ${nodesWord(total)}` : nodesWord(total);
  return join(
    [
      text(cloud, 80) || md`(no name)`,
      of,
      md`${troubled === 0 ? md`none` : figure(troubled)} in trouble${changed(changes)}`,
      held > 0 ? md`${figure(held)} held by a person` : NOTHING,
    ],
    ' · ',
  );
}

function changed(changes: ChangeCounts | null): Mrkdwn {
  if (!changes) return NOTHING;
  const { came, went, turned, since } = changes;
  const parts = join(
    [
      came > 0 ? md`${figure(came)} new` : NOTHING,
      went > 0 ? md`${figure(went)} gone` : NOTHING,
      turned > 0 ? md`${figure(turned)} for another reason` : NOTHING,
    ],
    ', ',
  );
  return parts ? md` (${parts} since ${at(since)})` : md` (as at ${at(since)})`;
}

/** "`available` 1 100 · `clean failed` 14, 12 in trouble · …" */
export function statesLine({ states }: Pick<FleetGlance, 'states'>): Mrkdwn {
  const shown = states.slice(0, MAX_STATES).map(({ state, nodes, troubled }) => {
    const bad =
      troubled === 0
        ? NOTHING
        : troubled === nodes
          ? md`, all in trouble`
          : md`, ${figure(troubled)} in trouble`;
    return md`${code(state, 60)} ${figure(nodes)}${bad}`;
  });
  const rest = states.slice(MAX_STATES).reduce((sum, { nodes }) => sum + nodes, 0);
  return join([...shown, rest > 0 ? md`other states ${figure(rest)}` : NOTHING], ' · ');
}

/** "31 nodes: conductor c2 is not alive" */
export function groupHead({ size, words }: Pick<GlanceGroup, 'size' | 'words'>): Mrkdwn {
  return md`${nodesWord(size)}: ${text(words, 400)}`;
}

/** What is asked again of a fleet: its filter, in its cloud. */
export interface Asked {
  readonly subject: string;
  readonly cloud: string;
}

/** A group with its names, how sure that is, and a way to see who they are. */
export function groupBlock(group: GlanceGroup, asked: Asked): readonly SectionBlock[] {
  const also = group.besides.map(({ kind, value }) => text(propertyWords(kind, value), 120));
  const line = md`${bold(groupHead(group))} (${text(group.confidence)})\n${join(
    [names(group), also.length > 0 ? md`also ${join(also, ', ')}` : NOTHING],
    ' · ',
  )}`;
  const [button] = besideButtons([buttonOf(group, asked)]);
  return sections([line]).map((section, place) =>
    place === 0 && button ? { ...section, accessory: button } : section,
  );
}

/** "• `bm-a09`: the BMC's certificate is not accepted (confirmed)": a group of one. */
export function singleLine(group: GlanceGroup): Mrkdwn {
  return md`• ${names(group)}: ${text(group.words, 300)} (${text(group.confidence)})`;
}

/** What has no room among the groups. */
export function smallerLine(smaller: number): Mrkdwn {
  return smaller > 0 ? md`_and ${smaller} smaller groups_` : NOTHING;
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

function buttonOf({ first: [only], size, key }: GlanceGroup, { subject, cloud }: Asked) {
  return only && size === 1
    ? ([`Why ${only.name || only.uuid}?`, { subject: only.uuid, cloud }] as const)
    : (['Show nodes', { subject, cloud, command: 'fleet', topic: key }] as const);
}

function names({ first, size }: GlanceGroup): Mrkdwn {
  const shown = first.map((node) => code(node.name || node.uuid, 80, 'end'));
  const more = size - shown.length;
  return more > 0 ? md`${join(shown, ', ')} and ${figure(more)} more` : join(shown, ', ');
}

/** "9 d 4 h", "at least 2 h": how long it is in this trouble by that time; empty where nobody knows. */
export function ageOf({ since, at_least }: TroubledNode, read: string): Mrkdwn {
  const long = between(since, read);
  if (!long) return NOTHING;
  return at_least ? md`at least ${text(long)}` : text(long);
}

/** "Longest: node-88, `deploying` for 9 d: …"; `read` is when. */
export function longestLine(longest: TroubledNode | null | undefined, read: string): Mrkdwn {
  if (!longest) return NOTHING;
  const { name, uuid, provision_state, summary } = longest;
  return md`*Longest:* ${code(name || uuid, 80, 'end')}, ${code(provision_state, 60)} for ${ageOf(longest, read)}: ${text(summary, 300)}`;
}
