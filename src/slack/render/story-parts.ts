import type { Button, PlainTextOption, StaticSelect } from '@slack/types';
import type { Story } from '../../core/alert-story.ts';
import type { FleetKind, FleetSubject } from '../../core/fleet-entry.ts';
import { at } from './dates.ts';
import { code, join, type Mrkdwn, md, NOTHING, plain, text } from './escape.ts';
import { ACTIONS, besideButtons, chooseOption, type Question } from './question.ts';

/** Parts that stories and storms share: what alerts are called, whom they are about, and how to ask why. */

const MAX = { names: 2, listed: 6, severities: 2 } as const;

const KINDS: Readonly<Record<FleetKind, readonly [one: string, many: string]>> = {
  node: ['node', 'nodes'],
  instance: ['instance', 'instances'],
  conductor: ['conductor', 'conductors'],
  'compute-host': ['compute host', 'compute hosts'],
  switch: ['switch', 'switches'],
};

/** "`IronicNodeCleanFailed` · critical · since 03:02", as the tool words it. */
export function alertLine({ alerts, opened_at }: Story): Mrkdwn {
  const names = [...new Set(alerts.map(({ name }) => name ?? ''))].filter(Boolean);
  const more = names.length - MAX.names;
  const severities = [...new Set(alerts.map(({ severity }) => severity ?? ''))].filter(Boolean);
  const since = alerts.map(({ started }) => started).reduce(earlier, opened_at);
  return join(
    [
      ...names.slice(0, MAX.names).map((name) => code(name, 120)),
      more > 0 ? md`${more} more names` : NOTHING,
      ...severities.slice(0, MAX.severities).map((word) => text(word, 40)),
      alerts.length > 1 ? md`${alerts.length} alerts` : NOTHING,
      md`since ${at(since)}`,
    ],
    ' · ',
  );
}

function earlier(one: string, other: string): string {
  return Date.parse(other) < Date.parse(one) ? other : one;
}

/** Each once, those that the alerts name first. */
export function subjectsOf({ alerts, findings }: Story): readonly FleetSubject[] {
  const all = [...alerts.flatMap(({ subjects }) => subjects), ...findings.map(({ subject }) => subject)];
  return [...new Map(all.map((one) => [`${one.cloud} ${one.kind} ${one.id}`, one])).values()];
}

/** "node-17", "conductor c2"; a node needs no word before its name. */
export function nameOf({ kind, name, id }: FleetSubject): Mrkdwn {
  const called = text(name, 120) || text(id, 120) || md`(no name)`;
  return kind === 'node' ? called : md`${text(KINDS[kind][0])} ${called}`;
}

/** "1 node", "31 nodes", "3 things" where they are of several kinds; `all` where more are meant than are at hand. */
export function countOf(subjects: readonly Pick<FleetSubject, 'kind'>[], all = subjects.length): Mrkdwn {
  const [first = 'node', ...others] = new Set(subjects.map(({ kind }) => kind));
  const word = others.length > 0 ? 'things' : KINDS[first][all === 1 ? 0 : 1];
  return md`${all} ${text(word)}`;
}

/** "31 nodes" */
export const nodesOf = (count: number): Mrkdwn => countOf([{ kind: 'node' }], count);

/** "node-1, node-2 and 29 more"; `all` where more are meant than are at hand. */
export function namesOf(subjects: readonly FleetSubject[], all = subjects.length): Mrkdwn {
  const shown = subjects.slice(0, MAX.listed).map(({ name, id }) => code(name || id, 80, 'end'));
  const more = all - shown.length;
  return more > 0 ? md`${join(shown, ', ')} and ${more} more` : join(shown, ', ');
}

/** What a story is about, in front of what is said of it: a name, a number, else what the alert complains of. */
export function aboutOf(story: Story): Mrkdwn {
  const subjects = subjectsOf(story);
  const [only] = subjects;
  if (only && subjects.length === 1) return nameOf(only);
  if (subjects.length > 1) return countOf(subjects);
  const [alert] = story.alerts;
  return text(alert?.name ?? '', 120) || text(alert?.symptom?.words ?? '', 200) || md`an alert`;
}

/** How `why` is asked of it; undefined for what it knows nothing of. */
function questionOf({ kind, cloud, id }: FleetSubject): Question | undefined {
  return kind === 'node' || kind === 'instance' ? { subject: id, cloud } : undefined;
}

/**
 * Asks why of one of these, below the message: a button for a single one, a menu for several, at most `most` of them.
 * Undefined where there is none to ask about.
 */
export function whyOf(subjects: readonly FleetSubject[], most: number): Button | StaticSelect | undefined {
  const [only] = subjects;
  if (only && subjects.length === 1) {
    const question = questionOf(only);
    return question && besideButtons([[`Why ${only.name || only.id}?`, question]])[0];
  }
  return menuOf('Why …?', subjects, most, ({ name, id }) => name || id);
}

/** What a word could mean, to choose from. */
export function choicesOf(could: readonly FleetSubject[]): readonly (Button | StaticSelect)[] {
  const label = (one: FleetSubject) => `${KINDS[one.kind][0]} ${one.name || one.id}`;
  if (could.length > 4) {
    const menu = menuOf('Choose one', could, could.length, label);
    return menu ? [menu] : [];
  }
  return besideButtons(
    could.flatMap((one) => {
      const question = questionOf(one);
      return question ? [[label(one), question] as const] : [];
    }),
  );
}

function menuOf(
  placeholder: string,
  subjects: readonly FleetSubject[],
  most: number,
  label: (one: FleetSubject) => string,
): StaticSelect | undefined {
  const options = subjects
    .slice(0, most)
    .map((one): PlainTextOption | undefined => {
      const question = questionOf(one);
      return question && chooseOption(question, label(one));
    })
    .filter((option) => option !== undefined);
  if (options.length === 0) return undefined;
  return {
    type: 'static_select',
    action_id: ACTIONS.askFromMenu,
    placeholder: { type: 'plain_text', text: plain(placeholder, 30), emoji: false },
    options,
  };
}
