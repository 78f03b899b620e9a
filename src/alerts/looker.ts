import type { StoryEnd, StoryFinding } from '../core/alert-story.ts';
import { ServiceError } from '../core/errors.ts';
import type { FleetSubject } from '../core/fleet-entry.ts';
import { type BlowOptions, blow } from './blow.ts';
import { findingOf, type PassFindings, passFindings } from './findings.ts';
import { fires, firingSubjects, isOver, type KeptStory, subjectsOf } from './kept.ts';
import { LEASE_MS, withLease } from './lease.ts';
import {
  bareSymptoms,
  cloudsOf,
  endedAs,
  type Found,
  failed,
  type LookRules,
  looked,
  soughtIn,
  waiting,
} from './looked.ts';
import { type AlertsOptions, errorFields } from './ports.ts';
import type { Repository } from './repository.ts';
import { groupsOf, soughtInPass } from './seek.ts';
import { type Hush, settled } from './settle.ts';
import { after } from './slack-time.ts';
import { type NodeOf, revisedStorm } from './storm.ts';
import { type StormLook, stormLook, withStormLook } from './storm-look.ts';
import type { Turn } from './turn.ts';

export interface LookerOptions
  extends Pick<AlertsOptions, 'diagnose' | 'fleet' | 'deeds' | 'now' | 'log' | 'sleep' | 'owner' | 'newId'> {
  readonly repository: Repository;
  readonly rules: LookRules;
  readonly blow: BlowOptions;
  readonly hush: (turn: Turn) => Hush;
  readonly nodeOf: NodeOf;
  /** Something about stories has changed. */
  readonly changed: () => void;
}

/** So many subjects of a cloud are worth a diagnosis each; more are read with the fleet. */
const FEW = 3;
const AT_ONCE = 4;
const DIAGNOSIS_MS = 60_000;
/** A pass takes a cloud's services a while; they need longer to recover from it. */
const LEAST_PAUSE_MS = 15_000;
const PAUSE_FACTOR = 4;
/** Nodes whose remedies are asked for at the end of a story. */
const MOST_DEEDS = 20;

const OURS = 'Something went wrong on our side; the log has more of it.';

