import type { StoryFinding } from '../core/alert-story.ts';
import { ServiceError } from '../core/errors.ts';
import type { FleetSubject } from '../core/fleet-entry.ts';
import { onErrand } from '../lib/errand.ts';
import { errorFields } from '../lib/plain-log.ts';
import { steady } from '../lib/steady.ts';
import { findingOf, type PassFindings, passFindings } from './findings.ts';
import { createKeeper, type KeeperOptions, type Unfound } from './keeper.ts';
import { fires, isOver, type KeptStory, subjectKey, subjectsOf } from './kept.ts';
import { LEASE_MS, withLease } from './lease.ts';
import { bareSymptoms, cloudsOf, type Found, soughtIn } from './looked.ts';
import type { AlertsOptions } from './ports.ts';
import { groupsOf, soughtInPass } from './seek.ts';
import { after } from './slack-time.ts';
import { stormLook } from './storm-look.ts';

export interface LookerOptions
  extends KeeperOptions,
    Pick<AlertsOptions, 'diagnose' | 'fleet' | 'now' | 'sleep' | 'owner'> {}

/** So many subjects of a cloud are worth a diagnosis each; more are read with the fleet. */
const FEW = 3;
const AT_ONCE = 4;
const DIAGNOSIS_MS = 60_000;
/** A pass takes a cloud's services a while; they need longer to recover from it. */
const LEAST_PAUSE_MS = 15_000;
const PAUSE_FACTOR = 4;
/** A clock that was set forward makes a pass look like hours. */
const MOST_PAUSE_MS = 300_000;
/** For so long after it began, what a pass found is told to who asks before the next. */
const EARLY_MS = 60_000;
const OURS = 'Something went wrong on our side; the log has more of it.';

/** What is told of a pass in one channel. */
interface Telling {
  readonly cloud: string;
  readonly channel: string;
  /** Stories that hear of it, those of the storm among them. */
  readonly all: readonly KeptStory[];
  /** Those that wait for this cloud. */
  readonly waits: readonly KeptStory[];
  readonly read: PassFindings;
  /** Of the stories when the pass began; for what was heard since, it may have been too early. */
  readonly rounds: ReadonlyMap<string, number>;
  readonly isTold: (subject: FleetSubject) => boolean;
}

