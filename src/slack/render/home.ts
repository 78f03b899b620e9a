import type { HomeView, KnownBlock } from '@slack/types';
import type { Freeze, May } from '../../core/acting.ts';
import { type Person, strangeness } from '../../core/person.ts';
import type { Contact } from '../../core/reach.ts';
import { frozenLine } from './approval-list.ts';
import { actButton } from './confirm.ts';
import { at } from './dates.ts';
import { bold, code, join, type Mrkdwn, md, NOTHING, text } from './escape.ts';
import { type HomeAlerts, homeAlerts } from './home-alerts.ts';
import { type HomeApprovals, otherApprovals, waitsForYou } from './home-approvals.ts';
import { type HomeFleets, homeFleets } from './home-fleet.ts';
import { context, fitView, sections, titled } from './limits.ts';
import { unreachedLine } from './reach.ts';

export const HOME_REFRESH = 'home-refresh';

export interface Home extends HomeApprovals {
  /** Undefined where nobody has configured acting. */
  readonly may: May | undefined;
  readonly frozen: Freeze | undefined;
  /** Undefined where it could not be read; so for alerts, and where nobody has configured them. */
  readonly fleets: HomeFleets | undefined;
  readonly alerts: HomeAlerts | undefined;
  /** What does not answer now, the one that has failed longest first. */
  readonly unreached: readonly Contact[];
  /** What of this tab could not be read, in words. */
  readonly unread: readonly string[];
}

const MAX_UNREACHED = 10;
const DIVIDER: KnownBlock = { type: 'divider' };

/** Somebody's Home tab: what is broken, what waits for them, how the fleets are, and what goes on. */
export function renderHome(home: Home): HomeView {
  const { frozen, now, may, slash, fleets, alerts, workspace } = home;
  const parts: readonly (readonly KnownBlock[])[] = [
    [
      ...title(slash),
      ...sections([
        may ? rights(home, may) : md`I only read here: nobody has configured acting.`,
        frozenLine(frozen),
        unreadLine(home),
      ]),
    ],
    unreached(home),
    may ? waitsForYou(home) : [],
    fleets ? homeFleets(fleets, home) : [],
    alerts ? homeAlerts(alerts, workspace) : [],
    may ? otherApprovals(home) : [],
    context([md`as of ${at(now.toISOString())} · what you ask for here is answered under Messages`]),
  ];
  const blocks = parts
    .filter((part) => part.length > 0)
    .flatMap((part, place) => (place === 0 ? part : [DIVIDER, ...part]));
  return { type: 'home', blocks: [...fitView(blocks)] };
}

function title(slash: string): readonly KnownBlock[] {
  const lines = [
    bold(md`Bare metal on call`),
    md`${code(`${slash} why <node>`)} tells what is wrong, and why.`,
  ];
  const accessory = actButton(HOME_REFRESH, 'Refresh', 'refresh');
  return sections(lines).map((section) => ({ ...section, accessory }));
}

function unreadLine({ unread }: Home): Mrkdwn {
  if (unread.length === 0) return NOTHING;
  const what = join(
    unread.map((one) => text(one, 60)),
    ', ',
  );
  return md`⚠ My records could not be read just now, so this is missing here: ${what}. Refresh in a minute.`;
}

function unreached({ unreached: all, now }: Home): readonly KnownBlock[] {
  const lines = all.slice(0, MAX_UNREACHED).map((one) => unreachedLine(one, now));
  const more = all.length - lines.length;
  return sections(titled(md`*⚠ I cannot reach now*`, more > 0 ? [...lines, md`and ${more} more`] : lines));
}

const STRANGE = {
  guest: 'You are a guest here, and guests carry out nothing through me.',
  bot: 'You are an app, and apps carry out nothing through me.',
  stranger: 'You are of another workspace, and carry out nothing through me.',
  'unknown-person':
    'Slack could not tell me who you are just now, so you can carry out nothing. Refresh in a minute.',
} as const;

function rights({ person, slash }: { readonly person: Person; readonly slash: string }, may: May): Mrkdwn {
  const odd = strangeness(person);
  if (odd) return text(STRANGE[odd]);
  const how = md`${code(`${slash} can <verb> <node>`)} tells what it takes`;
  if (may.request && may.approve)
    return md`You may ask for remedies and agree to what others ask for; ${how}.`;
  if (may.request) return md`You may ask for remedies; ${how}.`;
  if (may.approve) return md`You may agree to remedies that others ask for.`;
  return md`You may read everything and ask for nothing: the policy does not name you.`;
}
