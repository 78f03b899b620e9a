import type { KnownBlock } from '@slack/types';
import type { Approval } from '../../core/approval.ts';
import { isAmong, type Person, strangeness } from '../../core/person.ts';
import { waitingButtons } from './approval.ts';
import { entry, type ListHow, past } from './approval-list.ts';
import { bold, code, type Mrkdwn, md } from './escape.ts';
import { actions, sections, titled } from './limits.ts';

/** Approvals in a Home tab: each person's own, and those of others. */
export interface HomeApprovals extends ListHow {
  readonly person: Person;
  /** Those that are not over, the oldest first. */
  readonly open: readonly Approval[];
  /** Those that are, the newest first. */
  readonly recent: readonly Approval[];
  readonly slash: string;
}

/** Few enough that all of it stays below Slack's hundred blocks. */
const MAX_EACH = 8;

/** What this person could agree to, with buttons; that there is nothing is worth knowing as well. */
export function waitsForYou(home: HomeApprovals): readonly KnownBlock[] {
  const mine = home.open.filter((one) => waitsFor(one, home.person));
  return mine.length > 0
    ? list(md`Waits for you`, mine, home)
    : sections([bold(md`Waits for you`), md`nothing`]);
}

/** What they asked for themselves, what others wait for, and what ran lately. */
export function otherApprovals(home: HomeApprovals): readonly KnownBlock[] {
  const { open, recent, person } = home;
  const rest = open.filter((one) => !waitsFor(one, person));
  const own = rest.filter(({ requester }) => requester === person.id);
  const others = rest.filter(({ requester }) => requester !== person.id);
  const lately = recent.slice(0, MAX_EACH).map((one) => past(one, home));
  return [
    ...list(md`You asked for`, own, home),
    ...list(md`Waits for others, or runs`, others, home),
    ...sections(titled(md`*Lately*`, lately)),
  ];
}

function list(title: Mrkdwn, approvals: readonly Approval[], home: HomeApprovals): readonly KnownBlock[] {
  if (approvals.length === 0) return [];
  const more = approvals.length - MAX_EACH;
  return [
    ...sections([bold(title)]),
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
