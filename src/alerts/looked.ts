import type { Story, StoryEnd, StoryFinding } from '../core/alert-story.ts';
import type { FleetSubject } from '../core/fleet-entry.ts';
import type { FleetGroup } from '../core/fleet-report.ts';
import type { DiagnosisAnswer } from '../core/outcome.ts';
import { sameFindings } from './findings.ts';
import {
  fires,
  firingSubjects,
  isOver,
  type KeptStory,
  lookAgain,
  revised,
  subjectKey,
  subjectsOf,
} from './kept.ts';
import { after } from './slack-time.ts';
import { gone } from './tell.ts';

/** What one look at a cloud found out about a story. */
export interface Found {
  readonly cloud: string;
  /** Of {@link Seen}, as it was when the look began; what was heard after that has to be looked at again. */
  readonly round: number;
  readonly findings: readonly StoryFinding[];
  readonly groups: readonly FleetGroup[];
  /** Of `why`, where it was asked. */
  readonly answer: DiagnosisAnswer | null;
  /** Why nothing can be told though the cloud was read. */
  readonly problem: string | null;
}

export interface LookRules {
  /** Minutes. */
  readonly refresh: number;
  /** Days. */
  readonly forget: number;
  /** Names in clouds.yaml. */
  readonly clouds: readonly string[];
}

const LONGEST_WAIT = 60;
const RETRY_MS = 30_000;
/** However long an outage was, what it hid is known this soon after it. */
const LONGEST_RETRY_MS = 300_000;
const LAST_TRIES = 4;
const DAY_MS = 86_400_000;

/** Clouds that have to be looked at for the story now. */
export function cloudsOf(kept: KeptStory, { clouds }: Pick<LookRules, 'clouds'>): readonly string[] {
  const { story, look, seen } = kept;
  if (look.at === null) return [];
  const named = soughtIn(story).map(({ cloud }) => cloud);
  const bare = bareSymptoms(story).length > 0 ? clouds : [];
  return [...new Set([...named, ...bare])].filter((cloud) => (seen.looked[cloud] ?? 0) < seen.round);
}

/** Subjects that are looked at: those about which something fires, and of a story that is over all. */
export function soughtIn(story: Story): readonly FleetSubject[] {
  return isOver(story) ? subjectsOf(story.alerts) : firingSubjects(story);
}

/** What firing alerts complain of that name nothing of ours. */
export function bareSymptoms(story: Story): readonly string[] {
  const bare = story.alerts.filter(
    (one) => fires(one) && one.subjects.length === 0 && one.asked.length === 0,
  );
  return [...new Set(bare.flatMap(({ symptom }) => symptom?.id ?? []))];
}

/** The story after a look. */
export function looked(kept: KeptStory, found: Found, rules: LookRules, now: string): KeptStory {
  const { first, looked: before, round } = kept.seen;
  const seen = {
    first: { ...statesIn(found.findings), ...first },
    looked: { ...before, [found.cloud]: Math.max(found.round, before[found.cloud] ?? 0) },
    round,
  };
  const told = withFound({ ...kept, seen }, found, now);
  const waits = cloudsOf(told, rules).length > 0;
  const { wait } = kept.look;
  const isOpen = found.findings.some(({ cause }) => cause === 'insufficient-evidence');
  // A storm is kept current as long as it lasts, and what could not be told may be told soon.
  const longer = kept.story.storm || isOpen ? rules.refresh : Math.min(LONGEST_WAIT, 2 * wait);
  const next = waits ? told : lookAgain(told, after(now, wait * 60_000), longer);
  return isForgotten(next, rules, now) ? gone(next, now) : next;
}

function withFound(kept: KeptStory, found: Found, now: string): KeptStory {
  const { story } = kept;
  const findings = merged(story, found);
  const isSame = sameFindings(story.findings, findings);
  const next: Story = {
    ...story,
    findings: isSame ? story.findings : findings,
    groups: mergedGroups(story, found),
    answer: answerOf(kept, findings, found, now),
    problem: findings.length > 0 ? null : found.problem,
  };
  return { ...kept, read: 'answered', story: revised(story, next) };
}

