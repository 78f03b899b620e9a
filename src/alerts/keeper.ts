import type { StoryEnd } from '../core/alert-story.ts';
import { errorFields } from '../lib/plain-log.ts';
import { type BlowOptions, blow } from './blow.ts';
import { isOver, type KeptStory, subjectsOf } from './kept.ts';
import { cloudsOf, endedAs, type Found, failed, type LookRules, looked, waiting } from './looked.ts';
import type { AlertsOptions } from './ports.ts';
import type { Repository } from './repository.ts';
import { type Hush, settled } from './settle.ts';
import { type NodeOf, revisedStorm } from './storm.ts';
import { type StormLook, withStormLook } from './storm-look.ts';
import type { Turn } from './turn.ts';

/** Why nothing could be found out, in words. */
export interface Unfound {
  readonly problem: string;
}

export interface KeeperOptions extends Pick<AlertsOptions, 'deeds' | 'log'> {
  readonly repository: Repository;
  readonly rules: LookRules;
  readonly blow: BlowOptions;
  readonly hush: (turn: Turn) => Hush;
  readonly nodeOf: NodeOf;
  /** Something about stories has changed. */
  readonly changed: () => void;
}

/** Nodes whose remedies are asked for at the end of a story. */
const MOST_DEEDS = 20;

/** Brings what looks have found into stories, each as it is by then. */
export function createKeeper(options: KeeperOptions) {
  const { repository, rules, log, nodeOf, changed } = options;

  async function change(turn: Turn, id: string, run: (kept: KeptStory) => KeptStory): Promise<void> {
    const kept = await turn.story(id);
    if (!kept) return;
    const next = settled(run(kept), options.hush(turn), turn.now);
    if (next === kept) return;
    if (isOver(next.story) && !isOver(kept.story)) await turn.freeKeys(id);
    // Several steps are one change.
    const version = kept.story.version + 1;
    const story = next.story === kept.story ? next.story : { ...next.story, version };
    await turn.change(kept, { ...next, story });
  }

  function told(kept: KeptStory, found: Found, deeds: StoryEnd['deeds'], at: string): KeptStory {
    if (!isOver(kept.story)) return looked(kept, found, rules, at);
    // It ended while it was looked at, and what was seen may be from before.
    return found.round < kept.seen.round ? kept : endedAs(kept, found.findings, deeds);
  }

  async function readStorm(turn: Turn, look: StormLook): Promise<void> {
    const storm = await turn.storm();
    if (!storm) return;
    const next = revisedStorm(storm, withStormLook(storm, look));
    if (next !== storm) await turn.keepStorm(storm, next);
  }

  async function deedsOf({ id, alerts, opened_at }: KeptStory['story']): Promise<StoryEnd['deeds']> {
    const since = alerts.map(({ started }) => started).toSorted()[0] ?? opened_at;
    const places = subjectsOf(alerts).flatMap((subject) => {
      const uuid = nodeOf(subject);
      return uuid === undefined ? [] : [{ cloud: subject.cloud, uuid }];
    });
    const nodes = [...new Map(places.map((one) => [`${one.cloud} ${one.uuid}`, one])).values()];
    try {
      const asked = nodes.slice(0, MOST_DEEDS);
      return (await Promise.all(asked.map(({ cloud, uuid }) => options.deeds(cloud, uuid, since)))).flat();
    } catch (error) {
      log.warn({ ...errorFields(error), story: id }, 'what was done about a story could not be read');
      return [];
    }
  }

  return {
    /** What was found at a cloud, into stories of one channel and its storm. */
    async keep(
      stories: readonly KeptStory[],
      cloud: string,
      outcome: (kept: KeptStory) => Found | Unfound | undefined,
      storm?: { readonly channel: string; readonly look: StormLook },
    ): Promise<void> {
      const channel = storm?.channel ?? stories[0]?.story.channel;
      if (channel === undefined) return;
      const deeds = new Map<string, StoryEnd['deeds']>();
      for (const { story } of stories.filter((kept) => isOver(kept.story)))
        deeds.set(story.id, await deedsOf(story));
      await repository.turn(channel, async (turn) => {
        for (const known of stories) {
          const { id } = known.story;
          const found = outcome(known);
          await change(turn, id, (kept) => {
            if (!found || !cloudsOf(kept, rules).includes(cloud)) return kept;
            if ('problem' in found && !('findings' in found)) return failed(kept, found.problem, turn.now);
            return told(kept, found, deeds.get(id) ?? [], turn.now);
          });
        }
        if (storm) await readStorm(turn, storm.look);
        await blow(turn, options.blow);
      });
      changed();
    },

    /** Nothing that is asked of any cloud would say more about it. */
    async rest({ story: { id, channel } }: KeptStory): Promise<void> {
      await repository.turn(channel, (turn) =>
        change(turn, id, (kept) => {
          if (cloudsOf(kept, rules).length > 0) return kept;
          return isOver(kept.story) ? endedAs(kept, [], []) : waiting(kept, rules, turn.now);
        }),
      );
    },
  };
}
