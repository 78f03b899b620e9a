import type { KnownBlock } from '@slack/types';
import type { Story } from '../../core/alert-story.ts';
import type { FleetSubject } from '../../core/fleet-entry.ts';
import type { Ambiguity } from '../../core/fleet-index.ts';
import { type AnswerHow, renderAnswer } from './answer.ts';
import { at } from './dates.ts';
import { bold, code, join, type Mrkdwn, md, NOTHING, text } from './escape.ts';
import { actions, context, fit, type Message, sections } from './limits.ts';
import { permalink } from './permalink.ts';
import { endBlocks, endLead } from './story-end.ts';
import { findingBlocks, groupBlocks, headOf, moreCauses } from './story-groups.ts';
import { aboutOf, alertLine, choicesOf, nameOf, namesOf, nodesOf, subjectsOf, whyOf } from './story-parts.ts';

const MAX = { asked: 3, could: 4 } as const;

/** What an alert is about and why, in its thread; drawn anew whenever that changes. */
export function renderStory(story: Story, how: AnswerHow): Message {
  const { lead, blocks } = bodyOf(story, how);
  return fit(lead, [
    ...context([alertLine(story)]),
    ...blocks,
    ...askedBlocks(story),
    ...context([elsewhereLine(story, how)]),
  ]).message;
}

interface Body {
  /** All that a lock screen shows. */
  readonly lead: Mrkdwn;
  readonly blocks: readonly KnownBlock[];
}

function bodyOf(story: Story, how: AnswerHow): Body {
  switch (story.state) {
    case 'resolved':
      return { lead: endLead(story), blocks: endBlocks(story) };
    case 'gone':
      return lineOf(
        md`${aboutOf(story)}: no longer followed; the alert's message is gone, or nothing was heard of it for days`,
      );
    case 'silenced':
      return lineOf(md`${aboutOf(story)}: silenced until ${at(story.silenced_until)}`);
    case 'unread':
      return unread(story);
    case 'reading':
      return story.storm ? inStorm(story, how) : lineOf(md`${aboutOf(story)}: finding out why…`);
    case 'answered':
      return story.storm ? inStorm(story, how) : answered(story, how);
  }
}

function lineOf(lead: Mrkdwn): Body {
  return { lead, blocks: sections([lead]) };
}

/** The card of `why` for one thing; several are put together by what is wrong with them. */
function answered(story: Story, how: AnswerHow): Body {
  const { answer, findings, groups } = story;
  if (answer) {
    const { text: lead, blocks } = renderAnswer(answer, { ...how, alone: true }).message;
    return { lead, blocks };
  }
  if (groups.length > 0) {
    const known = new Map(findings.map(({ subject }) => [subject.id, subject]));
    const lines = groups.map((group) => ({
      ...group,
      nodes: group.nodes.map(
        (id): FleetSubject => known.get(id) ?? { kind: 'node', cloud: '', id, name: id },
      ),
    }));
    const [first, ...rest] = lines;
    const more = rest.length > 0 ? md`; ${moreCauses(rest.length)}` : NOTHING;
    const lead = first ? md`${headOf(first)} (${text(first.confidence)})${more}` : NOTHING;
    const grouped = new Set(groups.flatMap(({ nodes }) => nodes));
    const others = findings.filter(({ subject }) => !grouped.has(subject.id));
    return { lead, blocks: [...groupBlocks(lines), ...findingBlocks(others)] };
  }
  const [first] = findings;
  if (!first) return lineOf(complaint(story));
  const more = findings.length > 1 ? md`; ${findings.length - 1} more` : NOTHING;
  const ask = whyOf(
    findings.map(({ subject }) => subject),
    20,
  );
  return {
    lead: md`${nameOf(first.subject)}: ${text(first.summary, 400)} (${text(first.confidence)})${more}`,
    blocks: [...findingBlocks(findings), ...actions(ask ? [ask] : [])],
  };
}

/** Where all that is known is what the alert says, or what has to be asked. */
function complaint({ alerts }: Story): Mrkdwn {
  const said = alerts.find(({ symptom }) => symptom)?.symptom?.words;
  const asked = alerts.flatMap((alert) => alert.asked);
  const [first] = asked;
  if (first) return md`The alert names ${code(first.as, 120)}, which could be several things`;
  return said
    ? md`The alert says that ${text(said, 200)}; nothing that I read confirms it`
    : md`The alert names something of ours; nothing that I read is wrong with it`;
}

function unread(story: Story): Body {
  const why = story.problem ? md`: ${text(story.problem, 600)}` : NOTHING;
  const lead = md`${aboutOf(story)}: could not find out what is wrong${why}`;
  const ask = whyOf(subjectsOf(story), 20);
  return {
    lead,
    blocks: [
      ...sections([md`${bold(md`${aboutOf(story)} · could not find out what is wrong`)}${why}`]),
      ...context([md`It is tried again by itself.`]),
      ...actions(ask ? [ask] : []),
    ],
  };
}

/** Short: what there is to say stands in the storm's own message. */
function inStorm(story: Story, { workspace }: AnswerHow): Body {
  const { storm } = story;
  const subjects = subjectsOf(story);
  const link = permalink(workspace, storm?.message, undefined, 'The whole story ↗');
  const words = storm?.words ? text(storm.words, 400) : NOTHING;
  const nodes = storm?.nodes ?? 0;
  const line = !words
    ? md`One of many alerts at once; what they have in common is being found out.`
    : subjects.length > 1 || nodes < 2
      ? md`Part of a storm of alerts; here: ${words}.`
      : md`One of ${nodesOf(nodes)}: ${words}.`;
  const ask = whyOf(subjects, 20);
  return {
    lead: md`${aboutOf(story)}: ${line}`,
    blocks: [
      ...sections([join([line, link], ' '), subjects.length > 1 ? namesOf(subjects) : NOTHING]),
      ...actions(ask ? [ask] : []),
    ],
  };
}

/** What a name could mean, with a button for each; nothing once the story is over. */
function askedBlocks({ alerts, state }: Story): readonly KnownBlock[] {
  if (state === 'resolved' || state === 'gone' || state === 'silenced') return [];
  const asked = new Map(alerts.flatMap((alert) => alert.asked).map((one) => [one.as, one]));
  return [...asked.values()]
    .slice(0, MAX.asked)
    .flatMap((one) => [...sections([couldBe(one)]), ...actions(choicesOf(one.could))]);
}

function couldBe({ as, could, word }: Ambiguity): Mrkdwn {
  const things = could
    .slice(0, MAX.could)
    .map(({ kind, name, id }) => md`${text(kind)} ${code(name || id, 80)}`);
  const more = could.length - things.length;
  const all = more > 0 ? [...things, md`${more} more`] : things;
  const listed =
    all.length > 1 ? md`${join(all.slice(0, -1), ', ')} or ${all.at(-1) ?? NOTHING}` : join(all, ', ');
  const none = word ? md`, or mean nothing of ours` : NOTHING;
  return md`${code(as, 120)} could be ${listed}${none}. Which one?`;
}

function elsewhereLine({ elsewhere }: Story, { workspace }: AnswerHow): Mrkdwn {
  if (!elsewhere || elsewhere.count < 1) return NOTHING;
  const { count, first } = elsewhere;
  const are =
    count === 1 ? md`1 more alert of this message is` : md`${count} more alerts of this message are`;
  return join([md`${are} told of`, permalink(workspace, first, undefined, 'there ↗') || md`elsewhere`], ' ');
}
