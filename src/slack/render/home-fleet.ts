import type { KnownBlock } from '@slack/types';
import type { FleetGlance } from '../../core/fleet-glance.ts';
import type { DigestPicture, FleetsAtRest, LastSweep } from '../../core/last-sweep.ts';
import { formatDuration, secondsSince } from '../../lib/duration.ts';
import { at, between } from './dates.ts';
import { bold, code, type Mrkdwn, md, NOTHING, text } from './escape.ts';
import { groupBlock, headline, longestLine, smallerLine, statesLine } from './fleet-parts.ts';
import { actions, picture, sections } from './limits.ts';
import { besideButtons } from './question.ts';

/** The fleets of a Home tab, as the last sweeps saw them. */
export interface HomeFleets extends Pick<FleetsAtRest, 'sweep' | 'clouds' | 'unusable'> {
  readonly sweeps: readonly LastSweep[];
  /** Those that Slack is asked to show. */
  readonly pictures: readonly DigestPicture[];
}

interface How {
  readonly now: Date;
  readonly slash: string;
}

/** Clouds that are told with their groups, and those that get a line. */
const MAX = { whole: 3, lines: 15, unread: 3 } as const;
const DEFAULT_SWEEP = 30;

export function homeFleets(fleets: HomeFleets, how: How): readonly KnownBlock[] {
  const { clouds, sweeps, pictures } = fleets;
  const seen = new Map(sweeps.map((sweep) => [sweep.cloud, sweep]));
  const troubled = (cloud: string) => seen.get(cloud)?.glance?.troubled ?? -1;
  const whole = new Set(clouds.toSorted((a, b) => troubled(b) - troubled(a)).slice(0, MAX.whole));
  const drawn = clouds.filter((cloud) => whole.has(cloud) && seen.get(cloud)?.glance);
  // Where nobody sweeps, that is said once and for all.
  const lines = clouds.filter((cloud) => !drawn.includes(cloud) && (seen.has(cloud) || fleets.sweep));
  return [
    ...sections([bold(md`Fleet`), sweeplessLine(fleets, how)]),
    ...drawn.flatMap((cloud) => {
      const shown = pictures.find((one) => one.cloud === cloud);
      return wholeFleet(seen.get(cloud), shown, fleets, how);
    }),
    ...sections(lines.slice(0, MAX.lines).map((cloud) => lineOf(cloud, seen.get(cloud), fleets, how))),
    ...sections(fleets.unusable.slice(0, MAX.lines).map(unusableLine)),
    ...sections([lines.length > MAX.lines ? md`_and ${lines.length - MAX.lines} more clouds_` : NOTHING]),
  ];
}

/** How there comes to be something to see, where nobody sweeps. */
function sweeplessLine({ sweep }: HomeFleets, { slash }: How): Mrkdwn {
  if (sweep !== undefined && sweep > 0) return NOTHING;
  const key = code(sweep === 0 ? 'fleet.sweep: 0' : 'fleet');
  const why =
    sweep === 0 ? md`Nobody sweeps it: ${key} says so` : md`Nobody sweeps it: there is no ${key} key`;
  return md`${why} in ironic-oncall.yml. ${code(`fleet: { sweep: ${DEFAULT_SWEEP} }`)} looks at every node each ${DEFAULT_SWEEP} minutes; ${code(`${slash} fleet`, 80)} does it now.`;
}

function wholeFleet(
  sweep: LastSweep | undefined,
  shown: DigestPicture | undefined,
  fleets: HomeFleets,
  how: How,
): readonly KnownBlock[] {
  const glance = sweep?.glance;
  if (!sweep || !glance) return [];
  const asked = { subject: 'all nodes', cloud: glance.cloud };
  const { longest } = glance;
  const why = longest ? [[`Why ${longest.name || longest.uuid}?`, subjectOf(glance)] as const] : [];
  return [
    ...sections([
      bold(headline(glance, glance.changes)),
      statesLine(glance),
      partialLine(glance),
      ageLine(sweep, glance, fleets, how),
    ]),
    ...glance.groups.flatMap((group) => groupBlock(group, asked)),
    ...sections([smallerLine(glance.smaller), longestLine(longest, glance.at), ...unreadLines(glance)]),
    ...(shown ? [pictureOf(shown)] : []),
    ...actions(besideButtons([['Read it now', { ...asked, command: 'fleet' }], ...why])),
  ];
}

function subjectOf({ longest, cloud }: FleetGlance) {
  return { subject: longest?.uuid ?? '', cloud };
}

function pictureOf({ file, alt, cloud, slot }: DigestPicture): KnownBlock {
  const moment = new Date(slot).toISOString();
  return picture(file, `${cloud}, as the digest of ${moment.slice(0, 16).replace('T', ' ')} UTC had it`, alt);
}

function partialLine({ partial, total }: FleetGlance): Mrkdwn {
  return partial
    ? md`⚠ Ironic stopped answering before its list ended: there are more nodes than these ${total}.`
    : NOTHING;
}

/** How old that is; and why it is older than it should be. */
function ageLine(
  { failed }: LastSweep,
  { at: read }: FleetGlance,
  { sweep }: HomeFleets,
  { now }: How,
): Mrkdwn {
  const age = secondsSince(read, now) ?? 0;
  const ago = text(formatDuration(age));
  if (failed)
    return md`⚠ as it was ${ago} ago: not swept since ${at(failed.since)}, ${text(failed.words, 200)}`;
  if (sweep && age > 2 * sweep * 60 + 60)
    return md`⚠ as it was ${ago} ago, though a sweep is due every ${sweep} min: is anybody sweeping?`;
  return md`swept ${ago} ago, ${at(read)}`;
}

function unreadLines({ unread }: FleetGlance): readonly Mrkdwn[] {
  return unread
    .slice(0, MAX.unread)
    .map(({ what, reason }) => md`*Not read:* ${code(what.replaceAll('_', ' '), 60)}: ${text(reason, 200)}`);
}

/** A cloud that has no more room than this, or that nobody has seen. */
function lineOf(cloud: string, sweep: LastSweep | undefined, fleets: HomeFleets, { now }: How): Mrkdwn {
  if (sweep?.glance) {
    const { glance } = sweep;
    const age = between(glance.at, now.toISOString());
    return md`• ${headline(glance, glance.changes)} · swept ${text(age)} ago`;
  }
  const name = text(cloud, 80) || md`(no name)`;
  if (sweep?.failed) {
    const { since, words } = sweep.failed;
    return md`• ${name}: no sweep has seen it since ${at(since)}: ${text(words, 200)}`;
  }
  return md`• ${name}: no sweep has seen it yet; they come every ${fleets.sweep ?? 0} min (${code('fleet.sweep')})`;
}

function unusableLine(cloud: string): Mrkdwn {
  return md`• ${text(cloud, 80) || md`(no name)`}: its entry of clouds.yaml cannot be used, so nobody sweeps it; ${code('npm run doctor')} says why`;
}
