import type { ActionsBlock, KnownBlock, Overflow } from '@slack/types';
import type { Ceremony, Offer } from '../../core/acting.ts';
import { actButton, confirm } from './confirm.ts';
import { callLines } from './deed.ts';
import { bold, join, type Mrkdwn, md, NOTHING, plain, text } from './escape.ts';
import { LIMITS, sections } from './limits.ts';
import { seenShort } from './seen.ts';

/** The ids under which clicks on remedies come back. A button's ends in its place; its value is the offer's id. */
export const ACT = { now: 'act', ask: 'act-ask', more: 'act-more' } as const;

/** One person's click and a confirmation are enough. */
export function isPlain({ approvers, reason, ticket, typed }: Ceremony): boolean {
  return approvers === 0 && !reason && !typed && ticket !== 'required';
}

/** More buttons than these are a wall. */
const MAX_BUTTONS = 3;
const MAX_TOLD = 8;
const RISK = { safe: 0, disruptive: 1, destructive: 2 } as const;

/** The safest first. */
export function ordered(offers: readonly Offer[]): readonly Offer[] {
  const weight = ({ ceremony }: Offer) => RISK[ceremony.risk] * 10 + ceremony.approvers;
  return offers.toSorted((a, b) => weight(a) - weight(b));
}

/** Buttons that ask for a remedy, and a menu for those beyond the third. */
export function actElements(offers: readonly Offer[]): readonly ActionsBlock['elements'][number][] {
  const all = ordered(offers);
  return [...all.slice(0, MAX_BUTTONS).map(button), ...menu(all.slice(MAX_BUTTONS))];
}

function button(offer: Offer, place: number) {
  // The ellipsis says that a question follows.
  const label = `${plain(offer.label, LIMITS.buttonText - 1)}…`;
  const danger = offer.ceremony.risk === 'destructive' ? ({ style: 'danger' } as const) : {};
  if (!isPlain(offer.ceremony)) return actButton(`${ACT.ask}:${place}`, label, offer.id, danger);
  return actButton(`${ACT.now}:${place}`, label, offer.id, { confirm: question(offer) });
}

function question(offer: Offer) {
  const { go } = offer;
  const seen = seenShort(go.seen);
  return confirm(
    `${offer.label}: ${offer.name}?`,
    [
      seen ? md`Now: ${seen}` : NOTHING,
      go.calls.length > 0 ? md`I will call:` : md`I will call nothing and look again.`,
      ...callLines(go.calls),
      md`It becomes ${text(go.becomes, 120)}; undo: ${text(go.undo, 120)}`,
    ],
    'Do it',
  );
}

function menu(offers: readonly Offer[]): readonly Overflow[] {
  const options = offers.slice(0, LIMITS.overflowOptions).map(({ id, label }) => ({
    text: { type: 'plain_text' as const, text: `${plain(label, LIMITS.optionText - 1)}…` },
    value: id,
  }));
  return options.length > 0 ? [{ type: 'overflow', action_id: ACT.more, options }] : [];
}

/** What each button would do, in full, for the thread. */
export function actDetails(offers: readonly Offer[]): readonly KnownBlock[] {
  if (offers.length === 0) return [];
  return [
    ...sections([bold(md`What the buttons would do`)]),
    ...ordered(offers)
      .slice(0, MAX_TOLD)
      .flatMap((offer) => sections(told(offer))),
  ];
}

function told({ label, name, go, ceremony }: Offer): readonly Mrkdwn[] {
  return [
    md`${bold(text(label, 120))} · ${text(name, 120)} (${text(ceremony.risk)})`,
    ...callLines(go.calls),
    md`becomes ${text(go.becomes, 300)}; undo: ${text(go.undo, 300)}`,
    ...go.beware.slice(0, 5).map((line) => md`beware: ${text(line, 300)}`),
    md`asks for: ${ceremonyWords(ceremony)}`,
  ];
}

/** What somebody has to bring along. Nobody is mentioned here: a diagnosis is no call for approvers. */
export function ceremonyWords({ approvers, reason, ticket, typed, raised }: Ceremony): Mrkdwn {
  const parts = [
    approvers === 0 ? md`your confirmation` : NOTHING,
    approvers === 1 ? md`the consent of somebody else` : NOTHING,
    approvers > 1 ? md`the consent of ${approvers} others` : NOTHING,
    reason ? md`a reason` : NOTHING,
    ticket === 'required' ? md`a ticket` : NOTHING,
    typed ? md`the name, typed` : NOTHING,
  ];
  const more = raised.slice(0, 4).map((why) => text(why, 200));
  const because = more.length > 0 ? md`; more than usual: ${join(more, '; ')}` : NOTHING;
  return md`${join(parts, ', ')}${because}`;
}
