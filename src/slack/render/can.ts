import type { CanAnswer, Offer } from '../../core/acting.ts';
import type { Answer } from '../../core/command.ts';
import { actElements, ceremonyWords } from './act.ts';
import { frozenLine } from './approval-list.ts';
import { at } from './dates.ts';
import { callLines, people } from './deed.ts';
import { deniedLines, renderDenied } from './denied.ts';
import { bold, type Mrkdwn, md, NOTHING, text } from './escape.ts';
import { actions, fit, type Rendered, sections } from './limits.ts';
import { seenLine } from './seen.ts';

type Can = Extract<Answer, { kind: 'can' }>;

/** What the policy would ask for, what would be called, and the button for whoever may press it. */
export function renderCan({ answer }: Can): Rendered {
  if (answer.kind === 'refused') return renderDenied(answer);
  if (answer.kind === 'cannot') return cannot(answer);
  return can(answer);
}

function cannot({ name, no }: Extract<CanAnswer, { kind: 'cannot' }>): Rendered {
  const lead = md`${text(name, 120)}: not now. ${text(no.words, 600)}`;
  const seen = no.seen ? seenLine(no.seen) : NOTHING;
  return fit(lead, sections([lead, seen ? md`Now: ${seen}` : NOTHING]));
}

function can({ offer, may, frozen }: Extract<CanAnswer, { kind: 'can' }>): Rendered {
  const { label, name, go } = offer;
  const lead = md`${text(label, 120)} · ${text(name, 120)}: ${may ? md`possible, but not for you` : md`possible`}`;
  const seen = seenLine(go.seen);
  return fit(lead, [
    ...sections([
      bold(md`${text(label, 120)} · ${text(name, 120)}`),
      seen ? md`Now: ${seen} (read ${at(offer.at)})` : NOTHING,
      ...(go.calls.length > 0 ? [md`*Would call*`, ...callLines(go.calls)] : []),
      md`It becomes ${text(go.becomes, 300)}; undo: ${text(go.undo, 300)}`,
      ...go.beware.slice(0, 5).map((line) => md`*Beware:* ${text(line, 300)}`),
    ]),
    ...sections([md`*Asks for* ${ceremonyWords(offer.ceremony)}`, ...who(offer), frozenLine(frozen)]),
    ...sections(may ? deniedLines(may) : []),
    ...(may || frozen ? [] : actions(actElements([offer]))),
  ]);
}

function who({ ceremony }: Offer): readonly Mrkdwn[] {
  const { requesters, approvers, approvers_among } = ceremony;
  return [
    md`Who may ask: ${people(requesters)}`,
    approvers > 0 ? md`Who may agree: ${people(approvers_among)}` : NOTHING,
  ];
}