/** Looks at what stories are about: a few subjects one by one, many by one pass over the fleet for all of them. */
export function createLooker(options: LookerOptions) {
  const { repository, rules, now, log, owner, nodeOf } = options;
  const keeper = createKeeper(options);
  const elapsed = steady(now);
  const stopping = new AbortController();
  const busy = new Map<string, Promise<void>>();
  /** The newest pass of this process that could be read. */
  let last: { readonly cloud: string; readonly read: PassFindings; readonly began: number } | undefined;

  /** In the background, once at a time by that name. */
  function begin(name: string, run: () => Promise<void>): void {
    if (busy.has(name)) return;
    const work = Promise.resolve()
      .then(() => onErrand({ what: 'look', from: name }, run))
      .catch((error: unknown) =>
        log.error({ ...errorFields(error), look: name }, 'a look broke off; it is made again'),
      )
      .finally(() => busy.delete(name));
    busy.set(name, work);
  }

  async function look(): Promise<void> {
    // A fleet of ten thousand is not kept for nothing.
    if (last && elapsed() - last.began > EARLY_MS) last = undefined;
    const due = await repository.dueLooks(now().toISOString());
    const clouds = new Map<string, KeptStory[]>();
    for (const kept of due) {
      const wanted = cloudsOf(kept, rules);
      if (wanted.length === 0) await keeper.rest(kept);
      for (const cloud of wanted) clouds.set(cloud, [...(clouds.get(cloud) ?? []), kept]);
    }
    for (const [cloud, waits] of clouds) divide(cloud, waits);
  }

  function divide(cloud: string, waits: readonly KeptStory[]): void {
    const single = waits.filter((kept) => isSingle(kept));
    const subjects = new Set(single.flatMap(({ story }) => soughtIn(story).map(subjectKey)));
    const few = subjects.size <= FEW ? single : [];
    for (const { story } of few) {
      const inLooks = [...busy.keys()].filter((name) => name.startsWith('story ')).length;
      if (inLooks < AT_ONCE) begin(`story ${story.id}`, () => attend(story.id, cloud));
    }
    if (few.length < waits.length) begin(`fleet ${cloud}`, () => pass(cloud));
  }

  async function attend(id: string, cloud: string): Promise<void> {
    const began = now().toISOString();
    if (!(await repository.beginLook(id, owner, began, after(began, LEASE_MS)))) return;
    try {
      const kept = await repository.story(id);
      // It may have joined a storm meanwhile, which is read with the fleet.
      if (!kept || !isSingle(kept) || !cloudsOf(kept, rules).includes(cloud)) return;
      const subjects = soughtIn(kept.story).filter((one) => one.cloud === cloud);
      const outcome = await sought(cloud, kept.seen.round, subjects);
      if (outcome) await keeper.keep([kept], cloud, () => outcome);
    } finally {
      await repository.endLook(id, owner);
    }
  }

  async function sought(
    cloud: string,
    round: number,
    subjects: readonly FleetSubject[],
  ): Promise<Found | Unfound | undefined> {
    const findings: StoryFinding[] = [];
    const signal = AbortSignal.any([stopping.signal, AbortSignal.timeout(DIAGNOSIS_MS)]);
    let answer: Found['answer'] = null;
    for (const subject of subjects) {
      try {
        answer = await options.diagnose(subject, signal);
      } catch (error) {
        return stopping.signal.aborted ? undefined : { problem: problemOf(error) };
      }
      const finding = findingOf(subject, answer, now().toISOString());
      if ('problem' in finding) return finding;
      findings.push(finding);
    }
    const groups = groupsOf(findings, nodeOf);
    return { cloud, round, findings, groups, problem: null, answer: findings.length === 1 ? answer : null };
  }

  async function pass(cloud: string): Promise<void> {
    let ran = false;
    await withLease(options, `fleet ${cloud}`, async (held) => {
      ran = true;
      const began = elapsed();
      const rounds = new Map((await listeners()).map(({ story, seen }) => [story.id, seen.round]));
      let read: PassFindings | Unfound;
      try {
        read = passFindings(await options.fleet(cloud, stopping.signal));
      } catch (error) {
        if (stopping.signal.aborted) return;
        read = { problem: problemOf(error) };
      }
      held.rest = pauseAfter(elapsed() - began);
      last = 'problem' in read ? undefined : { cloud, read, began };
      await tellAll(cloud, rounds, read);
    });
    if (!ran) await tellEarly(cloud);
  }

  /**
   * The next pass may not begin yet, and the last one saw the whole fleet: trouble that it found is told at once. Who looked
   * well then may have failed since, and waits. All of them are read by the next pass.
   */
  async function tellEarly(cloud: string): Promise<void> {
    if (last?.cloud !== cloud || elapsed() - last.began > EARLY_MS) return;
    const { read } = last;
    const isTrouble = (subject: FleetSubject) => {
      const uuid = nodeOf(subject);
      return uuid !== undefined && read.isTrouble(uuid);
    };
    for (const [channel, all] of Map.groupBy(await listeners(), ({ story }) => story.channel)) {
      const waits = all.filter(
        (kept) =>
          kept.read === 'reading' &&
          bareSymptoms(kept.story).length === 0 &&
          cloudsOf(kept, rules).includes(cloud) &&
          soughtIn(kept.story).every(isTrouble),
      );
      if (waits.length > 0)
        await tell({ cloud, channel, all, waits, read, rounds: new Map(), isTold: isTrouble });
    }
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
    read: PassFindings | Unfound,
  ): Promise<void> {
    const at = now().toISOString();
    for (const [channel, all] of Map.groupBy(await listeners(), ({ story }) => story.channel)) {
      const waits = all.filter((kept) => cloudsOf(kept, rules).includes(cloud));
      if ('problem' in read) {
        const due = waits.filter(({ look }) => (look.at ?? '') <= at);
        await keeper.keep(due, cloud, () => read);
        continue;
      }
      await tell({ cloud, channel, all, waits, read, rounds, isTold: () => true });
    }
  }

  /** What a pass says, into stories of one channel that wait for it, and into its storm about subjects of which it may be told. */
  async function tell({ cloud, channel, all, waits, read, rounds, isTold }: Telling): Promise<void> {
    const found = new Map(
      waits.map((kept) => {
        const round = rounds.get(kept.story.id) ?? kept.seen.round - 1;
        const told = soughtInPass(kept, cloud, read, nodeOf);
        return [kept.story.id, { ...told, cloud, round, answer: null }] as const;
      }),
    );
    const stormy = all.filter(({ story }) => story.storm !== null && !isOver(story));
    const firing = subjectsOf(stormy.flatMap(({ story }) => story.alerts.filter(fires))).filter(isTold);
    const storm = stormy.length > 0 ? stormLook(cloud, firing, read, nodeOf, rules.clouds) : undefined;
    await keeper.keep(waits, cloud, ({ story }) => found.get(story.id), storm && { channel, look: storm });
  }

  function problemOf(error: unknown): string {
    if (error instanceof ServiceError) return error.message;
    log.error(errorFields(error), 'a look broke');
    return OURS;
  }

  /** Nodes and instances alone, outside of any storm: there `why` says more than a pass over the fleet. */
  function isSingle({ story }: KeptStory): boolean {
    const subjects = soughtIn(story);
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

function pauseAfter(ms: number): number {
  return Math.min(MOST_PAUSE_MS, Math.max(LEAST_PAUSE_MS, PAUSE_FACTOR * ms));
}

export type Looker = ReturnType<typeof createLooker>;
