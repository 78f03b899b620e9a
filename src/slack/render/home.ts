import type { HomeView, KnownBlock } from '@slack/types';
import type { Freeze, May } from '../../core/acting.ts';
import type { Approval } from '../../core/approval.ts';
import { isAmong, type Person, strangeness } from '../../core/person.ts';
import { waitingButtons } from './approval.ts';
import { entry, frozenLine, type ListHow, past } from './approval-list.ts';
import { actButton } from './confirm.ts';
import { at } from './dates.ts';
import { bold, code, type Mrkdwn, md, text } from './escape.ts';
import { actions, context, sections, titled } from './limits.ts';

export const HOME_REFRESH = 'home-refresh';

export interface Home extends ListHow {
  readonly person: Person;
  /** Undefined where nobody has configured acting. */
  readonly may: May | undefined;
  readonly open: readonly Approval[];
  readonly recent: readonly Approval[];
  readonly frozen: Freeze | undefined;
  readonly slash: string;
}

/** Few enough that all of it stays below Slack's hundred blocks. */
const MAX_EACH = 10;

/** Somebody's Home tab: what waits for them first. */
export function renderHome(home: Home): HomeView {
  const { open, recent, frozen, now, person, may } = home;
  const mine = open.filter((one) => waitsFor(one, person));
  const others = open.filter((one) => !mine.includes(one));
  const blocks: KnownBlock[] = [
    ...sections([
      bold(md`Bare metal on call`),
      md`${code(`${home.slash} why <node>`)} tells what is wrong, and why.`,
    ]),
    ...sections([
      may ? rights(home, may) : md`I only read here: nobody has configured acting.`,
      frozenLine(frozen),
    ]),
    ...(may
      ? [...list(md`Waits for you`, mine, home), ...list(md`Waits for others, or runs`, others, home)]
      : []),
    ...sections(
      titled(
        md`*Lately*`,
        recent.slice(0, MAX_EACH).map((one) => past(one, home)),
      ),
    ),
    ...actions([actButton(HOME_REFRESH, 'Refresh', 'refresh')]),
    ...context([md`as of ${at(now.toISOString())}`]),
  ];
  return { type: 'home', blocks };
}

function list(title: Mrkdwn, approvals: readonly Approval[], home: Home): readonly KnownBlock[] {
  const none = approvals.length === 0 ? [md`nothing`] : [];
  const more = approvals.length - MAX_EACH;
  return [
    ...sections([bold(title), ...none]),
    ...approvals
      .slice(0, MAX_EACH)
      .flatMap((one) => [...sections(entry(one, home)), ...actions(buttonsFor(one, home.person))]),
    ...sections(more > 0 ? [md`and ${more} more; ${code(`${home.slash} approvals`)} lists them`] : []),
  ];
}

/** Those that this person could press with success. */
function buttonsFor(approval: Approval, person: Person) {
  const [approve, decline, withdraw] = waitingButtons(approval);
  if (waitsFor(approval, person)) return [approve, decline].filter((one) => one !== undefined);
  const own = approval.state === 'waiting' && approval.requester === person.id && !strangeness(person);
  return own && withdraw ? [withdraw] : [];
}

function waitsFor({ state, requester, approvers, votes }: Approval, person: Person): boolean {
  return (
    state === 'waiting' &&
    !strangeness(person) &&
    requester !== person.id &&
    isAmong(person, approvers) &&
    !votes.some(({ by }) => by === person.id)
  );
}

const STRANGE = {
  guest: 'You are a guest here, and guests carry out nothing through me.',
  bot: 'You are an app, and apps carry out nothing through me.',
  stranger: 'You are of another workspace, and carry out nothing through me.',
  'unknown-person':
    'Slack could not tell me who you are just now, so you can carry out nothing. Refresh in a minute.',
} as const;

function rights({ person, slash }: Home, may: May): Mrkdwn {
  const odd = strangeness(person);
  if (odd) return text(STRANGE[odd]);
  const how = md`${code(`${slash} can <verb> <node>`)} tells what it takes`;
  if (may.request && may.approve)
    return md`You may ask for remedies and agree to what others ask for; ${how}.`;
  if (may.request) return md`You may ask for remedies; ${how}.`;
  if (may.approve) return md`You may agree to remedies that others ask for.`;
  return md`You may read everything and ask for nothing: the policy does not name you.`;
}
