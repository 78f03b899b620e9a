import type { InputBlock, KnownBlock, ModalView } from '@slack/types';
import type { Offer } from '../../core/acting.ts';
import type { Approval } from '../../core/approval.ts';
import { ceremonyWords, isPlain } from './act.ts';
import { at } from './dates.ts';
import { callLines, deed, people } from './deed.ts';
import { bold, type Mrkdwn, md, NOTHING, plain, text } from './escape.ts';
import { context, LIMITS, sections } from './limits.ts';
import { seenLine } from './seen.ts';

export const MODAL = { act: 'act', decline: 'decline', told: 'told' } as const;

/** The fields of a modal, by the block id under which their value and their error come and go. */
export const FIELDS = { reason: 'reason', ticket: 'ticket', typed: 'typed' } as const;
export const FIELD_ACTION = 'text';

/** Shorter is no reason. */
export const MIN_REASON = 5;
const MAX_REASON = 500;

/** What a remedy asks for before it is asked for; `meta` comes back with the answer. */
export function renderActModal(offer: Offer, meta: string): ModalView {
  const { go, ceremony, ground } = offer;
  const seen = seenLine(go.seen);
  return {
    ...shell(offer.label, meta, MODAL.act),
    submit: button(ceremony.approvers > 0 ? 'Ask for it' : 'Do it'),
    blocks: [
      ...sections([
        md`${bold(text(offer.label, 150))} · ${bold(text(offer.name, 150))}`,
        md`cloud ${text(offer.cloud, 80)} · ${text(ceremony.risk)}`,
        seen ? md`Now: ${seen} (read ${at(offer.at)})` : NOTHING,
      ]),
      ...sections([
        go.calls.length > 0 ? md`*I will call*` : md`*I will call nothing* and look again.`,
        ...callLines(go.calls),
        md`It becomes ${text(go.becomes, 300)}; undo: ${text(go.undo, 300)}`,
      ]),
      ...sections(go.beware.slice(0, 6).map((line) => md`*Beware:* ${text(line, 400)}`)),
      ...sections([md`*Asks for* ${ceremonyWords(ceremony)}`, consent(offer)]),
      ...inputs(offer),
      ...context([ground ? md`because: ${text(ground.summary, 300)} (${text(ground.confidence)})` : NOTHING]),
    ],
  };
}

function consent({ ceremony }: Offer): Mrkdwn {
  return ceremony.approvers > 0
    ? md`Who can agree, apart from you: ${people(ceremony.approvers_among)}`
    : NOTHING;
}

function inputs({ ceremony, name }: Offer): readonly InputBlock[] {
  const { reason, ticket, typed } = ceremony;
  const optional = !reason && !isPlain(ceremony);
  return [
    ...(reason || optional
      ? [
          field(FIELDS.reason, 'Why, for whoever reads the journal', {
            min: MIN_REASON,
            max: MAX_REASON,
            optional,
            lines: true,
          }),
        ]
      : []),
    ...(ticket === 'none'
      ? []
      : [field(FIELDS.ticket, 'Ticket', { max: 100, optional: ticket === 'optional' })]),
    ...(typed ? [field(FIELDS.typed, `Type the name to confirm: ${name}`, { max: 255 })] : []),
  ];
}

function field(
  block_id: string,
  label: string,
  {
    min,
    max,
    optional = false,
    lines = false,
  }: { min?: number; max: number; optional?: boolean; lines?: boolean },
): InputBlock {
  return {
    type: 'input',
    block_id,
    optional,
    label: { type: 'plain_text', text: plain(label, 300), emoji: false },
    element: {
      type: 'plain_text_input',
      action_id: FIELD_ACTION,
      multiline: lines,
      max_length: max,
      ...(min === undefined || optional ? {} : { min_length: min }),
    },
  };
}

/** Why somebody says no. */
export function renderDeclineModal(approval: Approval, meta: string): ModalView {
  return {
    ...shell('Decline', meta, MODAL.decline),
    submit: button('Decline'),
    blocks: [
      ...sections([
        md`${bold(md`${deed(approval)} · ${text(approval.name, 150)}`)} will not be carried out. Whoever asked reads your reason.`,
      ]),
      field(FIELDS.reason, 'Why not', { min: MIN_REASON, max: MAX_REASON, lines: true }),
    ],
  };
}

/** Stands there while the cloud is read; nothing can be sent from it. */
export function renderWaitModal(title: string, words: string, meta = ''): ModalView {
  return { ...shell(title, meta, MODAL.told), blocks: [...sections([md`⏳ ${text(words, 300)}`])] };
}

/** Words for whoever has the modal open: a refusal, or that it is done. */
export function renderToldModal(title: string, lines: readonly Mrkdwn[]): ModalView {
  const blocks: readonly KnownBlock[] = sections(lines);
  return { ...shell(title, '', MODAL.told), blocks: [...blocks] };
}

function shell(title: string, meta: string, callback_id: string) {
  return {
    type: 'modal' as const,
    callback_id,
    private_metadata: meta,
    title: { type: 'plain_text' as const, text: plain(title, LIMITS.viewTitle), emoji: false },
    close: button('Close'),
  };
}

function button(label: string) {
  return { type: 'plain_text' as const, text: plain(label, LIMITS.viewTitle), emoji: false };
}
