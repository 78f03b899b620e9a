import type { KnownBlock } from '@slack/types';
import type { Answer } from '../../core/command.ts';
import { countsOf, headOf, longestOf, shownOf } from '../../core/fleet-glance.ts';
import { nodesOf } from '../../core/fleet-look.ts';
import {
  type FleetGroup,
  type FleetReport,
  isHeld,
  type OpenQuestion,
  type Unread,
} from '../../core/fleet-report.ts';
import { at, between } from './dates.ts';
import { bold, code, join, type Mrkdwn, md, NOTHING, text } from './escape.ts';
import {
  type Asked,
  groupBlock,
  groupHead,
  headline,
  longestLine,
  nodesWord,
  singleLine,
  statesLine,
  whyMenu,
} from './fleet-parts.ts';
import { actions, context, fit, type Rendered, sections, titled } from './limits.ts';
import { lookAgainButton } from './question.ts';

type Fleet = Extract<Answer, { kind: 'fleet' }>;

const MAX = { groups: 8, more: 25, menu: 20, aside: 3, open: 4, unread: 6, notes: 3, left: 5 } as const;

/** A whole cloud at a glance: the few stories behind its troubles, then what nobody could tell. */
export function renderFleet({ look, asked, files }: Fleet, now: Date): Rendered {
  const { report, changes } = look;
  const again = { subject: asked, cloud: report.cloud };
  const troubles = report.groups.filter((group) => !isHeld(group) && group.cause !== 'insufficient-evidence');
  const untold = report.groups.filter(({ cause }) => cause === 'insufficient-evidence');
  const held = report.groups.filter(isHeld);
  const shown = troubles.slice(0, MAX.groups);
  const more = troubles.slice(MAX.groups);
  const line = headline(headOf(report), changes ? countsOf(changes) : null);
  const block = (group: FleetGroup) => groupBlock(shownOf(report, group), again);
  const blocks = [
    ...sections([
      bold(line),
      report.filter ? md`only ${text(report.filter.meant, 200)}` : NOTHING,
      statesLine(report),
      partialLine(report),
    ]),
    ...shown.flatMap(block),
    ...sections([moreLine(more.length), longestLine(longestOf(report), report.at)]),
    ...untold.slice(0, MAX.aside).flatMap(block),
    ...held.slice(0, MAX.aside).flatMap(block),
    ...sections(titled(md`*Begun and not answered*`, openLines(report.open))),
    ...sections(titled(md`*Not read*`, unreadLines(report.unread))),
    ...actions(lookAgainButton({ ...again, command: 'fleet' })),
    ...context([
      ...report.notes.slice(0, MAX.notes).map((note) => text(note, 300)),
      ...leftOut(report.unread),
      files.length > 0 ? md`the picture is in the thread` : NOTHING,
      footer(report, now),
    ]),
  ];
  const rest = smaller(more, report, again);
  return { ...fit(leadOf(line, troubles), blocks, rest, md`${line}: smaller groups`), files };
}

/** What has no room above: groups as there, and single nodes in a line each, with menus to ask about them. */
function smaller(groups: readonly FleetGroup[], report: FleetReport, again: Asked): readonly KnownBlock[] {
  const many = groups.filter(({ nodes }) => nodes.length > 1);
  const single = groups.filter(({ nodes }) => nodes.length === 1);
  const pages = Array.from({ length: Math.ceil(single.length / MAX.menu) }, (_, place) =>
    single.slice(place * MAX.menu, (place + 1) * MAX.menu),
  );
  return [
    ...many.slice(0, MAX.more).flatMap((group) => groupBlock(shownOf(report, group), again)),
    ...pages.flatMap((page) => {
      const ask = whyMenu(
        page.flatMap((group) => nodesOf(report, group)),
        report.cloud,
      );
      return [...sections(page.map((group) => singleLine(shownOf(report, group)))), ...actions(ask)];
    }),
  ];
}

/** The worst story belongs on the lock screen as well. */
function leadOf(line: Mrkdwn, [worst]: FleetReport['groups']): Mrkdwn {
  return worst ? md`${line} · ${groupHead({ size: worst.nodes.length, words: worst.words })}` : line;
}

function partialLine({ partial, total }: FleetReport): Mrkdwn {
  return partial
    ? md`⚠ Ironic stopped answering before its list ended: there are more nodes than these ${total}.`
    : NOTHING;
}

function moreLine(more: number): Mrkdwn {
  if (more === 0) return NOTHING;
  return more === 1 ? md`_1 smaller group in the thread_` : md`_${more} smaller groups in the thread_`;
}

function openLines(open: readonly OpenQuestion[]): readonly Mrkdwn[] {
  const shown = open.slice(0, MAX.open).map(({ asks, reason, nodes }) => {
    return md`• ${nodesWord(nodes.length)}: ${text(asks, 200)} ${text(reason, 200)}`;
  });
  const more = open.length - shown.length;
  return more > 0 ? [...shown, md`• and ${more} more questions`] : shown;
}

function unreadLines(unread: readonly Unread[]): readonly Mrkdwn[] {
  return unread
    .filter(({ kind }) => kind === 'failed')
    .slice(0, MAX.unread)
    .map(({ what, reason }) => md`• ${code(what, 60)}: ${text(reason, 300)}`);
}

/** Not a failure, and to be known: a pass is no substitute for a look at one node. */
function leftOut(unread: readonly Unread[]): readonly Mrkdwn[] {
  const left = unread
    .filter(({ kind }) => kind === 'left-out')
    .map(({ what }) => text(what.replaceAll('_', ' '), 60));
  const more = left.length - MAX.left;
  if (left.length === 0) return [];
  return [
    md`only ${code('why <node>')} reads ${join(left.slice(0, MAX.left), ', ')}${more > 0 ? md` and ${more} more` : NOTHING}`,
  ];
}

function footer({ cost, at: read, reference }: FleetReport, now: Date): Mrkdwn {
  const age = between(read, now.toISOString());
  const ago = age && age !== '0 s' ? md` (${text(age)} ago)` : NOTHING;
  const requests = cost.requests === 1 ? md`1 request` : md`${cost.requests} requests`;
  return md`${requests}, ${text((cost.ms / 1000).toFixed(1))} s · read ${at(read)}${ago} · ${code(reference, 40)}`;
}