/** Looks at what stories are about: a few subjects one by one, many by one pass over the fleet for all of them. */
export function createLooker(options: LookerOptions) {
  const { repository, rules, now, log, owner, nodeOf, changed } = options;
  const stopping = new AbortController();
  const busy = new Map<string, Promise<void>>();

  /** In the background, once at a time by that name. */
  function begin(name: string, run: () => Promise<void>): void {
    if (busy.has(name)) return;
    const work = Promise.resolve()
      .then(run)
      .catch((error: unknown) =>
        log.error({ ...errorFields(error), look: name }, 'a look broke off; it is made again'),
      )
      .finally(() => busy.delete(name));
    busy.set(name, work);
  }

  async function look(): Promise<void> {
    const due = await repository.dueLooks(now().toISOString());
    const clouds = new Map<string, KeptStory[]>();
    for (const kept of due) {
      const wanted = cloudsOf(kept, rules);
      if (wanted.length === 0) await rest(kept);
      for (const cloud of wanted) clouds.set(cloud, [...(clouds.get(cloud) ?? []), kept]);
    }
    for (const [cloud, waits] of clouds) divide(cloud, waits);
  }

  function divide(cloud: string, waits: readonly KeptStory[]): void {
    const single = waits.filter((kept) => isSingle(kept));
    const subjects = subjectsOf(single.flatMap(({ story }) => story.alerts)).filter(
      (one) => one.cloud === cloud,
    );
    const few = subjects.length <= FEW ? single : [];
    for (const { story } of few) {
      const inLooks = [...busy.keys()].filter((name) => name.startsWith('story ')).length;
      if (inLooks < AT_ONCE) begin(`story ${story.id}`, () => attend(story.id, cloud));
    }
    if (few.length < waits.length) begin(`fleet ${cloud}`, () => pass(cloud));
  }

  /** Nothing that is asked of the cloud would say more about it. */
  async function rest({ story: { id, channel } }: KeptStory): Promise<void> {
    await repository.turn(channel, (turn) =>
      change(turn, id, async (kept) =>
        cloudsOf(kept, rules).length > 0 ? kept : (over(kept) ?? waiting(kept, rules, turn.now)),
      ),
    );
  }

  /** A story that is over and names nothing has nothing to be looked at. */
  const over = (kept: KeptStory) => (isOver(kept.story) ? endedAs(kept, [], []) : undefined);

  async function attend(id: string, cloud: string): Promise<void> {
    const began = now().toISOString();
    if (!(await repository.beginLook(id, owner, began, after(began, LEASE_MS)))) return;
    try {
      const kept = await repository.story(id);
      if (!kept || !cloudsOf(kept, rules).includes(cloud)) return;
      const subjects = soughtIn(kept.story).filter((one) => one.cloud === cloud);
      const outcome = await sought(cloud, kept.seen.round, subjects);
      await keep([kept], cloud, () => outcome);
    } finally {
      await repository.endLook(id, owner);
    }
  }

  async function sought(
    cloud: string,
    round: number,
    subjects: readonly FleetSubject[],
  ): Promise<Found | { readonly problem: string }> {
    const findings: StoryFinding[] = [];
    const signal = AbortSignal.any([stopping.signal, AbortSignal.timeout(DIAGNOSIS_MS)]);
    let answer: Found['answer'] = null;
    for (const subject of subjects) {
      try {
        answer = await options.diagnose(subject, signal);
      } catch (error) {
        return { problem: problemOf(error) };
      }
      const finding = findingOf(subject, answer, now().toISOString());
      if ('problem' in finding) return finding;
      findings.push(finding);
    }
    const groups = groupsOf(findings, nodeOf);
    return { cloud, round, findings, groups, problem: null, answer: findings.length === 1 ? answer : null };
  }

  async function pass(cloud: string): Promise<void> {
    await withLease(options, `fleet ${cloud}`, async (held) => {
      const began = now().getTime();
      const rounds = new Map((await listeners()).map(({ story, seen }) => [story.id, seen.round]));
      let read: PassFindings | { readonly problem: string };
      try {
        read = passFindings(await options.fleet(cloud, stopping.signal));
      } catch (error) {
        if (stopping.signal.aborted) return;
        read = { problem: problemOf(error) };
      }
      held.rest = Math.max(LEAST_PAUSE_MS, PAUSE_FACTOR * (now().getTime() - began));
      await tellAll(cloud, rounds, read);
    });
  }

  /** Whoever is due, and the storms that go on. */
  async function listeners(): Promise<readonly KeptStory[]> {
    const all = [...(await repository.dueLooks(now().toISOString())), ...(await repository.inStorms())];
    return [...new Map(all.map((kept) => [kept.story.id, kept])).values()];
  }

  /** `rounds`: of the stories when the pass began; for what was heard since, it may have been too early. */
  async function tellAll(
    cloud: string,
    rounds: ReadonlyMap<string, number>,
    read: PassFindings | { readonly problem: string },
  ): Promise<void> {
    const all = (await listeners()).filter((kept) => cloudsOf(kept, rules).includes(cloud));
    for (const [channel, stories] of Map.groupBy(all, ({ story }) => story.channel)) {
      if ('problem' in read) await keep(stories, cloud, () => read);
      else {
        const found = new Map(
          stories.map((kept) => {
            const told = soughtInPass(kept, cloud, read, nodeOf);
            const round = rounds.get(kept.story.id) ?? kept.seen.round - 1;
            return [kept.story.id, { ...told, cloud, round, answer: null }] as const;
          }),
        );
        const inStorm = stories.filter(({ story }) => story.storm !== null);
        const firing = subjectsOf(inStorm.flatMap(({ story }) => story.alerts.filter(fires)));
        const weather = inStorm.length > 0 ? stormLook(cloud, firing, read, nodeOf, rules.clouds) : undefined;
        await keep(stories, cloud, ({ story }) => found.get(story.id), weather && { channel, weather });
      }
    }
  }

  /** What was found, into stories of one channel; each as it is by then. */
  async function keep(
    stories: readonly KeptStory[],
    cloud: string,
    outcome: (kept: KeptStory) => Found | { readonly problem: string } | undefined,
    storm?: { readonly channel: string; readonly weather: StormLook },
  ): Promise<void> {
    const [first] = stories;
    if (!first) return;
    const deeds = new Map<string, StoryEnd['deeds']>();
    for (const { story } of stories.filter((kept) => isOver(kept.story)))
      deeds.set(story.id, await deedsOf(story));
    await repository.turn(first.story.channel, async (turn) => {
      for (const known of stories) {
        const found = outcome(known);
        await change(turn, known.story.id, async (kept) => {
          if (!found || kept.look.at === null) return kept;
          if ('findings' in found) return told(kept, known, found, deeds, turn.now);
          return cloudsOf(kept, rules).includes(cloud) ? failed(kept, found.problem, turn.now) : kept;
        });
      }
      if (storm) await readStorm(turn, storm.weather);
      await blow(turn, options.blow);
    });
    changed();
  }

  function told(
    kept: KeptStory,
    known: KeptStory,
    found: Found,
    deeds: ReadonlyMap<string, StoryEnd['deeds']>,
    at: string,
  ): KeptStory {
    if (!isOver(kept.story)) return looked(kept, found, rules, at);
    // It ended while it was looked at: what was seen may be from before.
    if (!isOver(known.story) || found.round < kept.seen.round) return kept;
    return endedAs(kept, found.findings, deeds.get(kept.story.id) ?? []);
  }

  async function change(turn: Turn, id: string, run: (kept: KeptStory) => Promise<KeptStory>): Promise<void> {
    const kept = await turn.story(id);
    if (!kept) return;
    const ran = await run(kept);
    const next = settled(ran, options.hush(turn), turn.now);
    if (next === kept) return;
    if (isOver(next.story) && !isOver(kept.story)) await turn.freeKeys(id);
    await turn.change(kept, { ...next, story: once(kept, next) });
  }

  /** Several steps are one change. */
  function once(before: KeptStory, { story }: KeptStory) {
    return story === before.story ? story : { ...story, version: before.story.version + 1 };
  }

  async function readStorm(turn: Turn, weather: StormLook): Promise<void> {
    const storm = await turn.storm();
    if (!storm) return;
    const next = revisedStorm(storm, withStormLook(storm, weather));
    if (next !== storm) await turn.keepStorm(storm, next);
  }

  async function deedsOf(story: KeptStory['story']): Promise<StoryEnd['deeds']> {
    const since = story.alerts.map(({ started }) => started).toSorted()[0] ?? story.opened_at;
    const nodes = new Map(
      subjectsOf(story.alerts).flatMap((subject) => {
        const uuid = nodeOf(subject);
        return uuid === undefined
          ? []
          : [[`${subject.cloud} ${uuid}`, { cloud: subject.cloud, uuid }] as const];
      }),
    );
    try {
      const asked = [...nodes.values()].slice(0, MOST_DEEDS);
      return (await Promise.all(asked.map(({ cloud, uuid }) => options.deeds(cloud, uuid, since)))).flat();
    } catch (error) {
      log.warn({ ...errorFields(error), story: story.id }, 'what was done about a story could not be read');
      return [];
    }
  }

  function problemOf(error: unknown): string {
    if (error instanceof ServiceError) return error.message;
    log.error(errorFields(error), 'a look broke');
    return OURS;
  }

  /** Nodes and instances alone, outside of any storm: there `why` says more than a pass over the fleet. */
  function isSingle({ story }: KeptStory): boolean {
    const subjects = isOver(story) ? subjectsOf(story.alerts) : firingSubjects(story);
    const known = subjects.every(({ kind }) => kind === 'node' || kind === 'instance');
    return (
      known &&
      subjects.length > 0 &&
      bareSymptoms(story).length === 0 &&
      (story.storm === null || isOver(story))
    );
  }

  return {
    /** Begins to look at what is due. */
    look,
    /** Resolves when what has begun is known, or could not be known. */
    async settled(): Promise<void> {
      while (busy.size > 0) await Promise.all(busy.values());
    },
    /** Gives up what has begun; it is looked at by whoever starts next. */
    stop: () => stopping.abort(),
  };
}

export type Looker = ReturnType<typeof createLooker>;
