import type { AnswerFile } from '../core/command.ts';
import { changesBetween } from '../core/fleet-changes.ts';
import type { FleetLook } from '../core/fleet-look.ts';
import { type FleetPoint, pointOf } from '../core/fleet-point.ts';
import type { FitsNothing, FleetReport } from '../core/fleet-report.ts';
import type { Points } from './points.ts';
import type { Readings } from './readings.ts';

export interface LooksOptions {
  readonly readings: Pick<Readings, 'of'>;
  /** Where sweeps keep what they saw; without it there is no history to tell. */
  readonly points?: Pick<Points, 'before' | 'since'> | undefined;
  readonly draw: (report: FleetReport, points: readonly FleetPoint[]) => Promise<AnswerFile>;
  readonly log: { warn(fields: object, words: string): void };
}

export interface Looks {
  /** @throws as a pass does; what is only told besides, a sick database or a picture that cannot be drawn, is left out */
  look(cloud: string, words?: string): Promise<FleetLook | FitsNothing>;
  /** The same of the whole fleet, with what has changed since that moment (ISO 8601) rather than since the last sweep. */
  since(cloud: string, moment: string): Promise<FleetLook>;
}

/** What a picture shows of the past. */
export const PICTURE_DAYS = 7;
const DAY_MS = 24 * 3600_000;

export function createLooks({ readings, points, draw, log }: LooksOptions): Looks {
  /** History and pictures are told besides; without them the answer is still true. */
  async function besides<T>(what: string, make: () => Promise<T>): Promise<T | undefined> {
    try {
      return await make();
    } catch (error) {
      log.warn({ err: error }, what);
      return undefined;
    }
  }

  async function lookAt(report: FleetReport, moment: string): Promise<FleetLook> {
    const { cloud } = report;
    const now = pointOf(report);
    const history = points && now ? await besides('the history of a fleet was not read', past) : undefined;
    async function past() {
      const from = new Date(Date.parse(report.at) - PICTURE_DAYS * DAY_MS).toISOString();
      return Promise.all([points?.before(cloud, moment), points?.since(cloud, from)]);
    }
    const [before, kept = []] = history ?? [];
    const shown = now ? [...kept.filter(({ at }) => at < now.at), now] : [];
    const picture = await besides('a picture of a fleet was not drawn', () => draw(report, shown));
    return {
      report,
      ...(before && now ? { changes: changesBetween(before, now) } : {}),
      ...(picture ? { picture } : {}),
    };
  }

  return {
    async look(cloud, words) {
      const told = (await readings.of(cloud)).report(words);
      return 'kind' in told ? told : lookAt(told, new Date(told.at).toISOString());
    },
    async since(cloud, moment) {
      const told = (await readings.of(cloud)).report();
      if ('kind' in told) throw new Error('Without words there is nothing that could fit nothing.');
      return lookAt(told, moment);
    },
  };
}
