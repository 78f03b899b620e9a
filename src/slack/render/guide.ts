import type { Answer, Unknown } from '../../core/command.ts';
import { grouped } from '../../core/guide-groups.ts';
import type { Procedure } from '../../core/procedure.ts';
import { bold, code, codeBlock, join, type Mrkdwn, md, NOTHING, text } from './escape.ts';
import { guideLink } from './guide-link.ts';
import { actions, context, fit, type Rendered, sections } from './limits.ts';
import { besideButtons, sameSubject } from './question.ts';

type Topics = Extract<Answer, { kind: 'topics' }>;
type Manual = Extract<Answer, { kind: 'procedure' }>;

/** All topics under their headings, or those that a wrong word could have meant. */
export function renderTopics({ procedures, unknown }: Topics, slash: string): Rendered {
  const use = md`${code(`${slash} guide <topic> <node>`)} shows one, with its commands filled in for the node.`;
  if (unknown) return whichTopic(procedures, unknown, slash);
  const lead = md`${bold(md`What people do by hand`)} · ${procedures.length} topics`;
  const blocks = grouped(procedures).flatMap(({ group, procedures: some }) =>
    sections([bold(text(group)), ...some.map(topicLine)]),
  );
  return fit(md`What people do by hand: ${procedures.length} topics`, [...sections([lead, use]), ...blocks]);
}

function whichTopic(procedures: readonly Procedure[], unknown: Unknown, slash: string): Rendered {
  const { asked, several, meant, node } = unknown;
  const known = meant.flatMap((id) => procedures.filter((one) => one.id === id));
  const first = several
    ? md`${code(asked, 80)} can mean several topics.`
    : md`The guide has no topic ${code(asked, 80)}.`;
  if (known.length === 0) {
    const lead = md`${first} ${code(`${slash} guide`)} lists all ${procedures.length}.`;
    return fit(lead, sections([lead]));
  }
  const lead = md`${first} Did you mean one of these?`;
  const lines = known.map(
    ({ id, title }) =>
      md`• ${code(`${slash} guide ${id}${node === undefined ? '' : ` ${node}`}`, 200)} ${text(title, 160)}`,
  );
  return fit(lead, sections([lead, ...lines]));
}

function topicLine({ id, title }: Procedure): Mrkdwn {
  return md`• ${code(id, 60)} ${text(title, 160)}`;
}

/** Steps in order with their commands, how to see that it worked, and what to beware of. */
export function renderProcedure({ procedure, hand, about, unread }: Manual, slash: string): Rendered {
  const { title, when, done, beware } = procedure;
  const { subject, notes = [] } = about ?? {};
  const steps = procedure.steps(hand);
  const name = subject ? md` · ${text(subject.name, 120)}` : NOTHING;
  const links = procedure.sections.map(guideLink);
  const open = steps.some((step) => /<[\w-]+>/.test(step.command ?? ''));
  const fill = subject
    ? md`What stands in angle brackets is not known here${unread.length > 0 ? md` (${text(unread.join('; '), 300)})` : NOTHING}: fill it in.`
    : md`Name a node to have the commands filled in: ${code(`${slash} guide ${procedure.id} <node>`)}`;
  const blocks = [
    ...sections([bold(md`${text(title, 200)}${name}`), text(when, 400)]),
    ...steps.flatMap((step, index) =>
      sections([
        md`${index + 1}. ${text(step.text, 600)}${step.command ? md`\n${codeBlock(step.command, 900)}` : NOTHING}`,
      ]),
    ),
    ...sections([
      md`*It worked when:* ${text(done, 500)}`,
      ...(beware ? [md`*Beware:* ${text(beware, 500)}`] : []),
    ]),
    ...actions(subject ? besideButtons([['Why?', sameSubject(subject)]]) : []),
    ...context([
      ...notes.slice(0, 3).map((note) => text(note, 300)),
      open ? fill : NOTHING,
      md`guide: ${join(links.slice(0, 4), ', ')}`,
    ]),
  ];
  return fit(
    md`${text(title, 200)}${name}, ${steps.length === 1 ? md`1 step` : md`${steps.length} steps`}`,
    blocks,
  );
}
