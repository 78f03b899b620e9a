import type { Acting } from '../core/acting.ts';
import type { Alerts } from '../core/alert-story.ts';
import { ServiceError } from '../core/errors.ts';
import type { FleetsAtRest } from '../core/last-sweep.ts';
import { merged, type Reach, unreached } from '../core/reach.ts';
import { errorFields, type Log } from './log.ts';
import type { Claim, People } from './people.ts';
import type { Home } from './render/home.ts';

export interface HomeSources {
  readonly people: People;
  readonly acting: () => Acting | undefined;
  readonly alerts: () => Alerts | undefined;
  readonly fleets: FleetsAtRest | undefined;
  readonly reach: Reach | undefined;
  readonly log: Log;
  readonly clock: () => Date;
}

/** What a Home tab tells, but for how it is drawn. */
export type HomeFacts = Omit<Home, 'slash' | 'workspace'>;

const RECENT = 5;
const NEWEST_STORIES = 4;
/** Among what cannot be reached. */
const RECORDS = 'my own database';

/**
 * Everything that somebody's Home tab tells, from the records and from what this process has heard: a few small queries
 * side by side, and no read of a cloud. What cannot be read costs only itself. It never throws.
 */
export async function readHome(sources: HomeSources, claim: Claim): Promise<HomeFacts> {
  const { people, fleets, reach, log, clock } = sources;
  const acting = sources.acting();
  const alerts = sources.alerts();
  const unread: string[] = [];
  let sick: string | null = null;
  let asked = false;

  async function part<T>(what: string, read: (() => Promise<T>) | undefined): Promise<T | undefined> {
    if (!read) return undefined;
    try {
      const value = await read();
      asked = true;
      return value;
    } catch (error) {
      log.warn({ part: what, ...errorFields(error) }, 'a part of a Home tab could not be read');
      if (error instanceof ServiceError && error.service === 'database') sick = 'no use';
      unread.push(what);
      return undefined;
    }
  }

  const [person, open, recent, frozen, sweeps, pictures, glance, silences] = await Promise.all([
    people.of(claim),
    part('approvals', acting && (() => acting.open())),
    part('what ran lately', acting && (() => acting.recent(RECENT))),
    part('whether acting is frozen', acting && (() => acting.frozen())),
    part('the fleet', fleets && (() => fleets.sweeps())),
    part('pictures', fleets && (() => fleets.pictures())),
    part('alerts', alerts && (() => alerts.glance(NEWEST_STORIES))),
    part('silences', alerts && (() => alerts.silences())),
  ]);
  const now = clock();
  if (asked || sick !== null)
    reach?.heard({ cloud: null, service: RECORDS, at: now.toISOString(), why: sick });
  const contacts = merged(...(sweeps ?? []).map((sweep) => sweep.contacts), reach?.contacts() ?? []);
  return {
    person,
    may: acting?.may(person),
    open: open ?? [],
    recent: recent ?? [],
    frozen,
    fleets: fleets && sweeps && { ...settings(fleets), sweeps, pictures: pictures ?? [] },
    alerts: glance && { glance, silences: silences ?? [] },
    unreached: unreached(contacts, now),
    unread,
    now,
  };
}

const settings = ({ sweep, clouds, unusable }: FleetsAtRest) => ({ sweep, clouds, unusable });
