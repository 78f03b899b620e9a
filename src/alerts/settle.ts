import type { Silence, Story } from '../core/alert-story.ts';
import type { FleetSubject } from '../core/fleet-entry.ts';
import type { QuietUntil } from '../core/quiet-hours.ts';
import { fires, firingSubjects, isOver, type KeptStory, revised, subjectKey } from './kept.ts';

/** What keeps a story from being told now. */
export interface Hush {
  readonly silences: readonly Silence[];
  readonly quiet: QuietUntil;
  /** Severities that quiet hours do not keep back. */
  readonly but: readonly string[];
  /** UUID of the node that is meant, or that an instance is on. */
  readonly nodeOf: (subject: FleetSubject) => string | undefined;
}

/** The story as it is to be told at that moment: what is known of it, unless nobody wants to hear of it now. */
export function settled(kept: KeptStory, hush: Hush, now: string): KeptStory {
  const { story, read } = kept;
  if (isOver(story)) return kept;
  const until = silencedUntil(story, hush, now);
  const next: Story = { ...story, state: until === null ? read : 'silenced', silenced_until: until };
  return { ...kept, story: revised(story, next) };
}

/** ISO 8601; null where it is to be told. */
function silencedUntil(story: Story, { silences, quiet, but, nodeOf }: Hush, now: string): string | null {
  const bySomebody = endOfSilence(story, silences, nodeOf);
  // What was there before the night stays as it is shown.
  const morning = quiet(new Date(story.opened_at))?.toISOString() ?? null;
  const urgent = story.alerts.some((one) => fires(one) && but.includes(one.severity ?? ''));
  const ends = [bySomebody, urgent ? null : morning].filter((one) => one !== null && one > now);
  return ends.toSorted().at(-1) ?? null;
}

/** When the first of the subjects is to be told of again; null where there is one that is not silenced. */
function endOfSilence(story: Story, silences: readonly Silence[], nodeOf: Hush['nodeOf']): string | null {
  const subjects = firingSubjects(story);
  const ends = subjects.map((subject) => {
    const holding = silences.filter(({ of }) =>
      of.kind === 'node'
        ? of.cloud === subject.cloud && of.uuid === nodeOf(subject)
        : causeOf(story, subject) === of.cause,
    );
    return holding
      .map(({ until }) => until)
      .toSorted()
      .at(-1);
  });
  if (ends.length === 0 || ends.includes(undefined)) return null;
  return ends.toSorted()[0] ?? null;
}

function causeOf({ findings }: Story, subject: FleetSubject) {
  const key = subjectKey(subject);
  return findings.find((one) => subjectKey(one.subject) === key)?.cause;
}
