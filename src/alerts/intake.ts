import type { AlertIntake } from '../core/alert-story.ts';
import { type Understood, understand } from '../core/alert-subjects.ts';
import { ServiceError } from '../core/errors.ts';
import type { FleetIndex } from '../core/fleet-index.ts';
import type { OwnPatterns } from '../core/own-patterns.ts';
import type { ReadEvent } from '../core/read-alert.ts';
import type { AlertReading } from '../core/trigger.ts';
import { errorFields } from '../lib/plain-log.ts';
import { steady } from '../lib/steady.ts';
import { type BlowOptions, blow } from './blow.ts';
import type { AlertsOptions } from './ports.ts';
import type { Repository } from './repository.ts';
import type { Hush } from './settle.ts';
import { isLater, isoOf, tsOf } from './slack-time.ts';
import { type TellOptions, tellDeleted, tellDelivery, tellMessage } from './tell.ts';
import { toldBy } from './told.ts';
import type { Turn } from './turn.ts';

export interface IntakeOptions extends Pick<AlertsOptions, 'index' | 'now' | 'newId' | 'log'> {
  readonly repository: Repository;
  readonly config: AlertsOptions['config'];
  readonly patterns: OwnPatterns;
  readonly hush: (turn: Turn) => Hush;
  readonly blow: BlowOptions;
  readonly changed: () => void;
}

/** A fleet is read anew for names that it does not have, but not for each of forty alerts. */
const REFRESH_MS = 60_000;

export function createIntake(options: IntakeOptions): AlertIntake {
  const { repository, config, index, now, newId, log, patterns, hush, changed } = options;
  /** Channels whose history is being looked through: there the mark waits until that is done. */
  const catchingUp = new Set<string>();
  const elapsed = steady(now);
  let refreshed = Number.NEGATIVE_INFINITY;
  let refreshing: Promise<void> | undefined;

  /** At most once a minute, and once for all who ask meanwhile. */
  function refresh(): Promise<void> {
    if (refreshing !== undefined) return refreshing;
    if (elapsed() - refreshed < REFRESH_MS) return Promise.resolve();
    refreshed = elapsed();
    refreshing = index
      .refresh()
      .catch((error: unknown) => log.warn(errorFields(error), 'the fleet could not be read anew for a name'))
      .finally(() => {
        refreshing = undefined;
      });
    return refreshing;
  }

  /** What was said is not kept where it cannot be understood: whoever told us tells us again. */
  async function currentIndex(): Promise<FleetIndex> {
    if (!index.current()) await refresh();
    const current = index.current();
    if (current) return current;
    throw new ServiceError('The fleet has not been read yet, so that no alert can be understood.', {
      code: 'unreachable',
      service: 'alerts',
    });
  }

  async function understood(reading: AlertReading): Promise<Understood> {
    const how = { patterns, people: config.people };
    const first = understand(reading, { index: await currentIndex(), ...how });
    if (first.kind === 'silent' || first.alerts.every(({ unseen }) => unseen.length === 0)) return first;
    await refresh();
    return understand(reading, { index: await currentIndex(), ...how });
  }

  const tellOptions = (turn: Turn): TellOptions => ({ hush: hush(turn), newId, refresh: config.refresh });

  async function inTurn(channel: string, run: (turn: Turn) => Promise<void>): Promise<void> {
    await repository.turn(channel, async (turn) => {
      await run(turn);
      await blow(turn, options.blow);
    });
    changed();
  }

  async function mark(turn: Turn, ts: string): Promise<void> {
    if (!catchingUp.has(turn.channel)) await turn.reach(ts);
  }

  async function take(event: ReadEvent): Promise<void> {
    const { channel, ts } = event;
    if (event.kind === 'deleted') return await inTurn(channel, (turn) => tellDeleted(turn, ts));
    const heard = await understood(event.reading);
    // An edit without a time counts by when it came. Histories tell whole seconds, which are before the post itself.
    const when = event.revised ?? (event.kind === 'posted' ? ts : tsOf(now()));
    const revised = isLater(ts, when) ? ts : when;
    const at = isoOf(revised) ?? now().toISOString();
    const told = toldBy(event.reading, heard, { revised, at });
    // What was edited into silence may have told of something before.
    const isSilent = event.kind === 'posted' && event.revised === undefined && heard.kind === 'silent';
    if (isSilent) return await repository.turn(channel, (turn) => mark(turn, ts));
    await inTurn(channel, async (turn) => {
      await tellMessage(turn, ts, told, tellOptions(turn));
      if (event.kind === 'posted') await mark(turn, ts);
    });
  }

  return {
    async take(event) {
      if (config.channels.includes(event.channel)) await take(event);
    },

    async deliver(reading, group) {
      const channel = config.webhook?.channel;
      if (channel === undefined)
        throw new Error('alerts were delivered, and nobody has configured where they are told');
      const moment = now();
      const told = toldBy(reading, await understood(reading), {
        revised: tsOf(moment),
        at: moment.toISOString(),
      });
      if (told.alerts.length === 0) return;
      await inTurn(channel, (turn) => tellDelivery(turn, group, told, tellOptions(turn)));
    },

    async newest(channel) {
      catchingUp.add(channel);
      return await repository.reached(channel);
    },

    async reached(channel, ts) {
      catchingUp.delete(channel);
      await repository.turn(channel, (turn) => turn.reach(ts));
    },
  };
}
