import type { KnownBlock } from '@slack/types';
import type { AlertGlance, Silence, Storm, Story, StoryState } from '../../core/alert-story.ts';
import { at } from './dates.ts';
import { bold, join, type Mrkdwn, md, NOTHING, text } from './escape.ts';
import { sections, titled } from './limits.ts';
import { permalink } from './permalink.ts';
import { silenceLine } from './silences.ts';
import { aboutOf, alertLine } from './story-parts.ts';

/** What is told of alerts in a Home tab. */
export interface HomeAlerts {
  readonly glance: AlertGlance;
  /** Those that hold, the one that ends first first. */
  readonly silences: readonly Silence[];
}

const MAX = { storms: 3, silences: 5 } as const;

const STATES: Readonly<Partial<Record<StoryState, string>>> = {
  reading: 'being read',
  answered: 'answered',
  unread: 'could not be diagnosed',
  silenced: 'silenced',
};

/** How many stories are open, the newest of them, and what nobody wants to hear of. */
export function homeAlerts(
  { glance, silences }: HomeAlerts,
  workspace: string | undefined,
): readonly KnownBlock[] {
  const { open, storms, newest } = glance;
  const count = Object.values(open).reduce((sum, of) => sum + of, 0);
  const states = Object.entries(open).flatMap(([state, of]) => {
    const words = STATES[state as StoryState];
    return words && of > 0 ? [md`${of} ${text(words)}`] : [];
  });
  const head = count === 1 ? md`1 story is open` : md`${count === 0 ? md`no` : count} stories are open`;
  const more = silences.length - MAX.silences;
  return [
    ...sections([
      bold(md`Alerts`),
      states.length > 0 ? md`${head}: ${join(states, ', ')}` : head,
      ...storms.slice(0, MAX.storms).map((storm) => stormLine(storm, workspace)),
      ...newest.map((story) => storyLine(story, workspace)),
    ]),
    ...sections(
      titled(md`*Silenced*`, [
        ...silences.slice(0, MAX.silences).map(silenceLine),
        ...(more > 0 ? [md`and ${more} more`] : []),
      ]),
    ),
  ];
}

/** "• storm since 03:02: 31 of 40 still fire · conductor c2 is not alive · message ↗" */
function stormLine({ opened_at, subjects, groups, message }: Storm, workspace: string | undefined): Mrkdwn {
  const [worst] = groups;
  return join(
    [
      md`• storm since ${at(opened_at)}: ${subjects.firing} of ${subjects.all} still fire`,
      worst ? text(worst.words, 200) : NOTHING,
      permalink(workspace, message, null, 'message ↗'),
    ],
    ' · ',
  );
}

/** "• node-17 · `IronicNodeCleanFailed` · critical · since 03:02 · thread ↗" */
function storyLine(story: Story, workspace: string | undefined): Mrkdwn {
  const { channel, alert, message } = story;
  const thread = alert === null ? null : { channel, ts: alert };
  const link = permalink(workspace, message, thread, 'thread ↗');
  return join([md`• ${aboutOf(story)}`, alertLine(story), link], ' · ');
}