/** What was found about this cloud before makes way, but for subjects about which nothing fires any more. */
function merged(story: Story, { cloud, findings }: Found): readonly StoryFinding[] {
  const fresh = new Set(findings.map(({ subject }) => subjectKey(subject)));
  const firing = new Set(firingSubjects(story).map(subjectKey));
  const over = new Set(
    subjectsOf(story.alerts)
      .map(subjectKey)
      .filter((key) => !firing.has(key)),
  );
  const stays = ({ subject }: StoryFinding) => {
    const key = subjectKey(subject);
    return !fresh.has(key) && (subject.cloud !== cloud || over.has(key));
  };
  return [...story.findings.filter(stays), ...findings];
}

function mergedGroups(story: Story, { cloud, groups }: Found): readonly FleetGroup[] {
  const here = new Set(
    story.findings.filter(({ subject }) => subject.cloud === cloud).map(({ subject }) => subject.id),
  );
  const others = story.findings.some(({ subject }) => subject.cloud !== cloud);
  const stay = others ? story.groups.filter(({ nodes }) => !nodes.some((uuid) => here.has(uuid))) : [];
  return [...stay, ...groups];
}

/** The answer that is there stays as long as it says the same and its buttons can be used until the next look. */
function answerOf(
  { story, look }: KeptStory,
  findings: readonly StoryFinding[],
  { answer }: Found,
  now: string,
): DiagnosisAnswer | null {
  if (findings.length !== 1) return null;
  const before = story.answer;
  const causes = (all: readonly StoryFinding[]) => all.map(({ cause }) => cause).join();
  if (answer === null) return causes(story.findings) === causes(findings) ? before : null;
  const next = after(now, look.wait * 60_000);
  const usable = before?.offers?.every(({ until }) => until > next) ?? true;
  const ids = (one: DiagnosisAnswer | null) =>
    JSON.stringify([one?.offers?.map(({ label }) => label), one?.unoffered]);
  const isSame = sameFindings(story.findings, findings) && usable && ids(before) === ids(answer);
  return before !== null && isSame ? before : answer;
}

function statesIn(findings: readonly StoryFinding[]): Readonly<Record<string, string>> {
  const states = findings.flatMap(({ subject, provision_state }) =>
    provision_state === null ? [] : [[subjectKey(subject), provision_state] as const],
  );
  return Object.fromEntries(states);
}

/** Nobody speaks of it any more, and as far as anybody can tell nothing is wrong. */
function isForgotten({ story, heard_at }: KeptStory, { forget }: LookRules, now: string): boolean {
  const quiet = story.findings.every(({ cause }) => cause === 'healthy' || cause === 'insufficient-evidence');
  return !isOver(story) && quiet && after(heard_at, forget * DAY_MS) <= now;
}

/** Of what only has to be asked there is nothing to find out; it is forgotten like anything else. */
export function waiting(kept: KeptStory, rules: LookRules, now: string): KeptStory {
  if (isForgotten(kept, rules, now)) return gone(kept, now);
  return { ...kept, look: { ...kept.look, at: after(kept.heard_at, rules.forget * DAY_MS), tries: 0 } };
}

/** Nothing could be found out; what was known before is still told. */
export function failed(kept: KeptStory, problem: string, now: string): KeptStory {
  const { story, look, read } = kept;
  const tries = look.tries + 1;
  if (isOver(story) && tries >= LAST_TRIES) return { ...kept, look: { ...look, at: null, tries } };
  const pause = Math.min(RETRY_MS * 2 ** look.tries, LONGEST_RETRY_MS);
  const next = { ...kept, look: { ...look, at: after(now, pause), tries } };
  if (read === 'answered' || isOver(story)) return next;
  return { ...next, read: 'unread', story: revised(story, { ...story, problem }) };
}

/** What has changed since the first look, once all is over. */
export function endedAs(
  kept: KeptStory,
  findings: readonly StoryFinding[],
  deeds: StoryEnd['deeds'],
): KeptStory {
  const { story, seen, look } = kept;
  const done = { ...kept, look: { ...look, at: null } };
  if (story.end === null) return done;
  const moved = findings.flatMap(({ subject, provision_state: to }) => {
    const from = seen.first[subjectKey(subject)];
    return from === undefined || to === null || from === to ? [] : [{ subject, from, to }];
  });
  return { ...done, story: revised(story, { ...story, end: { ...story.end, moved, deeds } }) };
}
