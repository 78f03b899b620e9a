import type { KnownBlock, StaticSelect } from '@slack/types';
import type { Asked } from '../../core/command.ts';
import type { Unresolved } from '../../core/outcome.ts';
import type { Resolution, SubjectChoice } from '../../core/subject.ts';
import { code, join, type Mrkdwn, md, NOTHING, text } from './escape.ts';
import { actions, context, fit, type Rendered, sections } from './limits.ts';
import { ACTIONS, chooseButton, chooseOption, type Question } from './question.ts';

type Several = Extract<Resolution, { kind: 'several' }>;
type None = Extract<Resolution, { kind: 'none' }>;

/** Beyond this many a row of buttons is a wall, and a menu is better. */
const MAX_BUTTONS = 4;
/** Whoever has more than this to choose from wants to type more of the name. */
const MAX_CHOICES = 20;
const MAX_LISTED = 8;

/** The words meant several things, or nothing that is there. The buttons ask `asked` of another subject, or why. */
export function renderUnresolved(outcome: Unresolved, asked?: Asked): Rendered {
  return outcome.resolution.kind === 'several'
    ? several(outcome, outcome.resolution, asked)
    : none(outcome, outcome.resolution, asked);
}

function several(outcome: Unresolved, { choices }: Several, asked: Asked | undefined): Rendered {
  const lead = md`${code(outcome.asked, 120)} can mean ${choices.length} things in cloud ${text(outcome.cloud, 80)}. Which one?`;
  const listed = choices.slice(0, MAX_LISTED).map(choiceLine);
  const more = choices.length - listed.length;
  if (more > 0) listed.push(md`• and ${more} more; type more of the name`);
  return fit(lead, [...sections([lead, ...listed]), ...pick(choices, { cloud: outcome.cloud, ...asked })]);
}

function choiceLine(choice: SubjectChoice): Mrkdwn {
  return md`• ${text(choice.kind)} ${text(choice.label, 160)} ${code(choice.id, 80)}`;
}

function pick(choices: readonly SubjectChoice[], rest: Omit<Question, 'subject'>): readonly KnownBlock[] {
  if (choices.length <= MAX_BUTTONS) {
    return actions(
      choices
        .map((choice, place) => chooseButton({ subject: choice.id, ...rest }, labelOf(choice), place))
        .filter((button) => button !== undefined),
    );
  }
  const options = choices
    .slice(0, MAX_CHOICES)
    .map((choice) => chooseOption({ subject: choice.id, ...rest }, labelOf(choice)))
    .filter((option) => option !== undefined);
  const menu: StaticSelect = {
    type: 'static_select',
    action_id: ACTIONS.chooseFromMenu,
    placeholder: { type: 'plain_text', text: 'Choose one', emoji: false },
    options,
  };
  return options.length > 0 ? actions([menu]) : [];
}

function labelOf(choice: SubjectChoice): string {
  return `${choice.kind} ${choice.label}`;
}

function none(outcome: Unresolved, { nearest, unreadable }: None, asked: Asked | undefined): Rendered {
  const cloud = text(outcome.cloud, 80);
  const what = md`node, instance, port, flavor, MAC or BMC address`;
  // With a list unread, its absence is not known.
  const lead =
    unreadable.length > 0
      ? md`Cannot tell what ${code(outcome.asked, 120)} is in cloud ${cloud}: not every list could be read.`
      : md`No ${what} ${code(outcome.asked, 120)} in cloud ${cloud}.`;
  const names = nearest.slice(0, 5);
  const nearestLine =
    names.length > 0
      ? md`Did you mean ${join(
          names.map((name) => code(name, 120)),
          ', ',
        )}?`
      : NOTHING;
  const holes = unreadable.slice(0, 5).map((reason) => md`• not read: ${text(reason, 300)}`);
  const buttons = names
    .map((name, place) => chooseButton({ subject: name, cloud: outcome.cloud, ...asked }, name, place))
    .filter((button) => button !== undefined);
  return fit(join([lead, nearestLine], ' '), [
    ...sections([lead, ...holes, nearestLine]),
    ...actions(buttons),
    ...(names.length > 0 ? [] : context([md`A name, UUID, MAC or BMC address is what I look for.`])),
  ]);
}
